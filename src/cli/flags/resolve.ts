/** The values of a command's flags by precedence: flag over environment over configuration file over default. */

import { BugError, UsageError } from '../../base/errors.ts';
import type { Flag, FlagTable, FlagValues } from './flag.ts';
import type { Origin } from './origin.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of a configuration file: its texts (one unless it is a list) and where it stands. */
export interface FileSetting {
  readonly texts: readonly string[];
  readonly path: string;
  readonly line: number;
}

/** How a program reads its environment. */
export interface EnvironmentRules {
  /** Such as `HUBBLE_`. */
  readonly prefix: string;
  /** What parts the values of a list. */
  readonly separator: RegExp;
}

/** Everything a value may come from. */
export interface ValueSources {
  readonly given: ReadonlyMap<string, unknown>;
  readonly environment: Environment;
  readonly rules: EnvironmentRules;
  readonly file: ReadonlyMap<string, FileSetting>;
}

/** The values of a table and where each is from. */
export interface ResolvedFlags<Table extends FlagTable> {
  readonly values: FlagValues<Table>;
  readonly origins: { readonly [Name in keyof Table]: Origin };
}

/** Hubble's variables: lists are parted by blanks. */
export const hubbleEnvironment: EnvironmentRules = { prefix: 'HUBBLE_', separator: /\s+/ };

/** The variables of `observed`: lists are parted by commas. */
export const observedEnvironment: EnvironmentRules = { prefix: 'OBSERVED_', separator: /\s*,\s*/ };

interface Found {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Returns the environment variable of a flag. */
export function variableOf(name: string, rules: EnvironmentRules): string {
  return `${rules.prefix}${name.toUpperCase().replaceAll('-', '_')}`;
}

function acceptAll(flag: Flag<unknown>, texts: readonly string[], where: string): unknown {
  let value: unknown;
  for (const text of texts) {
    const accepted = flag.accept(text, value);
    if (!accepted.ok) {
      throw new UsageError(`invalid value "${text}" of ${where}: ${accepted.reason}`, {
        code: 'config/invalid-value',
        ...(flag.words === undefined ? {} : { hint: `one of ${flag.words.join(', ')}` }),
      });
    }
    value = accepted.value;
  }
  return value;
}

// As with Hubble's, an empty variable is one that is not set.
function fromEnvironment(name: string, flag: Flag<unknown>, sources: ValueSources): Found | undefined {
  const variable = variableOf(name, sources.rules);
  const text = sources.environment[variable];
  if (text === undefined || text === '') return undefined;
  const texts = flag.kind === 'list' ? text.split(sources.rules.separator).filter(Boolean) : [text];
  return { value: acceptAll(flag, texts, variable), origin: { kind: 'environment', variable } };
}

function fromFile(name: string, flag: Flag<unknown>, sources: ValueSources): Found | undefined {
  const setting = sources.file.get(name);
  if (setting === undefined) return undefined;
  const { path, line, texts } = setting;
  return {
    value: texts.length === 0 ? flag.initial : acceptAll(flag, texts, `key ${name} in ${path}:${line}`),
    origin: { kind: 'file', path, line },
  };
}

function find(name: string, flag: Flag<unknown>, sources: ValueSources): Found {
  if (sources.given.has(name)) return { value: sources.given.get(name), origin: { kind: 'flag' } };
  const configured =
    flag.scope === 'everywhere' ? (fromEnvironment(name, flag, sources) ?? fromFile(name, flag, sources)) : undefined;
  return configured ?? { value: flag.initial, origin: { kind: 'default' } };
}

// `find` gives each name a value of its own flag's type, which a mapped type cannot be shown entry by entry.
function isResolved<Table extends FlagTable>(
  flags: { readonly values: object; readonly origins: object },
  table: Table,
): flags is ResolvedFlags<Table> {
  return Object.keys(table).every((name) => Object.hasOwn(flags.values, name) && Object.hasOwn(flags.origins, name));
}

/**
 * Returns the value and origin of every flag. Throws UsageError naming the variable, or the key with file and line, for a
 * value the flag does not take.
 */
export function resolveFlags<Table extends FlagTable>(table: Table, sources: ValueSources): ResolvedFlags<Table> {
  const found = Object.entries(table).map(([name, flag]) => [name, find(name, flag, sources)] as const);
  const flags = {
    values: Object.fromEntries(found.map(([name, { value }]) => [name, value])),
    origins: Object.fromEntries(found.map(([name, { origin }]) => [name, origin])),
  };
  if (isResolved(flags, table)) return flags;
  throw new BugError('a flag was not resolved', { code: 'flags/unresolved' });
}
