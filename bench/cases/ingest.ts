/** Kernel log lines to encoded flows in the store, with and without followers. */

import { systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { timestampFromMs } from '../../src/base/time/timestamp.ts';
import type { FlowFilter } from '../../src/flow/flow-filter.ts';
import type { SourceRecord } from '../../src/flow/source-record.ts';
import { createPipeline } from '../../src/pipeline/pipeline.ts';
import { compilePolicyConfiguration } from '../../src/policy/configuration.ts';
import { createObserverService } from '../../src/server/observer/observer-service.ts';
import { createFlowStore } from '../../src/store/flow-store.ts';
import type { BenchCase, BenchRow } from '../bench-case.ts';
import { kernelLines } from '../inputs/kernel-lines.ts';
import { countText, median } from '../measure.ts';

const batchRecords = 512;

function records(count: number): SourceRecord[] {
  const receivedAt = timestampFromMs(Date.UTC(2026, 10, 21, 10));
  return Array.from(kernelLines(count), (line, index) => ({
    bytes: Buffer.from(line),
    receivedAt,
    live: true,
    line: index + 1,
    source: 'file:kern.log',
  }));
}

/** Ten that ask for different things, as ten people do. */
const filters: readonly FlowFilter[] = [
  {},
  { verdict: [2] },
  { destination_port: ['443'] },
  { protocol: ['udp'] },
  { source_ip: ['10.245.0.0/16'] },
  { destination_ip: ['10.244.3.0/24'] },
  { source_port: ['40000'] },
  { destination_port: ['53'], protocol: ['udp'] },
  { traffic_direction: [1] },
  { interface: [{ name: 'cali10000000000' }] },
];

const policyInput = {
  dropActionOverride: { value: 'LogAndAccept', origin: 'flag', name: '--drop-action-override' },
  felixConfigFiles: [],
  nodeLabels: [],
  prefixVerdicts: [],
} as const;

async function ingest(input: readonly SourceRecord[], followers: number): Promise<number> {
  const clock = systemClock();
  const store = createFlowStore({ capacity: 1_400_000, clock });
  const logger = createLogger({ write: () => true }, 'warn');
  const policy = compilePolicyConfiguration(policyInput, () => '');
  const pipeline = createPipeline({ clusterName: 'default', zone: 'UTC', policy, version: '0', logger, slabs: store });
  const service = createObserverService({ store, clock, nodeName: 'default/bench', version: '0' });
  const stop = new AbortController();
  let delivered = 0;
  const reading = Array.from({ length: followers }, async (_, index) => {
    const { batches } = await service.deliverFlows(
      { follow: true, whitelist: [filters[index % filters.length] ?? {}] },
      stop.signal,
    );
    for await (const batch of batches) for (const delivery of batch) delivered += delivery.encoded().length;
  });
  await new Promise((resolve) => setImmediate(resolve));
  const start = performance.now();
  let bytes = 0;
  for (let at = 0; at < input.length; at += batchRecords) {
    for (const event of pipeline.pushBatch(input.slice(at, at + batchRecords))) store.append(event);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const event of pipeline.flush()) store.append(event);
  bytes = store.counts().held;
  await service.close();
  await Promise.all(reading);
  const ms = performance.now() - start;
  if (bytes + delivered === 0) throw new Error('nothing was encoded');
  stop.abort();
  return input.length / (ms / 1000);
}

async function medianOf(input: readonly SourceRecord[], followers: number, repeats: number): Promise<number> {
  const found: number[] = [];
  for (let run = 0; run < repeats; run += 1) found.push(await ingest(input, followers));
  return median(found);
}

/** The case. */
export const benchCase: BenchCase = {
  async run({ isQuick, say }) {
    const input = records(isQuick ? 50_000 : 300_000);
    const repeats = isQuick ? 2 : 5;
    await ingest(input.slice(0, 20_000), 1);
    const alone = await medianOf(input, 0, repeats);
    say(`   without followers ${countText(alone)} lines/s`);
    const followed = await medianOf(input, 10, repeats);
    const rows: readonly BenchRow[] = [
      {
        work: 'kernel lines → encoded flows in the store',
        measured: `${countText(alone)} lines/s`,
        target: '≥ 300,000 lines/s',
        isMet: alone >= 300_000,
        against: [],
        notes: [],
      },
      {
        work: 'the same with 10 followers of different filters',
        measured: `${countText(followed)} lines/s`,
        target: '≥ 150,000 lines/s',
        isMet: followed >= 150_000,
        against: [{ name: 'without followers', measured: `${countText(alone)} lines/s`, ratio: followed / alone }],
        notes: [],
      },
    ];
    const series: string[][] = [];
    for (const followers of isQuick ? [] : [0, 1, 2, 5, 10, 20, 50]) {
      const perSecond = await ingest(input, followers);
      series.push([String(followers), countText(perSecond), `${((input.length / perSecond) * 1000).toFixed(0)} ms`]);
    }
    return {
      rows,
      ...(series.length === 0
        ? {}
        : {
            series: [
              {
                title: 'How the cost of followers grows',
                columns: ['followers', 'lines/s', `time for ${countText(input.length)} lines`],
                rows: series,
              },
            ],
          }),
    };
  },
};
