import { describe, expect, it } from 'vitest';

import { filterFlagNames } from '../../../src/filters/expression/bar-flags.ts';
import { checkBar } from '../../../src/filters/expression/filters-of.ts';
import { barKeys, keyNamed, keyNames } from '../../../src/filters/expression/keys.ts';
import { barReference } from '../../../src/filters/expression/reference.ts';
import { joiningWords, barWords } from '../../../src/filters/expression/words.ts';
import { termsOf } from './bar-fixtures.ts';

describe('the reference of the bar', () => {
  it.each(barReference().map(({ example }) => example))('%s can be asked for', async (example) => {
    expect(await checkBar(termsOf(example))).toBeUndefined();
  });

  it('has every word and every key once', () => {
    const forms = barReference().map(({ form }) => form);
    expect(new Set(forms).size).toBe(forms.length);
    for (const { word } of barWords) expect(forms).toContain(word);
    for (const { name } of barKeys) expect(forms.some((form) => form.startsWith(`${name}:`))).toBe(true);
  });

  it('has no name for two keys, and no word that joins', () => {
    const names = keyNames();
    expect(new Set(names).size).toBe(names.length);
    const words = barWords.map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => joiningWords.some((joining) => joining === word))).toEqual([]);
  });

  it('knows the names of flags as keys, those of switches and CEL aside', () => {
    const unknown = filterFlagNames.filter((flag) => keyNamed(flag) === undefined);
    expect(unknown).toEqual([
      'ipv4',
      'ipv6',
      'unencrypted',
      'cel-expression',
      'all-namespaces',
      'from-all-namespaces',
      'to-all-namespaces',
    ]);
  });
});
