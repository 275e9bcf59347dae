import { describe, expect, test } from 'vitest';

import { LostEventSource } from '../../../src/flow/enums.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { createLossCount } from '../../../src/tui/session/loss-count.ts';
import { at } from '../../helpers/observed-events.ts';

const lost = (count: number, source: keyof typeof LostEventSource, seconds = 0): GetFlowsResponse => ({
  lost_events: { source: LostEventSource[source], num_events_lost: BigInt(count) },
  node_name: 'n1',
  time: at(seconds),
});

const counts = ({ source, reader }: ReturnType<typeof createLossCount>) => ({ source, reader });

describe('losses', () => {
  test('are told apart by who lost them', () => {
    const losses = createLossCount();
    losses.take(lost(3, 'PERF_EVENT_RING_BUFFER'));
    losses.take(lost(4, 'OBSERVER_EVENTS_QUEUE'));
    losses.take(lost(5, 'HUBBLE_RING_BUFFER'));
    losses.missed(6);
    losses.take({ flow: {} });
    expect(counts(losses)).toEqual({ source: 7, reader: 11 });
  });

  test('of the past are counted once, however often an answer tells of them', () => {
    const losses = createLossCount();
    const twins = [lost(3, 'PERF_EVENT_RING_BUFFER'), lost(3, 'PERF_EVENT_RING_BUFFER')];
    for (const loss of twins) losses.take(loss);
    losses.repeat();
    for (const loss of [...twins, lost(1, 'PERF_EVENT_RING_BUFFER', 9)]) losses.take(loss);
    expect(counts(losses)).toEqual({ source: 7, reader: 0 });
  });

  test('that the server counts are those of the stream and what was before it', () => {
    const losses = createLossCount();
    losses.take(lost(10, 'PERF_EVENT_RING_BUFFER'));
    losses.status({ lost: { kernel: 8n, queue: 1n, reader: 500n } });
    expect(counts(losses)).toEqual({ source: 10, reader: 0 });
    losses.status({ lost: { kernel: 30n, queue: 4n } });
    expect(losses.source).toBe(34);
  });

  test('of a server that starts again are added to those from before', () => {
    const losses = createLossCount();
    losses.status({ lost: { kernel: 30n } });
    losses.status({ lost: { kernel: 2n } });
    losses.status({ lost: { kernel: 5n } });
    expect(losses.source).toBe(35);
  });
});
