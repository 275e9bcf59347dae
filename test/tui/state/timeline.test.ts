import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Verdict } from '../../../src/flow/verdict.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createTimeline, type Timeline } from '../../../src/tui/state/timeline.ts';
import type { FlowEntry, TimelineEntry } from '../../../src/tui/state/timeline-entry.ts';
import { after, loss, streamFlow, type StreamFlow } from '../builders/stream.ts';
import { NaiveTimeline } from './naive-timeline.ts';

function entriesOf(timeline: Timeline): readonly TimelineEntry[] {
  return Array.from({ length: timeline.end - timeline.first }, (_, index) => timeline.at(timeline.first + index)!);
}

function rowsOf(timeline: Timeline): readonly FlowEntry[] {
  return entriesOf(timeline).filter((entry) => entry.kind === 'flow');
}

function timelineOf(flows: readonly StreamFlow[], capacity = 100): Timeline {
  const timeline = createTimeline({ capacity });
  timeline.add(flows.map((flow) => streamFlow(flow)));
  return timeline;
}

const shownSeqs = (timeline: Timeline): readonly number[] => {
  const seqs: number[] = [];
  for (let seq = timeline.nextShown(-1, 1); seq !== undefined; seq = timeline.nextShown(seq, 1)) seqs.push(seq);
  return seqs;
};

describe('entries', () => {
  test('an empty timeline has nothing', () => {
    const timeline = createTimeline({ capacity: 10 });
    expect([timeline.first, timeline.end, timeline.heldFlows, timeline.leftFlows]).toEqual([0, 0, 0, 0]);
    expect(timeline.at(0)).toBeUndefined();
    expect(timeline.nextShown(0, 1)).toBeUndefined();
    expect(timeline.nextShown(0, -1)).toBeUndefined();
    expect(timeline.seqAt(after(0))).toBeUndefined();
  });

  test('a flow brings its node, its time or that of the response, its edge and its class', () => {
    const timeline = createTimeline({ capacity: 10 });
    const response = { ...streamFlow({ at: undefined }), time: after(7) };
    timeline.add([response]);
    const seen = { flow: response.flow, nodeName: 'default/node-1', time: after(7), arrival: 1 };
    const [row] = rowsOf(timeline);
    expect(row?.first).toEqual(seen);
    expect(row?.latest).toBe(row?.first);
    expect(row?.members).toEqual([seen]);
    expect(row?.edge.key).toBe('10.0.0.1 -> 10.0.0.2 5432/TCP');
    expect([row?.verdict, row?.count]).toEqual(['audited', 1]);
  });

  test('markers, gaps and changes of nodes stand where they came', () => {
    const timeline = timelineOf([{}]);
    timeline.marker('policy', 'policy shop/db updated', after(1));
    timeline.add([{ node_status: { state_change: 2, node_names: ['a', 'b'], message: 'refused' }, time: after(2) }]);
    timeline.gap({ by: 'connection', missed: undefined, text: 'no connection for 3 s', time: after(3) });
    timeline.add([streamFlow({ port: 80, at: 4 })]);
    expect(entriesOf(timeline)).toMatchObject([
      { kind: 'flow', seq: 0 },
      { kind: 'marker', seq: 1, about: 'policy', text: 'policy shop/db updated', time: after(1) },
      { kind: 'marker', seq: 2, about: 'node', text: 'nodes a, b unavailable: refused', time: after(2) },
      { kind: 'gap', seq: 3, by: 'connection', missed: undefined, text: 'no connection for 3 s' },
      { kind: 'flow', seq: 4 },
    ]);
    expect([timeline.heldFlows, timeline.leftFlows]).toEqual([2, 0]);
  });

  test('losses of one kind in a row are one gap with their sum', () => {
    const timeline = timelineOf([]);
    timeline.add([
      loss(1, 1),
      loss(213, 1),
      loss(5, 2),
      loss(6, 3),
      streamFlow(),
      loss(1, 3),
      streamFlow(),
      loss(1, 3),
    ]);
    expect(entriesOf(timeline)).toMatchObject([
      { kind: 'gap', by: 'source', missed: 214, text: "up to 214 flows lost: the kernel's ring buffer overran" },
      { kind: 'gap', by: 'source', missed: 5, text: "up to 5 flows lost: the server's queue was full" },
      { kind: 'gap', by: 'reader', missed: 6, text: 'up to 6 flows lost: this reader was too slow' },
      { kind: 'flow', count: 2 },
      { kind: 'gap', by: 'reader', missed: 2 },
    ]);
  });

  test('a loss leaves a gap alone that is on the screen of a paused view', () => {
    const timeline = timelineOf([]);
    timeline.add([loss(1, 1)]);
    timeline.holdFolds(timeline.end);
    timeline.add([loss(2, 1), loss(3, 1)]);
    expect(entriesOf(timeline)).toMatchObject([{ missed: 1 }, { missed: 5 }]);
  });

  test('restart drops everything and goes on counting', () => {
    const timeline = timelineOf([{}, { port: 80 }, { port: 81 }], 2);
    timeline.restart();
    expect([timeline.first, timeline.end, timeline.heldFlows, timeline.leftFlows]).toEqual([3, 3, 0, 0]);
    timeline.add([streamFlow()]);
    expect(rowsOf(timeline)).toMatchObject([{ seq: 3, count: 1, isNewEdge: true }]);
    expect(timeline.connection(streamFlow().flow!)).toHaveLength(1);
  });
});

