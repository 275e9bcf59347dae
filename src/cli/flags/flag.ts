/** A flag: what it is called, what it takes, where it may be set, and how help shows it. */

import { logLevels, type LogLevel } from '../../base/logger.ts';
import { formatDuration, parseDuration } from '../../base/time/duration.ts';
import type { FilterFlagName } from '../../filters/filter-flags.ts';
import type { FlagValue } from '../../filters/filter-flag.ts';
import { greatestUint64, parseLiteral } from '../../filters/number-text.ts';
import { quote } from '../../base/quote.ts';
import { parseByteSize } from './byte-size.ts';

/** Headings of help, in the order they are shown. */
export const flagGroups = [
  'Selectors',
  'Filters',
  'Raw filters',
  'Format',
  'Terminal UI',
  'Input',
  'Reading kernel logs',
  'Serving',
  'Server',
  'General',
] as const;

/** A heading of help. */
export type FlagGroup = (typeof flagGroups)[number];

/** What every flag has. */
export interface FlagText {
  readonly group: FlagGroup;
  /** What it does, one or two sentences, no full stop needed. */
  readonly help: string;
  /** One letter or digit. */
  readonly short?: string;
  /** Name of the value in help, such as `FILE`. */
  readonly placeholder?: string;
  /** Words it is known to take, for help; not checked by themselves. */
  readonly words?: readonly string[];
  /** The default in words, where the value itself does not say it. */
  readonly defaultText?: string;
  /** What a single value is in the configuration file, where it is no plain text. */
  readonly valueType?: 'duration' | 'uint16';
}

/** Where a flag may be set: only on the command line, or in the environment and the configuration file too. */
export type FlagScope = 'command-line' | 'everywhere';

/** A flag whose values have type `T`. */
export interface Flag<T> extends FlagText {
  readonly kind: 'boolean' | 'single' | 'list' | 'filter' | 'not';
  readonly scope: FlagScope;
  /** The value when it is not set anywhere. */
  readonly initial: T;
  /**
   * Reads one text; `previous` is the value from earlier occurrences at the same origin. The reason of a failure is
   * Hubble's, without the flag's name.
   */
  accept(text: string, previous: T | undefined): FlagValue<T>;
}

/** Flags by name; the name is the key, without dashes. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table's flags, by name. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer T> ? T : never;
};

interface ScopedText extends FlagText {
  readonly scope?: FlagScope;
}

function base<Text extends ScopedText>(text: Text): Text & { readonly scope: FlagScope } {
  return { ...text, scope: text.scope ?? 'command-line' };
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function acceptBoolean(text: string): FlagValue<boolean> {
  if (truths.has(text)) return { ok: true, value: true };
  if (falsehoods.has(text)) return { ok: true, value: false };
  return { ok: false, reason: `strconv.ParseBool: parsing ${quote(text)}: invalid syntax` };
}

/** Returns a flag that is on or off; without a value it is on. */
export function booleanFlag(text: ScopedText & { readonly initial?: boolean }): Flag<boolean> {
  return { ...base(text), kind: 'boolean', initial: text.initial ?? false, accept: acceptBoolean };
}

/** Returns a flag that takes any text; the last one counts. */
export function textFlag(text: ScopedText): Flag<string | undefined> {
  return { ...base(text), kind: 'single', initial: undefined, accept: (value) => ({ ok: true, value }) };
}

/** Returns a text flag with a default. */
export function textFlagWithDefault(text: ScopedText & { readonly initial: string }): Flag<string> {
  return { ...base(text), kind: 'single', accept: (value) => ({ ok: true, value }) };
}

/** Returns a flag that may be repeated; every occurrence adds one text. */
export function listFlag(
  text: ScopedText & { readonly check?: (value: string) => string | undefined },
): Flag<readonly string[]> {
  const { check, ...rest } = text;
  return {
    ...base(rest),
    kind: 'list',
    initial: [],
    accept: (value, previous = []) => {
      const reason = check?.(value);
      return reason === undefined ? { ok: true, value: [...previous, value] } : { ok: false, reason };
    },
  };
}

/** Returns a flag that takes texts joined by commas, and may be repeated. */
export function commaListFlag(text: ScopedText): Flag<readonly string[]> {
  return {
    ...base(text),
    kind: 'list',
    initial: [],
    accept: (value, previous = []) => ({ ok: true, value: [...previous, ...value.split(',').filter(Boolean)] }),
  };
}

/** Returns a flag that takes an unsigned 64-bit number; 0 is not set. */
export function countFlag(text: ScopedText): Flag<bigint> {
  return { ...base(text), kind: 'single', initial: 0n, accept: (value) => parseLiteral(value, greatestUint64) };
}

const greatestSize = 2n ** 31n - 1n;

/** Returns a flag that takes a number from 1 to 2^31 − 1. */
export function sizeFlag(text: ScopedText & { readonly initial: number }): Flag<number> {
  return {
    ...base(text),
    kind: 'single',
    accept: (value) => {
      const number = parseLiteral(value, greatestSize);
      if (!number.ok) return number;
      return number.value === 0n
        ? { ok: false, reason: 'must be at least 1' }
        : { ok: true, value: Number(number.value) };
    },
  };
}

/** Returns a flag that takes a number of bytes, with or without a binary unit. */
export function byteSizeFlag(text: ScopedText): Flag<number | undefined> {
  return { ...base(text), kind: 'single', initial: undefined, accept: parseByteSize };
}

/** Returns a flag that takes a Go duration, kept in milliseconds; so is `initial`, a whole number. */
export function durationFlag(text: ScopedText & { readonly initial: number }): Flag<number> {
  return {
    ...base(text),
    kind: 'single',
    valueType: 'duration',
    defaultText: formatDuration(BigInt(text.initial) * 1_000_000n),
    accept: (value) => {
      const duration = parseDuration(value);
      return duration.ok ? { ok: true, value: Number(duration.nanos) / 1e6 } : duration;
    },
  };
}

/** Returns a flag that takes a log level. */
export function logLevelFlag(text: ScopedText & { readonly initial: LogLevel }): Flag<LogLevel> {
  return {
    ...base(text),
    kind: 'single',
    words: logLevels,
    accept: (value) => {
      const level = logLevels.find((name) => name === value);
      return level === undefined
        ? { ok: false, reason: `expected one of ${logLevels.join(', ')}` }
        : { ok: true, value: level };
    },
  };
}

/**
 * Returns a filter flag: its values go, in the order given, to the filter builder, so it has no value of its own. One
 * that needs no value has no placeholder.
 */
export function filterFlag(text: FlagText): Flag<undefined> {
  return { ...base(text), kind: 'filter', initial: undefined, accept: () => ({ ok: true, value: undefined }) };
}

/** Returns `--not`: it turns the next filter flag. */
export function notFlag(text: FlagText): Flag<undefined> {
  return { ...filterFlag(text), kind: 'not' };
}

/** Whether the flag may stand without a value, as `--follow` and `--not` do; a value then needs `=`. */
export function isValueOptional(flag: Flag<unknown>): boolean {
  if (flag.kind === 'boolean' || flag.kind === 'not') return true;
  return flag.kind === 'filter' && flag.placeholder === undefined;
}

/** A table of filter flags: each is one the builder knows. */
export type FilterFlagTable = { readonly [Name in FilterFlagName]: Flag<undefined> };
