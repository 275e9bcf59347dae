/** The configuration file of `observed`: YAML, a key for every flag. Everything wrong in it is an error. */

import { UsageError } from '../../base/errors.ts';
import type { FlagTable } from '../flags/flag.ts';
import type { FileSetting } from '../flags/resolve.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';
import { configKeys } from './flag-keys.ts';
import { readSettings } from './yaml-settings.ts';

function fault(path: string, line: number, message: string, hint: string): UsageError {
  return new UsageError(`${path}:${line}: ${message}`, { code: 'config/invalid', hint });
}

function requireKnown(key: string, { path, line }: FileSetting, keys: readonly string[]): void {
  if (keys.includes(key)) return;
  const nearest = nearestName(key, keys);
  const hint = nearest === undefined ? `the keys are ${keys.join(', ')}` : `did you mean ${nearest}?`;
  throw fault(path, line, `unknown key: ${key}`, hint);
}

function requireShape(key: string, setting: FileSetting, table: FlagTable): void {
  if (setting.texts.length <= 1 || table[key]?.kind === 'list') return;
  throw fault(
    setting.path,
    setting.line,
    `key ${key} takes one value, not a list`,
    `write ${key}: ${setting.texts[0]}`,
  );
}

/**
 * Returns the settings in `text`, by flag name. Throws UsageError that starts with `path:line` for text that is no YAML, an
 * unknown key (the hint names the nearest) and a value of another shape; what the values mean is checked when they are taken.
 */
export function parseObservedConfig(text: string, path: string, table: FlagTable): ReadonlyMap<string, FileSetting> {
  const { settings, faults } = readSettings(text, path);
  const [first] = faults;
  if (first !== undefined)
    throw fault(path, first.line, first.message, 'write one key: value pair a line, with flag names as keys');
  const keys = configKeys(table);
  for (const [key, setting] of settings) {
    requireKnown(key, setting, keys);
    requireShape(key, setting, table);
  }
  return settings;
}
