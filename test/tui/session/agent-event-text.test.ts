import { describe, expect, test } from 'vitest';

import type { AgentEvent } from '../../../src/flow/agent-event.ts';
import { AgentEventType } from '../../../src/flow/enums.ts';
import { modeEvents } from '../../../src/pipeline/mode-events.ts';
import { markerOf } from '../../../src/tui/session/agent-event-text.ts';
import { at } from '../../helpers/observed-events.ts';

const policy = (type: number, labels?: readonly string[], revision?: bigint): AgentEvent => ({
  type,
  policy_update: { ...(labels === undefined ? {} : { labels }), ...(revision === undefined ? {} : { revision }) },
});

const { POLICY_UPDATED, POLICY_DELETED } = AgentEventType;

describe('markers of agent events', () => {
  test.each([
    [
      'policy shop/db-allow-backend updated',
      policy(POLICY_UPDATED, [
        'k8s:io.cilium.k8s.policy.name=db-allow-backend',
        'k8s:io.cilium.k8s.policy.namespace=shop',
        'k8s:io.cilium.k8s.policy.derived-from=NetworkPolicy',
      ]),
    ],
    ['policy world deleted', policy(POLICY_DELETED, ['k8s:io.cilium.k8s.policy.name=world'])],
    ['policy k8s:app=db, x updated', policy(POLICY_UPDATED, ['k8s:app=db', 'x'], 4n)],
    ['policies (revision 12) updated', policy(POLICY_UPDATED, [], 12n)],
    ['a policy deleted', policy(POLICY_DELETED)],
  ])('%s', (text, event) => {
    expect(markerOf({ agent_event: event, time: at(1) })).toEqual({ about: 'policy', text, time: at(1) });
  });

  test('a changed mode, as our server tells of it', () => {
    const events = modeEvents({
      before: [{ drop_action_override: 'Drop' }, { node_name: 'b', drop_action_override: 'Drop' }],
      after: [
        { drop_action_override: 'LogAndAccept', origin: 'FelixConfiguration default' },
        { node_name: 'b', drop_action_override: 'Accept' },
      ],
      time: at(2),
      clusterName: 'prod',
      nodeName: 'prod/a',
    });
    expect(events.map(markerOf)).toEqual([
      {
        about: 'mode',
        text: 'drop action override changed from Drop to LogAndAccept (FelixConfiguration default)',
        time: at(2),
      },
      { about: 'mode', text: 'drop action override on b changed from Drop to Accept', time: at(2) },
    ]);
  });

  test.each<AgentEvent>([
    {},
    { unknown: { type: 'other', notification: '{}' } },
    { unknown: { type: 'drop-action-override', notification: 'no JSON' } },
    { unknown: { type: 'drop-action-override', notification: '[]' } },
    { unknown: { type: 'drop-action-override', notification: '{"to":7}' } },
    { type: AgentEventType.IPCACHE_UPSERTED, ipcache_update: { cidr: '10.0.0.0/8' } },
    { type: 999 },
  ])('%j is none', (event) => {
    expect(markerOf({ agent_event: event, time: at(0) })).toBeUndefined();
  });

  test('nor is a message without an event', () => {
    expect(markerOf({})).toBeUndefined();
  });
});
