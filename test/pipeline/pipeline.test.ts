import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { TrafficDirection } from '../../src/flow/enums.ts';
import { VerdictBasis } from '../../src/flow/flow-extension.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import type { PacketEvent } from '../../src/parsers/packet-event.ts';
import type { Envelope, ParseResult } from '../../src/parsers/parse-result.ts';
import {
  aHeader,
  aMode,
  anEnvelope,
  aPacket,
  aPipeline,
  aPolicy,
  aRecord,
  aScriptedPipeline,
  at,
  flowsOf,
  keepingLogger,
} from './pipeline-fakes.ts';

const { INGRESS, EGRESS } = TrafficDirection;
const between = { inInterface: 'cali0123456789a', outInterface: 'cali9876543210b' };
const logRule = { prefix: 'calico-packet', rawPrefix: 'calico-packet: ' };

function packetResult(packet: Partial<PacketEvent> = {}, envelope: Partial<Envelope> = {}): ParseResult {
  return { kind: 'packet', packet: aPacket(packet), envelope: anEnvelope(envelope) };
}

/** A FelixConfiguration with a mode. */
const felix = (name: string, mode: string) =>
  `{apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: ${name}}, spec: {dropActionOverride: ${mode}}}`;

const directionsOf = (results: readonly ParseResult[]) =>
  flowsOf(aScriptedPipeline(results).run()).map((flow) => [flow.traffic_direction, flow.interface?.name]);

const repeated = (times: number): ParseResult => ({
  kind: 'packet',
  packet: aPacket(),
  envelope: anEnvelope(),
  repeated: times,
});

const damagedAt = (offset: number): ParseResult => ({
  kind: 'reject',
  reason: 'bad number',
  at: offset,
  excerpt: 'LEN=x',
  detail: 'no number',
});

const nodeNameOf = (envelope: Partial<Envelope>, options: object = {}) => {
  const { host: _unused, ...rest } = anEnvelope();
  const result: ParseResult = { kind: 'packet', packet: aPacket(), envelope: { ...rest, ...envelope } };
  return flowsOf(aScriptedPipeline([result], options).run())[0]?.node_name;
};

const kmsgLine = (index: number) =>
  `5,${index},${index},-;calico-drop: IN=eth0 OUT=cali0123456789a MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=1 PROTO=UDP SPT=1 DPT=${index} LEN=40 `;

