// A thread that fails is not told of, as its part is read the general way: so that the threads do take part is held here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { hubbleFlows } from '../../../bench/inputs/hubble-flows.ts';
import { startChunkThreads } from '../../../src/cli/recorded/chunk-threads.ts';
import { readRecorded } from '../../../src/cli/recorded/recorded-reader.ts';
import { createStandardOutput } from '../../../src/cli/standard-output.ts';
import { flowScanPlan } from '../../../src/flow/codec/json-scan-plan.ts';
import type { FlowFilter } from '../../../src/flow/flow-filter.ts';
import { wantedFields } from '../../../src/output/recorded/recorded-request.ts';
import type { StyleOptions } from '../../../src/output/text-style.ts';
import { plainOptions } from '../../output/a-flow.ts';

const flows = 600;

/** The first line goes the general way, and a few whose time has zeros that Hubble does not write. */
const mostRecords = 6;

interface Printed {
  readonly lines: number;
  readonly records: number;
  readonly flows: number;
}

async function printedOf(style: StyleOptions, whitelist: readonly FlowFilter[]): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  const path = join(folder, 'flows.jsonl');
  writeFileSync(path, Array.from(hubbleFlows(flows), (line) => `${line}\n`).join(''));
  let text = '';
  const out = createStandardOutput({
    write: (piece) => {
      text += Buffer.from(piece).toString();
      return true;
    },
    on: () => undefined,
  });
  const counts = { flows: 0, verdictFlows: 0 };
  const printing = { request: { whitelist }, style };
  const job = { path, printing, plan: flowScanPlan(wantedFields(printing)) };
  const threads = startChunkThreads(job);
  let records = 0;
  for await (const batch of readRecorded({ job, threads, out, counts, signal: undefined })) {
    records += batch.records.length;
  }
  rmSync(folder, { recursive: true });
  return { lines: text.split('\n').length - 1, records, flows: counts.flows };
}

describe('threads over recorded flows', () => {
  test.each(['compact', 'json', 'jsonpb'] as const)('print nearly all lines: %s', async (format) => {
    const style = { ...plainOptions, format };
    const { lines, records, flows: seen } = await printedOf(style, []);
    expect(records + seen).toBe(flows);
    expect(lines).toBe(seen);
    expect(records).toBeLessThan(mostRecords);
  });

  test.each(['compact', 'json'] as const)('print a few lines: %s', async (format) => {
    const { lines, records, flows: seen } = await printedOf({ ...plainOptions, format }, [{ verdict: [4] }]);
    expect(records + seen).toBe(flows);
    expect(records).toBeLessThan(mostRecords);
    expect(lines).toBeGreaterThan(10);
    expect(lines).toBeLessThan(60);
  });
});
