/** Which bytes stand for themselves in a JSON string, two at a time: half the look-ups of one by one. */

import { plainBytes } from './json-scan-string.ts';

function plainPairTable(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let pair = 0; pair < table.length; pair += 1) {
    table[pair] = (plainBytes[pair & 0xff] ?? 0) & (plainBytes[pair >> 8] ?? 0);
  }
  return table;
}

/** 1 for each two bytes, as a 16-bit integer, that both stand for themselves (see `plainBytes`). */
export const plainPairs: Uint8Array = plainPairTable();
