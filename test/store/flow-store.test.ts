import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { createFlowStore, type FlowStore } from '../../src/store/flow-store.ts';
import type { StorePosition } from '../../src/store/position.ts';
import {
  aFlowEvent,
  aLostEvent,
  at,
  audited,
  denied,
  fakeClock,
  forwarded,
  nameOf,
} from '../helpers/observed-events.ts';

const start: StorePosition = { 'denied-audited': 0, other: 0, notice: 0 };

function aStore(capacity: number): FlowStore {
  return createFlowStore({ capacity, clock: fakeClock() });
}

function readAll(store: FlowStore, from: StorePosition = start, to: StorePosition = store.head()): readonly string[] {
  return store
    .read(from, to)
    .read(Infinity)
    .map((item) => (item.kind === 'row' ? nameOf(item.row.response) : `missed:${item.count}`));
}

function rewound(store: FlowStore): readonly string[] {
  const rewind = store.rewind(store.head());
  const names: string[] = [];
  for (let row = rewind.step(); row !== undefined; row = rewind.step()) names.push(nameOf(row.row().response));
  return names;
}

describe('order', () => {
  test('both classes come out in the order they went in, either way', () => {
    const store = aStore(16);
    for (const event of [forwarded('a'), denied('b'), aLostEvent(3), forwarded('c'), audited('d')]) store.append(event);
    expect(readAll(store)).toEqual(['a', 'b', 'lost:3', 'c', 'd']);
    expect(rewound(store)).toEqual(['d', 'c', 'lost:3', 'b', 'a']);
  });

  test('a reader ahead of the newest row has missed nothing', () => {
    const store = aStore(4);
    const reader = store.read(store.head());
    expect(reader.read(10)).toEqual([]);
    store.append(forwarded('a'));
    expect(reader.read(10).map(({ kind }) => kind)).toEqual(['row']);
    expect(store.losses().reader).toBe(0);
  });

  test('a bounded reader stops where the ring ended, whatever comes after', () => {
    const store = aStore(8);
    store.append(forwarded('a'));
    const end = store.head();
    const reader = store.read(start, end);
    store.append(forwarded('b'));
    expect(reader.read(10)).toHaveLength(1);
    expect(reader.read(10)).toEqual([]);
  });
});

describe('retention', () => {
  test('forwarded traffic never evicts what denied and audited flows hold of their quarter', () => {
    const store = aStore(8);
    store.append(denied('d1'));
    store.append(audited('d2'));
    for (let n = 0; n < 1000; n += 1) store.append(forwarded(`f${n}`));
    expect(readAll(store)).toEqual(['d1', 'd2', 'missed:994', 'f994', 'f995', 'f996', 'f997', 'f998', 'f999']);
  });

  test('denied flows fill what forwarded ones leave free, and give it back', () => {
    const store = aStore(8);
    for (let n = 0; n < 10; n += 1) store.append(denied(`d${n}`));
    expect(store.counts().held).toBe(8);
    store.append(forwarded('f0'));
    expect(readAll(store, store.oldest())).toEqual(['d3', 'd4', 'd5', 'd6', 'd7', 'd8', 'd9', 'f0']);
    for (let n = 1; n < 20; n += 1) store.append(forwarded(`f${n}`));
    expect(store.windows().map(({ held }) => held)).toEqual([2, 6]);
  });

  test('forwarded flows never take the quarter, even while it is empty', () => {
    const store = aStore(8);
    for (let n = 0; n < 20; n += 1) store.append(forwarded(`f${n}`));
    expect(store.counts().held).toBe(6);
  });

  test('a burst of lost events evicts no flow, and no notice evicts another before there are very many', () => {
    const store = aStore(8);
    for (const event of [denied('d1'), forwarded('f1'), audited('d2')]) store.append(event);
    for (let n = 0; n < 5000; n += 1) store.append(aLostEvent(1));
    const names = readAll(store, store.oldest());
    expect(names.slice(0, 3)).toEqual(['d1', 'f1', 'd2']);
    expect(names.slice(3)).toEqual(Array.from({ length: 4096 }, () => 'lost:1'));
    expect(store.losses().kernel).toBe(5000);
    expect(store.windows().map(({ held, evicted }) => ({ held, evicted }))).toEqual([
      { held: 2, evicted: 0 },
      { held: 1, evicted: 0 },
    ]);
  });

  test('a notice that was evicted is no flow missed', () => {
    const store = aStore(8);
    const reader = store.read(store.head());
    for (let n = 0; n < 5000; n += 1) store.append(aLostEvent(1));
    expect(reader.read(Infinity)).toHaveLength(4096);
    expect(store.losses().reader).toBe(0);
  });

  test('a capacity of one works', () => {
    const store = aStore(1);
    for (const event of [forwarded('a'), denied('b'), denied('c'), forwarded('d')]) store.append(event);
    expect(readAll(store, store.oldest())).toEqual(['d']);
    expect(store.windows().map(({ evicted }) => evicted)).toEqual([2, 1]);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 40])('capacity %s is refused', (capacity) => {
    expect(() => aStore(capacity)).toThrow(UsageError);
  });
});

