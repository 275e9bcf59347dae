import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTimestamps, nanosBetween, type Timestamp } from '../../src/base/time/timestamp.ts';
import type { SourceRecord } from '../../src/flow/source-record.ts';
import type { CivilLike } from '../../src/base/time/zone.ts';
import type { Envelope } from '../../src/parsers/parse-result.ts';
import { createRecordClock, type RecordTime } from '../../src/pipeline/record-time.ts';

function at(text: string, nanos = 0): Timestamp {
  return { seconds: Date.parse(`${text}Z`) / 1000, nanos };
}

function show(time: Timestamp): string {
  return `${new Date(time.seconds * 1000).toISOString().slice(0, 19)}.${String(time.nanos).padStart(9, '0')}`;
}

function aRecord(receivedAt: Timestamp, live = true): SourceRecord {
  return { bytes: new Uint8Array(), receivedAt, live, line: 1, source: 'file:test' };
}

function civilOf(month: number, day: number, clock: string, year = 0): CivilLike {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  return { year, month, day, hour, minute, second, nanos: 0 };
}

function yearless(month: number, day: number, clock: string, more: Partial<Envelope> = {}): Envelope {
  return {
    format: 'rfc3164',
    stamp: { kind: 'yearless', civil: civilOf(month, day, clock), precision: 'second' },
    ...more,
  };
}

/** A line of November 21 that has an uptime of `us` microseconds. */
function line(clock: string, us: number, more: Partial<Envelope> = {}): Envelope {
  return yearless(11, 21, clock, { uptimeUs: us, ...more });
}

const uptime = (us: number, more: Partial<Envelope> = {}): Envelope => ({ format: 'kmsg', uptimeUs: us, ...more });

describe('stamps', () => {
  const received = at('2026-11-21T12:00:00');

  test('an absolute stamp stays as it is', () => {
    const time = at('2026-11-21T09:50:26', 920_163_000);
    const stamp = { kind: 'absolute', time, precision: 'subsecond' } as const;
    const resolved = createRecordClock({ zone: 'UTC' }).resolve(
      { format: 'iso-syslog', stamp, uptimeUs: 5 },
      aRecord(received),
    );
    expect(resolved).toEqual({ time, approximate: false });
  });

  test('a civil stamp is of the zone', () => {
    const stamp = { kind: 'civil', civil: civilOf(11, 21, '10:50:26', 2026), precision: 'second' } as const;
    const resolved = createRecordClock({ zone: 'Europe/Berlin' }).resolve(
      { format: 'iso-syslog', stamp },
      aRecord(received),
    );
    expect(resolved).toEqual({ time: at('2026-11-21T09:50:26'), approximate: false });
  });

  test('no stamp at all: the receipt, marked', () => {
    expect(createRecordClock({ zone: 'UTC' }).resolve({ format: 'bare' }, aRecord(received))).toEqual({
      time: received,
      approximate: true,
    });
  });

  test('a guess of the writer is marked', () => {
    const stamp = { kind: 'civil', civil: civilOf(11, 21, '09:50:26', 2026), precision: 'second' } as const;
    const envelope = { format: 'dmesg-ctime', stamp, stampApproximate: true };
    expect(createRecordClock({ zone: 'UTC' }).resolve(envelope, aRecord(received)).approximate).toBe(true);
  });

  test('nothing is later than its receipt', () => {
    const stamp = { kind: 'absolute', time: at('2026-11-21T12:00:00', 1), precision: 'subsecond' } as const;
    expect(createRecordClock({ zone: 'UTC' }).resolve({ format: 'iso-syslog', stamp }, aRecord(received))).toEqual({
      time: received,
      approximate: true,
    });
  });

  test.each([
    [10_000_000, false],
    [10_000_001, true],
  ])('a line of a file may be %i ns after the last change of the file: its clock ticks', (nanos, approximate) => {
    const time = at('2026-11-21T12:00:00', nanos);
    const stamp = { kind: 'absolute', time, precision: 'subsecond' } as const;
    const resolved = createRecordClock({ zone: 'UTC' }).resolve(
      { format: 'iso-syslog', stamp },
      aRecord(received, false),
    );
    expect(resolved).toEqual({ time: approximate ? received : time, approximate });
  });
});

