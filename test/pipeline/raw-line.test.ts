import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { rawLine } from '../../src/pipeline/raw-line.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test.each([
  [new TextEncoder().encode('calico-drop: IN= OUT='), 'calico-drop: IN= OUT='],
  [new TextEncoder().encode('Ü → 😀'), 'Ü → 😀'],
  [new TextEncoder().encode('a\u001b[31m\u0000\tb\n'), 'a\\x1b[31m\\x00\\x09b\\x0a'],
  [new TextEncoder().encode('a\u202eb'), 'a\\u{202e}b'],
  [bytes(0x41, 0xff, 0x42), 'A\\xffB'],
  [bytes(0xc3, 0xa4, 0xc3), 'ä\\xc3'],
  [bytes(0xe2, 0x82, 0x41, 0x1b), '\\xe2\\x82A\\x1b'],
  [bytes(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
  [bytes(), ''],
])('%j', (input, text) => {
  expect(rawLine(input)).toBe(text);
});

test('a part of a larger buffer', () => {
  expect(rawLine(new TextEncoder().encode('xxabcxx').subarray(2, 5))).toBe('abc');
});

test('no byte gets through that a terminal would act on', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
      // eslint-disable-next-line no-control-regex
      expect(rawLine(input)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 2000 },
  );
});
