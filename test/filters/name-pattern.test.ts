import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileNamePatterns, compileNodePatterns } from '../../src/filters/name-pattern.ts';

describe('compileNamePatterns', () => {
  it.each([
    ['*.example.com', 'api.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*', 's3_eu.example.net', false],
    ['s3_*', 's3_eu.example.net', true],
    [' API.Example.com. ', 'api.example.com', true],
    ['api.example.com', 'API.example.com', false],
    ['api', 'api.example.com', false],
    ['a*b*c', 'axxbxxbc', true],
    ['a*b*c', 'axxc', false],
    ['a.c', 'abc', false],
    ['**', '', true],
  ])('%j fits %s: %s', (pattern, name, expected) => {
    expect(compileNamePatterns([pattern])(name)).toBe(expected);
  });

  it.each([
    ['', 'empty pattern'],
    [' . ', 'empty pattern'],
    ['a..', 'multiple trailing dots in pattern'],
    ['a b', "' ': invalid rune in pattern"],
    ['a/b', "'/': invalid rune in pattern"],
    ["a'b", String.raw`'\'': invalid rune in pattern`],
    ['a"b', `'"': invalid rune in pattern`],
    ['a\tb', String.raw`'\t': invalid rune in pattern`],
    ['é', "'é': invalid rune in pattern"],
  ])('rejects %j', (pattern, message) => {
    expect(() => compileNamePatterns([pattern])).toThrow(message);
  });

  it('agrees with the regular expression that says the same', () => {
    const piece = fc.constantFrom('a', 'b', '.', '*', '_', '-');
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b', '.', '_', '-'), { maxLength: 10 }),
        (pieces, letters) => {
          const pattern = `${pieces.join('')}z`;
          const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[-.0-9a-z]*')}$`);
          const name = `${letters.join('')}z`;
          expect(compileNamePatterns([pattern])(name)).toBe(expression.test(name));
        },
      ),
    );
  });

  it('answers for a pattern that would make a backtracking matcher hang', () => {
    expect(compileNamePatterns([`${'*a'.repeat(40)}z`])('a'.repeat(250))).toBe(false);
  });
});

describe('compileNodePatterns', () => {
  it.each([
    ['node-1', 'default/node-1', true],
    ['node-1', 'prod/node-1', true],
    ['*le.com', 'prod-eu/worker-1.example.com', true],
    ['default/node-1', 'default/node-1', true],
    ['prod-*/node-1', 'default/node-1', false],
    ['prod/', 'prod/anything.at.all', true],
    ['/node-1', 'prod/node-1', true],
    ['/', 'prod/Node', false],
    ['node-1', 'a/b/node-1', false],
  ])('%s fits %s: %s', (pattern, name, expected) => {
    expect(compileNodePatterns([pattern])(name)).toBe(expected);
  });

  it.each([
    ['', 'empty pattern'],
    ['a/b/c', 'too many slashes in pattern'],
  ])('rejects %j', (pattern, message) => {
    expect(() => compileNodePatterns([pattern])).toThrow(message);
  });
});
