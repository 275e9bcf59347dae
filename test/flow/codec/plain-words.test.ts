import { assert, nat, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';

import { plainBytes } from '../../../src/flow/codec/json-scan-string.ts';
import { notPlain, plainEnd } from '../../../src/flow/codec/plain-words.ts';

test('finds the first byte that does not stand for itself', () => {
  const plain = Array.from(plainBytes.keys()).filter((byte) => plainBytes[byte] === 1);
  assert(
    property(uint8Array({ maxLength: 40 }), nat({ max: 40 }), (bytes, plainCount) => {
      const all = bytes.map((byte, at) => (at < plainCount ? (plain[byte % plain.length] ?? 0) : byte));
      const ended = Uint8Array.from([...all, 0, 0, 0, 0]);
      const end = ended.findIndex((byte) => plainBytes[byte] !== 1);
      expect(plainEnd(new DataView(ended.buffer), 0)).toBe(end);
    }),
    { numRuns: 2000 },
  );
});

test('knows each byte in each place', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    for (let place = 0; place < 4; place += 1) {
      const four = [0x61, 0x61, 0x61, 0x61];
      four[place] = byte;
      const word = new DataView(Uint8Array.from(four).buffer).getInt32(0, true);
      expect(notPlain(word) === 0).toBe(plainBytes[byte] === 1);
    }
  }
});
