/** The configuration of `observe` as it is in force, merged from everywhere it may be set. */

import { stringify } from 'yaml';

import { formatDuration } from '../../base/time/duration.ts';
import { hubbleEnvironment, variableOf, type Environment, type FileSetting } from '../flags/resolve.ts';
import type { ConfigKey, ConfigValue } from './config-keys.ts';

/** Where values come from, high to low. */
export interface ConfigSources {
  /** Values of flags on the command line, by name. */
  readonly given: ReadonlyMap<string, unknown>;
  readonly environment: Environment;
  readonly file: ReadonlyMap<string, FileSetting>;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function fromFlag(key: ConfigKey, value: unknown): ConfigValue {
  if (key.type === 'duration' && typeof value === 'number') return formatDuration(BigInt(Math.round(value * 1e6)));
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  return isTexts(value) ? value : String(value);
}

// A value that its flag would refuse is shown as it is: here people look for what is wrong.
function fromTexts(key: ConfigKey, texts: readonly string[]): ConfigValue {
  if (key.type === 'stringSlice') return texts;
  const [text] = texts;
  if (text === undefined) return key.initial;
  const value = key.read(text);
  return value.ok ? value.value : text;
}

function fromEnvironment(key: ConfigKey, environment: Environment): readonly string[] | undefined {
  const text = environment[variableOf(key.name, hubbleEnvironment)];
  if (text === undefined || text === '') return undefined;
  return key.type === 'stringSlice' ? text.split(hubbleEnvironment.separator).filter(Boolean) : [text];
}

/** Returns the value of `key`: of the flag, else the environment, else the file, else the default. */
export function configValueOf(key: ConfigKey, sources: ConfigSources): ConfigValue {
  const { given, environment, file } = sources;
  if (given.has(key.name)) return fromFlag(key, given.get(key.name));
  const texts = fromEnvironment(key, environment) ?? file.get(key.name)?.texts;
  return texts === undefined ? key.initial : fromTexts(key, texts);
}

/** Returns a value, or values by key, as YAML the way Hubble prints it. Ends in a line end. */
export function configYaml(value: ConfigValue | Readonly<Record<string, ConfigValue>>): string {
  return stringify(value, { indent: 4, lineWidth: 0 });
}
