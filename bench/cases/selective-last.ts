/** A selective look back over a full store. */

import { systemClock } from '../../src/base/clock.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { createObserverService } from '../../src/server/observer/observer-service.ts';
import { createFlowStore } from '../../src/store/flow-store.ts';
import type { BenchCase, BenchRow } from '../bench-case.ts';
import { capacityFor, storeEvents } from '../inputs/store-events.ts';
import { countText, median, msText, times } from '../measure.ts';

const wantedMs = 30;

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick }) {
    const flows = isQuick ? 200_000 : 1_000_000;
    const clock = systemClock();
    const store = createFlowStore({ capacity: capacityFor(flows), clock });
    for (const event of storeEvents(flows, { auditedOneIn: 10_000 })) store.append(event);
    const service = createObserverService({ store, clock, nodeName: 'default/bench', version: '0' });
    const never = new AbortController().signal;
    const ask = async (whitelist: readonly object[], want: number): Promise<void> => {
      let found = 0;
      const { batches } = await service.deliverFlows({ number: 20n, whitelist }, never);
      for await (const batch of batches) for (const delivery of batch) found += delivery.encoded().length > 0 ? 1 : 0;
      if (found !== want) throw new Error(`${found} flows`);
    };
    const repeats = isQuick ? 5 : 21;
    const byVerdict = median(await times(repeats, () => ask([{ verdict: [Verdict.AUDIT] }], 20)));
    const byPort = median(await times(isQuick ? 2 : 5, () => ask([{ destination_port: ['9'] }], 0)));
    const rows: readonly BenchRow[] = [
      {
        work: `--last 20 --verdict AUDITED over ${countText(flows)} held flows, 1 in 10,000 matching`,
        measured: `${msText(byVerdict)} of server time`,
        target: `< ${wantedMs} ms`,
        isMet: byVerdict < wantedMs,
        against: [],
        notes: [`a port that nothing matches makes it look at every flow: ${msText(byPort)}`],
      },
    ];
    return { rows };
  },
};