describe('new edges', () => {
  test('the first denied or audited flow of an edge is one', () => {
    const timeline = timelineOf([
      { fromPort: 1, verdict: Verdict.FORWARDED },
      { fromPort: 2 },
      { fromPort: 3, verdict: Verdict.DROPPED },
      { fromPort: 4, port: 80, verdict: Verdict.DROPPED },
    ]);
    expect(rowsOf(timeline).map((row) => row.isNewEdge)).toEqual([false, true, false, true]);
    timeline.clearNewEdges();
    timeline.add([streamFlow({ fromPort: 5 }), streamFlow({ fromPort: 6 })]);
    expect(rowsOf(timeline).map((row) => row.isNewEdge)).toEqual([false, true, false, true, true, false]);
  });
});

const isEven = (entry: TimelineEntry): boolean => entry.seq % 2 === 0;

describe('acknowledged edges', () => {
  const key = '10.0.0.1 -> 10.0.0.2 5432/TCP';

  test('held and coming rows are counted and passed over, or shown all the same', () => {
    const timeline = timelineOf([{}, { at: 1 }, { port: 80 }]);
    timeline.setAcknowledged(new Set([key]), false);
    timeline.add([streamFlow({ at: 2 }), streamFlow({ fromPort: 2 }), streamFlow({ port: 81 })]);
    expect(rowsOf(timeline).map((row) => row.isAcknowledged)).toEqual([true, false, true, false]);
    expect(timeline.acknowledgedFlows).toBe(4);
    expect(shownSeqs(timeline)).toEqual([1, 3]);
    expect(timeline.nextShown(3, -1)).toBe(1);
    expect(timeline.nextShown(1, -1)).toBeUndefined();
    expect(timeline.find(-1, 1, (entry) => entry.kind === 'flow' && entry.isAcknowledged)).toBeUndefined();
    timeline.setAcknowledged(new Set([key]), true);
    expect(shownSeqs(timeline)).toEqual([0, 1, 2, 3]);
    expect(timeline.acknowledgedFlows).toBe(4);
    timeline.setAcknowledged(new Set(), false);
    expect(timeline.acknowledgedFlows).toBe(0);
  });

  test('find goes both ways from anywhere', () => {
    const timeline = timelineOf([1, 2, 3, 4].map((port) => ({ port })));
    expect(timeline.find(0, 1, isEven)).toBe(2);
    expect(timeline.find(-9, 1, isEven)).toBe(0);
    expect(timeline.find(2, -1, isEven)).toBe(0);
    expect(timeline.find(99, -1, isEven)).toBe(2);
    expect(timeline.find(2, 1, isEven)).toBeUndefined();
  });
});

describe('times', () => {
  test('seqAt returns the first entry that is not before, also when times go back or are missing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), { maxLength: 30 }),
        fc.integer({ min: -1, max: 21 }),
        (times, wanted) => {
          const timeline = timelineOf(
            times.map((at, port) => ({ at, port })),
            20,
          );
          const expected = entriesOf(timeline).find((entry) => {
            const time = entry.kind === 'flow' ? entry.first.time : entry.time;
            return time !== undefined && time.seconds >= after(wanted).seconds;
          });
          expect(timeline.seqAt(after(wanted))).toBe(expected?.seq);
        },
      ),
    );
  });
});

const aStep = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('flow' as const),
      at: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined, freq: 10 }),
      fromPort: fc.integer({ min: 1, max: 2 }),
      isAnswer: fc.boolean(),
      verdict: fc.constantFrom(Verdict.AUDIT, Verdict.DROPPED, Verdict.FORWARDED, Verdict.REDIRECTED),
      type: fc.constantFrom(1, 4, 5),
      isL7: fc.nat({ max: 9 }).map((value) => value === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold' as const), isHeld: fc.boolean() }) },
);

