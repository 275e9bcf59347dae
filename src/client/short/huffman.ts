/** The Huffman code of HPACK (RFC 7541, appendix B), as far as metadata of gRPC needs it: printable ASCII. */

/**
 * Characters by the length of their code, in the order of their codes, which count up from `first`. The code is a canonical one: what is no
 * code of a length is above all that are, so that the next length is tried with the bits that follow.
 */
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

/** The last byte is filled up with fewer ones than this, the beginning of a code that stands for no character. */
const padBits = 8;

/** Bits that are looked at at once: the longest code, and as many as a byte may bring too many. */
const mostHeldBits = 27;

/** Returns the text that `bytes` encode; undefined where that is more than printable ASCII. */
export function huffmanText(bytes: Uint8Array): string | undefined {
  let text = '';
  /** Bits that were not read yet, the last `count` ones of a number. */
  let held = 0;
  let count = 0;
  let at = 0;
  for (;;) {
    for (; at < bytes.length && count + 8 <= mostHeldBits; at += 1) {
      held = (held << 8) | (bytes[at] ?? 0);
      count += 8;
    }
    const code = codeIn(held, count);
    if (code === undefined) return at === bytes.length && isPadding(held, count) ? text : undefined;
    count -= code.bits;
    text += code.characters[(held >> count) - code.first] ?? '';
    held &= (1 << count) - 1;
  }
}

/** Returns the length of the code that `count` bits begin with, and the codes of that length; undefined where they begin with none. */
function codeIn(held: number, count: number): (typeof codes)[number] | undefined {
  // A loop: this runs once in a program's life, before anything of it is compiled, and calls cost most then.
  for (const code of codes) {
    if (code.bits > count) return undefined;
    if ((held >> (count - code.bits)) - code.first < code.characters.length) return code;
  }
  return undefined;
}

function isPadding(held: number, count: number): boolean {
  return count < padBits && held === 2 ** count - 1;
}
