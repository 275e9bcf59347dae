import { describe, expect, test } from 'vitest';
import { Followers } from '../../src/store/followers.ts';
import { createFlowStore } from '../../src/store/flow-store.ts';
import { rowsBefore } from '../../src/store/position.ts';
import { fakeClock, forwarded } from '../helpers/observed-events.ts';

describe('whether a follower is waited for', () => {
  test('as soon as it is more than so many rows behind', () => {
    const followers = new Followers();
    followers.add(() => 100, 0);
    expect(followers.isAnyBehind(110, 10, 1)).toBe(false);
    expect(followers.isAnyBehind(111, 10, 1)).toBe(true);
  });

  test('not when it has taken nothing for long, and again once it does', () => {
    const followers = new Followers();
    let taken = 0;
    followers.add(() => taken, 0);
    expect(followers.isAnyBehind(50, 10, 200)).toBe(true);
    expect(followers.isAnyBehind(50, 10, 300)).toBe(false);
    taken = 1;
    expect(followers.isAnyBehind(50, 10, 400)).toBe(true);
  });

  test('one that hangs does not hide one that works', () => {
    const followers = new Followers();
    let taken = 0;
    followers.add(() => 0, 0);
    followers.add(() => taken++, 0);
    expect(followers.isAnyBehind(50, 10, 1000)).toBe(true);
  });

  test('not any more when it has gone', () => {
    const followers = new Followers();
    const leave = followers.add(() => 0, 0);
    leave();
    expect(followers.isAnyBehind(50, 10, 1)).toBe(false);
  });
});

test('a store tells of its followers that are an eighth of the capacity behind', () => {
  const store = createFlowStore({ capacity: 80, clock: fakeClock() });
  const reader = store.read(store.head());
  const leave = store.addFollower(() => rowsBefore(reader.place()));
  const found: boolean[] = [];
  for (let row = 0; row < 11; row += 1) {
    store.append(forwarded(`f${row}`));
    found.push(store.isOutrunning());
  }
  expect(found.indexOf(true)).toBe(10);
  reader.read(1);
  expect(store.isOutrunning()).toBe(false);
  leave();
});
