import { expect, test } from 'vitest';

import { createArrivalRate } from '../../../src/tui/session/arrival-rate.ts';
import { fakeClock } from '../../helpers/observed-events.ts';

test('counts the flows of the last five seconds', () => {
  const clock = fakeClock();
  const rate = createArrivalRate(clock);
  clock.advanceMs(10_000);
  rate.arrived(500);
  expect(rate.perSecond()).toBe(100);
  clock.advanceMs(4000);
  rate.arrived(250);
  expect(rate.perSecond()).toBe(150);
  clock.advanceMs(1000);
  expect(rate.perSecond()).toBe(50);
  clock.advanceMs(60_000);
  expect(rate.perSecond()).toBe(0);
});

test('a rate of less than five seconds is that of the time there was, of one second at least', () => {
  const clock = fakeClock();
  const rate = createArrivalRate(clock);
  rate.arrived(600);
  expect(rate.perSecond()).toBe(600);
  clock.advanceMs(2000);
  expect(rate.perSecond()).toBe(300);
});
