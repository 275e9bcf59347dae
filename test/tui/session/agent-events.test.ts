import { describe, expect, test } from 'vitest';

import { ConnectError, RpcError } from '../../../src/base/errors.ts';
import type { GetAgentEventsRequest, GetAgentEventsResponse } from '../../../src/flow/messages.ts';
import { followAgentEvents } from '../../../src/tui/session/agent-events.ts';
import { at } from '../../helpers/observed-events.ts';
import { untilAborted } from '../../client/resume/fake-server.ts';
import { manualTiming } from './manual-timing.ts';

interface PreparedEvents {
  readonly events?: readonly GetAgentEventsResponse[];
  readonly end: 'open' | 'clean' | Error;
}

function following(streams: readonly PreparedEvents[]) {
  const prepared = [...streams];
  const requests: GetAgentEventsRequest[] = [];
  const heard: GetAgentEventsResponse[] = [];
  const ending = new AbortController();
  const manual = manualTiming();
  const done = followAgentEvents({
    events: {
      async *getAgentEvents(request, call) {
        requests.push(request);
        const { events = [], end } = prepared.shift() ?? { end: 'open' };
        if (events.length > 0) yield events;
        if (end === 'open') await untilAborted(call?.signal);
        else if (end instanceof Error) throw end;
      },
    },
    signal: ending.signal,
    timing: manual.timing,
    onEvents: (events) => heard.push(...events),
  });
  return { requests, heard, ending, manual, done };
}

const event = (seconds: number): GetAgentEventsResponse => ({ agent_event: { type: 0 }, time: at(seconds) });
const broken = new ConnectError('gone', { code: 'connect/unavailable' });

describe('agent events', () => {
  test('go on after a break, from the newest on', async () => {
    const { requests, heard, ending, manual, done } = following([
      { events: [event(5), event(3)], end: broken },
      { events: [event(8)], end: 'open' },
    ]);
    await manual.pass(999);
    expect(requests).toEqual([{ follow: true, number: 1000n }]);
    await manual.pass(1);
    expect(requests[1]).toEqual({ follow: true, since: { ...at(5), nanos: at(5).nanos + 1 } });
    expect(heard).toEqual([event(5), event(3), event(8)]);
    ending.abort();
    await done;
    expect(manual.sleeping).toBe(0);
  });

  test('are asked for ever less often while they cannot be had', async () => {
    const { requests, ending, manual, done } = following(Array.from({ length: 50 }, () => ({ end: 'clean' as const })));
    await manual.pass(1000 + 2000 + 4000);
    expect(requests).toHaveLength(4);
    await manual.pass(8000 + 16_000 + 30_000 + 30_000);
    expect(requests).toHaveLength(8);
    ending.abort();
    await done;
  });

  test('a server that does not have them is not asked again', async () => {
    const { requests, manual, done } = following([
      { end: new RpcError('no', { code: 'rpc/status', details: { status: 'Unimplemented' } }) },
    ]);
    await done;
    expect(requests).toHaveLength(1);
    expect(manual.sleeping).toBe(0);
  });
});
