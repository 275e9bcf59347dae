// What the threads print is what the general way prints: reader, filters and printer of the whole response.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compileFilters } from '../../../src/filters/compile.ts';
import { flowScanPlan } from '../../../src/flow/codec/json-scan-plan.ts';
import { scanSlackBytes } from '../../../src/flow/codec/json-scanner.ts';
import { messageFromJson, messageToJson } from '../../../src/flow/codec/json.ts';
import { messageSchema } from '../../../src/flow/codec/schema.ts';
import type { FlowFilter } from '../../../src/flow/flow-filter.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createChunkPrinter, type PrintedChunk } from '../../../src/output/recorded/chunk-printer.ts';
import { wantedFields, type RecordedPrinting } from '../../../src/output/recorded/recorded-request.ts';
import type { StyleOptions } from '../../../src/output/text-style.ts';
import { messageArbitrary } from '../../flow/codec/message-arbitrary.ts';
import { plainOptions, printed } from '../a-flow.ts';

const responses = readFileSync('test/fixtures/conformance/hubble/flows.jsonl', 'utf8')
  .split('\n')
  .filter(Boolean)
  .flatMap((line): GetFlowsResponse[] => {
    const read = messageFromJson('observer.GetFlowsResponse', line, { discardUnknown: true });
    return read.ok && read.value.flow !== undefined ? [read.value] : [];
  });

const styles: readonly StyleOptions[] = [
  { ...plainOptions, format: 'json' },
  { ...plainOptions, format: 'jsonpb' },
  { ...plainOptions, format: 'compact' },
  { ...plainOptions, format: 'compact', color: true, nodeName: true, policyNames: true, timeFormat: 'RFC3339Nano' },
  { ...plainOptions, format: 'compact', numeric: true },
];

const filters: readonly (readonly FlowFilter[])[] = [
  [],
  [{ verdict: [4, 2] }],
  [{ source_pod: ['shop/'] }, { verdict: [1] }],
  [{ destination_port: ['80'], protocol: ['tcp'] }],
];

/** Prints lines as one chunk. */
async function chunkOf(lines: readonly string[], printing: RecordedPrinting): Promise<PrintedChunk> {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const printer = await createChunkPrinter(printing, flowScanPlan(wantedFields(printing)));
  return printer.print(Buffer.concat([text, Buffer.alloc(scanSlackBytes)]), text.length);
}

/** What is to be seen of a chunk once the lines that were left alone went the general way. */
async function shown(lines: readonly string[], printing: RecordedPrinting): Promise<string> {
  const passes = await compileFilters(printing.request);
  const { parts } = await chunkOf(lines, printing);
  return parts
    .map(({ kind, bytes }) => {
      const text = Buffer.from(bytes).toString();
      return kind === 'text' ? text : generally([text], passes, printing);
    })
    .join('');
}

type Passes = Awaited<ReturnType<typeof compileFilters>>;

function generally(lines: readonly string[], passes: Passes, { style }: RecordedPrinting): string {
  const read = lines.flatMap((line): GetFlowsResponse[] => {
    const response = messageFromJson('observer.GetFlowsResponse', line);
    return response.ok && passes(response.value.flow) ? [response.value] : [];
  });
  return printed(read, style).stdout;
}

describe('chunks of recorded flows', () => {
  const lines = responses.map((response) => messageToJson('observer.GetFlowsResponse', response));

  test.each(styles.flatMap((style) => filters.map((whitelist) => ({ style, whitelist }))))(
    'are printed as the general way prints them: $style.format, $whitelist',
    async ({ style, whitelist }) => {
      const printing = { request: { whitelist }, style };
      expect(await shown(lines, printing)).toBe(generally(lines, await compileFilters(printing.request), printing));
      expect((await chunkOf(lines, printing)).flows).toBeGreaterThan(300);
    },
  );

  test('of random flows look the same in the compact format', async () => {
    const printing = { request: {}, style: { ...plainOptions, policyNames: true, nodeName: true } };
    const passes = await compileFilters({});
    const flows = messageArbitrary(messageSchema('flow.Flow'));
    const found = await fc.check(
      fc.asyncProperty(flows, async (flow) => {
        const { extensions: _, ...fields } = flow as NonNullable<GetFlowsResponse['flow']>;
        const line = messageToJson('observer.GetFlowsResponse', { flow: fields });
        return isDeepStrictEqual(await shown([line], printing), generally([line], passes, printing));
      }),
      { numRuns: 200 },
    );
    expect(found.counterexample).toBeNull();
  });

  test.each(styles)('can be given to another thread, however short they are: $format', async (style) => {
    const { parts } = await chunkOf(lines.slice(0, 3), { request: {}, style });
    const transfer = parts.map(({ bytes }) => bytes.buffer as ArrayBuffer);
    const given = structuredClone(parts, { transfer });
    expect(given.map(({ bytes }) => bytes.length > 0)).toEqual([true]);
    expect(parts.map(({ bytes }) => bytes.length)).toEqual([0]);
  });

  test('are cut by the time of the response', async () => {
    const [first = '', second = ''] = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z'].map(
      (time) => `{"flow":{"uuid":"a"},"time":"${time}"}`,
    );
    const style = { ...plainOptions, format: 'json' as const };
    const second1 = { seconds: Date.UTC(2024, 0, 1) / 1000 + 1, nanos: 0 };
    const since = await shown([first, second], { request: { since: second1 }, style });
    const until = await shown([first, second, '{"flow":{}}'], {
      request: { until: { seconds: second1.seconds - 1, nanos: 0 } },
      style,
    });
    expect(since).toBe(`${second}\n`);
    expect(until).toBe(`${first}\n{"flow":{}}\n`);
  });

  test('tell what they left alone, in its place, and count the rest', async () => {
    const audited = '{"flow":{"verdict":"AUDIT"}}';
    const mixed = [audited, '{"flow":{"verdict":4}}', '', audited, '{"lost_events":{"num_events_lost":"1"}}', '{"fl'];
    const chunk = await chunkOf(mixed, { request: {}, style: { ...plainOptions, format: 'json' } });
    const parts = chunk.parts.map((part) => ({ ...part, bytes: Buffer.from(part.bytes).toString() }));
    expect(parts.map(({ bytes }) => bytes)).toEqual([`${audited}\n`, mixed[1], '', `${audited}\n`, mixed[4], '{"fl']);
    expect(parts.flatMap((part) => (part.kind === 'odd' ? [part.line] : []))).toEqual([1, 2, 4, 5]);
    expect(chunk).toMatchObject({ lines: 6, flows: 2, verdictFlows: 2 });
  });
});