describe('verdicts', () => {
  test('the mode of each node counts for its lines', () => {
    const files = [
      { path: 'default.yaml', text: felix('default', 'LogAndDrop') },
      { path: 'node.yaml', text: felix('node.worker-2', 'LogAndAccept') },
    ];
    const { run } = aScriptedPipeline(
      [
        packetResult(),
        packetResult({}, { host: 'worker-2.example.com' }),
        packetResult({ rawPrefix: 'x', prefix: 'calico-drop LOGandACCEPT' }),
      ],
      { policy: aPolicy({ felixConfigFiles: files }) },
    );
    const events = run();
    expect(flowsOf(events).map(({ node_name, verdict }) => [node_name, verdict])).toEqual([
      ['default/worker-1', Verdict.DROPPED],
      ['default/worker-2.example.com', Verdict.AUDIT],
      ['default/worker-1', Verdict.AUDIT],
    ]);
    expect(events.map(({ extension }) => extension?.verdict_basis)).toEqual([
      VerdictBasis.FELIX_CONFIG,
      VerdictBasis.FELIX_CONFIG,
      VerdictBasis.LINE,
    ]);
  });

  test('is_reply is set for what opens an exchange, and only where the packet went on', () => {
    const udp = { kind: 'udp', lite: false, sourcePort: 5, destinationPort: 53 } as const;
    const ack = { kind: 'tcp', sourcePort: 5, destinationPort: 53, flags: ['ACK'] } as const;
    const results = [packetResult({ header: aHeader({ l4: udp }) }), packetResult({ header: aHeader({ l4: ack }) })];
    const replies = (mode: string) =>
      flowsOf(aScriptedPipeline(results, { policy: aPolicy(aMode(mode)) }).run()).map(({ is_reply }) => is_reply);
    expect(replies('LogAndAccept')).toEqual([false, undefined]);
    expect(replies('LogAndDrop')).toEqual([undefined, undefined]);
  });

  test('a line of a Log rule is a trace event with the policy its prefix names', () => {
    const prefix = { prefix: 'audit np:shop/web', rawPrefix: 'audit np:shop/web: ' };
    const run = (prefixVerdicts: string[]) => {
      const policy = aPolicy({ prefixVerdicts, logPrefixTemplate: 'audit %k:%p' });
      return flowsOf(aScriptedPipeline([packetResult(prefix)], { policy }).run())[0];
    };
    const web = [{ name: 'web', namespace: 'shop', kind: 'CalicoNetworkPolicy' }];
    expect(run([])).toMatchObject({
      verdict: Verdict.TRACED,
      event_type: { type: 4, sub_type: 10 },
      trace_observation_point: 10,
      policy_log: ['audit np:shop/web'],
    });
    expect(run(['audit *=AUDITED'])).toMatchObject({ verdict: Verdict.AUDIT, ingress_denied_by: web });
    expect(run(['audit *=DENIED'])).toMatchObject({
      verdict: Verdict.DROPPED,
      drop_reason: 133,
      ingress_denied_by: web,
    });
    const allowed = run(['audit *=ALLOWED']);
    expect(allowed).toMatchObject({
      verdict: Verdict.FORWARDED,
      policy_match_type: 1,
      is_reply: false,
      ingress_allowed_by: web,
    });
    expect(allowed).not.toHaveProperty('policy_log');
  });

  test('a cut prefix is marked', () => {
    const rawPrefix = 'audit np:shop/a-very-long-nam';
    const policy = aPolicy({ logPrefixTemplate: 'audit %k:%p', knownPolicies: ['np:shop/a-very-long-name-indeed'] });
    const [event] = aScriptedPipeline(
      [packetResult({ prefix: rawPrefix, rawPrefix, prefixGlued: true, outInterface: 'eth1', inInterface: 'cali1' })],
      { policy: policy },
    ).run();
    expect(rawPrefix).toHaveLength(29);
    expect(event?.extension?.policy_approximate).toBe(true);
  });

  test('ignored prefixes are counted, not shown', () => {
    const { pipeline, run } = aScriptedPipeline([packetResult(logRule)], {
      policy: aPolicy({ prefixVerdicts: ['calico-packet=ignore'] }),
    });
    expect(run()).toEqual([]);
    expect(pipeline.sources()[0]).toMatchObject({
      records: 1n,
      skipped: 1n,
      skipped_by_reason: { 'ignored by prefix': 1n },
    });
  });
});

