import { describe, expect, test } from 'vitest';

import { nextCandidate, textEdits, typeText, type TextEdit } from '../../../src/tui/state/text-edit.ts';

/** The cursor of a line is written as `|`. */
const line = (text: string) => ({ text: text.replace('|', ''), at: text.indexOf('|') });

describe('editing a line', () => {
  test.each<readonly [TextEdit, string, string]>([
    ['edit-left', 'a👩‍👩‍👧|b', 'a|👩‍👩‍👧b'],
    ['edit-left', '|ab', '|ab'],
    ['edit-right', 'a|é b', 'aé| b'],
    ['edit-right', 'ab|', 'ab|'],
    ['edit-word-left', 'from:shop/ to:db|', 'from:shop/ |to:db'],
    ['edit-word-left', 'a  |', '|a  '],
    ['edit-word-right', '|  ab cd', '  ab| cd'],
    ['edit-backspace', '日本|', '日|'],
    ['edit-backspace', '|日本', '|日本'],
    ['edit-delete', 'a|👍🏽b', 'a|b'],
    ['edit-delete', 'ab|', 'ab|'],
    ['edit-delete-word', 'a bc|d', 'a |d'],
    ['edit-delete-to-start', 'ab|cd', '|cd'],
    ['edit-delete-to-end', 'ab|cd', 'ab|'],
  ])('%s of %s', (edit, before, after) => {
    expect(textEdits[edit](line(before))).toEqual(line(after));
  });

  test('types at the cursor', () => {
    expect(typeText(line('a|d'), 'bc')).toEqual(line('abc|d'));
  });
});

describe('candidates', () => {
  const completion = { candidates: ['shop', 'shipping'], candidate: undefined, replaces: { from: 3, to: 5 } };

  test('take the place of what is completed, one after the other, and begin anew', () => {
    const first = nextCandidate(line('ns:sh| x'), completion, 1)!;
    expect(first).toMatchObject({ text: 'ns:shop x', at: 7, candidate: 0 });
    const second = nextCandidate(first, first, 1)!;
    expect(second).toMatchObject({ text: 'ns:shipping x', at: 11, candidate: 1 });
    expect(nextCandidate(second, second, 1)).toMatchObject({ text: 'ns:shop x' });
    expect(nextCandidate(line('ns:sh| x'), completion, -1)).toMatchObject({ text: 'ns:shipping x' });
  });

  test('are nothing where there are none', () => {
    expect(nextCandidate(line('x|'), { ...completion, candidates: [] }, 1)).toBeUndefined();
  });
});
