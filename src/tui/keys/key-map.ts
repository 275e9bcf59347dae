/** The keys in force: those of the table, and those the configuration replaces. */

import { quote } from '../../base/quote.ts';
import type { KeyContext } from './key-command.ts';
import { readKeyName } from './key-press.ts';
import { keyTable, type CommandName, type TableCommand } from './key-table.ts';

/** Which key does what. */
export interface KeyMap {
  /** Returns the keys of a command, the one to show first; none for a name that is no command. */
  keysOf(command: string): readonly string[];
  /** Returns what a key (see `keyName`) does in a context, or undefined. */
  commandFor(key: string, context: KeyContext): CommandName | undefined;
}

/** A map, or what is wrong with the keys that were asked for: one sentence each. */
export type KeyMapResult =
  | { readonly ok: true; readonly keys: KeyMap }
  | { readonly ok: false; readonly faults: readonly string[] };

const slot = (context: KeyContext, key: string): string => `${context} ${key}`;

function readKeys(name: string, asked: readonly string[], faults: string[]): readonly string[] {
  return asked.flatMap((text) => {
    const key = readKeyName(text);
    if (key === undefined) faults.push(`${quote(text)} of ${name} is no key; write j, Ctrl-d, Alt-b, Enter or F5`);
    return key === undefined ? [] : [key];
  });
}

function chosenKeys(
  overrides: Readonly<Record<string, readonly string[]>>,
  faults: string[],
): Map<string, readonly string[]> {
  const chosen = new Map<string, readonly string[]>(keyTable.map(({ name, keys }) => [name, keys]));
  for (const [name, asked] of Object.entries(overrides)) {
    if (!chosen.has(name)) faults.push(`there is no command ${quote(name)}`);
    else chosen.set(name, readKeys(name, asked, faults));
  }
  return chosen;
}

function assign(chosen: ReadonlyMap<string, readonly string[]>, faults: string[]): Map<string, CommandName> {
  const assigned = new Map<string, CommandName>();
  const told = new Set<string>();
  const place = (command: TableCommand, key: string, context: KeyContext): void => {
    const taken = assigned.get(slot(context, key));
    assigned.set(slot(context, key), command.name);
    const clash = `${key} is the key of ${taken} and of ${command.name}`;
    if (taken === undefined || taken === command.name || told.has(clash)) return;
    told.add(clash);
    faults.push(clash);
  };
  for (const command of keyTable) {
    for (const key of chosen.get(command.name) ?? []) {
      for (const context of command.contexts) place(command, key, context);
    }
  }
  return assigned;
}

/**
 * Returns the map of keys with those of `overrides` (by command) instead of the table's; an empty list takes the keys of a
 * command away. Faults are unknown commands and keys, and keys that two commands would have in one place.
 */
export function keyMap(overrides: Readonly<Record<string, readonly string[]>> = {}): KeyMapResult {
  const faults: string[] = [];
  const chosen = chosenKeys(overrides, faults);
  const assigned = assign(chosen, faults);
  if (faults.length > 0) return { ok: false, faults };
  const keys: KeyMap = {
    keysOf: (command) => chosen.get(command) ?? [],
    commandFor: (key, context) => assigned.get(slot(context, key)),
  };
  return { ok: true, keys };
}
