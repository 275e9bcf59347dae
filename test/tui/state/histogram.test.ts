import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Verdict } from '../../../src/flow/verdict.ts';
import { verdictClass } from '../../../src/flow/verdict-class.ts';
import { createHistogram, type Histogram } from '../../../src/tui/state/histogram.ts';
import { histogramWidthsMs } from '../../../src/tui/state/ui-state.ts';
import { after, loss, streamFlow, streamStartMs } from '../builders/stream.ts';

const none = { denied: 0, audited: 0, allowed: 0, undecided: 0, error: 0 };

function histogramOf(seconds: readonly number[], verdict: number = Verdict.AUDIT): Histogram {
  const histogram = createHistogram();
  histogram.add(seconds.map((at) => streamFlow({ at, verdict })));
  return histogram;
}

const auditedIn = (
  histogram: Histogram,
  barMs: number,
  count: number,
  endMs = histogram.newestMs!,
): readonly number[] => histogram.bars(endMs, barMs, count).map((bar) => bar.counts.audited);

describe('bars', () => {
  test('begin at multiples of their width, and the last one holds the end', () => {
    const histogram = histogramOf([0, 4.999, 5, 12]);
    expect(histogram.bars(streamStartMs + 12_000, 5000, 4)).toEqual([
      { startMs: streamStartMs - 5000, counts: none },
      { startMs: streamStartMs, counts: { ...none, audited: 2 } },
      { startMs: streamStartMs + 5000, counts: { ...none, audited: 1 } },
      { startMs: streamStartMs + 10_000, counts: { ...none, audited: 1 } },
    ]);
  });

  test('count each class, and no flow without a time, nor a loss', () => {
    const histogram = createHistogram();
    histogram.add([
      ...Object.values(Verdict).map((verdict) => streamFlow({ verdict })),
      streamFlow({ at: undefined }),
      loss(9, 1),
      { ...streamFlow({ at: undefined }), time: after(1) },
    ]);
    expect(histogram.bars(streamStartMs, 1000, 1)[0]?.counts).toEqual({
      denied: 1,
      audited: 1,
      allowed: 2,
      undecided: 3,
      error: 1,
    });
    expect([histogram.oldestMs, histogram.newestMs]).toEqual([streamStartMs, streamStartMs + 1000]);
  });

  test('before the first flow there is nothing, and after a restart again', () => {
    const histogram = histogramOf([1, 2]);
    histogram.restart();
    expect([histogram.oldestMs, histogram.newestMs]).toEqual([undefined, undefined]);
    expect(auditedIn(histogram, 3_600_000, 3, streamStartMs)).toEqual([0, 0, 0]);
    histogram.add([streamFlow({ at: 2 })]);
    expect(auditedIn(histogram, 1000, 1)).toEqual([1]);
  });

  test('are what counting each flow gives, whatever the order', () => {
    const flow = fc.record({
      at: fc.integer({ min: -20_000, max: 14_000_000 }).map((ms) => ms / 1000),
      verdict: fc.constantFrom(...Object.values(Verdict)),
    });
    fc.assert(
      fc.property(
        fc.array(flow, { maxLength: 60 }),
        fc.constantFrom(...histogramWidthsMs, 90_000),
        fc.integer({ min: -20_000, max: 14_000_000 }),
        (flows, barMs, end) => {
          const histogram = createHistogram();
          const responses = flows.map((each) => streamFlow(each));
          histogram.add(responses);
          for (const { startMs, counts } of histogram.bars(streamStartMs + end, barMs, 20)) {
            const expected = { ...none };
            for (const [index, { flow: made }] of responses.entries()) {
              const ms = streamStartMs + flows[index]!.at * 1000;
              if (ms >= startMs && ms < startMs + barMs) expected[verdictClass(made!)] += 1;
            }
            expect(counts).toEqual(expected);
          }
        },
      ),
    );
  });
});

describe('bounds', () => {
  const hour = 3600;

  test('what is older than four hours is kept by the minute, at its start', () => {
    const minutes = Array.from({ length: 241 }, (_, minute) => minute * 60 + 30);
    const histogram = histogramOf([...minutes, 45]);
    // The first minute lost its seconds before its last flow came; the second has them still.
    expect(auditedIn(histogram, 1000, 120, streamStartMs + 119_999)).toEqual(
      Array.from({ length: 120 }, (_, second) => (second === 0 ? 2 : Number(second === 90))),
    );
    expect(auditedIn(histogram, 60_000, 2, streamStartMs + 60_000)).toEqual([2, 1]);
  });

  test('a file from long ago, read after newer flows, is counted by the minute', () => {
    const histogram = histogramOf(Array.from({ length: 240 }, (_, minute) => minute * 60));
    histogram.add([streamFlow({ at: -500 * hour + 59 })]);
    expect(auditedIn(histogram, 60_000, 1, streamStartMs - 500 * hour * 1000)).toEqual([1]);
    expect(histogram.oldestMs).toBe(streamStartMs - 500 * hour * 1000 + 59_000);
  });

  test('what is older than two weeks leaves', () => {
    const minutes = Array.from({ length: 30_000 }, (_, minute) => minute * 60);
    const histogram = histogramOf(minutes);
    const bars = auditedIn(histogram, 3_600_000, 501);
    const kept = bars.reduce((sum, count) => sum + count, 0);
    expect(kept).toBeLessThanOrEqual(20_160);
    expect(kept).toBeGreaterThan(18_000);
    expect(histogram.oldestMs).toBe(streamStartMs + (30_000 - kept) * 60_000);
    expect(bars.slice(-100)).toEqual([...Array.from({ length: 99 }, () => 60), bars.at(-1)]);
  });

  test('300,000 flows are all counted', () => {
    const histogram = createHistogram();
    for (let start = 0; start < 300; start += 1) {
      histogram.add(Array.from({ length: 1000 }, (_, index) => streamFlow({ at: start / 5 + index / 5000 })));
    }
    expect(auditedIn(histogram, 1000, 60)).toEqual(Array.from({ length: 60 }, () => 5000));
  });
});
