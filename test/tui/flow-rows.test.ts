import { describe, expect, it } from 'vitest';
import { cursorRow, firstRow, lastRow, rowAt, shownSpan, tableBody, visibleRows } from '../../src/tui/flow-rows.ts';
import type { Snapshot } from '../../src/tui/screen.ts';
import type { FlowsState } from '../../src/tui/state/ui-state.ts';
import { aFlowEntry, aSeenFlow, aSnapshot, aTimeline, type TimelineOptions } from './builders/flow-screen.ts';

const folded = { count: 3, members: [aSeenFlow(), aSeenFlow(), aSeenFlow()] };

/** Ten rows; every second one holds three flows. */
function watched(flows: Partial<FlowsState> = {}, options: TimelineOptions = {}): Snapshot {
  const entries = Array.from({ length: 10 }, (_, index) => aFlowEntry(index % 2 === 0 ? folded : {}));
  return aSnapshot({ flows: { isFollowing: false, ...flows }, timeline: aTimeline(entries, options) });
}

function seqsOf(snapshot: Snapshot, count: number): readonly string[] {
  return visibleRows(snapshot, count).map(
    ({ entry, member }) => `${entry.seq}${member === undefined ? '' : `.${member}`}`,
  );
}

describe('visibleRows', () => {
  it('begins at the top that was chosen', () => {
    expect(seqsOf(watched({ top: 2 }), 3)).toEqual(['2', '3', '4']);
  });

  it('is the newest rows while the view follows', () => {
    expect(seqsOf(watched({ isFollowing: true, top: 2 }), 3)).toEqual(['7', '8', '9']);
  });

  it('fills the lines with rows before the top where there are too few after it', () => {
    expect(seqsOf(watched({ top: 8 }), 4)).toEqual(['6', '7', '8', '9']);
    expect(seqsOf(watched({ top: 99 }), 4)).toEqual(['6', '7', '8', '9']);
  });

  it('moves so far that the cursor is in sight', () => {
    expect(seqsOf(watched({ top: 2, cursor: { seq: 6, member: undefined } }), 3)).toEqual(['4', '5', '6']);
    expect(seqsOf(watched({ top: 5, cursor: { seq: 1, member: undefined } }), 3)).toEqual(['1', '2', '3']);
  });

  it('shows the members of expanded rows', () => {
    const expanded = new Set([2, 3]);
    expect(seqsOf(watched({ top: 2, expanded }), 6)).toEqual(['2', '2.0', '2.1', '2.2', '3', '4']);
    const cursor = { seq: 2, member: 2 };
    expect(seqsOf(watched({ top: 0, expanded, cursor }), 3)).toEqual(['2.0', '2.1', '2.2']);
    expect(seqsOf(watched({ isFollowing: true, expanded: new Set([8]) }), 5)).toEqual(['8', '8.0', '8.1', '8.2', '9']);
  });

  it('shows nothing that was cleared, that waits for the end of a pause, or that is folded away', () => {
    const options: TimelineOptions = { isShown: ({ seq }) => seq !== 5 };
    expect(seqsOf(watched({ clearedBefore: 3, pausedAt: 8 }, options), 20)).toEqual(['3', '4', '6', '7']);
    expect(seqsOf(watched({ isFollowing: true, pausedAt: 6 }, options), 2)).toEqual(['3', '4']);
    expect(seqsOf(watched({ clearedBefore: 10 }), 5)).toEqual([]);
  });

  it('is nothing on no lines', () => {
    expect(seqsOf(watched(), 0)).toEqual([]);
  });
});

describe('cursorRow', () => {
  it('is the newest row while the view follows', () => {
    expect(cursorRow(watched({ isFollowing: true, pausedAt: 4 }))?.entry.seq).toBe(3);
  });

  it('goes to the nearest row when its own is gone', () => {
    const cursor = { seq: 2, member: undefined };
    expect(cursorRow(watched({ cursor }, { first: 5 }))?.entry.seq).toBe(5);
    expect(cursorRow(watched({ cursor: { seq: 40, member: undefined } }))?.entry.seq).toBe(9);
    expect(cursorRow(watched({ cursor: undefined }))).toBeUndefined();
  });

  it('stays on a member only while its row is expanded', () => {
    const cursor = { seq: 2, member: 9 };
    expect(cursorRow(watched({ cursor, expanded: new Set([2]) }))?.member).toBe(2);
    expect(cursorRow(watched({ cursor }))?.member).toBeUndefined();
  });
});

describe('tableBody', () => {
  it('tells of flows that left over the first row there is', () => {
    const body = tableBody(watched({ top: 0 }, { leftFlows: 7 }), 5);
    expect(body.left).toBe(7);
    expect(body.rows.map(({ entry }) => entry.seq)).toEqual([0, 1, 2, 3]);
    expect(tableBody(watched({ top: 1 }, { leftFlows: 7 }), 5).left).toBeUndefined();
    expect(tableBody(watched({ top: 0 }), 5).left).toBeUndefined();
  });

  it('gives that line up when the cursor needs it', () => {
    const body = tableBody(watched({ top: 0, cursor: { seq: 4, member: undefined } }, { leftFlows: 7 }), 5);
    expect(body.left).toBeUndefined();
    expect(body.rows.map(({ entry }) => entry.seq)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('rowAt', () => {
  it('is the row on a line of the table', () => {
    expect(rowAt(watched({ top: 2 }), 5, 0)).toBeUndefined();
    expect(rowAt(watched({ top: 2 }), 5, 1)?.entry.seq).toBe(2);
    expect(rowAt(watched({ top: 0 }, { leftFlows: 7 }), 5, 1)).toBeUndefined();
    expect(rowAt(watched({ top: 0 }, { leftFlows: 7 }), 5, 2)?.entry.seq).toBe(0);
  });
});

describe('firstRow, lastRow and shownSpan', () => {
  it('are the ends of what is shown', () => {
    const snapshot = watched({ clearedBefore: 2, pausedAt: 7, expanded: new Set([6]) });
    expect(shownSpan(snapshot)).toEqual({ from: 2, end: 7 });
    expect(firstRow(snapshot)).toMatchObject({ entry: { seq: 2 }, member: undefined });
    expect(lastRow(snapshot)).toMatchObject({ entry: { seq: 6 }, member: 2 });
  });
});
