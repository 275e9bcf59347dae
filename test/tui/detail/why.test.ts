import { describe, expect, test } from 'vitest';

import type { FlowExtension } from '../../../src/flow/flow-extension.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import type { ObservedStatus } from '../../../src/flow/observed-status.ts';
import { knownFrom, whyText } from '../../../src/tui/detail/why.ts';
import { aFlow } from '../../output/a-flow.ts';

const why = (flow: Flow, extension?: FlowExtension): string => whyText(aFlow(flow), extension, '≈');
const deny = [{ name: 'db-deny', namespace: 'shop', kind: 'NetworkPolicy' }];

describe('whyText', () => {
  test('nothing named: none, with the doubt a log line leaves', () => {
    expect(why({})).toBe('no policy allows it: none');
    expect(why({}, { log_prefix: 'calico-drop: ' })).toContain('none (or a deny rule');
    expect(why({ verdict: 2, drop_reason_desc: 181 })).toMatch(/^none named: a deny rule matches/);
  });

  test('names what denied, or would have', () => {
    expect(why({ ingress_denied_by: deny })).toBe('would be denied by shop/db-deny (NetworkPolicy)');
    expect(why({ verdict: 2, egress_denied_by: deny })).toBe('denied by shop/db-deny (NetworkPolicy)');
  });

  test('a name that was cut short is marked, its tier told', () => {
    const text = why({ ingress_denied_by: deny }, { policy_approximate: true, policy_tier: 'default' });
    expect(text).toBe('would be denied by shop/db-deny (NetworkPolicy) ≈   tier default   the log cut the name short');
  });

  test('what allowed it, and how it matched', () => {
    expect(why({ verdict: 1, policy_match_type: 1 })).toBe('allowed by a rule by the peer alone (L3-Only)');
    const allowed = { verdict: 1, policy_match_type: 2, ingress_allowed_by: [{ name: 'db-allow' }] };
    expect(why(allowed)).toBe('allowed by db-allow   a rule by peer and port (L3-L4)');
    expect(why({ verdict: 1 })).toBe('');
  });

  test('a drop for another reason says it in words', () => {
    const text = why({ verdict: 2, drop_reason_desc: 196, event_type: { type: 1, sub_type: 196 } });
    expect(text).toBe('TTL exceeded: the packet has used up its hops');
    expect(why({ verdict: 2, drop_reason_desc: 250, event_type: { type: 1, sub_type: 250 } })).toBe('250, 0');
  });
});

describe('knownFrom', () => {
  const status: ObservedStatus = {
    modes: [
      { node_name: 'myhost', basis: 3, origin: 'felix-config node.myhost', drop_action_override: 'LogAndAccept' },
      { basis: 2, origin: '--drop-action-override', drop_action_override: 'LogAndDrop' },
    ],
  };
  const known = (
    extension: FlowExtension | undefined,
    node = 'default/myhost',
    of: ObservedStatus | undefined = status,
  ) => knownFrom(aFlow({ node_name: node }), extension, of);

  test('the mode of the node, where the server tells it', () => {
    expect(known({ verdict_basis: 3, drop_action_override: 'LogAndAccept' })).toBe(
      'felix-config node.myhost = LogAndAccept',
    );
    expect(known({ verdict_basis: 2, drop_action_override: 'LogAndDrop' }, 'default/other')).toBe(
      '--drop-action-override = LogAndDrop',
    );
  });

  test('the origin of another basis is not borrowed', () => {
    expect(known({ verdict_basis: 3 }, 'default/other')).toBe('the Felix configuration');
    expect(known({ verdict_basis: 3 }, 'default/myhost', {})).toBe('the Felix configuration');
  });

  test.each([
    [1, 'the line itself'],
    [4, 'within 60 s'],
    [5, 'is assumed, as none is set'],
    [6, 'as it was reported'],
  ])('basis %i', (basis, words) => {
    expect(known({ verdict_basis: basis })).toContain(words);
  });

  test('without an extension it is the event', () => {
    expect(known(undefined)).toBe('the event, as it was reported');
  });
});
