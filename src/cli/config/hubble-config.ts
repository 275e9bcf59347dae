/**
 * The configuration file of `observe`: Hubble's own, in the places Hubble looks. Keys we do not know belong to Hubble and are
 * passed over, and a file that was not asked for and is missing or no YAML counts as none.
 */

import { join } from 'node:path';

import { UsageError } from '../../base/errors.ts';
import type { FlagTable } from '../flags/flag.ts';
import type { Environment, FileSetting } from '../flags/resolve.ts';
import { configKeys } from './observed-config.ts';
import { readSettings } from './yaml-settings.ts';

/** Returns the text of a file, or undefined when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** Returns where Hubble looks for its file, first to last. */
function hubbleConfigPaths(environment: Environment): readonly string[] {
  const home = environment['HOME'];
  const configured = environment['XDG_CONFIG_HOME'];
  const folder = configured === undefined || configured === '' ? home && join(home, '.config') : configured;
  return [
    'config.yaml',
    ...(folder === undefined || folder === '' ? [] : [join(folder, 'hubble', 'config.yaml')]),
    ...(home === undefined || home === '' ? [] : [join(home, '.hubble', 'config.yaml')]),
  ];
}

function isTaken(key: string, { texts }: FileSetting, table: FlagTable): boolean {
  const flag = table[key];
  if (flag === undefined || (texts.length !== 1 && flag.kind !== 'list')) return false;
  return texts.every((text) => flag.accept(text, undefined).ok);
}

function unusable(path: string, what: string): UsageError {
  return new UsageError(`configuration file ${path}: ${what}`, {
    code: 'config/unusable',
    hint: 'correct the file, or leave --config out',
  });
}

type Settings = ReadonlyMap<string, FileSetting>;

function onlyKnown(settings: Settings, table: FlagTable): (readonly [string, FileSetting])[] {
  const keys = new Set(configKeys(table));
  return [...settings].filter(([key]) => keys.has(key));
}

// Hubble would go on without a word when the file it was told to read is not there.
function loadGiven(path: string, table: FlagTable, readText: ReadText): Settings {
  const text = readText(path);
  if (text === undefined) throw unusable(path, 'cannot be read');
  const { settings, faults } = readSettings(text, path);
  const [fault] = faults;
  if (fault !== undefined) throw unusable(path, `line ${fault.line}: ${fault.message}`);
  return new Map(onlyKnown(settings, table));
}

function loadFound(paths: readonly string[], table: FlagTable, readText: ReadText): Settings {
  for (const path of paths) {
    const text = readText(path);
    if (text === undefined) continue;
    const known = onlyKnown(readSettings(text, path).settings, table);
    return new Map(known.filter(([key, setting]) => isTaken(key, setting, table)));
  }
  return new Map();
}

/**
 * Returns the settings for `table` of the first file there is. `given` is the file `--config` names: then only that one is
 * looked at, it must be readable YAML (UsageError), and a value its flag does not take is kept, so that it is reported. In a
 * file that was merely found (any program may have a ./config.yaml) such a value is passed over.
 */
export function loadHubbleConfig(
  given: string | undefined,
  table: FlagTable,
  { environment, readText }: { readonly environment: Environment; readonly readText: ReadText },
): Settings {
  return given === undefined
    ? loadFound(hubbleConfigPaths(environment), table, readText)
    : loadGiven(given, table, readText);
}
