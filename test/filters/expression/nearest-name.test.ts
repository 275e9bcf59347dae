import { describe, expect, it } from 'vitest';

import { nearestName } from '../../../src/filters/expression/nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['vedict', 'verdict'],
    ['evrdict', 'verdict'],
    ['VERDICT', 'verdict'],
    ['verdicts', 'verdict'],
    ['folow', 'follow'],
    ['xx', undefined],
    ['something-else', undefined],
    ['', undefined],
  ])('%s: %s', (word, nearest) => {
    expect(nearestName(word, ['verdict', 'follow', 'first'])).toBe(nearest);
  });

  it('takes the first of equally near ones', () => {
    expect(nearestName('to-ip', ['to-iq', 'to-ix'])).toBe('to-iq');
  });
});
