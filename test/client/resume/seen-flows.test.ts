import { describe, expect, test } from 'vitest';

import { createBackOff } from '../../../src/client/resume/back-off.ts';
import { createNodesAway } from '../../../src/client/resume/nodes-away.ts';
import { createSeenFlows } from '../../../src/client/resume/seen-flows.ts';
import { createUnmarkedFlows } from '../../../src/client/resume/unmarked-flows.ts';
import { NodeState } from '../../../src/flow/enums.ts';
import { at } from '../../helpers/observed-events.ts';

const seen = (key: string, seconds: number, node = 'n1') => ({ key, node, time: at(seconds) });

describe('what was seen', () => {
  test('a bound on keys forgets the oldest second, and what lies before the rest counts as seen', () => {
    const flows = createSeenFlows(3);
    for (const [second, key] of ['a', 'b', 'c', 'd'].entries()) flows.offer(seen(key, second));
    flows.repeat();
    expect(flows.offer(seen('a', 0))).toBe(false);
    expect(flows.offer(seen('new but old', 0))).toBe(false);
    expect(flows.offer(seen('b', 1))).toBe(false);
    expect(flows.offer(seen('new', 2))).toBe(true);
  });

  test('the newest second of a node is never forgotten for the bound', () => {
    const flows = createSeenFlows(2);
    for (const key of ['a', 'b', 'c', 'd']) flows.offer(seen(key, 5));
    flows.repeat();
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => flows.offer(seen(key, 5)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('a silent node keeps the time from which is asked', () => {
    const flows = createSeenFlows();
    flows.offer(seen('a', 100, 'silent'));
    for (let second = 100; second < 400; second += 1) flows.offer(seen(`b${second}`, second, 'busy'));
    expect(flows.since()).toEqual(at(40));
    flows.repeat();
    expect(flows.offer(seen('b150', 150, 'busy'))).toBe(false);
    expect(flows.offer(seen('a', 100, 'silent'))).toBe(false);
  });
});

test('flows after a cursor come again once, also over a second break and a cursor between', () => {
  const flows = createUnmarkedFlows();
  for (const key of ['a', 'b', 'b', 'c']) flows.repeats(key);
  flows.resume();
  flows.mark();
  expect(flows.repeats('a')).toBe(true);
  flows.mark();
  flows.resume();
  expect(['b', 'b', 'b', 'c', 'c', 'a'].map((key) => flows.repeats(key))).toEqual([
    true,
    true,
    false,
    true,
    false,
    false,
  ]);
});

test('waits are cut by up to a half', () => {
  const waits = createBackOff(() => 1);
  expect([waits.next(), waits.next()]).toEqual([125, 250]);
});

describe('nodes away', () => {
  test('counts of a status go together with names of events', () => {
    const nodes = createNodesAway();
    const away = { num_connected_nodes: 11, num_unavailable_nodes: 1, unavailable_nodes: ['n12'] };
    expect(nodes.status(away)).toEqual({ connected: 11, total: 12, away: ['n12'] });
    expect(nodes.status(away)).toBeUndefined();
    expect(nodes.event({ state_change: NodeState.NODE_UNAVAILABLE, node_names: ['n3'] })).toEqual({
      connected: 10,
      total: 12,
      away: ['n12', 'n3'],
    });
    expect(nodes.event({ state_change: NodeState.NODE_GONE, node_names: ['n3'] })).toEqual({
      connected: 10,
      total: 11,
      away: ['n12'],
    });
    expect(nodes.event({ state_change: NodeState.NODE_CONNECTED, node_names: ['n12'] })).toEqual({
      connected: 11,
      total: 11,
      away: [],
    });
  });

  test('all nodes there is nothing to tell', () => {
    const nodes = createNodesAway();
    expect(nodes.status({ num_connected_nodes: 3 })).toBeUndefined();
    expect(nodes.event({ state_change: NodeState.NODE_CONNECTED, node_names: ['a', 'b', 'c'] })).toBeUndefined();
  });
});
