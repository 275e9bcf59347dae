/**
 * The configuration files of `observe`: one of its own, and behind it Hubble's, in the places Hubble looks. Keys we do not know
 * belong to Hubble and are passed over, and a file of Hubble's that was not asked for and is missing or no YAML counts as none.
 */

import { UsageError } from '../../base/errors.ts';
import type { FlagTable } from '../flags/flag.ts';
import type { Environment, FileSetting } from '../flags/resolve.ts';
import { hubbleConfigPaths, ownConfigPath } from './config-path.ts';
import { configKeys } from './flag-keys.ts';
import { tuiSectionKey } from './section-keys.ts';
import type { readSettings } from './yaml-settings.ts';

/** Returns the text of a file, or undefined when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** Returns the settings in the text of a file. See `readSettings`. */
export type ReadSettings = typeof readSettings;

/** Where files are looked for, and how they are read. */
export interface ConfigSurroundings {
  readonly environment: Environment;
  readonly readText: ReadText;
  /** Handed in, as the YAML parser is a third of the code that a start loads. */
  readonly readSettings: ReadSettings;
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
  // Most have no file, and collecting the keys takes longer than looking for it.
  if (settings.size === 0) return [];
  const keys = new Set(configKeys(table));
  return [...settings].filter(([key]) => keys.has(key));
}

function readStrictly(text: string, path: string, read: ReadSettings): Settings {
  const { settings, faults } = read(text, path, tuiSectionKey);
  const [fault] = faults;
  if (fault !== undefined) throw unusable(path, `line ${fault.line}: ${fault.message}`);
  return settings;
}

// As with Hubble, a file that is not there counts as an empty one: `config set` makes it.
function loadGiven(path: string, table: FlagTable, surroundings: ConfigSurroundings): Settings {
  const text = surroundings.readText(path);
  if (text === undefined) return new Map();
  return new Map(onlyKnown(readStrictly(text, path, surroundings.readSettings), table));
}

function ownSettings({ environment, readText, readSettings: read }: ConfigSurroundings): Settings {
  const path = ownConfigPath(environment);
  const text = path === undefined ? undefined : readText(path);
  return path === undefined || text === undefined ? new Map() : readStrictly(text, path, read);
}

function hubbleSettings({ environment, readText, readSettings: read }: ConfigSurroundings): Settings {
  for (const path of hubbleConfigPaths(environment)) {
    const text = readText(path);
    if (text !== undefined) return read(text, path).settings;
  }
  return new Map();
}

/**
 * Returns all settings of the files there are, ours over Hubble's, as they stand there. Throws UsageError when our own file is no
 * YAML.
 */
export function foundSettings(surroundings: ConfigSurroundings): Settings {
  return new Map([...hubbleSettings(surroundings), ...ownSettings(surroundings)]);
}

function loadFound(table: FlagTable, surroundings: ConfigSurroundings): Settings {
  const hubble = onlyKnown(hubbleSettings(surroundings), table);
  const taken = hubble.filter(([key, setting]) => isTaken(key, setting, table));
  return new Map([...taken, ...onlyKnown(ownSettings(surroundings), table)]);
}

/**
 * Returns the settings for `table`: of our own file, and behind it of the first of Hubble's there is. `given` is the file `--config`
 * names: then only that one is looked at. It, and our own, must be YAML where they are there (UsageError), and a value its flag does not take is
 * kept, so that it is reported. In a file of Hubble's that was merely found (any program may have a ./config.yaml) such a value is
 * passed over.
 */
export function loadHubbleConfig(
  given: string | undefined,
  table: FlagTable,
  surroundings: ConfigSurroundings,
): Settings {
  return given === undefined ? loadFound(table, surroundings) : loadGiven(given, table, surroundings);
}