describe('loss', () => {
  test('an overrun reader is told the exact number, once, where the gap ends', () => {
    const store = aStore(4);
    const reader = store.read(store.head());
    for (let n = 0; n < 10; n += 1) store.append(forwarded(`f${n}`));
    const items = reader.read(100).map((item) => (item.kind === 'row' ? nameOf(item.row.response) : item.count));
    expect(items).toEqual([7, 'f7', 'f8', 'f9']);
    expect(store.losses().reader).toBe(7);
  });

  test('what was evicted before the reader came is a gap, not a loss of the reader', () => {
    const store = aStore(4);
    for (let n = 0; n < 10; n += 1) store.append(forwarded(`f${n}`));
    expect(readAll(store)).toEqual(['missed:7', 'f7', 'f8', 'f9']);
    expect(store.losses().reader).toBe(0);
  });

  test('a reader whose end was overtaken is told what lay before its end and nothing more', () => {
    const store = aStore(4);
    for (let n = 0; n < 3; n += 1) store.append(forwarded(`f${n}`));
    const reader = store.read(start, store.head());
    for (let n = 3; n < 20; n += 1) store.append(forwarded(`f${n}`));
    expect(reader.read(10)).toEqual([{ kind: 'missed', count: 3, time: undefined }]);
    expect(reader.read(10)).toEqual([]);
  });

  test('notices of sources are counted by where the events were lost', () => {
    const store = aStore(8);
    store.append(aLostEvent(5, 1));
    store.append(aLostEvent(2, 2));
    expect(store.losses()).toEqual({ kernel: 5, queue: 2, reader: 0 });
    expect(store.counts()).toMatchObject({ held: 0, seen: 0 });
  });
});

describe('subscribers', () => {
  test('every append wakes them until they leave', () => {
    const store = aStore(4);
    let woken = 0;
    const leave = store.subscribe(() => (woken += 1));
    store.append(forwarded('a'));
    store.append(forwarded('b'));
    leave();
    store.append(forwarded('c'));
    expect(woken).toBe(2);
    expect(store.subscribers).toBe(0);
  });
});

describe('what is known', () => {
  test('windows give the times, the counts and the share of each class', () => {
    const store = aStore(4);
    for (let n = 0; n < 5; n += 1) store.append(forwarded(`f${n}`, { time: at(n) }));
    store.append(denied('d', { time: at(9) }));
    expect(store.windows()).toEqual([
      { retention: 'denied-audited', oldest: at(9), newest: at(9), held: 1, capacity: 1, evicted: 0 },
      { retention: 'other', oldest: at(2), newest: at(4), held: 3, capacity: 3, evicted: 2 },
    ]);
  });

  test('the window of a class begins with a flow, not with what was lost before it', () => {
    const store = aStore(4);
    store.append(aLostEvent(1));
    expect(store.windows()).toMatchObject([
      { oldest: undefined, newest: undefined, held: 0 },
      { oldest: undefined, newest: undefined, held: 0 },
    ]);
    store.append(denied('d', { time: at(9) }));
    expect(store.windows()[0]).toMatchObject({ oldest: at(9), newest: at(9), held: 1 });
  });

  test('counts follow what is held', () => {
    const store = aStore(4);
    store.append(aFlowEvent({ verdict: Verdict.TRACED }, { raw_line: 'x' }));
    store.append(aFlowEvent({ verdict: Verdict.TRACED }));
    store.append(denied('d'));
    expect(store.counts()).toEqual({ held: 3, capacity: 4, seen: 3, verdictFlows: 1, logRuleFlows: 1 });
    for (let n = 0; n < 3; n += 1) store.append(forwarded(`f${n}`));
    expect(store.counts()).toEqual({ held: 4, capacity: 4, seen: 6, verdictFlows: 1, logRuleFlows: 0 });
  });

  test('the rate is that of the last minute', () => {
    const clock = fakeClock();
    const store = createFlowStore({ capacity: 100, clock });
    for (let n = 0; n < 30; n += 1) store.append(forwarded(`f${n}`, { time: at(0) }));
    clock.advanceMs(10_000);
    expect(store.flowsRate()).toBe(3);
    clock.advanceMs(110_000);
    expect(store.flowsRate()).toBe(0);
  });

  test('flows that happened long ago are not of the last minute', () => {
    const store = aStore(100);
    for (let n = 0; n < 30; n += 1) store.append(forwarded(`f${n}`, { time: at(-3600) }));
    expect(store.flowsRate()).toBe(0);
  });

  test('nodes have their first and last time, what was seen of them and what is held', () => {
    const store = aStore(4);
    store.append(forwarded('a', { node_name: 'default/b', time: at(1) }));
    store.append(forwarded('b', { node_name: 'default/a', time: at(7) }));
    store.append(forwarded('c', { node_name: 'default/a', time: at(3) }));
    store.append(forwarded('d', { node_name: 'default/a', time: at(5) }));
    expect(store.nodes()).toEqual([
      { name: 'default/a', first: at(3), last: at(7), seen: 3, held: 3 },
      { name: 'default/b', first: at(1), last: at(1), seen: 1, held: 0 },
    ]);
  });

  test('namespaces are sorted by cluster and name and forgotten after an hour', () => {
    const clock = fakeClock();
    const store = createFlowStore({ capacity: 4, clock });
    store.append(forwarded('a', { source: { namespace: 'old' }, destination: { namespace: 'shop' } }));
    clock.advanceMs(3_600_000);
    store.append(
      forwarded('b', { source: { namespace: 'a', cluster_name: 'west' }, destination: { namespace: 'shop' } }),
    );
    clock.advanceMs(1);
    expect(store.namespaces()).toEqual([
      { cluster: 'default', namespace: 'shop' },
      { cluster: 'west', namespace: 'a' },
    ]);
  });

  test('the memory of nodes is bounded', () => {
    const store = aStore(4);
    for (let n = 0; n < 5000; n += 1) store.append(forwarded(`f${n}`, { node_name: `default/n${n}` }));
    expect(store.nodes()).toHaveLength(4096);
    expect(store.nodes().some(({ name }) => name === 'default/n4999')).toBe(true);
  });
});
