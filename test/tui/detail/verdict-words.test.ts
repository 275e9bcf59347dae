import { describe, expect, test } from 'vitest';

import { doubtWords, isDeniedByPolicy, placeWords, verdictWords } from '../../../src/tui/detail/verdict-words.ts';
import { aFlow } from '../../output/a-flow.ts';

describe('verdictWords', () => {
  test.each([
    [{ verdict: 4 }, 'would be denied'],
    [{ verdict: 2 }, 'denied'],
    [{ verdict: 2, drop_reason_desc: 133, event_type: { type: 1, sub_type: 133 } }, 'denied'],
    [{ verdict: 2, drop_reason_desc: 151, event_type: { type: 1 } }, 'dropped: Stale or unroutable IP'],
    [{ verdict: 2, event_type: { type: 1 } }, 'dropped'],
    [{ verdict: 1 }, 'allowed'],
    [{ verdict: 5 }, 'allowed, by way of the proxy'],
    [{ verdict: 3 }, 'error while it was handled'],
    [{ verdict: 6 }, 'seen on its way, nothing decided'],
    [{ verdict: 7 }, 'address translated, nothing decided'],
    [{ verdict: 0 }, 'no verdict'],
    [{ verdict: 42 }, 'verdict 42'],
  ])('of %j is "%s"', (flow, words) => {
    expect(verdictWords(aFlow(flow))).toBe(words);
  });
});

test('a drop for another reason is no decision of a policy', () => {
  expect(isDeniedByPolicy(aFlow({ verdict: 2, drop_reason_desc: 151 }))).toBe(false);
  expect(isDeniedByPolicy(aFlow({ verdict: 2, drop_reason_desc: 181 }))).toBe(true);
  expect(isDeniedByPolicy(aFlow({ verdict: 1 }))).toBe(false);
});

test.each([
  [1, 'INGRESS to 192.168.157.26'],
  [2, 'EGRESS from 192.168.128.30'],
  [0, '192.168.128.30 → 192.168.157.26'],
])('placeWords of direction %i is "%s"', (direction, words) => {
  expect(placeWords(aFlow({ traffic_direction: direction }), '→')).toBe(words);
});

test('doubt comes first where the verdict is not sure', () => {
  expect(doubtWords({ verdict_basis: 5 })).toBe('assumed: ');
  expect(doubtWords({ verdict_basis: 4 })).toBe('the mode was changing: ');
  expect(doubtWords({ verdict_basis: 3 })).toBe('');
  expect(doubtWords(undefined)).toBe('');
});
