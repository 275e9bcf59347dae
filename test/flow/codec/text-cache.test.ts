import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { TextCache } from '../../../src/flow/codec/text-cache.ts';

test('a cache of texts gives each text, whatever was asked for before', () => {
  // Few letters and lengths, so that slots are fought for.
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '7'), maxLength: 70 });
  const texts = fc.array(text, { minLength: 1, maxLength: 200 });
  const found = fc.check(
    fc.property(texts, (all) => {
      const cache = new TextCache();
      const given = [...all, ...all].map((one) => {
        const bytes = Buffer.from(`"${one}"   `);
        cache.load(bytes);
        return cache.text(1, 1 + one.length);
      });
      return given.join('\n') === [...all, ...all].join('\n');
    }),
    { numRuns: 200 },
  );
  expect(found.counterexample).toBeNull();
});