describe('years', () => {
  test.each([
    ['the same day', [11, 21, '09:50:26'], '2026-11-21T12:00:00', '2026-11-21T09:50:26'],
    ['last year', [12, 31, '23:59:59'], '2027-01-01T00:00:05', '2026-12-31T23:59:59'],
    ['nearly a year old', [11, 23, '00:00:00'], '2026-11-21T12:00:00', '2025-11-23T00:00:00'],
    ['less than a day ahead: clamped to the receipt', [1, 1, '08:00:00'], '2026-12-31T20:00:00', '2026-12-31T20:00:00'],
    ['exactly a day ahead', [11, 22, '12:00:00'], '2026-11-21T12:00:00', '2026-11-21T12:00:00'],
    ['a second more than a day ahead', [11, 22, '12:00:01'], '2026-11-21T12:00:00', '2025-11-22T12:00:01'],
    ['February 29 of the last leap year', [2, 29, '10:00:00'], '2026-11-21T12:00:00', '2024-02-29T10:00:00'],
    ['February 29 of this year', [2, 29, '10:00:00'], '2028-03-01T12:00:00', '2028-02-29T10:00:00'],
    ['February 29 over a century without one', [2, 29, '10:00:00'], '1904-01-01T00:00:00', '1896-02-29T10:00:00'],
  ] as const)('%s', (_name, [month, day, clock], received, expected) => {
    const resolved = createRecordClock({ zone: 'UTC' }).resolve(yearless(month, day, clock), aRecord(at(received)));
    expect(show(resolved.time)).toBe(`${expected}.000000000`);
  });

  test('the year turns with the zone', () => {
    const clock = createRecordClock({ zone: 'Pacific/Auckland' });
    const resolved = clock.resolve(yearless(1, 1, '00:30:00'), aRecord(at('2026-12-31T12:00:00')));
    expect(show(resolved.time)).toBe('2026-12-31T11:30:00.000000000');
  });
});

describe('whole seconds with an uptime', () => {
  const received = aRecord(at('2026-11-21T12:00:00'));

  function resolveAll(envelopes: readonly Envelope[]): string[] {
    const clock = createRecordClock({ zone: 'UTC' });
    return envelopes.map((envelope) => show(clock.resolve(envelope, received).time).slice(11));
  }

  test('the first stands at its second, later ones add the difference', () => {
    expect(
      resolveAll([line('09:50:26', 2690_048_420), line('09:50:26', 2690_150_048), line('09:50:27', 2691_148_420)]),
    ).toEqual(['09:50:26.000000000', '09:50:26.101628000', '09:50:27.100000000']);
  });

  test('the result never leaves its own second', () => {
    expect(
      resolveAll([line('09:50:26', 10_000_000), line('09:50:26', 11_400_000), line('09:50:28', 11_600_000)]),
    ).toEqual(['09:50:26.000000000', '09:50:26.999999999', '09:50:28.000000000']);
  });

  test('the spacing goes on from a record that its second corrected', () => {
    expect(
      resolveAll([
        line('09:50:26', 2_690_048_420),
        line('09:50:27', 2_690_150_048),
        line('09:50:27', 2_690_511_806),
        line('09:50:27', 2_690_707_542),
        line('09:50:28', 2_691_170_000),
      ]),
    ).toEqual([
      '09:50:26.000000000',
      '09:50:27.000000000',
      '09:50:27.361758000',
      '09:50:27.557494000',
      '09:50:28.019952000',
    ]);
  });

  test('a new boot and an uptime that goes back anchor anew', () => {
    expect(
      resolveAll([
        line('09:50:26', 5_000_000_000),
        line('09:55:00', 4_300_000),
        line('09:55:01', 5_550_000),
        line('09:55:02', 6_550_000, { bootId: 'b' }),
      ]),
    ).toEqual(['09:50:26.000000000', '09:55:00.000000000', '09:55:01.250000000', '09:55:02.000000000']);
  });

  test('the clocks of processors differ by microseconds: no new boot', () => {
    expect(resolveAll([line('09:50:26', 1_000_000), line('09:50:26', 1_500_000), line('09:50:26', 1_499_997)])).toEqual(
      ['09:50:26.000000000', '09:50:26.500000000', '09:50:26.499997000'],
    );
  });

  test('after a suspend the spacing comes back', () => {
    expect(resolveAll([line('09:50:26', 1_000_000), line('10:50:26', 2_000_000), line('10:50:26', 2_250_000)])).toEqual(
      ['09:50:26.000000000', '10:50:26.000000000', '10:50:26.250000000'],
    );
  });

  test('hosts of one file do not disturb each other', () => {
    expect(
      resolveAll([
        line('09:50:26', 9_000_000, { host: 'a' }),
        line('09:50:26', 100_000_000, { host: 'b' }),
        line('09:50:26', 9_250_000, { host: 'a' }),
        line('09:50:26', 100_500_000, { host: 'b' }),
      ]),
    ).toEqual(['09:50:26.000000000', '09:50:26.000000000', '09:50:26.250000000', '09:50:26.500000000']);
  });

  test('any sequence keeps its seconds, and its order where uptime and stamp grow', () => {
    const step = fc.record({ us: fc.nat(5_000_000), lag: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const clock = createRecordClock({ zone: 'UTC' });
        const late = aRecord(at('2026-11-21T20:00:00'));
        let us = 0;
        let second = at('2026-11-21T09:00:00').seconds;
        let last: Timestamp = { seconds: 0, nanos: 0 };
        for (const { us: more, lag } of steps) {
          us += more;
          second += lag;
          const stamp = { kind: 'absolute', time: { seconds: second, nanos: 0 }, precision: 'second' } as const;
          const { time } = clock.resolve({ format: 'iso-syslog', stamp, uptimeUs: us }, late);
          expect(time.seconds).toBe(second);
          expect(compareTimestamps(last, time)).toBeLessThanOrEqual(0);
          last = time;
        }
      }),
    );
  });
});

