import { describe, expect, test } from 'vitest';

import type { StreamCursor } from '../../../src/flow/codec/message-types.ts';
import { cursorIn, resumingAfter } from '../../../src/flow/codec/stream-cursor.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createObserverService, type ObserverService } from '../../../src/server/observer/observer-service.ts';
import { stockFieldMasks } from '../../../src/flow/stock-field-masks.ts';
import { createFlowStore, type FlowStore } from '../../../src/store/flow-store.ts';
import { at, denied, fakeClock, forwarded } from '../../helpers/observed-events.ts';

function stage(capacity = 100): { readonly store: FlowStore; readonly service: ObserverService } {
  const clock = fakeClock();
  const store = createFlowStore({ capacity, clock });
  return { store, service: createObserverService({ store, clock, nodeName: 'default/node-a', version: '0.1.0' }) };
}

async function ask(service: ObserverService, request: GetFlowsRequest, resumable = true): Promise<GetFlowsResponse[]> {
  const came: GetFlowsResponse[] = [];
  for await (const batch of service.getFlows(request, { resumable })) came.push(...batch);
  return came;
}

const cursorsIn = (responses: readonly GetFlowsResponse[]): StreamCursor[] =>
  responses.map(cursorIn).filter((cursor) => cursor !== undefined);

function lastCursor(responses: readonly GetFlowsResponse[]): StreamCursor {
  const cursor = cursorsIn(responses).at(-1);
  if (cursor === undefined) throw new Error('no cursor');
  return cursor;
}

const uuidsIn = (responses: readonly GetFlowsResponse[]): string[] =>
  responses.flatMap(({ flow }) => (flow?.uuid === undefined ? [] : [flow.uuid]));

function appendMany(store: FlowStore, count: number): void {
  for (let index = 0; index < count; index += 1) store.append(denied(`m${index}`));
}

describe('a stream for a client that may come back', () => {
  test('starts with a cursor and has one after every 64 rows or more', async () => {
    const { store, service } = stage(1000);
    appendMany(store, 600);
    const came = await ask(service, { number: 1000n });
    expect(cursorsIn(came).map(({ denied_audited: rows }) => rows ?? 0n)).toEqual([0n, 512n, 600n]);
    expect(cursorIn(came[0] ?? {})).toBeDefined();
  });

  test('a client that does not ask gets none', async () => {
    const { store, service } = stage();
    appendMany(store, 70);
    expect(cursorsIn(await ask(service, { number: 100n }, false))).toEqual([]);
  });

  test('goes on just after the cursor, whatever the time says', async () => {
    const { store, service } = stage();
    appendMany(store, 64);
    const cursor = lastCursor(await ask(service, { number: 100n }));
    store.append(forwarded('x', { time: at(-1000) }));
    store.append(denied('y'));
    const came = await ask(service, resumingAfter({ since: at(0) }, cursor));
    expect(uuidsIn(came)).toEqual(['x', 'y']);
    expect(cursorsIn(came)[0]).toMatchObject({ boot_id: cursor.boot_id, denied_audited: 64n });
  });

  test('says how many flows after the cursor are held no more, exactly', async () => {
    const { store, service } = stage(100);
    appendMany(store, 64);
    const cursor = lastCursor(await ask(service, { number: 100n }));
    appendMany(store, 200);
    const came = await ask(service, resumingAfter({ since: at(0) }, cursor));
    expect(cursorsIn(came)[0]?.missed).toBe(100n);
    expect(came.find(({ lost_events: lost }) => lost !== undefined)?.lost_events?.num_events_lost).toBe(100n);
    expect(uuidsIn(came)).toHaveLength(100);
  });

  test('flows a request cannot match are not among the missed', async () => {
    const { store, service } = stage(8);
    const request: GetFlowsRequest = { whitelist: [{ verdict: [Verdict.DROPPED] }] };
    store.append(denied('a'));
    const cursor = lastCursor(await ask(service, { ...request, number: 5n }));
    for (let index = 0; index < 50; index += 1) store.append(forwarded(`f${index}`));
    store.append(denied('b'));
    const came = await ask(service, resumingAfter({ ...request, since: at(0) }, cursor));
    expect(uuidsIn(came).at(-1)).toBe('b');
    expect(cursorsIn(came)[0]?.missed ?? 0n).toBe(0n);
  });

  test('goes by the time where another run gave the cursor', async () => {
    const { store, service } = stage();
    store.append(denied('a', { time: at(5) }));
    store.append(denied('b', { time: at(10) }));
    const cursor = { boot_id: 'another run', denied_audited: 1n };
    const came = await ask(service, resumingAfter({ since: at(5) }, cursor));
    expect(uuidsIn(came)).toEqual(['a', 'b']);
    expect(lastCursor(came).boot_id).not.toBe('another run');
  });

  test("a default mask of text goes with the uuid; a mask of one's own stays as it is", async () => {
    const { store, service } = stage();
    store.append(denied('a'));
    const [stock = []] = Object.values(stockFieldMasks);
    expect(uuidsIn(await ask(service, { number: 1n, field_mask: { paths: stock } }))).toEqual(['a']);
    expect(uuidsIn(await ask(service, { number: 1n, field_mask: { paths: stock } }, false))).toEqual([]);
    expect(uuidsIn(await ask(service, { number: 1n, field_mask: { paths: ['verdict'] } }))).toEqual([]);
  });

  test('a cursor from beyond the newest row is the newest row', async () => {
    const { store, service } = stage();
    const { boot_id: run = '' } = lastCursor(await ask(service, { number: 1n }));
    store.append(denied('a'));
    const came = await ask(service, resumingAfter({}, { boot_id: run, denied_audited: 99n }));
    expect(cursorsIn(came)[0]).toMatchObject({ denied_audited: 1n });
  });
});
