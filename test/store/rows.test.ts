import { assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packFlowExtension } from '../../src/flow/codec/extension.ts';
import { unknownFields } from '../../src/flow/codec/plain-message.ts';
import { messageSchema } from '../../src/flow/codec/schema.ts';
import { decodeMessage, encodeMessage } from '../../src/flow/codec/wire.ts';
import type { FlowExtension } from '../../src/flow/flow-extension.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import type { ObservedEvent } from '../../src/flow/source-record.ts';
import { createFlowStore, type FlowStore } from '../../src/store/flow-store.ts';
import type { StoredEvent } from '../../src/store/stored-event.ts';
import { messageArbitrary } from '../flow/codec/message-arbitrary.ts';
import { aFlowEvent, denied, fakeClock, forwarded, nameOf } from '../helpers/observed-events.ts';

function aStore(capacity: number, memoryLimitBytes?: number): FlowStore {
  return createFlowStore({ capacity, clock: fakeClock(), ...(memoryLimitBytes && { memoryLimitBytes }) });
}

function rowsOf(store: FlowStore): readonly StoredEvent[] {
  const items = store.read(store.oldest(), store.head()).read(Infinity);
  return items.flatMap((item) => (item.kind === 'row' ? [item.row] : []));
}

/** What the store made of one event: the row as a follower sees it, and as it is once newer ones have come. */
function freshAndOld(event: ObservedEvent): readonly StoredEvent[] {
  const store = aStore(20_000);
  store.append(event);
  const [fresh] = rowsOf(store);
  for (let n = 0; n < 1100; n += 1)
    store.append({ response: { flow: { verdict: event.response.flow?.verdict ?? 0 } } });
  for (let n = 0; n < 1100; n += 1) store.append({ response: {} });
  return [fresh!, rowsOf(store)[0]!];
}

function withExtension({ response, extension }: ObservedEvent): GetFlowsResponse {
  if (extension === undefined || response.flow === undefined) return response;
  return { ...response, flow: { ...response.flow, extensions: packFlowExtension(extension) } };
}

const flows = messageArbitrary(messageSchema('flow.Flow'));
const extensions = messageArbitrary(messageSchema('observed.v1.FlowExtension'));

describe('what a row gives back', () => {
  test('is what its event would be, encoded by itself, with the extension and without', () => {
    assert(
      property(flows, extensions, (flow, extension) => {
        const event = { ...aFlowEvent(flow as Flow), extension: extension as FlowExtension };
        for (const row of freshAndOld(event)) {
          const plain = encodeMessage('observer.GetFlowsResponse', event.response);
          const extended = encodeMessage('observer.GetFlowsResponse', withExtension(event));
          expect(Buffer.compare(row.encoded(), plain)).toBe(0);
          expect(Buffer.compare(row.extended().encoded(), extended)).toBe(0);
          expect(encodeMessage('observer.GetFlowsResponse', row.extended().response)).toEqual(extended);
          expect(decodeMessage('observer.GetFlowsResponse', plain)).toEqual(row.response);
        }
      }),
      { numRuns: 25 },
    );
  });

  test.each<[string, ObservedEvent]>([
    ['an empty flow', { response: { flow: {} }, extension: {} }],
    ['a flow with an extension of its own', aFlowEvent({ extensions: { type_url: 'x/y' } }, { raw_line: 'a' })],
    [
      'fields of a newer schema',
      aFlowEvent({ Summary: 'x', [unknownFields]: Uint8Array.of(0xf8, 0x07, 1) } as Flow, { raw_line: 'a' }),
    ],
    ['a long extension', aFlowEvent({ uuid: 'u' }, { raw_line: 'x'.repeat(100_000) })],
    ['no extension', aFlowEvent({ uuid: 'u' })],
    ['a notice', { response: { lost_events: { num_events_lost: 3n } }, extension: { raw_line: 'a' } }],
  ])('%s', (_what, event) => {
    const store = aStore(4);
    store.append(event);
    const [row] = rowsOf(store);
    const extended = encodeMessage('observer.GetFlowsResponse', withExtension(event));
    expect(Buffer.compare(row!.extended().encoded(), extended)).toBe(0);
    expect(Buffer.compare(row!.encoded(), encodeMessage('observer.GetFlowsResponse', event.response))).toBe(0);
  });

  test('a row is there for its reader when it and all around it were evicted', () => {
    const store = aStore(8);
    store.append(forwarded('kept', { Summary: 'x' }));
    const [row] = rowsOf(store);
    const expected = Buffer.from(row!.encoded());
    for (let n = 0; n < 20_000; n += 1) store.append(forwarded(`f${n}`, { Summary: 'y'.repeat(100) }));
    expect(Buffer.compare(row!.encoded(), expected)).toBe(0);
    expect(nameOf(decodeMessage('observer.GetFlowsResponse', row!.encoded()))).toBe('kept');
    expect(row!.place.sequence).toBe(0);
  });
});

