/** Which bytes stand for themselves in a JSON string, two at a time: half the look-ups of one by one. */

import { plainBytes } from './json-scan-string.ts';

/** Filled by rows of 256: one value at a time would take a start of the client some milliseconds. */
function plainPairTable(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [second, isPlain] of plainBytes.entries()) {
    if (isPlain === 1) table.set(plainBytes, second * 256);
  }
  return table;
}

/** 1 for each two bytes, as a 16-bit integer, that both stand for themselves (see `plainBytes`). */
export const plainPairs: Uint8Array = plainPairTable();
