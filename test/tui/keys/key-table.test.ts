import { describe, expect, test } from 'vitest';

import { keyContexts } from '../../../src/tui/keys/key-command.ts';
import { keyMap } from '../../../src/tui/keys/key-map.ts';
import { readKeyName } from '../../../src/tui/keys/key-press.ts';
import { footItems, keyCommand, keyTable } from '../../../src/tui/keys/key-table.ts';

describe('the key table', () => {
  test('gives no key two meanings in one place', () => {
    expect(keyMap()).toMatchObject({ ok: true });
  });

  test('names each command once, with keys as they are read and a line of help', () => {
    expect(new Set(keyTable.map(({ name }) => name)).size).toBe(keyTable.length);
    for (const { name, keys, contexts, help } of keyTable) {
      expect.soft(keys.map(readKeyName), name).toEqual(keys);
      expect.soft(contexts.length, name).toBeGreaterThan(0);
      expect.soft(help, name).toMatch(/^[A-Z].{1,70}$/u);
    }
  });

  test.each(keyContexts)('tells at most five things in the foot of %s, all of which hold there', (context) => {
    const items = footItems(context);
    expect(items.length).toBeGreaterThan(0);
    expect(items.length).toBeLessThanOrEqual(5);
    for (const name of items.flatMap(({ commands }) => commands)) {
      expect.soft(keyCommand(name)?.contexts, name).toContain(context);
    }
  });

  test.each(keyContexts)('can always be left from %s', (context) => {
    const result = keyMap();
    const keys = result.ok ? result.keys : undefined;
    expect(keys?.commandFor('Ctrl-c', context)).toBe('quit');
    expect(keys?.commandFor('Esc', context)).toBeDefined();
  });
});
