import { assert, integer, nat, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { commonEnd, isCommonText } from '../../../src/flow/codec/common-text.ts';

const ends = /["\\\u0000-\u001f]/;

test('finds the first byte that does not stand for itself', () => {
  assert(
    property(
      string({ unit: integer({ min: 0, max: 0x7f }).map((code) => String.fromCodePoint(code)), maxLength: 40 }),
      nat({ max: 40 }),
      (text, from) => {
        const bytes = Buffer.from(`${text.slice(from)}\0\0\0\0`);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        expect(commonEnd(view, 0)).toBe(bytes.toString('latin1').search(ends));
      },
    ),
    { numRuns: 2000 },
  );
});

test('is not asked about markup and what is not ASCII', () => {
  expect(isCommonText(Buffer.from('{"a":"b"}\n'))).toBe(true);
  for (const text of ['a<b', 'a>b', 'a&b', 'café', '\u2028']) expect(isCommonText(Buffer.from(text))).toBe(false);
});
