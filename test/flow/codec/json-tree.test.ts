import { trusted } from '../../../src/flow/codec/plain-message.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countMembers,
  countMembersAtMost,
  ExactNumber,
  hasLoneSurrogateEscape,
  scanJson,
} from '../../../src/flow/codec/json-tree.ts';

/** Returns a tree with its exact numbers rounded as JSON.parse rounds them, and without the sign of zero, which JSON.stringify drops. */
function rounded(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.text);
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rounded(member)]));
}

// Trees are generated, not parsed: JSON.parse of Node 26.10 mixes up names of one length that hold escapes (`"\\` and `\\"`).
describe('scanJson', () => {
  it('makes the tree the text was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(rounded(scanJson(text).root)).toEqual(rounded(value));
        expect(scanJson(text).duplicates?.size).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('names what an object has twice, and keeps the last', () => {
    const { root, duplicates } = scanJson('{"a":{"b":1,"c":2,"b":3},"d":[{"b":1}]}');
    const inner = trusted<{ a: object }>(root).a;
    expect(inner).toEqual({ b: 3, c: 2 });
    expect([...(duplicates ?? [])]).toEqual([[inner, new Set(['b'])]]);
  });

  it('keeps numbers that have no exact double', () => {
    const { root } = scanJson('[9007199254740991,9007199254740993,1e400,-1e300,0.1]');
    expect(root).toEqual([
      9_007_199_254_740_991,
      new ExactNumber('9007199254740993'),
      new ExactNumber('1e400'),
      new ExactNumber('-1e300'),
      0.1,
    ]);
  });

  it('keeps a member called __proto__', () => {
    expect(Object.entries(trusted<object>(scanJson('{"__proto__":1}').root))).toEqual([['__proto__', 1]]);
  });
});

describe('counting members', () => {
  it('never counts too few, whatever the strings', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: fc.constantFrom(':', '"', '\\', ' ', 'a') }), (value) => {
        expect(countMembersAtMost(JSON.stringify(value))).toBeGreaterThanOrEqual(countMembers(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{}', 0],
    ['{"a":{"b" : 1},"c"\n:[{"d":":"}]}', 5],
    ['{"a":"k8s:app=x","time":"00:00:00"}', 2],
  ])('%s has at most %i', (text, count) => {
    expect(countMembersAtMost(text)).toBe(count);
  });

  it('counts none too many while no string begins with a colon', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: fc.constantFrom(',', '{', ' ', 'a', '"', '\\') }), (value) => {
        expect(countMembersAtMost(JSON.stringify(value))).toBe(countMembers(value));
      }),
      { numRuns: 500 },
    );
  });

  it('counts members of objects at any depth', () => {
    expect(countMembers({ a: [{ b: null }, [{ c: { d: 1 } }]] })).toBe(4);
    expect(countMembers('x')).toBe(0);
  });
});

describe('hasLoneSurrogateEscape', () => {
  it.each([
    [String.raw`"\ud83d\ude00"`, false],
    [String.raw`"\uD83D\uDE00\ud83d"`, true],
    [String.raw`"\ude00"`, true],
    [String.raw`"\ud83dx"`, true],
    [String.raw`"\\ud83d"`, false],
    [String.raw`"\\\ud83d"`, true],
    [String.raw`"\ud83d\ud83d\ude00"`, true],
    ['"😀"', false],
  ])('%s: %s', (text, isLone) => {
    expect(hasLoneSurrogateEscape(text)).toBe(isLone);
  });

  it('agrees with what JSON.parse makes of it', () => {
    const piece = fc.constantFrom('\\ud83d', '\\ude00', '\\uD801', '\\uDC01', '\\\\', '\\n', 'u', 'd83d', 'x');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = `"${pieces.join('')}"`;
        expect(hasLoneSurrogateEscape(text)).toBe(!trusted<string>(JSON.parse(text)).isWellFormed());
      }),
      { numRuns: 1000 },
    );
  });
});
