import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { kernelLines } from '../../bench/inputs/kernel-lines.ts';
import { encodeMessage } from '../../src/flow/codec/wire.ts';
import type { ObservedEvent, SourceRecord } from '../../src/flow/source-record.ts';
import type { Pipeline, PipelineOptions } from '../../src/pipeline/pipeline.ts';
import { EncodedEvent } from '../../src/store/encoded-event.ts';
import { createFlowStore, type FlowStore } from '../../src/store/flow-store.ts';
import { fakeClock } from '../helpers/observed-events.ts';
import { fixtureLines } from '../parsers/kernel-packet-lines.ts';
import { aMode, aPipeline, aPolicy, at } from './pipeline-fakes.ts';

const prefixes = [
  'calico-drop: ',
  'calico-drop LOGandACCEPT: ',
  'calico-packet: ',
  '[UFW BLOCK] ',
  'drop default/p1: ',
  'x',
];
const fronts = [
  'Nov 21 09:30:25 worker-1 kernel: [ 1448.489729] ',
  'Nov 21 09:30:26 worker-2 kernel: [ 1449.000000] ',
  'Nov 21 09:30:26 aIN=b kernel: [ 1449.000000] ',
  'Nov 21 09:30:25 worker-1 kernel: ',
  'Nov 25 09:30:25 worker-1 kernel: ',
  '2026-11-21T09:30:25.809562+00:00 worker-1 kernel: [ 1448.489729] ',
  '6,339,5140900,-;',
  '6,345,5140911,-;',
  '[ 1156.246182] ',
  'Nov 21 09:30:25 worker-1 kernel: [ 1448.489729] message repeated 3 times: ',
];
const messages = ['kernel-real.log', 'kernel-lab.log', 'bridge.kmsg', 'legacy-noct.kmsg', 'nft-noct-opts.kmsg']
  .flatMap(fixtureLines)
  .filter((line) => line.includes('IN='))
  .map((line) => line.slice(line.indexOf('IN=')))
  .concat(
    'IN=cali1 OUT=cali2 MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=1 DF PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 SYN URGP=0 ',
    'IN=eth0 OUT=cali2 MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=0 MF PROTO=TCP SPT=0 DPT=2 WINDOW=1 RES=0x00 ACK FIN URGP=0 MARK=0xffffffff ',
    'IN= OUT=cali2 SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=0 ID=1 PROTO=UDP SPT=1 DPT=65535 LEN=40 UID=0 GID=3 ',
    'IN=eth0 OUT=cali2 MAC=ee:ee:ee:ee:ee:ee:1e:0a:36:33:f5:09:86:dd SRC=fe80:0000:0000:0000:0000:0000:0000:0001 DST=2001:0db8:0000:0000:0000:0000:0000:0002 LEN=80 TC=0 HOPLIMIT=64 FLOWLBL=7 PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 SYN URGP=0 ',
    'IN=eth0 OUT=cali2 SRC=10.0.0.1 DST=10.0.0.2 LEN=84 TOS=0x00 PREC=0x00 TTL=63 ID=2 DF PROTO=ICMP TYPE=8 CODE=0 ID=3 SEQ=4 ',
  );

/** A line with other addresses, ports and numbers, which leaves it of the same kind most of the time. */
const variation = fc.array(fc.nat(65_535), { minLength: 4, maxLength: 4 }).map(
  ([a = 0, b = 0, c = 0, d = 0]) =>
    (line: string) =>
      line
        .replace(/SPT=\d+ DPT=\d+/, `SPT=${a} DPT=${b}`)
        .replace(/SRC=\d+\.\d+\.\d+\.\d+ /, `SRC=10.${c % 256}.${d % 256}.${a % 256} `)
        .replace(/LEN=\d+/, `LEN=${c}`)
        .replace(/ TTL=\d+ ID=\d+/, ` TTL=${d % 256} ID=${b}`),
);

const lines = fc
  .tuple(
    fc.constantFrom(...fronts),
    fc.constantFrom(...prefixes),
    fc.constantFrom(...messages),
    fc.array(variation, { minLength: 1, maxLength: 4 }),
  )
  .map(([front, prefix, message, variations]) => variations.map((vary) => front + prefix + vary(message)));
const ends = fc.constantFrom('', '', '', '\r', '  ');
const logs = fc
  .array(fc.tuple(lines, ends), { minLength: 1, maxLength: 12 })
  .map((groups) => groups.flatMap(([group, end]) => [...group, ...group].map((line) => line + end)));

function recordsOf(log: readonly string[], live: boolean): readonly SourceRecord[] {
  const receivedAt = at(Date.UTC(2026, 10, 22) / 1000);
  return log.map((line, index) => ({
    bytes: Buffer.from(line, 'latin1'),
    receivedAt,
    live,
    line: index + 1,
    source: 'f',
  }));
}

function aStore(): FlowStore {
  return createFlowStore({ capacity: 10_000, clock: fakeClock() });
}

/** A pipeline that takes the short way where there is one, and one that never does. */
function both(options: Partial<PipelineOptions> = {}): { short: Pipeline; general: Pipeline; store: FlowStore } {
  const store = aStore();
  return { short: aPipeline({ ...options, slabs: store }), general: aPipeline(options), store };
}

function encodedResponse(event: ObservedEvent): Buffer {
  if (event instanceof EncodedEvent) return event.slab.subarray(event.start, event.start + event.size);
  return Buffer.from(encodeMessage('observer.GetFlowsResponse', event.response));
}

