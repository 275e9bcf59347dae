/** A command line read against a flag table: the values given, the filters, the words. */

import { UsageError } from '../../base/errors.ts';
import { createFilterBuilder, type BuiltFilters, type FilterBuilder } from '../../filters/builder.ts';
import { fieldFlags, namespaceFlags, type FilterFlagName } from '../../filters/filter-flags.ts';
import { quote } from '../../base/quote.ts';
import { readArguments } from './arguments.ts';
import type { Flag, FlagTable } from './flag.ts';

/** A filter flag as it was given. */
export interface GivenFilter {
  readonly flag: FilterFlagName;
  /** `true` for a flag that needs no value and was given none. */
  readonly value: string;
  /** It stands behind `--not`. */
  readonly negated: boolean;
}

/** What a command line says. */
export interface ParsedLine {
  /** Values of the flags that were given, by name. */
  readonly given: ReadonlyMap<string, unknown>;
  readonly filters: BuiltFilters;
  /** The filter flags that `filters` were built from, in order. */
  readonly givenFilters: readonly GivenFilter[];
  /** Words that are no flags, in order. */
  readonly words: readonly string[];
  /** True when the last `--not` has no filter after it. */
  readonly trailingNot: boolean;
}

function isFilterFlag(name: string): name is FilterFlagName {
  return Object.hasOwn(fieldFlags, name) || Object.hasOwn(namespaceFlags, name);
}

/** Returns how messages name a flag: `--type`, with its letter `-t, --type`. */
function displayName(name: string, flag: Flag<unknown>): string {
  return flag.short === undefined ? `--${name}` : `-${flag.short}, --${name}`;
}

function invalidHint(name: string, flag: Flag<unknown>, value: string): string | undefined {
  const words = flag.words;
  if (words === undefined)
    return flag.placeholder === undefined ? undefined : `--${name} takes ${flag.placeholder}; --help says more`;
  const folded = words.find((word) => word.toLowerCase() === value.toLowerCase());
  return folded === undefined ? `one of ${words.join(', ')}` : `did you mean ${folded}?`;
}

function invalidArgument(name: string, flag: Flag<unknown>, value: string, reason: string): UsageError {
  const hint = invalidHint(name, flag, value);
  return new UsageError(`invalid argument ${quote(value)} for "${displayName(name, flag)}" flag: ${reason}`, {
    code: 'flags/invalid-argument',
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Takes flags one after the other, as they are given. */
class LineReader {
  readonly given = new Map<string, unknown>();
  readonly filters: FilterBuilder = createFilterBuilder();
  readonly givenFilters: GivenFilter[] = [];
  negated = false;

  take(name: string, flag: Flag<unknown>, value: string): void {
    const reason = this.#reasonAgainst(name, flag, value);
    if (reason !== undefined) throw invalidArgument(name, flag, value, reason);
  }

  #reasonAgainst(name: string, flag: Flag<unknown>, value: string): string | undefined {
    if (flag.kind === 'not') return this.#negate();
    if (flag.kind === 'filter' && isFilterFlag(name)) return this.#filter(name, value);
    const accepted = flag.accept(value, this.given.get(name));
    if (!accepted.ok) return accepted.reason;
    this.given.set(name, accepted.value);
    return undefined;
  }

  #negate(): string | undefined {
    if (this.negated) return 'consecutive --not statements';
    this.negated = true;
    return undefined;
  }

  #filter(name: FilterFlagName, value: string): string | undefined {
    const { negated } = this;
    this.negated = false;
    const result = this.filters.set(name, value, negated);
    if (!result.ok) return result.reason;
    this.givenFilters.push({ flag: name, value, negated });
    return undefined;
  }
}

/**
 * Reads `args` against `table`. Throws UsageError in Hubble's words for the leftmost thing wrong: an unknown flag, a missing
 * or invalid value, filters that cannot be combined, two `--not` in a row.
 */
export function parseLine(args: readonly string[], table: FlagTable): ParsedLine {
  const reader = new LineReader();
  const words: string[] = [];
  for (const argument of readArguments(args, table)) {
    if (argument.kind === 'word') {
      words.push(argument.text);
      continue;
    }
    const flag = table[argument.name];
    if (flag !== undefined) reader.take(argument.name, flag, argument.value);
  }
  const { given, givenFilters, negated: trailingNot } = reader;
  return { given, filters: reader.filters.build(), givenFilters, words, trailingNot };
}

/** Throws Hubble's UsageError when a `--not` has no filter after it. */
export function requireNoTrailingNot(line: ParsedLine): void {
  if (!line.trailingNot) return;
  throw new UsageError('trailing --not found in the arguments', {
    code: 'flags/trailing-not',
    hint: 'put --not before the filter it turns round',
  });
}