describe('two Log lines of one packet', () => {
  const first = packetResult({ ...between, ...logRule }, { uptimeUs: 1000 });
  const second = packetResult({ ...between, ...logRule, mark: 8 }, { uptimeUs: 1020 });
  test('are egress and ingress', () => {
    expect(directionsOf([first, second])).toEqual([
      [EGRESS, 'cali0123456789a'],
      [INGRESS, 'cali9876543210b'],
    ]);
  });

  test('one alone, and three, tell nothing', () => {
    expect(directionsOf([first])).toEqual([[undefined, undefined]]);
    expect(directionsOf([first, second, second])).toEqual(Array.from({ length: 3 }, () => [undefined, undefined]));
  });

  test("Felix's own drop lines are no pair: a flooded packet has two of them", () => {
    expect(directionsOf([packetResult(between), packetResult(between)])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  test('are held until the next line, and order is kept', () => {
    const other = packetResult({}, { uptimeUs: 2000 });
    const { pipeline } = aScriptedPipeline([first, other]);
    expect(pipeline.push(aRecord('1'))).toEqual([]);
    expect(flowsOf(pipeline.push(aRecord('2'))).map(({ verdict }) => verdict)).toEqual([
      Verdict.TRACED,
      Verdict.DROPPED,
    ]);
    expect(pipeline.flush()).toEqual([]);
    expect(pipeline.summary()).toEqual({ flows: 2, logRuleFlows: 1, verdictFlows: 1, assumed: false });
  });

  test('a flush gives what is held, once', () => {
    const { pipeline } = aScriptedPipeline([first]);
    pipeline.push(aRecord('1'));
    expect(pipeline.flush()).toHaveLength(1);
    expect(pipeline.flush()).toEqual([]);
  });
});

describe('loss', () => {
  test('gaps and notices become lost events in their place', () => {
    const { pipeline, run } = aScriptedPipeline([
      packetResult({ ...between, ...logRule }, { sequence: 1, uptimeUs: 1e6 }),
      packetResult({}, { sequence: 5, uptimeUs: 3e6 }),
      { kind: 'lost', envelope: anEnvelope({ sequence: 6, uptimeUs: 4e6 }), count: 7, lostBy: 'journald' },
      { kind: 'suppressed', envelope: anEnvelope({ sequence: 7, uptimeUs: 5e6 }), count: 9 },
    ]);
    const events = run();
    expect(events.map(({ response }) => (response.flow === undefined ? 'lost' : 'flow'))).toEqual([
      'flow',
      'lost',
      'flow',
      'lost',
    ]);
    expect(events[1]?.response).toEqual({
      lost_events: { source: 1, num_events_lost: 3n, first: at(1), last: at(3) },
      node_name: 'default/worker-1',
      time: at(3),
    });
    expect(events[3]?.response.lost_events).toEqual({ source: 1, num_events_lost: 7n, first: at(3), last: at(4) });
    expect(pipeline.sources()[0]).toMatchObject({ records: 4n, flows: 2n, lost: 10n, suppressed: 9n });
  });

  test('a repeated line is as many flows, each with its own id; an absurd number is cut and said', () => {
    const three = flowsOf(aScriptedPipeline([repeated(3)]).run());
    expect(new Set(three.map(({ uuid }) => uuid)).size).toBe(3);
    const events = aScriptedPipeline([repeated(999_999_999)]).run();
    expect(flowsOf(events)).toHaveLength(1000);
    expect(events.at(-1)?.response.lost_events?.num_events_lost).toBe(999_998_999n);
  });
});

describe('what is no flow', () => {
  test('is counted by reason; the first of each kind of damage is logged', () => {
    const logger = keepingLogger();
    const { pipeline, run } = aScriptedPipeline(
      [
        damagedAt(5),
        damagedAt(6),
        { kind: 'skip', reason: 'not from the kernel', envelope: anEnvelope({ facility: 1 }) },
        { kind: 'skip', reason: 'blank' },
      ],
      { logger },
    );
    expect(run()).toEqual([]);
    expect(logger.warnings).toEqual([
      expect.stringContaining('file:kern.log line 1: bad number at byte 5: no number: "LEN=x"'),
    ]);
    expect(pipeline.sources()[0]).toMatchObject({
      records: 4n,
      flows: 0n,
      skipped: 2n,
      rejected: { 'bad number': 2n },
      skipped_by_reason: { 'not from the kernel': 1n, blank: 1n },
    });
  });

  test('a source without the facility cannot tell forged lines', () => {
    const { facility: _unused, ...envelope } = anEnvelope();
    const known = aScriptedPipeline([packetResult()]);
    known.run();
    expect(known.pipeline.sources()[0]?.facility_known).toBe(true);
    const lost = aScriptedPipeline([{ kind: 'packet', packet: aPacket(), envelope }]);
    lost.run();
    expect(lost.pipeline.sources()[0]?.facility_known).toBe(false);
  });
});

describe('Hubble JSON', () => {
  const flow = { uuid: 'their-own', verdict: Verdict.AUDIT, time: at(7), node_name: 'theirs/n' };
  const response = { flow, node_name: 'theirs/n', time: at(8) };

  test('passes as it is, and an unknown field is warned of once', () => {
    const logger = keepingLogger();
    const result: ParseResult = { kind: 'response', response, unknownFields: true };
    const { pipeline, run } = aScriptedPipeline([result, result], { logger });
    expect(run()).toEqual([{ response }, { response }]);
    expect(logger.warnings).toEqual(['unknown field detected, upgrade the Hubble CLI to get rid of this warning']);
    expect(pipeline.summary()).toEqual({ flows: 2, logRuleFlows: 0, verdictFlows: 2, assumed: false });
  });

  test('a lost event of theirs is no flow', () => {
    const lost: ParseResult = {
      kind: 'response',
      response: { lost_events: { num_events_lost: 3n } },
      unknownFields: false,
    };
    const { pipeline, run } = aScriptedPipeline([lost]);
    expect(run()).toEqual([{ response: { lost_events: { num_events_lost: 3n } } }]);
    expect(pipeline.sources()[0]?.flows).toBe(0n);
  });

  test('the real parser reads it', () => {
    const pipeline = aPipeline();
    const text = '{"flow":{"verdict":"DROPPED","uuid":"u"},"node_name":"n","time":"2026-01-01T00:00:00Z"}';
    expect(pipeline.push(aRecord(text))[0]?.response).toMatchObject({
      flow: { verdict: Verdict.DROPPED, uuid: 'u' },
      node_name: 'n',
    });
  });
});

describe('node names', () => {
  test.each([
    ["the envelope's", { host: 'a' }, { nodeName: 'own' }, 'default/a'],
    ['ours where it has none', {}, { nodeName: 'own' }, 'default/own'],
    ['ours when it is forced', { host: 'a' }, { nodeName: 'own', forceNodeName: true }, 'default/own'],
    ['nothing to force', { host: 'a' }, { forceNodeName: true }, 'default/a'],
    ['nobody knows', {}, {}, 'default/unknown'],
    ['another cluster', { host: 'a' }, { clusterName: 'prod' }, 'prod/a'],
    ['no control characters', { host: 'a\u001b[31m' }, {}, 'default/a\\x1b[31m'],
  ])('%s', (_name, envelope, options, name) => {
    expect(nodeNameOf(envelope, options)).toBe(name);
  });
});

describe('modes', () => {
  test('assumed', () => {
    const { pipeline, run } = aScriptedPipeline([packetResult()], { policy: aPolicy() });
    run();
    expect(pipeline.modes()).toEqual([
      {
        node_name: '',
        drop_action_override: 'LogAndDrop',
        basis: VerdictBasis.ASSUMED,
        origin: expect.stringContaining('assumed'),
        blind: false,
      },
    ]);
    expect(pipeline.summary()).toMatchObject({ assumed: true, verdictFlows: 1 });
  });

  test.each([
    ['Drop', Verdict.DROPPED],
    ['Accept', Verdict.AUDIT],
  ])('%s is blind; lines that come nevertheless take its half and are warned of once', (mode, verdict) => {
    const logger = keepingLogger();
    const { pipeline, run } = aScriptedPipeline([packetResult(), packetResult()], {
      policy: aPolicy(aMode(mode)),
      logger,
    });
    expect(pipeline.modes()).toMatchObject([
      { node_name: '', blind: true, warning: expect.stringContaining('blind by configuration') },
    ]);
    const events = run();
    expect(flowsOf(events).map((flow) => flow.verdict)).toEqual([verdict, verdict]);
    expect(events[0]?.extension?.drop_action_override).toBe(mode);
    expect(logger.warnings).toEqual([expect.stringContaining('node worker-1: configuration is stale')]);
    expect(pipeline.modes()).toMatchObject([
      { node_name: '' },
      { node_name: 'worker-1', warning: expect.stringContaining('stale') },
    ]);
  });

  test('a prefix that does not say what it should is stale configuration', () => {
    const logger = keepingLogger();
    const text = 'DropActionOverride = LogAndDrop\nLogDropActionOverride = true\n';
    const policy = aPolicy({ felixConfigFiles: [{ path: 'felix.cfg', text }] });
    aScriptedPipeline([packetResult()], { policy, logger }).run();
    expect(logger.warnings).toEqual([expect.stringContaining('logDropActionOverride is true')]);
  });

  test('nodes with an entry of their own are listed', () => {
    const text = `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: {name: node.worker-7}\nspec: {dropActionOverride: LogAndAccept}\n`;
    const { pipeline } = aScriptedPipeline([], { policy: aPolicy({ felixConfigFiles: [{ path: 'f.yaml', text }] }) });
    expect(pipeline.modes()).toMatchObject([
      { node_name: '', basis: VerdictBasis.ASSUMED },
      { node_name: 'worker-7', drop_action_override: 'LogAndAccept', origin: 'f.yaml (node.worker-7)' },
    ]);
  });

  test('files are read again; a broken one changes nothing', () => {
    const logger = keepingLogger();
    let text = 'DropActionOverride = LogAndDrop\n';
    const policy = aPolicy({ felixConfigFiles: [{ path: 'felix.cfg', text }] }, () => text);
    const later = [1000, 1030, 2000].map((seconds) => packetResult({}, { uptimeUs: seconds * 1e6 }));
    const { pipeline } = aScriptedPipeline(later, { policy, logger });
    expect(pipeline.updateFelixConfig(at(500))).toBe(false);
    text = 'DropActionOverride = LogAndAccept\n';
    expect(pipeline.updateFelixConfig(at(1010))).toBe(true);
    text = 'DropActionOverride = sometimes\n';
    expect(pipeline.updateFelixConfig(at(1500))).toBe(false);
    expect(logger.warnings).toEqual([expect.stringContaining('Felix configuration kept as it was: felix.cfg')]);
    const events = later.flatMap((_result, index) => pipeline.push(aRecord(String(index))));
    expect(events.map(({ response, extension }) => [response.flow?.verdict, extension?.verdict_basis])).toEqual([
      [Verdict.DROPPED, VerdictBasis.CHANGING],
      [Verdict.AUDIT, VerdictBasis.CHANGING],
      [Verdict.AUDIT, VerdictBasis.FELIX_CONFIG],
    ]);
  });
});

describe('batches', () => {
  test('records of several sources keep to their own state and their order', () => {
    const records = [1, 2, 101, 3, 102].map((index) =>
      aRecord(kmsgLine(index), { source: index > 100 ? 'kmsg:b' : 'kmsg:a' }),
    );
    const pipeline = aPipeline({ nodeName: 'n' });
    const ports = flowsOf(pipeline.pushBatch(records)).map(({ l4 }) => l4?.UDP?.destination_port);
    expect(ports).toEqual([1, 2, 101, 3, 102]);
    expect(pipeline.sources().map(({ name, records: count, lost }) => [name, count, lost])).toEqual([
      ['kmsg:a', 3n, 0n],
      ['kmsg:b', 2n, 0n],
    ]);
    expect(pipeline.pushBatch([])).toEqual([]);
  });

  test('one by one and at once give the same flows', () => {
    const lines = Array.from({ length: 20 }, (_, index) =>
      aRecord(
        `May 18 18:42:44 a kernel: [ 1156.24618${index % 10}] calico-packet: IN=cali1 OUT=cali2 MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=${index >> 1} PROTO=UDP SPT=1 DPT=2 LEN=40 `,
        { line: index + 1 },
      ),
    );
    const [single, batch] = [aPipeline(), aPipeline()];
    const one = [...lines.flatMap((record) => single.push(record)), ...single.flush()];
    const all = [...batch.pushBatch(lines), ...batch.flush()];
    expect(one).toHaveLength(20);
    expect(all).toEqual(one);
  });
});

describe('anything', () => {
  const line =
    'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= SRC=192.168.128.30 DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 DF PROTO=TCP SPT=56248 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0 MARK=0xa000000';
  const damaged = fc
    .tuple(fc.nat(line.length), fc.nat(line.length), fc.string({ maxLength: 6 }))
    .map(([from, to, text]) => line.slice(0, Math.min(from, to)) + text + line.slice(Math.max(from, to)));
  const input = fc.oneof(fc.string(), damaged, fc.constant(line), fc.string({ unit: 'binary' }));

  test('is a flow or a count, never an exception', () => {
    const pipeline = aPipeline();
    let pushed = 0n;
    fc.assert(
      fc.property(fc.array(input, { maxLength: 5 }), (texts) => {
        pipeline.pushBatch(texts.map((text) => aRecord(text)));
        pipeline.flush();
        pushed += BigInt(texts.length);
        const { records = 0n } = pipeline.sources()[0] ?? {};
        expect(records).toBe(pushed);
      }),
      { numRuns: 1000 },
    );
    const { records, flows = 0n, skipped = 0n, rejected = {}, suppressed = 0n } = pipeline.sources()[0] ?? {};
    const damagedCount = Object.values(rejected).reduce((sum, count) => sum + count, 0n);
    expect(suppressed).toBe(0n);
    expect(flows + skipped + damagedCount).toBe(records);
  });
});
