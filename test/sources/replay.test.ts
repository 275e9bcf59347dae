import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../src/flow/source-record.ts';
import { replay, type TimedRecord } from '../../src/sources/replay.ts';
import { pause } from '../../src/sources/pause.ts';
import { fakeClock, readBatches } from './harness.ts';

const record = (line: number): SourceRecord => ({
  bytes: new TextEncoder().encode(`record ${line}`),
  receivedAt: { seconds: 5, nanos: 0 },
  live: false,
  line,
  source: 'demo',
});
const timed = (...atMs: number[]): TimedRecord[] => atMs.map((at, n) => ({ record: record(n + 1), atMs: at }));

function fakeSleep(clock: ReturnType<typeof fakeClock>) {
  const slept: number[] = [];
  const sleep = (ms: number) => {
    slept.push(ms);
    clock.advance(ms);
    return Promise.resolve();
  };
  return { slept, sleep };
}

describe('replay', () => {
  it('keeps the gaps the records have', async () => {
    const clock = fakeClock();
    const { slept, sleep } = fakeSleep(clock);
    const batches = await readBatches(replay(timed(0, 0, 5, 500), { clock, sleep, pace: 'original' }));
    expect(slept).toEqual([5, 495]);
    expect(batches.map((batch) => [batch.records.map((each) => each.line), batch.idle])).toEqual([
      [[1, 2], false],
      [[3], true],
      [[4], false],
    ]);
  });

  it('gives all at once without waiting', async () => {
    const clock = fakeClock();
    const { slept, sleep } = fakeSleep(clock);
    const records = timed(...Array.from({ length: 1200 }, (_, n) => n * 1000));
    const batches = await readBatches(replay(records, { clock, sleep, pace: 'at-once' }));
    expect(slept).toEqual([]);
    expect(batches.flatMap((batch) => batch.records)).toEqual(records.map((each) => each.record));
    expect(batches.map((batch) => batch.records.length)).toEqual([512, 512, 176]);
  });

  it('keeps the time of receipt, or gives the present one', async () => {
    const clock = fakeClock(100);
    const { sleep } = fakeSleep(clock);
    const [kept] = await readBatches(replay(timed(2000), { clock, sleep, pace: 'original' }));
    expect(kept?.records[0]).toEqual(record(1));
    const [now] = await readBatches(replay(timed(2000), { clock, sleep, pace: 'original', receivedAt: 'now' }));
    expect(now?.records[0]).toEqual({ ...record(1), live: true, receivedAt: { seconds: 104, nanos: 0 } });
  });

  it('sleeps again when a timer was early', async () => {
    const clock = fakeClock();
    const slept: number[] = [];
    const sleep = (ms: number) => {
      slept.push(ms);
      clock.advance(slept.length === 1 ? ms - 1 : ms);
      return Promise.resolve();
    };
    await readBatches(replay(timed(10), { clock, sleep, pace: 'original' }));
    expect(slept).toEqual([10, 1]);
  });

  it('ends when it is aborted while it waits', async () => {
    const abort = new AbortController();
    const clock = { ...fakeClock(), monotonicMs: () => 0 };
    const lines: number[] = [];
    for await (const batch of replay(timed(0, 1e9), { clock, pace: 'original', signal: abort.signal })) {
      lines.push(...batch.records.map((each) => each.line));
      setImmediate(() => abort.abort());
    }
    expect(lines).toEqual([1]);
  });

  it('gives every record once, in order, at any gaps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3000)), async (gaps) => {
        const clock = fakeClock();
        const { sleep } = fakeSleep(clock);
        const records = timed(...gaps.toSorted((a, b) => a - b));
        const batches = await readBatches(replay(records, { clock, sleep, pace: 'original' }));
        expect(batches.flatMap((batch) => batch.records.map((each) => each.line))).toEqual(
          records.map((_, n) => n + 1),
        );
      }),
    );
  });
});

describe('pause', () => {
  it('ends at once when it was aborted before, or is aborted', async () => {
    await pause(1e9, AbortSignal.abort());
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    await pause(1e9, abort.signal);
    expect(abort.signal.aborted).toBe(true);
  });
});
