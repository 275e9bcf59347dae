import { describe, expect, it } from 'vitest';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createHistogram } from '../../../src/tui/state/histogram.ts';
import { SeenTally } from '../../../src/tui/terminal/seen-tally.ts';
import { after, streamFlow, streamStartMs } from '../builders/stream.ts';

describe('what was seen', () => {
  it('is counted by verdict, and kept when the histogram starts anew', () => {
    const tally = new SeenTally(createHistogram());
    const loss = { lost_events: { source: 1, num_events_lost: 5n }, time: after(0) };
    tally.add([streamFlow(), streamFlow({ verdict: Verdict.DROPPED }), loss]);
    expect(tally.newestMs).toBe(streamStartMs);
    expect(tally.oldestMs).toBe(streamStartMs);
    expect(tally.bars(streamStartMs, 1000, 1)).toMatchObject([{ counts: { audited: 1, denied: 1 } }]);
    tally.restart();
    expect(tally.newestMs).toBeUndefined();
    tally.add([streamFlow()]);
    expect(tally.counts).toEqual({ audited: 2, denied: 1, allowed: 0, undecided: 0, error: 0 });
  });
});
