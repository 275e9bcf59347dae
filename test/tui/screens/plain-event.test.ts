import { describe, expect, test } from 'vitest';

import { plainEventText } from '../../../src/tui/screens/plain-event.ts';
import { aFlowEntry, at, screenSettings } from '../builders/flow-screen.ts';
import { aLoggedFlow } from '../builders/other-screens.ts';

const settings = screenSettings();

describe('plainEventText', () => {
  test('says the verdict first, in words', () => {
    expect(plainEventText(aFlowEntry({ flow: aLoggedFlow(), count: 3 }), settings)).toBe(
      'would be denied, ingress, from shop/frontend-7d4-x2 to shop/db-0, TCP 5432, no policy named, 3 times, at 18:42:44.246',
    );
  });

  test('names the policy, and doubt before all', () => {
    const denied = aLoggedFlow({ ingress_denied_by: [{ name: 'db-deny' }] }, { verdict_basis: 5 });
    const text = plainEventText(aFlowEntry({ flow: denied }), settings);
    expect(text).toMatch(/^assumed: would be denied, .*, policy db-deny, at/);
  });

  test('tells markers and gaps by what they are', () => {
    const marker = { kind: 'marker', seq: 0, time: at(1), about: 'policy', text: 'policy shop/db updated' } as const;
    expect(plainEventText(marker, settings)).toBe('policy change: policy shop/db updated, at 18:42:45.000');
    const gap = { kind: 'gap', seq: 0, time: undefined, by: 'reader', missed: 3, text: '3 flows lost' } as const;
    expect(plainEventText(gap, settings)).toBe('flows lost on the way here: 3 flows lost');
  });

  test('holds no control characters and no glyphs of ours', () => {
    const hostile = aLoggedFlow({ destination: { namespace: 'a\u001b[2J', pod_name: 'b\nc\u202e' } });
    const text = plainEventText(aFlowEntry({ flow: hostile }), settings);
    expect(text).toMatch(/^[ -~]+$/);
    expect(text).toContain('a^[[2J/b^Jc');
  });
});
