import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../src/base/errors.ts';
import { formatRfc3339 } from '../../../src/base/time/rfc3339.ts';
import { readSettings } from '../../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../../src/cli/flags/observe-line.ts';

// 2026-11-21T15:00:00Z
const now = () => ({ seconds: 1_795_273_200, nanos: 0 });

function query(...args: string[]) {
  const invocation = readObserveLine(['--log-timezone', 'UTC', ...args], {
    environment: {},
    readText: () => undefined,
    readSettings,
    now,
  });
  if (invocation.kind !== 'flows') throw new Error(`it is ${invocation.kind}`);
  return invocation;
}

function stretch(...args: string[]): string {
  const { since, until, ...others } = query(...args).request;
  expect(Object.keys(others)).toEqual(['field_mask']);
  if (since === undefined || until === undefined) throw new Error('no window');
  return `${formatRfc3339(since)} ${formatRfc3339(until)}`;
}

describe('--at', () => {
  it.each([
    [['--at', '14:03'], '2026-11-21T14:02:00Z 2026-11-21T14:04:00Z'],
    [['--at', '14:03', '--window', '10m'], '2026-11-21T13:58:00Z 2026-11-21T14:08:00Z'],
    [['--at', '14:03:30', '--window', '1s'], '2026-11-21T14:03:29.500Z 2026-11-21T14:03:30.500Z'],
    [['--at', '15:03'], '2026-11-20T15:02:00Z 2026-11-20T15:04:00Z'],
    [['--at', '14:03', '--log-timezone', 'Europe/Berlin'], '2026-11-21T13:02:00Z 2026-11-21T13:04:00Z'],
    [['--at', '1h'], '2026-11-21T13:59:00Z 2026-11-21T14:01:00Z'],
    [['--at', '2024-03-01T10:30Z'], '2024-03-01T10:29:00Z 2024-03-01T10:31:00Z'],
    // As beside --since, --all counts for nothing.
    [['--at', '14:03', '--all'], '2026-11-21T14:02:00Z 2026-11-21T14:04:00Z'],
    [['--at', '14:03', '--window', '2000000h'], '1912-10-23T22:03:00Z 2140-12-20T06:03:00Z'],
  ])('%j', (args, expected) => {
    expect(stretch(...args)).toBe(expected);
  });

  it('says which day and zone were meant', () => {
    expect(query('--at', '14:03').notices).toEqual([
      '14:03 is 2026-11-21T14:03:00Z (time zone UTC): flows from 2026-11-21T14:02:00Z to 2026-11-21T14:04:00Z',
    ]);
    expect(query('--at', '5m').notices[0]).toMatch(/^5m is 2026-11-21T14:55:00Z: /);
    expect(query().notices).toEqual([]);
  });

  it.each([
    [['--at', '14:03', '--since', '5m'], 'cannot set both --at and --since'],
    [['--at', '14:03', '--until', '5m'], 'cannot set both --at and --until'],
    [['--at', '14:03', '--first', '1'], 'cannot set both --at and --first'],
    [['--at', '14:03', '--last', '1'], 'cannot set both --at and --last'],
    [['--at', '14:03', '-f'], 'cannot set both --at and --follow'],
    [['--window', '5m'], 'cannot set --window without --at'],
    [['--at', '25:00'], 'failed to parse the at time: failed to convert 25:00 to time'],
    [['--at', 'noon'], 'failed to parse the at time: failed to convert noon to time'],
    [
      ['--at', '14:03', '--window', '5'],
      'invalid argument "5" for "--window" flag: time: missing unit in duration "5"',
    ],
    [['--at', '14:03', '--window', '-5m'], 'invalid argument "-5m" for "--window" flag: must be longer than 0'],
    [['--at', '14:03', '--window', '0'], 'invalid argument "0" for "--window" flag: must be longer than 0'],
  ])('%j is bad usage', (args, message) => {
    expect(() => query(...args)).toThrow(UsageError);
    expect(() => query(...args)).toThrow(message);
  });
});

describe('--fields', () => {
  it.each(['csv', 'md', 'json', 'jsonpb'])('goes with %s and asks the server for nothing less', (format) => {
    const { flags, request } = query('-o', format, '--fields', 'time,IP.source', '--fields', 'verdict');
    expect(flags.values.fields).toEqual(['time', 'IP.source', 'verdict']);
    expect(request.field_mask).toBeUndefined();
  });

  it.each(['compact', 'dict', 'table', 'raw'])('does not go with %s', (format) => {
    expect(() => query('-o', format, '--fields', 'time')).toThrow(
      `${format} output format is not compatible with fields`,
    );
  });

  it('takes headings of the table for text alone', () => {
    expect(query('-o', 'csv', '--fields', 'SOURCE').flags.values.fields).toEqual(['SOURCE']);
    expect(() => query('-o', 'json', '--fields', 'SOURCE')).toThrow(
      'invalid argument "SOURCE" for "--fields" flag: no such field of a flow',
    );
  });

  it('is not the field mask, which csv does not take', () => {
    expect(() => query('-o', 'csv', '--field-mask', 'time')).toThrow(
      'csv output format is not compatible with custom field mask',
    );
    expect(query('-o', 'json', '--field-mask', 'time,IP', '--fields', 'time').request.field_mask).toEqual({
      paths: ['time', 'IP'],
    });
  });
});