describe('uptime alone', () => {
  test('live: the running minimum of receipt minus stamp', () => {
    const clock = createRecordClock({ zone: 'UTC' });
    const resolve = (us: number, received: Timestamp) => clock.resolve(uptime(us), aRecord(received));
    expect(resolve(10_000_000, at('2026-11-21T12:00:00', 500_000_000))).toEqual({
      time: at('2026-11-21T12:00:00', 500_000_000),
      approximate: false,
    });
    // Read sooner after it was written: the estimate gets better and stays.
    expect(resolve(11_000_000, at('2026-11-21T12:00:01', 100_000_000)).time).toEqual(
      at('2026-11-21T12:00:01', 100_000_000),
    );
    expect(resolve(12_000_000, at('2026-11-21T12:00:09')).time).toEqual(at('2026-11-21T12:00:02', 100_000_000));
  });

  test('a new boot starts the estimate anew', () => {
    const clock = createRecordClock({ zone: 'UTC' });
    clock.resolve(uptime(900_000_000), aRecord(at('2026-11-21T12:00:00')));
    expect(clock.resolve(uptime(3_000_000), aRecord(at('2026-11-21T12:05:00'))).time).toEqual(
      at('2026-11-21T12:05:00'),
    );
  });

  test('back-fill that was primed ends at its receipt with the spacing of the kernel, marked', () => {
    const clock = createRecordClock({ zone: 'UTC' });
    const record = aRecord(at('2026-11-21T12:00:00'), false);
    const stamps = [5_000_000, 5_250_001, 9_000_000];
    for (const us of stamps) clock.prime(uptime(us), record);
    const resolved = stamps.map((us) => clock.resolve(uptime(us), record));
    expect(resolved.map(({ time }) => show(time).slice(11))).toEqual([
      '11:59:56.000000000',
      '11:59:56.250001000',
      '12:00:00.000000000',
    ]);
    expect(resolved.every(({ approximate }) => approximate)).toBe(true);
  });

  test('back-fill after live records takes their estimate', () => {
    const clock = createRecordClock({ zone: 'UTC' });
    clock.resolve(uptime(100_000_000), aRecord(at('2026-11-21T12:00:00')));
    const resolved = clock.resolve(uptime(99_500_000), aRecord(at('2026-11-21T13:00:00'), false));
    expect(resolved).toEqual({ time: at('2026-11-21T11:59:59', 500_000_000), approximate: true });
  });

  test('an uptime of years is exact', () => {
    const clock = createRecordClock({ zone: 'UTC' });
    const year = 400 * 86_400_000_000;
    const first = clock.resolve(uptime(year + 1), aRecord(at('2026-11-21T12:00:00')));
    const second = clock.resolve(uptime(year + 3), aRecord(at('2026-11-21T12:00:01')));
    expect(nanosBetween(second.time, first.time)).toBe(2000);
  });
});

function resolveJournal(journal: NonNullable<Envelope['journal']>): RecordTime {
  const envelope = { format: 'journal-json', journal };
  return createRecordClock({ zone: 'UTC' }).resolve(envelope, aRecord(at('2030-01-01T00:00:00')));
}

describe('the journal', () => {
  const realtimeUs = 1_795_254_626_920_043;

  test.each([
    ['the kernel wrote it 3.8 ms before', 2_690_052_232, 2_690_048_420, 920_043_000 - 3_812_000],
    ['at once', 2_690_048_420, 2_690_048_420, 920_043_000],
    ['more than two seconds before', 2_692_048_421, 2_690_048_420, 920_043_000],
    ['after the journal read it', 2_690_048_419, 2_690_048_420, 920_043_000],
  ])('%s', (_name, monotonicUs, sourceMonotonicUs, nanos) => {
    expect(resolveJournal({ realtimeUs, monotonicUs, sourceMonotonicUs })).toEqual({
      time: { seconds: 1_795_254_626, nanos },
      approximate: false,
    });
  });

  test('exactly two seconds before', () => {
    expect(resolveJournal({ realtimeUs, monotonicUs: 2_000_000, sourceMonotonicUs: 0 }).time).toEqual({
      seconds: 1_795_254_624,
      nanos: 920_043_000,
    });
  });

  test('without the kernel clock: when the journal read it', () => {
    expect(resolveJournal({ realtimeUs, monotonicUs: 5 }).time).toEqual({ seconds: 1_795_254_626, nanos: 920_043_000 });
  });
});
