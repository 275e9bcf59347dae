/** What a held flow costs in memory. */

import { systemClock } from '../../src/base/clock.ts';
import { createFlowStore } from '../../src/store/flow-store.ts';
import type { BenchCase } from '../bench-case.ts';
import { capacityFor, storeEvents } from '../inputs/store-events.ts';
import { countText } from '../measure.ts';

const wantedBytes = 400;

function settle(): number {
  for (let run = 0; run < 4; run += 1) globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick }) {
    const flows = isQuick ? 100_000 : 1_000_000;
    // What is loaded and compiled is there before the first flow; the events made on the way are garbage afterwards.
    const warm = createFlowStore({ capacity: 20_000, clock: systemClock() });
    for (const event of storeEvents(20_000)) warm.append(event);
    const before = settle();
    const store = createFlowStore({ capacity: capacityFor(flows), clock: systemClock() });
    let encoded = 0;
    for (const event of storeEvents(flows)) store.append(event);
    const bytes = (settle() - before) / flows;
    const reader = store.read(store.oldest(), store.head());
    let held = 0;
    for (let items = reader.read(1024); items.length > 0; items = reader.read(1024)) {
      for (const item of items) {
        if (item.kind !== 'row') continue;
        held += 1;
        encoded += item.row.encoded().length;
      }
    }
    if (held !== flows) throw new Error(`${held} flows held`);
    return {
      rows: [
        {
          work: `memory per flow held, ${countText(flows)} flows`,
          measured: `${bytes.toFixed(0)} bytes of RSS`,
          target: `≤ ${wantedBytes} bytes, flows of 300 bytes`,
          isMet: bytes <= wantedBytes,
          against: [
            {
              name: 'their encoded bytes',
              measured: `${(encoded / held).toFixed(0)} bytes a flow`,
              ratio: bytes / (encoded / held),
            },
          ],
          notes: [],
        },
      ],
    };
  },
};
