import { expect, test } from 'vitest';

import { clockOf, createClockText } from '../../../src/tui/text/clock-text.ts';
import { at, screenSettings } from '../builders/flow-screen.ts';

const utc = createClockText('UTC');

test('the time of day in as many digits as asked, cut', () => {
  const time = { seconds: at(0).seconds, nanos: 246_182_999 };
  expect([0, 3, 6, 9].map((digits) => utc.ofDay(time, digits as 0 | 3 | 6 | 9))).toEqual([
    '18:42:44',
    '18:42:44.246',
    '18:42:44.246182',
    '18:42:44.246182999',
  ]);
});

test('another day is told with its date', () => {
  expect(utc.onDay(at(-60), at(0))).toBe('18:41:44');
  expect(utc.onDay(at(-86_400), at(0))).toBe('05-17 18:42');
  expect(utc.date(at(0))).toBe('2024-05-18');
});

test('the zone decides, also on which day it was', () => {
  const berlin = createClockText('Europe/Berlin');
  expect(berlin.ofDay(at(0))).toBe('20:42:44');
  expect(createClockText('Asia/Tokyo').date(at(0))).toBe('2024-05-19');
});

test('what no calendar shows is empty', () => {
  expect(utc.ofDay(undefined)).toBe('');
  expect(utc.ofDay({ seconds: 1e15, nanos: 0 }, 3)).toBe('');
  expect(utc.onDay(undefined, at(0))).toBe('');
  expect(utc.date({ seconds: -1e15, nanos: 0 })).toBe('');
});

test('a screen keeps its clock', () => {
  const settings = screenSettings();
  expect(clockOf(settings)).toBe(clockOf(settings));
});

test('follows a change of the clocks, before and after', () => {
  const berlin = createClockText('Europe/Berlin');
  const change = Date.UTC(2024, 9, 27, 1) / 1000;
  expect([-1, 0].map((seconds) => berlin.ofDay({ seconds: change + seconds, nanos: 0 }))).toEqual([
    '02:59:59',
    '02:00:00',
  ]);
  expect(createClockText('Asia/Kathmandu').ofDay(at(0))).toBe('00:27:44');
});
