import { describe, expect, test } from 'vitest';

import { dropReasonWords } from '../../src/flow/drop-reason-words.ts';
import { DropReason } from '../../src/flow/drop-reason.ts';

describe('dropReasonWords', () => {
  test.each(Object.entries(DropReason))('%s has a sentence and a next step', (_name, code) => {
    const words = dropReasonWords(code);
    expect(words?.means).toMatch(/^[a-z].{10,}[^.]$/);
    expect(words?.next).toMatch(/^[a-z].{10,}[^.]$/);
  });

  test('a denial by a deny rule and one for want of a rule read differently', () => {
    expect(dropReasonWords(DropReason.POLICY_DENIED)?.means).toContain('no rule allows');
    expect(dropReasonWords(DropReason.POLICY_DENY)?.next).toContain('no allow rule helps');
  });

  test('what the datapath only counts as a drop says so', () => {
    for (const code of [DropReason.NAT_NOT_NEEDED, DropReason.DROP_PUNT_PROXY, DropReason.IGMP_HANDLED]) {
      expect(dropReasonWords(code)?.next).toContain('only the counter');
    }
  });

  test.each([1, 129, 159, 206, -1])('code %i is not known', (code) => {
    expect(dropReasonWords(code)).toBeUndefined();
  });
});
