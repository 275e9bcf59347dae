// The cases recorded from Hubble's own command line, as far as flags and filters decide them: which lines of the input are
// shown, which error is said, what is asked of a server. How lines look is the output's matter.
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { createTimeText } from '../../src/base/time/layouts.ts';
import { compareTimestamps, type Timestamp } from '../../src/base/time/timestamp.ts';
import { readSettings } from '../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../src/cli/flags/observe-line.ts';
import { compileFilters } from '../../src/filters/compile.ts';
import { messageFromJson, messageToJson } from '../../src/flow/codec/json.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../src/flow/messages.ts';

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: boolean;
  readonly input?: string;
  readonly input_first?: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly stderr_check: string;
  readonly exit: number;
}

const folder = new URL('../fixtures/conformance/hubble/', import.meta.url);
const load = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const cases: readonly Case[] = JSON.parse(load('cases.json'));
const now = () => ({ seconds: 1_800_000_000, nanos: 0 });

// What this version does not have: TLS files, port forwarding.
const later = /--tls-|-P/;
const isLater = ({ args }: Case) => later.test(args.join(' '));

const responses = load('flows.jsonl')
  .split('\n')
  .filter(Boolean)
  .map((line): GetFlowsResponse => {
    const response = messageFromJson('observer.GetFlowsResponse', line, { discardUnknown: true });
    if (!response.ok) throw new Error(response.message);
    return response.value;
  });

function lineOf({ args, stdin, input, input_first: inputFirst }: Case): readonly string[] {
  const file = ['--input-file', stdin === true ? '-' : (input ?? 'flows.jsonl')];
  const [command = '', ...rest] = args;
  return inputFirst === true ? [command, ...file, ...rest] : [command, ...rest, ...file];
}

function read(one: Case) {
  return readObserveLine(lineOf(one), { environment: one.env ?? {}, readText: () => undefined, readSettings, now });
}

// Offline Hubble looks at the time of the response, then at the filters, then counts.
async function select(request: GetFlowsRequest): Promise<readonly GetFlowsResponse[]> {
  const { since, until, first, number = 0n } = request;
  const matches = await compileFilters(request);
  const epoch: Timestamp = { seconds: 0, nanos: 0 };
  const selected = responses.filter(
    ({ time = epoch, flow }) =>
      (since === undefined || compareTimestamps(time, since) >= 0) &&
      (until === undefined || compareTimestamps(time, until) <= 0) &&
      matches(flow),
  );
  if (number === 0n) return selected;
  return first === true ? selected.slice(0, Number(number)) : selected.slice(-Number(number));
}

const stamp = createTimeText('StampMilli');

async function shownStamps(request: GetFlowsRequest): Promise<readonly string[]> {
  return (await select(request))
    .filter(({ flow, lost_events: lost }) => flow !== undefined || lost !== undefined)
    .map(({ flow, time }) => stamp(flow === undefined ? time : flow.time));
}

const colour = /\u001b\[\d+m/g;

function printedStamps(stdout: string): readonly string[] {
  const lines = stdout.replace(colour, '').split('\n').filter(Boolean);
  return lines.map((line) => (line.startsWith('N/A') ? 'N/A' : line.slice(0, 19)));
}

describe('flows shown', () => {
  const compact = cases.filter(
    (one) => one.exit === 0 && one.input === undefined && !isLater(one) && /^(?:Feb|Mar|N\/A|\u001b)/.test(one.stdout),
  );

  it('are cases enough', () => {
    expect(compact.length).toBeGreaterThan(120);
  });

  it.each(compact.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const invocation = read(one);
    if (invocation.kind !== 'flows') throw new Error(`it is ${invocation.kind}`);
    // Table and other time formats have other first columns: those are compared by count alone.
    const plain = invocation.format === 'compact' && invocation.flags.values['time-format'] === 'StampMilli';
    const shown = await shownStamps(invocation.request);
    const comparable = (stamps: readonly string[]) => (plain ? stamps : stamps.length);
    expect(comparable(shown)).toEqual(comparable(printedStamps(one.stdout)));
  });

  const json = cases.filter(
    (one) => one.exit === 0 && one.input === undefined && one.stdout.startsWith('{"') && !isLater(one),
  );

  it.each(json.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const invocation = read(one);
    if (invocation.kind !== 'flows') throw new Error(`it is ${invocation.kind}`);
    expect((await shownStamps(invocation.request)).length).toBe(one.stdout.split('\n').filter(Boolean).length);
  });
});

describe('raw filters', () => {
  const raw = cases.filter((one) => one.args.includes('--print-raw-filters') && !isLater(one));

  it.each(raw.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(read(one)).toEqual({ kind: 'text', text: one.stdout });
  });
});

describe('errors', () => {
  // A line of 64 KiB is the reader's matter.
  const failing = cases.filter((one) => one.exit !== 0 && one.input === undefined && !isLater(one));

  it.each(failing.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const run = async () => {
      const invocation = read(one);
      if (invocation.kind === 'flows') await compileFilters(invocation.request);
    };
    const [expected = ''] = one.stderr.split('\n');
    // Go's protobuf library writes either kind of blank, and has a position we do not.
    const wanted = expected.replaceAll('\u00a0', ' ').replace(/proto: \(line \d+:\d+\): /, '');
    await expect(run()).rejects.toThrow(expect.objectContaining({ message: wanted }));
  });
});

describe('requests', () => {
  interface RecordedRequest {
    readonly name: string;
    readonly args: readonly string[];
    readonly request: unknown;
    readonly field_mask_paths: readonly string[] | null;
  }
  const recorded: readonly RecordedRequest[] = JSON.parse(load('requests.json'));
  const known = recorded.filter(({ args }) => !later.test(args.join(' ')));

  it.each(known.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const invocation = readObserveLine(one.args, { environment: {}, readText: () => undefined, readSettings, now });
    if (invocation.kind !== 'flows') throw new Error(`it is ${invocation.kind}`);
    const { field_mask: mask, ...request } = invocation.request;
    expect(JSON.parse(messageToJson('observer.GetFlowsRequest', request))).toEqual(one.request);
    expect(mask?.paths ?? null).toEqual(one.field_mask_paths);
  });
});
