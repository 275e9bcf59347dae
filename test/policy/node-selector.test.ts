import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseNodeSelector, readsLabels, selectsNode } from '../../src/policy/node-selector.ts';

const labels = new Map([
  ['pool', 'edge'],
  ['kubernetes.io/os', 'linux'],
  ['zone', 'eu-1'],
  ['in', 'yes'],
]);

function select(text: string): boolean {
  const result = parseNodeSelector(text);
  if (!result.ok) throw new Error(result.message);
  return selectsNode(result.selector, labels);
}

describe('parseNodeSelector', () => {
  test.each([
    ["pool == 'edge'", true],
    ['pool == "core"', false],
    ["pool != 'core'", true],
    ["missing != 'core'", true],
    ["missing == 'core'", false],
    ["pool in { 'core', 'edge' }", true],
    ['pool in {}', false],
    ["pool not in {'core'}", true],
    ["missing not in {'core'}", true],
    ["missing in {''}", false],
    ['has(kubernetes.io/os)', true],
    ['!has(kubernetes.io/os)', false],
    ['! has(spare)', true],
    ["zone contains 'u-'", true],
    ["zone starts with 'eu'", true],
    ["zone ends with '-2'", false],
    ['all()', true],
    ['global()', true],
    ['', true],
    ['  ', true],
    ["in == 'yes'", true],
    ["pool == 'edge' && zone == 'eu-2'", false],
    ["pool == 'core' || zone == 'eu-1'", true],
    ["pool == 'core' && zone == 'eu-2' || has(pool)", true],
    ["pool == 'core' && (zone == 'eu-2' || has(pool))", false],
    ["!(pool == 'core' || has(spare))", true],
  ])('%s: %s', (text, selected) => {
    expect(select(text)).toBe(selected);
  });

  test.each([
    ['pool', 'an operator is expected at the end'],
    ['pool = edge', 'an operator is expected at character 6'],
    ['pool == edge', 'a quoted text is expected at character 9'],
    ["pool == 'edge", 'a quoted text is expected at character 9'],
    ["pool in 'edge'", '"{" is expected at character 9'],
    ["pool in {'a' 'b'}", '"," is expected at character 14'],
    ["(pool == 'edge'", '")" is expected at the end'],
    ["pool == 'edge' zone == 'x'", 'the end is expected at character 16'],
    ["pool not {'a'}", '"in" is expected at character 10'],
    ['any(pool)', 'any(pool) is not understood'],
    ['has()', 'has() is not understood'],
    ['&& has(x)', 'a label is expected at character 1'],
    ['!'.repeat(100) + 'all()', 'more than 64 levels of nesting'],
    ['('.repeat(100_000), 'more than 64 levels of nesting'],
  ])('%s is an error', (text, message) => {
    expect(parseNodeSelector(text)).toEqual({ ok: false, message });
  });

  test('anything is an answer, never an exception', () => {
    const piece = fc.constantFrom(
      'pool',
      "'a'",
      '==',
      '!=',
      '&&',
      '||',
      '!',
      '(',
      ')',
      '{',
      '}',
      ',',
      'in',
      'not',
      'has',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const result = parseNodeSelector(text);
          expect(result.ok ? typeof selectsNode(result.selector, labels) : typeof result.message).toMatch(
            /boolean|string/,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['all()', false],
  ['!global()', false],
  ['all() || has(x)', true],
  ["x == 'y'", true],
])('readsLabels: %s: %s', (text, reads) => {
  const result = parseNodeSelector(text);
  expect(result.ok && readsLabels(result.selector)).toBe(reads);
});