function encodedExtension(event: ObservedEvent): Buffer {
  if (event instanceof EncodedEvent) {
    const start = event.start + event.size;
    return event.slab.subarray(start, start + event.extensionSize);
  }
  return Buffer.from(encodeMessage('observed.v1.FlowExtension', event.extension ?? {}));
}

/** The bytes of events, and those of the objects that they give. */
function shown(events: readonly ObservedEvent[]): readonly (readonly string[])[] {
  return events.map((event) => {
    const { response, extension = {} } = event;
    const objects = [
      encodeMessage('observer.GetFlowsResponse', response),
      encodeMessage('observed.v1.FlowExtension', extension),
    ];
    return [encodedResponse(event), encodedExtension(event), ...objects].map(textOf);
  });
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Everything in the store, as its readers see it. */
function rows(store: FlowStore): readonly unknown[] {
  const items = store.read(store.oldest(), store.head()).read(Infinity);
  return items.map((item) => {
    if (item.kind !== 'row') return item;
    const { row } = item;
    const response = encodeMessage('observer.GetFlowsResponse', row.response);
    return [row.encoded(), row.extended().encoded(), response]
      .map(textOf)
      .concat(JSON.stringify([row.time, row.place]));
  });
}

function columns(store: FlowStore): readonly unknown[] {
  const reader = store.read(store.oldest(), store.head());
  const found: unknown[] = [];
  for (let kind = reader.next(); kind !== undefined; kind = reader.next()) {
    const { columns: row, index } = reader.cursor;
    found.push(Object.entries(row).map(([name, values]) => [name, (values as Record<number, unknown>)[index]]));
  }
  return found;
}

function push(pipeline: Pipeline, records: readonly SourceRecord[], size: number): readonly ObservedEvent[] {
  const events: ObservedEvent[] = [];
  for (let start = 0; start < records.length; start += size)
    events.push(...pipeline.pushBatch(records.slice(start, start + size)));
  return [...events, ...pipeline.flush()];
}

describe('the short way of a line', () => {
  test('is taken by nearly every line of a flood', () => {
    const { short } = both();
    const records = recordsOf([...kernelLines(5000)], true);
    const events = push(short, records, 512);
    const encoded = events.filter((event) => event instanceof EncodedEvent);
    expect(events).toHaveLength(records.length);
    // Each of 400 devices is seen for the first time by TCP and by UDP.
    expect(encoded.length).toBeGreaterThan(4100);
  });

  test.each<[string, Partial<PipelineOptions>]>([
    ['nothing configured', { policy: aPolicy() }],
    ['denied packets logged and accepted', { policy: aPolicy(aMode('LogAndAccept')) }],
    [
      'prefixes with a meaning of their own',
      { policy: aPolicy({ prefixVerdicts: ['x=ignore', '[UFW*=AUDITED'], logPrefixTemplate: 'drop %p: ' }) },
    ],
    ['the node named by the operator', { nodeName: 'n1', forceNodeName: true }],
  ])('gives the bytes of the general path: %s', (_what, options) => {
    let encoded = 0;
    const property = fc.property(logs, fc.boolean(), fc.constantFrom(1, 3, 512), (log, live, size) => {
      const { short, general, store } = both(options);
      const records = recordsOf(log, live);
      const events = push(short, records, size);
      const expected = push(general, records, size);
      encoded += events.filter((event) => event instanceof EncodedEvent).length;
      expect(shown(events)).toEqual(shown(expected));
      expect(short.sources()).toEqual(general.sources());
      expect(short.modes()).toEqual(general.modes());
      expect(short.summary()).toEqual(general.summary());
      const other = aStore();
      for (const event of events) store.append(event);
      for (const event of expected) other.append(event);
      expect(rows(store)).toEqual(rows(other));
      expect(columns(store)).toEqual(columns(other));
      expect([store.counts(), store.nodes(), store.windows()]).toEqual([
        other.counts(),
        other.nodes(),
        other.windows(),
      ]);
    });
    fc.assert(property, { numRuns: 150 });
    expect(encoded).toBeGreaterThan(500);
  });

  test('follows a change of the mode', () => {
    let text = '';
    const logAndDrop = 'DropActionOverride = LogAndDrop\n';
    const file = { path: 'felix.cfg', text: logAndDrop };
    const options = () => ({ policy: aPolicy({ felixConfigFiles: [file] }, () => text) });
    const flood = recordsOf([...kernelLines(600, { perSecond: 1 })], true);
    const { short, store } = both(options());
    const general = aPipeline(options());
    const run = (pipeline: Pipeline) => {
      text = logAndDrop;
      const before = push(pipeline, flood.slice(0, 300), 50);
      text = 'DropActionOverride = LogAndAccept\n';
      const [event] = before.slice(200);
      pipeline.updateFelixConfig(event?.response.time ?? at(0));
      return [...before, ...push(pipeline, flood, 50)];
    };
    const events = run(short);
    expect(shown(events)).toEqual(shown(run(general)));
    expect(events.at(-1)).toBeInstanceOf(EncodedEvent);
    for (const event of events) store.append(event);
    expect(store.counts().held).toBe(900);
  });

  test('what was written for another store is copied', () => {
    const { short } = both();
    const events = push(short, recordsOf([...kernelLines(50), ...kernelLines(50)], true), 20);
    const store = aStore();
    for (const event of events) store.append(event);
    const bytes = rows(store);
    for (const event of events)
      if (event instanceof EncodedEvent) event.slab.fill(0, event.start, event.start + event.size);
    expect(rows(store)).toEqual(bytes);
  });
});
