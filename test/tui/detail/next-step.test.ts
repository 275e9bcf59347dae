import { describe, expect, test } from 'vitest';

import type { Flow } from '../../../src/flow/flow.ts';
import { nextStep, rulePort } from '../../../src/tui/detail/next-step.ts';
import { aFlow } from '../../output/a-flow.ts';
import { aLoggedFlow } from '../builders/other-screens.ts';

const step = (changes: Flow): string | undefined => nextStep(aFlow(changes), undefined);
const fromTheWorld: Flow = { source: { identity: 2 } };

describe('nextStep of what a policy denied', () => {
  test('names labels that stay the same, the port and the side', () => {
    expect(step(aLoggedFlow())).toBe('to allow it: an ingress rule on app=db from app=frontend, TCP 5432');
  });

  test('on the way out the rule is on the source', () => {
    expect(step(aLoggedFlow({ traffic_direction: 2 }))).toBe(
      'to allow it: an egress rule on app=frontend to app=db, TCP 5432',
    );
  });

  test('names the namespaces where they differ', () => {
    const source = { namespace: 'web', labels: ['k8s:app=frontend'] };
    expect(step(aLoggedFlow({ source }))).toContain(
      'on app=db in namespace shop from app=frontend in namespace web, TCP 5432',
    );
  });

  test('an address is told as one, with what is to be known about it', () => {
    expect(step({})).toBe(
      "to allow it: an ingress rule on IP 192.168.157.26 from IP 192.168.128.30, TCP 80 (labels are not known here, and a pod's IP is no stable peer)",
    );
  });

  test('a pod whose labels are not known is named as a pod', () => {
    expect(step(aLoggedFlow({ source: { namespace: 'shop', pod_name: 'frontend-x' } }))).toContain(
      'from shop/frontend-x, TCP 5432 (the labels of shop/frontend-x are not known here)',
    );
  });

  test('reserved identities and domain names are peers of their own', () => {
    expect(step(aLoggedFlow(fromTheWorld))).toContain('from world (192.168.128.30)');
    const out = { traffic_direction: 2, destination: {}, destination_names: ['example.com'] };
    expect(step(aLoggedFlow(out))).toContain('to example.com, TCP 5432');
  });

  test('where the direction is not known it says so', () => {
    expect(step(aLoggedFlow({ traffic_direction: 0 }))).toBe(
      'to allow it: a rule from app=frontend to app=db, TCP 5432; the line does not tell the direction',
    );
  });

  test('a policy that denies it is the one to change', () => {
    const flow = aLoggedFlow({ ingress_denied_by: [{ name: 'db-deny', namespace: 'shop', kind: 'NetworkPolicy' }] });
    expect(step(flow)).toBe('to allow it: change shop/db-deny (NetworkPolicy)');
  });

  test('against a deny rule without a name it proposes no allow rule', () => {
    expect(step({ verdict: 2, drop_reason_desc: 181 })).toContain('no allow rule helps');
  });

  test('an answer asks for no rule', () => {
    expect(step(aLoggedFlow({ is_reply: true }))).toContain('this is an answer');
  });
});

describe('nextStep of other flows', () => {
  test('a drop for another reason has the step of that reason', () => {
    expect(step({ verdict: 2, drop_reason_desc: 169, event_type: { type: 1, sub_type: 169 } })).toContain(
      'ip route get',
    );
  });

  test('a drop without a reason leads to its other events, what is allowed nowhere', () => {
    expect(step({ verdict: 2, event_type: { type: 1 } })).toContain('other events');
    expect(step({ verdict: 1 })).toBeUndefined();
  });

  test('a line of a Log rule tells how it gets a verdict', () => {
    expect(nextStep(aFlow({ verdict: 6 }), { log_prefix: 'calico-packet: ' })).toContain('--prefix-verdict');
    expect(nextStep(aFlow({ verdict: 6 }), undefined)).toBeUndefined();
  });
});

test.each([
  [{ UDP: { destination_port: 53 } }, 'UDP 53'],
  [{ SCTP: { destination_port: 9 } }, 'SCTP 9'],
  [{ ICMPv4: { type: 8 } }, 'ICMPv4 type 8 code 0'],
  [{ ICMPv6: { type: 1, code: 4 } }, 'ICMPv6 type 1 code 4'],
  [{ VRRP: {} }, 'VRRP'],
  [{ IGMP: {} }, 'IGMP'],
  [undefined, ''],
])('rulePort of %j is "%s"', (l4, text) => {
  expect(rulePort(l4)).toBe(text);
});
