import { describe, expect, it } from 'vitest';
import { drawn, drawnSlice, highlighted, highlightOf, type LinePiece } from '../../../src/tui/screens/table-pieces.ts';

const angled = (text: string): string => `<${text}>`;
const starred = (text: string): string => `*${text}*`;
const pieces: readonly LinePiece[] = [
  { text: 'abc', width: 3, look: angled },
  { text: '日本', width: 4, look: undefined },
];

describe('drawnSlice', () => {
  it.each([
    [0, 7, '<abc>日本'],
    [1, 5, '<bc>日'],
    [2, 4, '<c> '],
    [4, 9, ' 本  '],
    [7, 9, '  '],
  ])('from %i to %i is %j', (from, to, line) => {
    expect(drawnSlice(pieces, from, to)).toBe(line);
  });
});

describe('highlighted', () => {
  it('puts what is sought in pieces of its own, inside the look of the piece', () => {
    const found = highlighted(pieces, highlightOf('B'), starred);
    expect(found.map(drawn).join('')).toBe('<a><*b*><c>日本');
    expect(found.reduce((sum, { width }) => sum + width, 0)).toBe(7);
  });

  it('leaves everything as it is where nothing is sought or found', () => {
    expect(highlighted(pieces, highlightOf(''), starred)).toBe(pieces);
    expect(highlighted(pieces, highlightOf('.'), starred)).toEqual(pieces);
  });
});
