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
    const flows = isQuick ? 400_000 : 1_000_000;
    const store = createFlowStore({ capacity: capacityFor(flows), clock: systemClock() });
    // What a process at work takes however many flows it holds is there after the first half of them: what is loaded and compiled, and the
    // young generation of the heap, which grows by some 45 MB with the garbage of busy seconds and is not given back.
    const uncounted = flows / 2;
    let before = 0;
    let appended = 0;
    let encoded = 0;
    for (const event of storeEvents(flows)) {
      store.append(event);
      appended += 1;
      if (appended === uncounted) before = settle();
    }
    const bytes = (settle() - before) / (flows - uncounted);
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
          notes: [
            `the growth from ${countText(uncounted)} held flows on, with which the process takes ${(before / 1e6).toFixed(0)} MB`,
          ],
        },
      ],
    };
  },
};
