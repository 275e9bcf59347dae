import { array, assert, boolean, constant, integer, oneof, property, record, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { createFlowStore, type FlowStore } from '../../src/store/flow-store.ts';
import type { RetentionClass } from '../../src/store/retention.ts';
import { denied, fakeClock, forwarded, nameOf } from '../helpers/observed-events.ts';

/** The store as one would write it without a thought of speed: everything ever appended, and what is held of it. */
class NaiveStore {
  readonly #capacity: number;
  readonly all: { readonly name: string; readonly retention: RetentionClass }[] = [];
  held: number[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  of(retention: RetentionClass): number[] {
    return this.held.filter((index) => this.all[index]!.retention === retention);
  }

  append(name: string, retention: RetentionClass): void {
    const reserved = Math.floor(this.#capacity / 4);
    const share = { 'denied-audited': reserved, other: this.#capacity - reserved };
    const drop = (from: RetentionClass) => {
      const oldest = this.of(from)[0];
      this.held = this.held.filter((index) => index !== oldest);
    };
    const own = this.of(retention).length;
    if (retention === 'other' && own >= share.other) drop('other');
    else if (this.held.length >= this.#capacity) {
      if (own > 0 && own >= share[retention]) drop(retention);
      else drop(retention === 'other' ? 'denied-audited' : 'other');
    }
    this.all.push({ name, retention });
    this.held.push(this.all.length - 1);
  }
}

type Step = { readonly kind: 'append'; readonly denied: boolean } | { readonly kind: 'read'; readonly limit: number };

const step: Arbitrary<Step> = oneof(
  { weight: 5, arbitrary: record({ kind: constant('append' as const), denied: boolean() }) },
  { weight: 1, arbitrary: record({ kind: constant('read' as const), limit: integer({ min: 1, max: 9 }) }) },
);

function appendBoth(store: FlowStore, naive: NaiveStore, isDenied: boolean): void {
  const name = `${isDenied ? 'd' : 'f'}${naive.all.length}`;
  store.append(isDenied ? denied(name) : forwarded(name));
  naive.append(name, isDenied ? 'denied-audited' : 'other');
}

test('what is held, its order and the counts are those of the naive store', () => {
  assert(
    property(integer({ min: 1, max: 13 }), array(boolean(), { maxLength: 120 }), (capacity, appends) => {
      const store = createFlowStore({ capacity, clock: fakeClock() });
      const naive = new NaiveStore(capacity);
      for (const isDenied of appends) appendBoth(store, naive, isDenied);

      const rows = store.read(store.oldest()).read(Infinity);
      const expected = naive.held.map((index) => naive.all[index]!.name);
      expect(rows.map((item) => (item.kind === 'row' ? nameOf(item.row.response) : 'missed'))).toEqual(expected);
      expect(store.counts()).toMatchObject({ held: naive.held.length, seen: appends.length });
      for (const { retention, held, evicted } of store.windows()) {
        expect(held).toBe(naive.of(retention).length);
        expect(held + evicted).toBe(naive.all.filter((each) => each.retention === retention).length);
      }
    }),
  );
});

test('a reader at any pace gets rows in order, and rows and losses add up to what was appended, class by class', () => {
  assert(
    property(integer({ min: 1, max: 13 }), array(step, { maxLength: 200 }), (capacity, steps) => {
      const store = createFlowStore({ capacity, clock: fakeClock() });
      const naive = new NaiveStore(capacity);
      const reader = store.read(store.head());
      const rows: number[] = [];
      let missed = 0;
      const read = (limit: number) => {
        for (const item of reader.read(limit)) {
          if (item.kind === 'row') rows.push(item.row.place.sequence);
          else missed += item.count;
        }
      };
      for (const each of steps) {
        if (each.kind === 'append') appendBoth(store, naive, each.denied);
        else read(each.limit);
      }
      read(Infinity);

      expect(rows).toEqual(rows.toSorted((a, b) => a - b));
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows.length + missed).toBe(naive.all.length);
      expect(store.losses().reader).toBe(missed);
      expect(rows).toEqual(expect.arrayContaining(naive.held));
    }),
  );
});

test('every gap is told just before the first row of its class behind it, with its exact size', () => {
  assert(
    property(integer({ min: 1, max: 13 }), array(boolean(), { maxLength: 120 }), (capacity, appends) => {
      const store = createFlowStore({ capacity, clock: fakeClock() });
      const naive = new NaiveStore(capacity);
      for (const isDenied of appends) appendBoth(store, naive, isDenied);

      const items = store.read({ 'denied-audited': 0, other: 0, notice: 0 }, store.head()).read(Infinity);
      const isRow = new Set(naive.held);
      for (const retention of ['denied-audited', 'other'] as const) {
        const gap = naive.all.filter((each, index) => each.retention === retention && !isRow.has(index)).length;
        const first = items.findIndex((item) => item.kind === 'row' && item.row.place.lane === retention);
        if (first === -1) continue;
        const before = items[first - 1];
        expect(before?.kind === 'missed' ? before.count : 0).toBe(gap);
      }
    }),
  );
});

test('rewinding is reading backwards', () => {
  assert(
    property(integer({ min: 1, max: 13 }), array(boolean(), { maxLength: 120 }), (capacity, appends) => {
      const store = createFlowStore({ capacity, clock: fakeClock() });
      const naive = new NaiveStore(capacity);
      for (const isDenied of appends) appendBoth(store, naive, isDenied);
      const rewind = store.rewind(store.head());
      const sequences: number[] = [];
      for (let row = rewind.step(); row !== undefined; row = rewind.step()) sequences.push(row.row().place.sequence);
      expect(sequences).toEqual(naive.held.toReversed());
    }),
  );
});
