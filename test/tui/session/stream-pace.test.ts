import { expect, test } from 'vitest';

import { addNanos } from '../../../src/base/time/timestamp.ts';
import { createStreamPace } from '../../../src/tui/session/stream-pace.ts';
import { fakeClock } from '../../helpers/observed-events.ts';

/** A stream that begins now; times of its flows are seconds before the clock's. */
function aStream() {
  const clock = fakeClock();
  const pace = createStreamPace(clock);
  const took = (secondsAgo: number) => pace.took(addNanos(clock.now(), -secondsAgo * 1e9));
  const read = (fromSecondsAgo: number, toSecondsAgo: number) => {
    for (let step = 0; step <= 100; step += 1) took(fromSecondsAgo + ((toSecondsAgo - fromSecondsAgo) * step) / 100);
  };
  return { clock, pace, took, read };
}

test('flows of the past count when they happened, and have caught up ten seconds behind the clock', () => {
  const { pace, took, read } = aStream();
  expect(took(60)).toBe(60_000);
  read(60, 30);
  expect(took(30)).toBe(30_000);
  expect(pace.isCatchingUp()).toBe(true);
  expect(took(8)).toBe(8000);
  expect(pace.isCatchingUp()).toBe(false);
});

test('new flows count when they come, however long they were under way', () => {
  const { clock, pace, took } = aStream();
  took(3);
  clock.advanceMs(5000);
  expect(took(4)).toBe(0);
  expect(took(-2)).toBe(0);
  expect(pace.took(undefined)).toBe(0);
});

test('a quiet stream whose last flow is old is not catching up, nor is one of which the past has been read', () => {
  const { clock, pace, took, read } = aStream();
  expect(pace.isCatchingUp()).toBe(false);
  took(300);
  took(200);
  expect(pace.isCatchingUp()).toBe(false);
  read(200, 100);
  expect(pace.isCatchingUp()).toBe(true);
  clock.advanceMs(1000);
  expect(pace.isCatchingUp()).toBe(true);
  clock.advanceMs(1000);
  expect(pace.isCatchingUp()).toBe(false);
});

test('a source whose clock is a minute behind is live: its flows come as they happen', () => {
  const { clock, pace, took } = aStream();
  for (let step = 0; step < 300; step += 1) {
    took(60);
    expect(pace.isCatchingUp()).toBe(false);
    clock.advanceMs(10);
  }
  expect(took(60)).toBe(0);
});

test('a stream that was held up catches up again', () => {
  const { clock, pace, took, read } = aStream();
  took(0);
  clock.advanceMs(60_000);
  took(59);
  expect(pace.isCatchingUp()).toBe(false);
  read(59, 40);
  expect(took(40)).toBe(40_000);
  expect(pace.isCatchingUp()).toBe(true);
  expect(took(1)).toBe(0);
});
