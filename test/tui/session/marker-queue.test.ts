import { describe, expect, test } from 'vitest';

import type { Timestamp } from '../../../src/base/time/timestamp.ts';
import { createMarkerQueue } from '../../../src/tui/session/marker-queue.ts';
import { at, fakeClock } from '../../helpers/observed-events.ts';

function aQueue() {
  const put: string[] = [];
  const clock = fakeClock();
  const queue = createMarkerQueue({ marker: (about, text) => void put.push(`${about} ${text}`) }, clock);
  const flow = (time: Timestamp): void => {
    if (queue.isDue(time)) queue.putBefore(time);
    put.push(`flow ${time.seconds - at(0).seconds}`);
  };
  const add = (text: string, seconds: number): void => queue.add({ about: 'policy', text, time: at(seconds) });
  return { put, clock, queue, flow, add };
}

describe('markers', () => {
  test('stand before the first flow that is not older', () => {
    const { put, flow, add } = aQueue();
    add('b', -2);
    add('a', -4);
    for (const seconds of [-5, -3, -2]) flow(at(seconds));
    expect(put).toEqual(['flow -5', 'policy a', 'flow -3', 'policy b', 'flow -2']);
  });

  test('from before the first flow are about nothing that is shown', () => {
    const { put, flow, add } = aQueue();
    add('old', -500);
    add('new', -100);
    for (const seconds of [-200, -99]) flow(at(seconds));
    expect(put).toEqual(['flow -200', 'policy new', 'flow -99']);
  });

  test('come by themselves after a second without a flow, those from long before the stream do not', () => {
    const { put, clock, queue, add } = aQueue();
    add('old', -500);
    add('now', 0);
    clock.advanceMs(999);
    expect(queue.putQuiet()).toBe(false);
    clock.advanceMs(1);
    expect(queue.putQuiet()).toBe(true);
    expect(queue.putQuiet()).toBe(false);
    expect(put).toEqual(['policy now']);
  });

  test('without a time have that of their arrival', () => {
    const { put, clock, queue, flow } = aQueue();
    clock.advanceMs(5000);
    queue.add({ about: 'mode', text: 'x', time: undefined });
    for (const seconds of [4, 5]) flow(at(seconds));
    expect(put).toEqual(['flow 4', 'mode x', 'flow 5']);
  });

  test('are placed again in another answer', () => {
    const { put, queue, flow, add } = aQueue();
    add('a', -3);
    for (const seconds of [-4, -2]) flow(at(seconds));
    put.length = 0;
    queue.restart();
    for (const seconds of [-9, -1]) flow(at(seconds));
    expect(put).toEqual(['flow -9', 'policy a', 'flow -1']);
  });
});
