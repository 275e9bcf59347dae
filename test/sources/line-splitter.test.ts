import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordLimitBytes } from '../../src/flow/source-record.ts';
import { createLineSplitter } from '../../src/sources/line-splitter.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (lines: readonly Uint8Array[]) => lines.map((line) => Buffer.from(line).toString('latin1'));

function split(chunks: readonly Uint8Array[], limitBytes?: number): string[] {
  const splitter = createLineSplitter(limitBytes);
  const lines = chunks.flatMap((chunk) => splitter.push(chunk));
  const rest = splitter.end();
  return texts(rest === undefined ? lines : [...lines, rest]);
}

describe('line splitter', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['\n', ['']],
    ['one', ['one']],
    ['one\n', ['one']],
    ['one\ntwo', ['one', 'two']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['one\r', ['one']],
    ['a\r\r\n', ['a\r']],
    ['a\rb\n', ['a\rb']],
    ['\n\nx\n', ['', '', 'x']],
    ['a\0b\0\n\0', ['a\0b\0', '\0']],
    ['\x1b[31m\xff\n', ['\x1b[31m\xff']],
  ])('cuts %j', (input, lines) => {
    expect(split([Buffer.from(input, 'latin1')])).toEqual(lines);
  });

  it('hands on a line within a chunk as a view of it', () => {
    const chunk = bytes('one\ntwo\n');
    const [first] = createLineSplitter().push(chunk);
    expect(first?.buffer).toBe(chunk.buffer);
  });

  it('hands on a line over several chunks that may be reused', () => {
    const splitter = createLineSplitter();
    const chunk = bytes('ab');
    splitter.push(chunk);
    chunk.fill(0x78);
    expect(texts(splitter.push(bytes('c\n')))).toEqual(['abc']);
  });

  it('forgets the last line once it was handed on', () => {
    const splitter = createLineSplitter();
    splitter.push(bytes('rest'));
    expect(splitter.end()).toEqual(bytes('rest'));
    expect(splitter.end()).toBeUndefined();
  });

  it.each([
    ['abcde', 'abcde'],
    ['abcde\r', 'abcde'],
    ['abcdef', 'abcdef'],
    ['abcdefgh', 'abcdef'],
    ['abcdefgh\r', 'abcdef'],
  ])('hands on a line over the limit of 5 with one byte too many: %j', (line, cut) => {
    expect(split([bytes(`${line}\nnext\n`)], 5)).toEqual([cut, 'next']);
    expect(
      split(
        [...bytes(`${line}\nnext\n`)].map((byte) => Uint8Array.of(byte)),
        5,
      ),
    ).toEqual([cut, 'next']);
  });

  it('holds no more than the limit of a line without end', () => {
    const splitter = createLineSplitter();
    const chunk = new Uint8Array(1 << 20).fill(0x61);
    for (let n = 0; n < 8; n += 1) expect(splitter.push(chunk)).toEqual([]);
    expect(splitter.push(bytes('\nok\n')).map((line) => line.length)).toEqual([recordLimitBytes + 1, 2]);
  });

  it('gives the same lines however the bytes are cut into chunks', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '\0', 'abcdefghijk', '\n\n'),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(400), { maxLength: 20 }), (pieces, cuts) => {
        const all = bytes(pieces.join(''));
        const at = [0, ...cuts.filter((cut) => cut < all.length), all.length].toSorted((a, b) => a - b);
        const chunks = at.slice(1).map((end, n) => all.subarray(at[n], end));
        expect(split(chunks, 16)).toEqual(split([all], 16));
      }),
    );
  });

  it('loses no byte of lines below the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (chunks) => {
        const all = Buffer.concat(chunks).toString('latin1');
        const expected = all.split('\n').map((line) => line.replace(/\r$/, ''));
        if (all.endsWith('\n') || all === '') expected.pop();
        expect(split(chunks)).toEqual(expected);
      }),
    );
  });
});
