import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { TrafficDirection } from '../../src/flow/enums.ts';
import type { ObservedEvent } from '../../src/flow/source-record.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { aMode, aPipeline, aPolicy, aRecord, at } from './pipeline-fakes.ts';

const verdictByMode = {
  LogAndDrop: Verdict.DROPPED,
  LogAndAccept: Verdict.AUDIT,
  LogAction: Verdict.TRACED,
};

interface Truth {
  readonly file: string;
  readonly line: number;
  readonly kind: 'packet' | 'noise' | 'userspace';
  readonly mode?: keyof typeof verdictByMode;
  readonly direction?: 'ingress' | 'egress';
  readonly direction_ambiguous_from_line?: boolean;
  readonly in: string | null;
  readonly out: string | null;
  readonly physin?: string | null;
  readonly physout?: string | null;
  readonly src: string;
  readonly dst: string;
  readonly proto: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly tcp_flags?: readonly string[];
  readonly workload?: { readonly iface: string };
}

const fixture = (name: string) => readFileSync(new URL(`../fixtures/kernel/${name}`, import.meta.url), 'utf8');

const truths = fixture('expected.jsonl')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): Truth => JSON.parse(line));
const files = [...new Set(truths.map(({ file }) => file))];

/** Records of a capture: a line and the continuation lines after it. */
function recordsOf(file: string): readonly string[] {
  return fixture(file)
    .split(/\n(?! )/)
    .filter((record) => record !== '');
}

/** Runs one record through a pipeline of its own, under the mode it was captured in. */
function observe(truth: Truth): readonly ObservedEvent[] {
  const mode = truth.mode === 'LogAndAccept' ? 'LogAndAccept' : 'LogAndDrop';
  const pipeline = aPipeline({ policy: aPolicy(aMode(mode)), nodeName: 'node' });
  const text = recordsOf(truth.file)[truth.line - 1] ?? '';
  return [...pipeline.push(aRecord(text, { receivedAt: at(1_795_000_000) })), ...pipeline.flush()];
}

const directions = { ingress: TrafficDirection.INGRESS, egress: TrafficDirection.EGRESS };

const isWorkload = (device: string | null | undefined): boolean => device?.startsWith('cali') ?? false;

/** Whether the line alone leaves the direction open: a workload at both ends, on the devices or on the bridge ports. */
function isUndecidable({ in: inDevice, out, physin, physout }: Truth): boolean {
  return (isWorkload(inDevice) || isWorkload(physin)) && (isWorkload(out) || isWorkload(physout));
}

/** Ids of the flows of a whole capture. */
function idsOf(file: string): readonly (string | undefined)[] {
  const pipeline = aPipeline({ nodeName: 'node' });
  const records = recordsOf(file).map((text, index) => aRecord(text, { line: index + 1 }));
  return [...pipeline.pushBatch(records), ...pipeline.flush()].map(({ response }) => response.flow?.uuid);
}

/** The device of the workload whose policy logged, of the host for a host's; none where the line leaves it open. */
function deviceOf(truth: Truth): string | undefined {
  const { in: inDevice, out, workload } = truth;
  if (isUndecidable(truth)) return undefined;
  // A packet that is routed into a bridge has no port yet.
  if (out === 'cni0' && inDevice === null) return out;
  return workload?.iface ?? inDevice ?? out ?? undefined;
}

test('the capture is the one we know', () => {
  expect(truths.filter(({ kind }) => kind === 'packet')).toHaveLength(227);
  expect(truths.filter((truth) => truth.direction_ambiguous_from_line === true).every(isUndecidable)).toBe(true);
});

describe.each(files)('%s', (file) => {
  const packets = truths.filter((truth) => truth.file === file && truth.kind === 'packet');

  test.each(packets)('record $line: $mode, $direction', (truth) => {
    const [event, ...more] = observe(truth);
    expect(more).toEqual([]);
    const flow = event?.response.flow;
    expect(flow?.verdict).toBe(verdictByMode[truth.mode ?? 'LogAndDrop']);
    const wanted = isUndecidable(truth)
      ? TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN
      : directions[truth.direction ?? 'ingress'];
    expect(flow?.traffic_direction ?? TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN).toBe(wanted);
    expect(flow?.interface?.name).toBe(deviceOf(truth));
    expect(flow?.IP).toMatchObject({ source: truth.src, destination: truth.dst });
  });

  test('whatever is no packet of the kernel is no flow', () => {
    const others = truths.filter((truth) => truth.file === file && truth.kind !== 'packet');
    expect(others.flatMap(observe)).toEqual([]);
  });

  test('a read again gives the same ids, all different', () => {
    const ids = idsOf(file);
    expect(new Set(ids).size).toBe(packets.length);
    expect(idsOf(file)).toEqual(ids);
  });
});

describe('transport of packets whose header the kernel prints', () => {
  const observed = truths
    .filter(({ kind }) => kind === 'packet')
    .map((truth) => ({ truth, l4: observe(truth)[0]?.response.flow?.l4 }));

  test('ports', () => {
    const withPorts = observed.filter(({ l4 }) => (l4?.TCP ?? l4?.UDP)?.source_port !== undefined);
    expect(withPorts.length).toBeGreaterThan(120);
    for (const { truth, l4 } of withPorts) {
      expect(l4?.TCP ?? l4?.UDP).toMatchObject({ source_port: truth.sport, destination_port: truth.dport });
    }
  });

  test('flags', () => {
    const withFlags = observed.filter(({ l4 }) => l4?.TCP?.flags !== undefined);
    expect(withFlags.length).toBeGreaterThan(80);
    for (const { truth, l4 } of withFlags) {
      const wanted = (truth.tcp_flags ?? []).map((flag) => (flag === 'AE' ? 'NS' : flag));
      expect(Object.keys(l4?.TCP?.flags ?? {}).toSorted()).toEqual(wanted.toSorted());
    }
  });
});
