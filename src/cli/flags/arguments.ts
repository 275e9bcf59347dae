/**
 * Command line arguments as Hubble's flag library (pflag) reads them, over the tokens of node:util: `--flag value`,
 * `--flag=value`, `-o json`, `-ojson`, `-o=json`, `-fo json`, `-f=false`, `--` ends flags, flags and words may be mixed.
 */

import { parseArgs } from 'node:util';

import { UsageError } from '../../base/errors.ts';
import { isValueOptional, type Flag, type FlagTable } from './flag.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';

/** One thing on the command line. `index` is where it stands. */
export type Argument =
  | { readonly kind: 'flag'; readonly name: string; readonly value: string; readonly index: number }
  | { readonly kind: 'word'; readonly text: string; readonly index: number };

type Token = NonNullable<ReturnType<typeof tokenise>>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

function tokenise(args: readonly string[], table: FlagTable) {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, flag]) => [
      name,
      {
        type: isValueOptional(flag) ? ('boolean' as const) : ('string' as const),
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function unknownHint(name: string, table: FlagTable): string {
  const nearest = nearestName(name, Object.keys(table));
  return nearest === undefined ? '--help lists all flags' : `did you mean --${nearest}?`;
}

function rejectUnknown(token: OptionToken, rest: string, table: FlagTable): never {
  const long = token.rawName.startsWith('--');
  if (long && /^[-=]?$/.test(token.name.slice(0, 1))) {
    throw new UsageError(`bad flag syntax: ${rest}`, { code: 'flags/syntax', hint: '--help lists all flags' });
  }
  const message = long ? `unknown flag: --${token.name}` : `unknown shorthand flag: '${token.name}' in -${rest}`;
  throw new UsageError(message, {
    code: 'flags/unknown',
    hint: long ? unknownHint(token.name, table) : '--help lists all flags',
  });
}

function rejectMissing(token: OptionToken, flag: Flag<unknown>, rest: string): never {
  const what = token.rawName.startsWith('--') ? token.rawName : `'${flag.short}' in -${rest}`;
  throw new UsageError(`flag needs an argument: ${what}`, {
    code: 'flags/missing-argument',
    hint: `${token.rawName} takes ${flag.placeholder ?? 'a value'}`,
  });
}

// `-o=json` reaches us as the value `=json`; a lone `=` is a value, as in pflag.
function givenValue(token: OptionToken): string | undefined {
  const value = token.value;
  if (value === undefined || token.rawName.startsWith('--') || !token.inlineValue) return value;
  return value.length > 1 && value.startsWith('=') ? value.slice(1) : value;
}

/** Letters of a group such as `-fD` are tokens with one index; this remembers how far a group was read. */
class ShortGroup {
  #index = -1;
  #offset = 0;

  /** Returns what is left of the argument, from the letter of `token` on. */
  rest(token: OptionToken, argument: string): string {
    if (token.rawName.startsWith('--')) return argument;
    this.#offset = token.index === this.#index ? this.#offset + 1 : 1;
    this.#index = token.index;
    return argument.slice(this.#offset);
  }
}

function* readOption(token: OptionToken, rest: string, table: FlagTable): Generator<Argument> {
  const flag = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
  if (flag === undefined) rejectUnknown(token, rest, table);
  const value = givenValue(token) ?? (isValueOptional(flag) ? 'true' : undefined);
  if (value === undefined) rejectMissing(token, flag, rest);
  yield { kind: 'flag', name: token.name, value, index: token.index };
}

// node:util has no `-f=false`: it would read the letters of `false` as flags.
function assignedShort(token: Token, rest: string, table: FlagTable): string | undefined {
  if (token.kind !== 'option' || token.rawName.startsWith('--') || !/^.=./.test(rest)) return undefined;
  const flag = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
  return flag !== undefined && isValueOptional(flag) ? rest.slice(2) : undefined;
}

/**
 * Yields the arguments in order. Throws UsageError, in Hubble's words, at an unknown flag or a missing value; what stands
 * before it was yielded by then, so that the leftmost error is the one reported.
 */
export function* readArguments(args: readonly string[], table: FlagTable, from = 0): Generator<Argument> {
  const group = new ShortGroup();
  for (const token of tokenise(args.slice(from), table)) {
    const index = token.index + from;
    if (token.kind === 'positional') yield { kind: 'word', text: token.value, index };
    if (token.kind !== 'option') continue;
    const rest = group.rest(token, args[index] ?? '');
    const assigned = assignedShort(token, rest, table);
    if (assigned !== undefined) {
      yield { kind: 'flag', name: token.name, value: assigned, index };
      yield* readArguments(args, table, index + 1);
      return;
    }
    for (const argument of readOption(token, rest, table)) yield { ...argument, index };
  }
}
