/** Blocks of headers in HPACK (RFC 7541) from a server that was told to keep no table of its own. */

import { huffmanText } from './huffman.ts';

/** Headers by name, each with its values in their order. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Entries of the static table that an answer is judged by: `:status`, with 200 as the first. */
const statusEntries = { first: 8, last: 14 } as const;
const lastStaticEntry = 61;

/** Reads one block; everything it does not expect makes it fail for good. */
class BlockReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Returns the next byte without going past it. */
  peek(): number {
    return this.#bytes[this.#at] ?? 0;
  }

  /** An integer in the low `bits` bits of a byte, and in the bytes behind it when they are all set (section 5.1). */
  integer(bits: number): number {
    const most = 2 ** bits - 1;
    let value = this.#byte() & most;
    if (value < most) return value;
    for (let scale = 1; scale < 2 ** 28; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    this.failed = true;
    return 0;
  }

  /** A string with its length before it (section 5.2). */
  text(): string {
    const isHuffman = this.peek() >= 0x80;
    const length = this.integer(7);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    const text = isHuffman ? huffmanText(bytes) : Buffer.from(bytes).toString('latin1');
    if (bytes.length === length && text !== undefined) return text;
    this.failed = true;
    return '';
  }

  #byte(): number {
    if (this.isAtEnd) this.failed = true;
    return this.#bytes[this.#at++] ?? 0;
  }
}

/** Returns the name of a static entry; those nobody asks for have none. */
function staticName(entry: number): string {
  return entry >= statusEntries.first && entry <= statusEntries.last ? ':status' : '';
}

/** Reads one field; undefined for a change of the table's size, which is none where there is no table. */
function readField(reader: BlockReader): readonly [name: string, value: string] | undefined {
  const begin = reader.peek();
  if (begin >= 0x80) {
    const entry = reader.integer(7);
    if (entry === 0 || entry > lastStaticEntry) reader.failed = true;
    return [staticName(entry), entry === statusEntries.first ? '200' : ''];
  }
  if (begin >= 0x20 && begin < 0x40) {
    reader.integer(5);
    return undefined;
  }
  const entry = reader.integer(begin >= 0x40 ? 6 : 4);
  if (entry > lastStaticEntry) reader.failed = true;
  const name = entry === 0 ? reader.text() : staticName(entry);
  return [name, reader.text()];
}

/** Returns the headers in a block; undefined when it is not well-formed, or refers to what was to be kept of earlier ones. */
export function readHeaderBlock(block: Uint8Array): Headers | undefined {
  const reader = new BlockReader(block);
  const headers = new Map<string, string[]>();
  while (!reader.isAtEnd && !reader.failed) {
    const field = readField(reader);
    if (field === undefined) continue;
    const [name, value] = field;
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return reader.failed ? undefined : headers;
}

function textBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  const most = 127;
  const head = bytes.length < most ? [bytes.length] : [most, ...varint(bytes.length - most)];
  return Buffer.concat([Buffer.from(head), bytes]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}

/** Returns the block of headers of a call over plain HTTP/2: `:method POST`, `:scheme http`, then literals that are not to be kept. */
export function callHeaderBlock(fields: Readonly<Record<string, string>>): Uint8Array {
  const [methodPost, schemeHttp, literal] = [0x83, 0x86, 0x00];
  const literals = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from([literal]),
    textBytes(name),
    textBytes(value),
  ]);
  return Buffer.concat([Buffer.from([methodPost, schemeHttp]), ...literals]);
}
