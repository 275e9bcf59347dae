/** The keys of the configuration file of `observe`: which there are, what they take, what they are when nobody says. */

import { UsageError } from '../../base/errors.ts';
import { formatDuration, parseDuration } from '../../base/time/duration.ts';
import type { FlagValue } from '../../filters/filter-flag.ts';
import type { Flag, FlagTable } from '../flags/flag.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';
import { configKeys } from './flag-keys.ts';

/** A value as it stands in the file; a duration is text such as `1m30s`. */
export type ConfigValue = string | boolean | number | readonly string[];

/** What a key takes, by Hubble's names. */
type ValueType = 'bool' | 'duration' | 'uint16' | 'string' | 'stringSlice';

/** A key of the file. */
export interface ConfigKey {
  readonly name: string;
  readonly type: ValueType;
  readonly flag: Flag<unknown>;
  /** The value when it is set nowhere. */
  readonly initial: ConfigValue;
  /** Reads one text; the reason of a failure is Hubble's. An empty text is none of a bool, a duration or a number. */
  read(text: string): FlagValue<ConfigValue>;
}

/** Hubble's default server. `observe` looks at the sockets of `observed` before it. */
const hubbleServer = 'localhost:4245';

function typeOf(flag: Flag<unknown>): ValueType {
  if (flag.kind === 'boolean') return 'bool';
  if (flag.kind === 'list') return 'stringSlice';
  return flag.valueType ?? 'string';
}

function readDuration(text: string): FlagValue<string> {
  // Go's cast library takes a number without a unit for nanoseconds.
  const duration = parseDuration(/[nsuµmh]/.test(text) ? text : `${text}ns`);
  return duration.ok ? { ok: true, value: formatDuration(duration.nanos) } : duration;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function readList(text: string, flag: Flag<unknown>): FlagValue<readonly string[]> {
  const inner = text.replace(/^\[/, '').replace(/\]$/, '');
  if (inner === '') return { ok: true, value: [] };
  const accepted = flag.accept(inner, undefined);
  if (!accepted.ok) return accepted;
  return { ok: true, value: isTextList(accepted.value) ? accepted.value : [inner] };
}

function readAs(type: ValueType, text: string, flag: Flag<unknown>): FlagValue<ConfigValue> {
  if (type === 'stringSlice') return readList(text, flag);
  if (type === 'duration') return readDuration(text);
  const accepted = flag.accept(text, undefined);
  if (!accepted.ok) return accepted;
  if (type === 'bool') return { ok: true, value: accepted.value === true };
  return { ok: true, value: type === 'uint16' ? Number(accepted.value) : text };
}

function initialOf(name: string, type: ValueType, flag: Flag<unknown>): ConfigValue {
  const { initial } = flag;
  if (name === 'server') return hubbleServer;
  if (type === 'duration') return flag.defaultText ?? '0s';
  if (typeof initial === 'boolean' || typeof initial === 'number' || typeof initial === 'string') return initial;
  if (typeof initial === 'bigint') return Number(initial);
  return isTextList(initial) ? initial : '';
}

/**
 * Returns the keys for the flags of `table`, sorted by name: those that may stand in a file, and `config`, whose value is
 * the path of the file itself.
 */
export function configKeyTable(table: FlagTable, path: string): ReadonlyMap<string, ConfigKey> {
  const names = [...configKeys(table), 'config'].toSorted();
  const keys = names.flatMap((name) => {
    const flag = table[name];
    if (flag === undefined) return [];
    const type = typeOf(flag);
    const initial = name === 'config' ? path : initialOf(name, type, flag);
    const key: ConfigKey = { name, type, flag, initial, read: (text) => readAs(type, text, flag) };
    return [[name, key] as const];
  });
  return new Map(keys);
}

/** Returns the key of that name. Throws UsageError with Hubble's message when there is none. */
export function configKeyNamed(name: string, keys: ReadonlyMap<string, ConfigKey>): ConfigKey {
  const key = keys.get(name);
  if (key !== undefined) return key;
  const nearest = nearestName(name, [...keys.keys()]);
  throw new UsageError(`unknown key: ${name}`, {
    code: 'config/unknown-key',
    hint: nearest === undefined ? `the keys are ${[...keys.keys()].join(', ')}` : `did you mean ${nearest}?`,
  });
}

/**
 * Returns the value of `key` that `text` stands for, its default where the text is empty. Throws UsageError with Hubble's message for
 * a text that is none.
 */
export function configValueFrom(key: ConfigKey, text: string): ConfigValue {
  if (text === '') return key.initial;
  const value = key.read(text);
  if (value.ok) return value.value;
  const message = `cannot assign value=${text} for key=${key.name}, expected type=${key.type}: ${value.reason}`;
  throw new UsageError(message, {
    code: 'config/invalid-value',
    hint: `observe config reset ${key.name} writes the default`,
  });
}