type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never;

function responseOf(step: Extract<Step, { kind: 'flow' }>): GetFlowsResponse {
  const { at, fromPort, verdict, type } = step;
  const more = { event_type: { type }, ...(step.isL7 && { l7: { http: {} } }) };
  const ends = step.isAnswer ? { from: '10.0.0.2', to: '10.0.0.1', fromPort: 5432, port: fromPort } : { fromPort };
  return streamFlow({ at, verdict, more, ...ends });
}

const arrivalOf = (member: object): unknown => ('arrival' in member ? member.arrival : undefined);

const shape = (timeline: Timeline): unknown =>
  rowsOf(timeline).map((row) => ({ seq: row.seq, count: row.count, members: row.members.map(arrivalOf) }));

describe('against the plain one', () => {
  test('folding, holding, eviction and counts are the same', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 120 }), fc.integer({ min: 1, max: 30 }), (steps, capacity) => {
        const timeline = createTimeline({ capacity });
        const naive = new NaiveTimeline(capacity);
        for (const step of steps) {
          if (step.kind === 'hold') {
            naive.hold = step.isHeld ? naive.end : 0;
            timeline.holdFolds(step.isHeld ? timeline.end : undefined);
            continue;
          }
          timeline.add([responseOf(step)]);
          naive.add(responseOf(step));
          expect(timeline.heldFlows).toBe(naive.held);
        }
        expect(shape(timeline)).toEqual(naive.rows.map(({ seq, count, members }) => ({ seq, count, members })));
        expect(timeline.end).toBe(naive.end);
        expect(timeline.heldFlows).toBeLessThanOrEqual(capacity);
        expect(timeline.heldFlows + timeline.leftFlows).toBe(naive.arrivals);
      }),
      { numRuns: 300 },
    );
  });

  test('a connection has all its held flows of both directions, in the order they came', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (steps, capacity) => {
        const timeline = createTimeline({ capacity });
        const flows = steps.filter((step) => step.kind === 'flow');
        timeline.add(flows.map(responseOf));
        const held = rowsOf(timeline).flatMap((row) => row.members);
        for (const fromPort of [1, 2]) {
          const expected = held
            .filter(({ flow }) => [flow.l4?.TCP?.source_port, flow.l4?.TCP?.destination_port].includes(fromPort))
            .toSorted((a, b) => Number(arrivalOf(a)) - Number(arrivalOf(b)));
          expect(timeline.connection(streamFlow({ fromPort }).flow!)).toEqual(expected);
        }
      }),
    );
  });

  test('nextShown is what looking at each entry gives', () => {
    const portOf = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(fc.array(portOf, { maxLength: 300 }), fc.integer({ min: 1, max: 70 }), (ports, capacity) => {
        const timeline = createTimeline({ capacity });
        timeline.setAcknowledged(new Set(['10.0.0.1 -> 10.0.0.2 1/TCP', '10.0.0.1 -> 10.0.0.2 3/TCP']), false);
        timeline.add(ports.map((port, fromPort) => streamFlow({ port, fromPort })));
        const shown = rowsOf(timeline)
          .filter((row) => !row.isAcknowledged)
          .map((row) => row.seq);
        for (let seq = timeline.first - 2; seq <= timeline.end + 1; seq += 1) {
          expect(timeline.nextShown(seq, 1)).toBe(shown.find((other) => other > seq));
          expect(timeline.nextShown(seq, -1)).toBe(shown.findLast((other) => other < seq));
        }
        const acknowledged = rowsOf(timeline).filter((row) => row.isAcknowledged);
        expect(timeline.acknowledgedFlows).toBe(acknowledged.reduce((sum, row) => sum + row.members.length, 0));
      }),
    );
  });
});

