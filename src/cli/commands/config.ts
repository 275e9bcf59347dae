/** `observe config`: showing and changing the configuration file. */

import { existsSync } from 'node:fs';

import { UsageError } from '../../base/errors.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import {
  configKeyNamed,
  configKeyTable,
  configValueFrom,
  type ConfigKey,
  type ConfigValue,
} from '../config/config-keys.ts';
import { hubbleConfigPath, ownConfigPath } from '../config/config-path.ts';
import { configValueOf, configYaml, type ConfigSources } from '../config/config-values.ts';
import { editConfig } from '../config/edit-config.ts';
import { foundSettings } from '../config/hubble-config.ts';
import { replaceFile } from '../config/replace-file.ts';
import { readSettings } from '../config/yaml-settings.ts';
import { observeCommands } from '../flags/commands.ts';
import type { ConfigInvocation } from '../flags/other-invocations.ts';
import type { FileSetting } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';

/** The most words each action takes, and how Hubble says so. */
const limits = {
  get: { least: 0, most: 1, text: 'get requires exactly 0 or 1 argument' },
  set: { least: 1, most: 2, text: 'set requires exactly 1 or 2 argument(s)' },
  reset: { least: 0, most: 1, text: 'reset requires exactly 0 or 1 argument' },
  view: { least: 0, most: Number.POSITIVE_INFINITY, text: '' },
} as const;

function requireWords({ action, words }: ConfigInvocation): void {
  const { least, most, text } = limits[action];
  if (words.length >= least && words.length <= most) return;
  throw new UsageError(`invalid arguments: ${text}: got '${words.join(' ')}'`, {
    code: 'flags/arguments',
    hint: `observe help config ${action} shows how`,
  });
}

/** What the actions work on. */
interface Configuration {
  readonly keys: ReadonlyMap<string, ConfigKey>;
  readonly sources: ConfigSources;
  /** The file that is written. */
  readonly path: string;
  /** False when the file was named by flag or environment. */
  readonly isDefaultPath: boolean;
  readonly surroundings: Surroundings;
}

function noHome(): UsageError {
  return new UsageError('no configuration file: neither HOME nor XDG_CONFIG_HOME is set', {
    code: 'config/no-home',
    hint: 'name a file with --config',
  });
}

function namedPath(given: ReadonlyMap<string, unknown>, { environment }: Surroundings): string | undefined {
  const flag = given.get('config');
  return typeof flag === 'string' ? flag : environment['HUBBLE_CONFIG'] || undefined;
}

// Our own file wins over Hubble's when it is read, so it is the one to change where it is there.
function defaultPath({ environment }: Surroundings): string {
  const own = ownConfigPath(environment);
  const path = own !== undefined && existsSync(own) ? own : hubbleConfigPath(environment);
  if (path === undefined) throw noHome();
  return path;
}

function settingsIn(path: string, { readText }: Surroundings): ReadonlyMap<string, FileSetting> {
  return readSettings(readText(path) ?? '', path).settings;
}

function configurationOf({ given }: ConfigInvocation, surroundings: Surroundings): Configuration {
  const named = namedPath(given, surroundings);
  const path = named ?? defaultPath(surroundings);
  const { environment } = surroundings;
  const file = named === undefined ? foundSettings({ ...surroundings, readSettings }) : settingsIn(named, surroundings);
  return {
    keys: configKeyTable(observeCommands['config-view'].table, path),
    sources: { given, environment, file },
    path,
    isDefaultPath: named === undefined,
    surroundings,
  };
}

function viewText({ keys, sources }: Configuration): string {
  return configYaml(Object.fromEntries(Array.from(keys, ([name, key]) => [name, configValueOf(key, sources)])));
}

function getText(name: string | undefined, configuration: Configuration): string {
  if (name === undefined) return viewText(configuration);
  return configYaml(configValueOf(configKeyNamed(name, configuration.keys), configuration.sources));
}

type Changes = ReadonlyMap<string, ConfigValue | undefined>;

/**
 * Everything back to its default. The server is taken out instead: its default is to look for one, and `localhost:4245` in the
 * file would keep `observe` from the socket of `observed`. So is the path of the file itself.
 */
function resetAll(keys: ReadonlyMap<string, ConfigKey>): Changes {
  const searched = new Set(['server', 'config']);
  return new Map(Array.from(keys, ([name, { initial }]) => [name, searched.has(name) ? undefined : initial]));
}

function setOne(name: string, text: string, keys: ReadonlyMap<string, ConfigKey>): Changes {
  return new Map([[name, configValueFrom(configKeyNamed(name, keys), text)]]);
}

function write(changes: Changes, { path, isDefaultPath, surroundings }: Configuration): void {
  const { readText, stderr } = surroundings;
  replaceFile(path, editConfig(readText(path) ?? '', changes, path));
  if (isDefaultPath && path !== ownConfigPath(surroundings.environment) && readText('config.yaml') !== undefined) {
    stderr.write(`note: ./config.yaml is read instead of ${path} in this folder\n`);
  }
}

/** Shows or changes the configuration. Throws UsageError in Hubble's words, FailureError when the file cannot be written. */
export function runConfig(invocation: ConfigInvocation, surroundings: Surroundings): ExitCode {
  requireWords(invocation);
  const { action, words } = invocation;
  const [name, text = ''] = words;
  const configuration = configurationOf(invocation, surroundings);
  const { keys } = configuration;
  switch (action) {
    case 'view':
      surroundings.stdout.write(viewText(configuration));
      break;
    case 'get':
      surroundings.stdout.write(getText(name, configuration));
      break;
    case 'set':
      write(setOne(name ?? '', text, keys), configuration);
      break;
    case 'reset':
      write(name === undefined ? resetAll(keys) : setOne(name, '', keys), configuration);
      break;
    default:
      action satisfies never;
  }
  return ExitCode.ok;
}
