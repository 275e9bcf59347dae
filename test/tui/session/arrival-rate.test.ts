import { expect, test } from 'vitest';

import { createArrivalRate, type ArrivalRate } from '../../../src/tui/session/arrival-rate.ts';
import { fakeClock } from '../../helpers/observed-events.ts';

function arrive(rate: ArrivalRate, flows: number, agoMs = 0): void {
  for (let flow = 0; flow < flows; flow += 1) rate.arrived(agoMs);
}

test('counts the flows of the last five seconds', () => {
  const clock = fakeClock();
  const rate = createArrivalRate(clock);
  clock.advanceMs(10_000);
  arrive(rate, 500);
  expect(rate.perSecond()).toBe(100);
  clock.advanceMs(4000);
  arrive(rate, 250);
  expect(rate.perSecond()).toBe(150);
  clock.advanceMs(1000);
  expect(rate.perSecond()).toBe(50);
  clock.advanceMs(60_000);
  expect(rate.perSecond()).toBe(0);
});

test('a rate of less than five seconds is that of the time there was, of one second at least', () => {
  const clock = fakeClock();
  const rate = createArrivalRate(clock);
  arrive(rate, 600);
  expect(rate.perSecond()).toBe(600);
  clock.advanceMs(2000);
  expect(rate.perSecond()).toBe(300);
});

test('counts flows of before when they happened, also before there was a rate', () => {
  const clock = fakeClock();
  const rate = createArrivalRate(clock);
  arrive(rate, 10_000, 60_000);
  arrive(rate, 100, 4000);
  arrive(rate, 100, 1000);
  expect(rate.perSecond()).toBe(40);
  clock.advanceMs(2000);
  expect(rate.perSecond()).toBe(20);
});
