/** The Huffman code of HPACK (RFC 7541, appendix B), as far as metadata of gRPC needs it: printable ASCII. */

/** Characters by the length of their code, in the order of their codes, which count up from `first`. */
const codes = [
  { bits: 5, first: 0x0, characters: '012aceiost' },
  { bits: 6, first: 0x14, characters: ' %-./3456789=A_bdfghlmnpru' },
  { bits: 7, first: 0x5c, characters: ':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz' },
  { bits: 8, first: 0xf8, characters: '&*,;XZ' },
  { bits: 10, first: 0x3f8, characters: '!"()?' },
  { bits: 11, first: 0x7fa, characters: "'+|" },
  { bits: 12, first: 0xffa, characters: '#>' },
  { bits: 13, first: 0x1ff9, characters: '$@[]~' },
  { bits: 14, first: 0x3ffc, characters: '^}' },
  { bits: 15, first: 0x7ffc, characters: '<`{' },
  { bits: 19, first: 0x7fff0, characters: '\\' },
] as const;

const shortestBits = 5;
const longestBits = 19;
/** The last byte is filled up with fewer ones than this, the beginning of a code that stands for no character. */
const padBits = 8;

/** A code and its length as one number: a one before the code tells where it begins. */
function keyOf(code: number, bits: number): number {
  return 2 ** bits + code;
}

const characterByKey: ReadonlyMap<number, string> = new Map(
  codes.flatMap(({ bits, first, characters }) =>
    Array.from(characters, (character, index) => [keyOf(first + index, bits), character] as const),
  ),
);

/** Returns the text that `bytes` encode; undefined where that is more than printable ASCII. */
export function huffmanText(bytes: Uint8Array): string | undefined {
  let text = '';
  let key = 1;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      key = key * 2 + ((byte >> bit) & 1);
      length += 1;
      if (length < shortestBits) continue;
      const character = characterByKey.get(key);
      if (character !== undefined) {
        text += character;
        key = 1;
        length = 0;
      } else if (length === longestBits) return undefined;
    }
  }
  return length < padBits && key === 2 ** (length + 1) - 1 ? text : undefined;
}
