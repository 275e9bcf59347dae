import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { scanSlackBytes } from '../../../src/flow/codec/json-scanner.ts';
import { createChunkReader, overhangBytes } from '../../../src/output/recorded/chunk-reader.ts';

/** Reads a file in ranges of `size` bytes and returns the lines of each. */
function readIn(content: string, size: number): { readonly texts: readonly string[]; readonly next: number } {
  const folder = mkdtempSync(join(tmpdir(), 'observe-chunks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'lines'), content);
  const fd = openSync(join(folder, 'lines'), 'r');
  onTestFinished(() => closeSync(fd));
  const reader = createChunkReader(fd);
  const texts: string[] = [];
  let next = 0;
  for (let from = 0; from < content.length; from += size) {
    const { bytes, length, at } = reader.read({ from, to: Math.min(content.length, from + size) });
    expect(bytes.subarray(length, length + scanSlackBytes).every((byte) => byte === 0)).toBe(true);
    texts.push(bytes.subarray(0, length).toString());
    if (length > 0) next = at + length;
  }
  return { texts, next };
}

describe('a reader of chunks', () => {
  test.each([1, 2, 3, 4, 5, 7, 11, 100])('gives each line once, in ranges of %i bytes', (size) => {
    const content = 'one\ntwo\n\nthree\nf\n';
    const { texts, next } = readIn(content, size);
    expect(texts.join('')).toBe(content);
    expect(next).toBe(content.length);
    expect(texts.every((text) => text === '' || text.endsWith('\n'))).toBe(true);
  });

  test('leaves a last line without a line feed', () => {
    expect(readIn('one\ntwo', 100)).toEqual({ texts: ['one\n'], next: 4 });
    expect(readIn('one', 100)).toEqual({ texts: [''], next: 0 });
  });

  test('leaves a line that is longer than what may hang over', () => {
    const long = 'x'.repeat(overhangBytes + 20);
    expect(readIn(`one\n${long}\n`, 10).texts[0]).toBe('one\n');
  });
});
