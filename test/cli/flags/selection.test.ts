import { describe, expect, it } from 'vitest';

import { selectFlows, type SelectorValues } from '../../../src/cli/flags/selection.ts';

const none: SelectorValues = { last: 0n, first: 0n, all: false, since: undefined, until: undefined, follow: false };
const online = { now: () => ({ seconds: 1000, nanos: 0 }), offline: false, defaultNumber: 20n };
const offline = { ...online, offline: true };
const everything = 2n ** 64n - 1n;
const time = '2024-02-29T23:59:30.5Z';
const instant = { seconds: 1_709_251_170, nanos: 500_000_000 };

describe('selectFlows', () => {
  it.each<[string, Partial<SelectorValues>, object]>([
    ['nothing', {}, { number: 20n }],
    ['--last 7', { last: 7n }, { number: 7n }],
    ['--first 4', { first: 4n }, { number: 4n, first: true }],
    ['--all', { all: true }, { number: everything }],
    ['-f', { follow: true }, { follow: true }],
    ['-f --last 9', { follow: true, last: 9n }, { number: 9n, follow: true }],
    ['-f --all', { follow: true, all: true }, { number: everything, follow: true }],
    ['--since', { since: time }, { since: instant }],
    ['--since --last 5', { since: time, last: 5n }, { number: 5n, since: instant }],
    ['--since --all', { since: time, all: true }, { since: instant }],
    ['--since --first 3', { since: time, first: 3n }, { number: 3n, first: true, since: instant }],
    ['--until', { until: time }, { until: instant }],
    ['-f --until', { follow: true, until: time }, { follow: true }],
    ['-f --until no-time', { follow: true, until: 'no-time' }, { follow: true }],
    ['--since 1m', { since: '1m' }, { since: { seconds: 940, nanos: 0 } }],
    ['an empty time', { since: '' }, { number: 20n }],
  ])('%s', (_name, values, expected) => {
    expect(selectFlows({ ...none, ...values }, online)).toEqual(expected);
  });

  it('cuts nothing offline and in the demo', () => {
    expect(selectFlows(none, offline)).toEqual({});
    expect(selectFlows(none, { ...online, defaultNumber: 0n })).toEqual({});
    expect(selectFlows({ ...none, last: 1_000_000n }, offline)).toEqual({ number: 1_000_000n });
  });

  it.each<[Partial<SelectorValues>, string]>([
    [{ first: 3n, last: 3n, all: true, follow: true }, 'cannot set both --first and --last'],
    [{ first: 3n, all: true, follow: true }, 'cannot set both --first and --all'],
    [{ first: 3n, follow: true, since: 'x' }, 'cannot set both --first and --follow'],
    [{ last: 3n, all: true, since: 'x' }, 'cannot set both --last and --all'],
    [{ since: 'yesterday', until: 'x' }, 'failed to parse the since time: failed to convert yesterday to time'],
    [{ until: '2024-13-01' }, 'failed to parse the until time: failed to convert 2024-13-01 to time'],
  ])('rejects what excludes itself: %#', (values, message) => {
    expect(() => selectFlows({ ...none, ...values }, online)).toThrow(message);
  });

  it('bounds --last offline only', () => {
    const values = { ...none, last: 1_000_001n };
    expect(() => selectFlows(values, offline)).toThrow('--last must be <= 1_000_000, got 1000001');
    expect(selectFlows(values, online)).toEqual({ number: 1_000_001n });
  });
});
