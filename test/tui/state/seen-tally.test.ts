import { describe, expect, it } from 'vitest';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createHistogram } from '../../../src/tui/state/histogram.ts';
import { SeenTally } from '../../../src/tui/state/seen-tally.ts';
import { after, streamFlow, streamStartMs } from '../builders/stream.ts';

const none = { audited: 0, denied: 0, allowed: 0, undecided: 0, error: 0 };

describe('what was seen', () => {
  it('is counted by verdict; losses are no flows', () => {
    const tally = new SeenTally(createHistogram());
    const loss = { lost_events: { source: 1, num_events_lost: 5n }, time: after(0) };
    tally.add([streamFlow(), streamFlow({ verdict: Verdict.DROPPED }), loss]);
    expect(tally.newestMs).toBe(streamStartMs);
    expect(tally.oldestMs).toBe(streamStartMs);
    expect(tally.bars(streamStartMs, 1000, 1)).toMatchObject([{ counts: { audited: 1, denied: 1 } }]);
    expect(tally.counts).toEqual({ ...none, audited: 1, denied: 1 });
  });

  it('does not count again what another question brings again', () => {
    const tally = new SeenTally(createHistogram());
    const flows = [0, 1, 2].map((seconds) => streamFlow({ at: seconds }));
    tally.add(flows);
    tally.restart();
    expect(tally.newestMs).toBeUndefined();
    tally.add(flows.slice(0, 2));
    tally.restart();
    tally.add([...flows, streamFlow({ at: 3 })]);
    expect(tally.counts).toEqual({ ...none, audited: 4 });
  });

  it('counts what a wider question adds', () => {
    const tally = new SeenTally(createHistogram());
    const denied = streamFlow({ verdict: Verdict.DROPPED, at: 1 });
    tally.add([denied]);
    tally.restart();
    tally.add([streamFlow({ at: 0 }), denied]);
    expect(tally.counts).toEqual({ ...none, audited: 1, denied: 1 });
  });

  it('counts all of another origin', () => {
    const tally = new SeenTally(createHistogram());
    tally.add([streamFlow({ at: 9 })]);
    tally.otherOrigin();
    tally.restart();
    tally.add([streamFlow({ at: 1 })]);
    expect(tally.counts).toEqual({ ...none, audited: 2 });
  });
});
