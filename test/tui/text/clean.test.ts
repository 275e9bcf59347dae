import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cleanLine } from '../../../src/tui/text/clean.ts';

describe('clean', () => {
  it.each([
    ['a plain name-1', 'a plain name-1'],
    ['\u001B[31mred', '␛[31mred'],
    ['a\tb\nc\u0000', 'a␉b␊c␀'],
    ['\u007F', '␡'],
    ['\u009B2J', String.raw`\u{9b}2J`],
    ['safe\u202Eexe', String.raw`safe\u{202e}exe`],
    ['a\u200Bb\uFEFFc\u2060', String.raw`a\u{200b}b\u{feff}c\u{2060}`],
    ['a\u2028b', String.raw`a\u{2028}b`],
    ['\uD800', String.raw`\u{d800}`],
    ['日本 é é', '日本 é é'],
    ['👩‍👩‍👧‍👦 👍🏽 ❤️', '👩‍👩‍👧‍👦 👍🏽 ❤️'],
    ['a\u200Db', String.raw`a\u{200d}b`],
  ])('%j is shown as %j', (text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  it('writes control characters with a caret where only ASCII is drawn', () => {
    expect(clean('\u001B[0m\u007F\t', true)).toBe('^[[0m^?^I');
  });

  it('leaves nothing that moves the cursor, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // oxlint-disable-next-line no-control-regex -- These are what must not be there.
        expect(clean(text)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
    );
  });

  it('looks at no more of a long text than a line can hold', () => {
    expect(cleanLine('x'.repeat(1_000_000)).length).toBe(1024);
    expect(cleanLine(`${'x'.repeat(1023)}😀`)).toBe(`${'x'.repeat(1023)}${String.raw`\u{d83d}`}`);
  });
});
