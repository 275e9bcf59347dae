import { describe, expect, it } from 'vitest';
import { createDayTimeText, sinceText } from '../../../src/tui/columns/time-cell.ts';
import { createClockText } from '../../../src/tui/text/clock-text.ts';
import { at } from '../builders/flow-screen.ts';

describe('sinceText', () => {
  it('tells how long ago it was', () => {
    expect(sinceText({ time: at(0), before: undefined, now: at(3.9) }, 'relative')).toBe('3 s');
    expect(sinceText({ time: undefined, before: undefined, now: at(3) }, 'relative')).toBe('');
  });

  it('tells how long after the row before it was', () => {
    expect(sinceText({ time: at(1.005), before: at(1), now: at(9) }, 'delta')).toBe('+0.005');
    expect(sinceText({ time: at(1), before: at(1.65), now: at(9) }, 'delta')).toBe('-0.650');
    expect(sinceText({ time: at(1), before: undefined, now: at(9) }, 'delta')).toBe('');
  });
});

describe('createDayTimeText', () => {
  it('tells each second anew, and nothing where it is not known or no calendar has it', () => {
    const dayTime = createDayTimeText(createClockText('UTC'));
    expect([at(0.5), at(0.25), at(1), at(0)].map((time) => dayTime(time, 12))).toEqual([
      '18:42:44.500',
      '18:42:44.250',
      '18:42:45.000',
      '18:42:44.000',
    ]);
    expect([undefined, { seconds: 1e15, nanos: 0 }].map((time) => dayTime(time, 12))).toEqual(['', '']);
  });

  it('has the digits that fit', () => {
    const dayTime = createDayTimeText(createClockText('Asia/Kolkata'));
    expect([8, 12, 15].map((width) => dayTime(at(0.246_182), width))).toEqual([
      '00:12:44',
      '00:12:44.246',
      '00:12:44.246182',
    ]);
  });
});
