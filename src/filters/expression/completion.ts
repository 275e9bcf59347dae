/** What may stand at the cursor of the filter bar. */

import { verdictWords } from '../filter-values.ts';
import { filterFlagNames, flagShorts, isFilterFlag, switchFlags } from './bar-flags.ts';
import type { BarKey } from './bar-key.ts';
import { barKeys, keyNamed, rawKeys } from './keys.ts';
import { tokensOf, type Place, type Token, type WordToken } from './lexer.ts';
import { valueText } from './quoting.ts';
import type { FilterVocabulary } from './vocabulary.ts';
import { barWords, joiningWords } from './words.ts';

/** Texts that may replace the bar from `from` up to `to`, the best first. */
export interface BarCompletion extends Place {
  readonly candidates: readonly string[];
}

/** What is being written: what of it stands before the cursor, what it may become, and which part of the bar it is. */
interface Writing extends Place {
  readonly typed: string;
  readonly choices: readonly string[];
}

const mostCandidates = 50;
const control = /[\u0000-\u001f\u007f]/;
const collator = new Intl.Collator('en', { numeric: true });

function ranked({ typed, choices }: Writing): readonly string[] {
  const wanted = typed.toLowerCase();
  const starting: string[] = [];
  const holding: string[] = [];
  for (const choice of new Set(choices)) {
    const place = control.test(choice) ? -1 : choice.toLowerCase().indexOf(wanted);
    if (place >= 0 && choice !== typed) (place === 0 ? starting : holding).push(choice);
  }
  const sorted = [...starting.toSorted(collator.compare), ...holding.toSorted(collator.compare)];
  return sorted.slice(0, mostCandidates);
}

function flagNamed(token: Token | undefined): string | undefined {
  if (token?.kind !== 'word') return undefined;
  const short = /^-([a-zA-Z46])$/.exec(token.bare)?.[1];
  const name = short === undefined ? /^--([^=]+)$/.exec(token.bare)?.[1] : flagShorts.get(short);
  return name === undefined || switchFlags.has(name) ? undefined : name;
}

function valuesOfFlag(flag: string, vocabulary: FilterVocabulary): readonly string[] {
  return flag === 'verdict' ? verdictWords : (keyNamed(flag)?.suggest(vocabulary) ?? []);
}

function isStarted(name: string, typed: string): boolean {
  return typed !== '' && name.startsWith(typed.toLowerCase());
}

// Other spellings come up only for who starts to write one. The `from-` and `to-` keys are many, and come up when somebody starts one.
function wordsAndKeys(typed: string): readonly string[] {
  const wantsEnds = /^(?:from|to)-/i.test(typed);
  const keys = barKeys.filter(({ name }) => wantsEnds || !/^(?:from|to)-/.test(name));
  const names = keys.flatMap(({ name, aliases }) => [name, ...aliases.filter((alias) => isStarted(alias, typed))]);
  return [...barWords.map(({ word }) => word), ...[...names, ...rawKeys].map((name) => `${name}:`), ...joiningWords];
}

/** A word with the cursor in it. */
class WordAtCursor {
  readonly #word: WordToken;
  readonly #cursor: number;
  readonly #sign: number;

  constructor(word: WordToken, at: number) {
    this.#word = word;
    // Characters of the word before the cursor.
    this.#cursor = word.offsets.slice(0, -1).filter((offset) => offset < at).length;
    this.#sign = Math.min(/^[-!]*/.exec(word.bare)?.[0].length ?? 0, this.#cursor);
  }

  writing(vocabulary: FilterVocabulary): Writing {
    const { bare } = this.#word;
    if (bare.startsWith('--')) return this.#flag(vocabulary);
    const colon = bare.indexOf(':', this.#sign);
    const key = colon < 0 ? undefined : keyNamed(this.#word.text.slice(this.#sign, colon));
    if (colon >= 0 && this.#cursor > colon) return this.#value(key, colon, key?.suggest(vocabulary) ?? []);
    const typed = this.#word.text.slice(this.#sign, this.#cursor);
    const to = colon < 0 ? this.#word.to : this.#behind(colon);
    return { from: this.#behind(this.#sign - 1), to, typed, choices: wordsAndKeys(typed) };
  }

  /** The whole word as the value of a flag before it. */
  flagValue(choices: readonly string[]): Writing {
    const { text, from, to } = this.#word;
    return { from, to, typed: text.slice(0, this.#cursor), choices };
  }

  #flag(vocabulary: FilterVocabulary): Writing {
    const { text, bare } = this.#word;
    const equals = bare.indexOf('=');
    if (equals >= 0 && this.#cursor > equals) {
      const flag = text.slice(2, equals);
      return this.#value(undefined, equals, isFilterFlag(flag) ? valuesOfFlag(flag, vocabulary) : []);
    }
    const choices = ['not', 'allowlist', 'denylist', ...filterFlagNames].map((name) => `--${name}`);
    const { from, to } = this.#word;
    return { from, to: equals < 0 ? to : this.#before(equals), typed: text.slice(0, this.#cursor), choices };
  }

  #value(key: BarKey | undefined, separator: number, choices: readonly string[]): Writing {
    const { text, bare } = this.#word;
    const isList = key?.isList === true;
    const start = Math.max(separator, isList ? bare.lastIndexOf(',', this.#cursor - 1) : -1) + 1;
    const comma = isList ? bare.indexOf(',', this.#cursor) : -1;
    const to = comma < 0 ? this.#word.to : this.#before(comma);
    return { from: this.#behind(start - 1), to, typed: text.slice(start, this.#cursor), choices };
  }

  // Separators and signs are never quoted, so the bar goes on right behind them, with a quote if the value has one.
  #behind(index: number): number {
    const offset = this.#word.offsets[index];
    return offset === undefined ? this.#word.from : offset + 1;
  }

  #before(index: number): number {
    return this.#word.offsets[index] ?? this.#word.to;
  }
}

function emptyWord(at: number): WordToken {
  return { kind: 'word', text: '', bare: '', offsets: [at], from: at, to: at, open: undefined };
}

/**
 * Returns what may stand at the cursor `at`: keys and words where one starts, values behind a key or a flag, names of flags
 * behind `--`; at most 50, those that start as what is written first. Values that need quotes have them. Takes any text.
 */
export function completeBar(text: string, at: number, vocabulary: FilterVocabulary): BarCompletion {
  const cursor = Math.min(Math.max(at, 0), text.length);
  const tokens = tokensOf(text);
  const index = tokens.findIndex((token) => token.kind === 'word' && token.from <= cursor && cursor <= token.to);
  const token = tokens[index];
  const before = index < 0 ? tokens.filter(({ to }) => to <= cursor).at(-1) : tokens[index - 1];
  const word = new WordAtCursor(token?.kind === 'word' ? token : emptyWord(cursor), cursor);
  const flag = flagNamed(before);
  const isValue = flag !== undefined && isFilterFlag(flag);
  const writing = isValue ? word.flagValue(valuesOfFlag(flag, vocabulary)) : word.writing(vocabulary);
  return { from: writing.from, to: writing.to, candidates: ranked(writing).map(valueText) };
}