describe('laying anew', () => {
  test('without folding each flow is a row, with folding it is as if it had come so', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 80 }), (steps) => {
        const flows = steps.filter((step) => step.kind === 'flow').map(responseOf);
        const [timeline, folded] = [createTimeline({ capacity: 500 }), createTimeline({ capacity: 500 })];
        timeline.add(flows);
        folded.add(flows);
        const { end } = timeline;
        timeline.setFolding(false);
        expect(timeline.first).toBe(end);
        expect(rowsOf(timeline).map((row) => row.first.flow)).toEqual(flows.map(({ flow }) => flow));
        expect([timeline.heldFlows, timeline.leftFlows]).toEqual([flows.length, 0]);
        timeline.setFolding(true);
        const plain = (of: Timeline): unknown =>
          rowsOf(of).map(({ count, members, verdict }) => ({ count, members, verdict }));
        expect(plain(timeline)).toEqual(plain(folded));
      }),
    );
  });

  test('tells where each place is now', () => {
    const timeline = timelineOf([{}, { port: 80 }, { at: 1 }]);
    timeline.marker('view', 'note', undefined);
    timeline.add([streamFlow({ port: 80, at: 2 })]);
    const unfolded = timeline.setFolding(false);
    // Rows 0 (flows 1 and 3), 1 (2 and 5), marker 2.
    expect([0, 1, 2, 3, 4].map(unfolded)).toEqual([3, 4, 6, 8, 9]);
    expect(unfolded(-5)).toBe(3);
    const folded = timeline.setFolding(true);
    expect([3, 4, 5, 6, 7, 8].map(folded)).toEqual([8, 9, 8, 10, 9, 11]);
    expect(timeline.setFolding(true)(9)).toBe(9);
  });

  test('keeps what is held apart from what came later', () => {
    const timeline = timelineOf([{}, { at: 1 }]);
    timeline.holdFolds(timeline.end);
    timeline.add([streamFlow({ at: 2 }), streamFlow({ at: 3 })]);
    timeline.setFolding(false);
    timeline.setFolding(true);
    expect(rowsOf(timeline).map((row) => row.count)).toEqual([2, 2]);
    timeline.add([streamFlow({ at: 4 })]);
    expect(rowsOf(timeline).map((row) => row.count)).toEqual([2, 3]);
  });

  test('keeps new edges and acknowledged ones', () => {
    const timeline = timelineOf([{}, { at: 1 }, { port: 80 }]);
    timeline.setAcknowledged(new Set(['10.0.0.1 -> 10.0.0.2 80/TCP']), false);
    timeline.setFolding(false);
    expect(rowsOf(timeline).map((row) => row.isNewEdge)).toEqual([true, false, true]);
    expect(shownSeqs(timeline)).toEqual([2, 3]);
    timeline.setFolding(true);
    expect(rowsOf(timeline).map((row) => row.isNewEdge)).toEqual([true, true]);
    expect(timeline.acknowledgedFlows).toBe(1);
  });
});

describe('300,000 flows', () => {
  const total = 300_000;
  const batches = function* (flowAt: (index: number) => StreamFlow): Generator<readonly GetFlowsResponse[]> {
    for (let start = 0; start < total; start += 1000) {
      yield Array.from({ length: 1000 }, (_, index) => streamFlow(flowAt(start + index)));
    }
  };

  test('each a connection of its own: 50,000 are held, the others left', () => {
    const timeline = createTimeline({ capacity: 50_000 });
    for (const batch of batches((index) => ({
      at: index / 5000,
      fromPort: index % 60_000,
      port: Math.floor(index / 60_000),
    }))) {
      timeline.add(batch);
    }
    expect([timeline.heldFlows, timeline.leftFlows]).toEqual([50_000, 250_000]);
    expect([timeline.first, timeline.end]).toEqual([250_000, 300_000]);
    expect(timeline.at(timeline.first)).toMatchObject({ seq: 250_000, count: 1 });
    expect(timeline.at(249_999)).toBeUndefined();
  });

  test('all of few connections: rows count all of them and keep the newest 64', () => {
    const timeline = createTimeline({ capacity: 50_000 });
    for (const batch of batches((index) => ({ at: index / 5000, fromPort: index % 10 }))) timeline.add(batch);
    const rows = rowsOf(timeline);
    expect(rows).toHaveLength(10);
    expect(rows.map((row) => row.count)).toEqual(rows.map(() => 30_000));
    expect(rows.map((row) => row.members.length)).toEqual(rows.map(() => 64));
    expect(rows[0]?.latest.time).toEqual(after(299_990 / 5000));
    expect([timeline.heldFlows, timeline.leftFlows]).toEqual([640, 299_360]);
  });

  test('a gap between any two of them: the flows are still held', () => {
    const timeline = createTimeline({ capacity: 1000 });
    for (let index = 0; index < 5000; index += 1) timeline.add([streamFlow({ fromPort: index }), loss(1, 3)]);
    expect(timeline.heldFlows).toBe(1000);
    expect(timeline.end - timeline.first).toBeLessThanOrEqual(2016);
  });
});