describe('many rows', () => {
  test('keep their order and their bytes over the edges of what is allocated at once', () => {
    const store = aStore(16_000);
    for (let n = 0; n < 30_000; n += 1) {
      store.append((n % 3 === 0 ? denied : forwarded)(`u${n}`, { Summary: 'z'.repeat(n % 500) }));
    }
    const rows = rowsOf(store);
    expect(rows).toHaveLength(16_000);
    for (const row of rows) {
      const { sequence } = row.place;
      expect(nameOf(decodeMessage('observer.GetFlowsResponse', row.encoded()))).toBe(`u${sequence}`);
      expect(row.place.before['denied-audited']).toBe(Math.ceil(sequence / 3));
      expect(row.place.before.other).toBe(sequence - Math.ceil(sequence / 3));
    }
  });

  test('one that is larger than anything else is kept whole', () => {
    const store = aStore(8);
    const events = [
      forwarded('small'),
      aFlowEvent({ uuid: 'large', Summary: 'x'.repeat(900_000) }, { raw_line: 'y'.repeat(900_000) }),
      forwarded('small'),
      forwarded('larger', { Summary: 'x'.repeat(5_000_000) }),
    ];
    for (const event of events) store.append(event);
    const expected = events.map((event) => encodeMessage('observer.GetFlowsResponse', withExtension(event)).length);
    expect(rowsOf(store).map((row) => row.extended().encoded().length)).toEqual(expected);
  });
});

describe('a limit of memory', () => {
  const large = { Summary: 'x'.repeat(1000) };

  test('evicts the oldest flows once the rest is more', () => {
    const store = aStore(1000, 100_000);
    for (let n = 0; n < 500; n += 1) store.append(forwarded(`f${n}`, large));
    const { held } = store.counts();
    expect(held).toBeGreaterThan(50);
    expect(held).toBeLessThan(100);
    expect(nameOf(rowsOf(store)[0]!.response)).toBe(`f${500 - held}`);
    expect(store.windows()[1]).toMatchObject({ evicted: 500 - held });
  });

  test('keeps a quarter for denied flows, which give back what they fill of the rest', () => {
    const store = aStore(1000, 100_000);
    for (let n = 0; n < 200; n += 1) store.append(denied(`d${n}`, large));
    const alone = store.windows()[0]!.held;
    for (let n = 0; n < 500; n += 1) store.append(forwarded(`f${n}`, large));
    const [kept, others] = store.windows().map(({ held }) => held);
    expect(kept).toBeGreaterThanOrEqual(Math.floor(alone / 4));
    expect(kept).toBeLessThanOrEqual(Math.ceil(alone / 4) + 1);
    expect(kept! + others!).toBeLessThanOrEqual(alone);
  });

  test('a flow that is larger than the limit is still there for its readers', () => {
    const store = aStore(10, 1000);
    store.append(denied('d'));
    store.append(forwarded('large', { Summary: 'x'.repeat(5000) }));
    expect(rowsOf(store).map((row) => nameOf(row.response))).toContain('large');
    store.append(forwarded('small'));
    expect(rowsOf(store).map((row) => nameOf(row.response))).not.toContain('large');
  });
});
