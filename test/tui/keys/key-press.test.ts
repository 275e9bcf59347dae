import { describe, expect, test } from 'vitest';

import { keyName, readKeyName } from '../../../src/tui/keys/key-press.ts';
import { stroke } from '../builders/key-screen.ts';

describe('names of keys', () => {
  test.each([
    ['j', 'j'],
    ['G', 'G'],
    [' ', 'Space'],
    ['space', 'Space'],
    ['escape', 'Esc'],
    ['return', 'Enter'],
    ['↑', 'Up'],
    ['ctrl-D', 'Ctrl-d'],
    ['Shift-tab', 'Shift-Tab'],
    ['alt-ctrl-left', 'Ctrl-Alt-Left'],
    ['Ctrl--', 'Ctrl--'],
    ['f12', 'F12'],
    ['ß', 'ß'],
    ['Shift-g', undefined],
    ['Ctrl-', undefined],
    ['F13', undefined],
    ['hello', undefined],
    ['', undefined],
  ])('%j is %j', (text, name) => {
    expect(readKeyName(text)).toBe(name);
  });

  test.each(['j', 'G', 'Space', 'Ctrl-d', 'Alt-Left', 'Shift-Tab', 'F1'])(
    '%s is called so when it is pressed',
    (name) => {
      expect(keyName(stroke(name))).toBe(name);
    },
  );
});
