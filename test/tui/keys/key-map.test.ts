import { describe, expect, test } from 'vitest';

import { keyMap } from '../../../src/tui/keys/key-map.ts';

describe('keyMap', () => {
  test('replaces the keys of a command, however they are spelled', () => {
    const result = keyMap({ pause: ['p', 'ctrl-P'], mouse: ['f5'] });
    const keys = result.ok ? result.keys : undefined;
    expect(keys?.keysOf('pause')).toEqual(['p', 'Ctrl-p']);
    expect(keys?.commandFor('p', 'flows')).toBe('pause');
    expect(keys?.commandFor('Space', 'flows')).toBeUndefined();
    expect(keys?.commandFor('F5', 'flows')).toBe('mouse');
  });

  test('takes the keys of a command away', () => {
    const result = keyMap({ acknowledge: [] });
    expect(result.ok && result.keys.commandFor('a', 'flows')).toBeUndefined();
  });

  test('lets two commands change places', () => {
    const result = keyMap({ mark: ['c'], 'copy-row': ['m'] });
    expect(result.ok && result.keys.commandFor('c', 'flows')).toBe('mark');
  });

  test('knows no keys of a command that is none', () => {
    const result = keyMap();
    expect(result.ok && result.keys.keysOf('fly')).toEqual([]);
  });

  test('names all that is wrong at once, each once', () => {
    const result = keyMap({ fly: ['p'], follow: ['Ctrl-'], mark: ['f', 'y'] });
    expect(result.ok ? [] : result.faults).toEqual([
      'there is no command "fly"',
      '"Ctrl-" of follow is no key; write j, Ctrl-d, Alt-b, Enter or F5',
      'y is the key of mark and of copy-menu',
    ]);
  });
});
