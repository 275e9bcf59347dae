/** Tokens of the filter bar to nodes: `or` binds closer than a blank, `and` closer than `or`, `-`, `!` and `not` closest. */

import type { FilterFlagName } from '../filter-flags.ts';
import { BarFault } from './bar-fault.ts';
import { filterFlagNames, flagShorts, isFilterFlag, nodeOfFlag, switchFlags } from './bar-flags.ts';
import { restOf, type Place, type Token, type WordToken } from './lexer.ts';
import { nearestName } from './nearest-name.ts';
import { negate, type FilterNode } from './node.ts';
import { joinRepeated } from './repeated-keys.ts';
import { checkNode, openFault, rawNode, wordNode } from './word-node.ts';

/** A term and where it stands. */
export interface PlacedNode extends Place {
  readonly node: FilterNode;
}

// Nobody writes deeper ones, and each level costs stack here and in every walk over the tree.
const deepest = 50;
const joiners: Readonly<Record<string, 'and' | 'or'>> = { and: 'and', '&&': 'and', or: 'or', '||': 'or' };

function joinerOf(token: Token | undefined): 'and' | 'or' | undefined {
  if (token?.kind !== 'word') return undefined;
  const word = token.bare.toLowerCase();
  return Object.hasOwn(joiners, word) ? joiners[word] : undefined;
}

/** Reads the tokens of one bar. */
export class BarParser {
  readonly #tokens: Token[];
  readonly #length: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = [...tokens];
    this.#length = length;
  }

  /** Returns the terms. Throws BarFault for the first thing wrong. */
  terms(): readonly PlacedNode[] {
    const terms: PlacedNode[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'close') throw new BarFault('no bracket was opened', 'take the ) away', token);
      const node = this.#either();
      const to = this.#tokens[this.#at - 1]?.to ?? token.to;
      terms.push({ node, from: token.from, to });
    }
    return terms;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #end(): Place {
    return { from: this.#length, to: this.#length };
  }

  #either(): FilterNode {
    return this.#chain('or', 'any', () => this.#chain('and', 'all', () => this.#single()));
  }

  #chain(joiner: 'and' | 'or', kind: 'all' | 'any', next: () => FilterNode): FilterNode {
    const place = this.#peek() ?? this.#end();
    const first = next();
    if (joinerOf(this.#peek()) !== joiner) return first;
    const nodes = [alone(first, place)];
    while (joinerOf(this.#peek()) === joiner) {
      this.#at += 1;
      const placeOfNext = this.#peek() ?? this.#end();
      nodes.push(alone(next(), placeOfNext));
    }
    return { kind, of: nodes };
  }

  #single(): FilterNode {
    const token = this.#peek();
    if (token === undefined)
      throw new BarFault('a filter is missing here', 'write one, or take the word away', this.#end());
    if (token.kind === 'close') throw new BarFault('a filter is missing here', 'write one before the )', token);
    if (token.kind === 'open') return this.#bracket(token);
    if (joinerOf(token) !== undefined) {
      throw new BarFault(
        `"${token.text}" joins two filters`,
        `to look for the word write "${token.text}" in quotes`,
        token,
      );
    }
    this.#at += 1;
    return this.#word(token);
  }

  #bracket(open: Token): FilterNode {
    this.#at += 1;
    return this.#deeper(open, () => {
      const nodes: FilterNode[] = [];
      for (let token = this.#peek(); token?.kind !== 'close'; token = this.#peek()) {
        if (token === undefined) throw new BarFault('a bracket is not closed', 'write ) at its end', open);
        nodes.push(alone(this.#either(), token));
      }
      this.#at += 1;
      const joined = joinRepeated(nodes);
      const [only] = joined;
      if (only === undefined) throw new BarFault('the brackets are empty', 'write a filter between them', open);
      return joined.length === 1 ? only : { kind: 'all', of: joined };
    });
  }

  #deeper<T>(place: Place, read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw new BarFault('too many brackets', `at most ${deepest} inside each other`, place);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #word(word: WordToken): FilterNode {
    if (word.open !== undefined) throw openFault(word);
    if (word.bare.startsWith('--') && word.bare.length > 2) return this.#flag(word);
    if (/^-[a-zA-Z46](?:$|=)/.test(word.bare)) {
      const short = this.#short(word);
      if (short !== undefined) return short;
    }
    if (word.bare.toLowerCase() === 'not') return this.#negated(word);
    const sign = /^[-!]/.exec(word.bare)?.[0];
    if (sign === undefined) return wordNode(word);
    if (word.text.length === 1) return this.#negated(word);
    this.#tokens.splice(this.#at, 0, restOf(word, 1));
    return this.#negated(word);
  }

  #negated(place: WordToken): FilterNode {
    return this.#deeper(place, () => negate(alone(this.#single(), place)));
  }

  #short(word: WordToken): FilterNode | undefined {
    const letter = word.bare[1] ?? '';
    if (letter === 'f') return { kind: 'text', text: this.#value(word, 2), isFuzzy: true };
    const flag = flagShorts.get(letter);
    return flag === undefined ? undefined : this.#flagNode(flag, word, 2);
  }

  #flag(word: WordToken): FilterNode {
    const equals = word.bare.indexOf('=');
    const valueAt = equals < 0 ? word.bare.length : equals;
    const name = word.text.slice(2, valueAt);
    if (name === 'not') return this.#not(word);
    if (name === 'allowlist' || name === 'denylist') return rawNode(name, this.#value(word, valueAt), word);
    if (isFilterFlag(name)) return this.#flagNode(name, word, valueAt);
    const nearest = nearestName(name, ['not', 'allowlist', 'denylist', ...filterFlagNames]);
    const hint = nearest === undefined ? 'only filters can stand here' : `did you mean --${nearest}?`;
    throw new BarFault(`--${name} is no filter`, hint, word);
  }

  // Whatever its value says, `--not` negates.
  #not(word: WordToken): FilterNode {
    const next = this.#peek();
    if (next?.kind === 'word' && /^--not(?:=|$)/.test(next.bare)) {
      throw new BarFault('--not stands twice', 'take one away', next);
    }
    const node = this.#deeper(word, () => this.#single());
    return negate(node);
  }

  #flagNode(flag: FilterFlagName, word: WordToken, valueAt: number): FilterNode {
    const value = switchFlags.has(flag) ? 'true' : this.#value(word, valueAt);
    return { kind: 'flag', flag, value, isNegated: false };
  }

  // `--flag=value`, or the next word as it is.
  #value(word: WordToken, at: number): string {
    if (word.bare[at] === '=') return word.text.slice(at + 1);
    const next = this.#peek();
    if (next?.kind !== 'word') throw new BarFault(`${word.text} needs a value`, 'write it behind', word);
    if (next.open !== undefined) throw openFault(next);
    this.#at += 1;
    return next.text;
  }
}

/**
 * Returns the node of what stands beside or inside others: there a flag means what it means by itself. Throws BarFault at
 * `place` when its value is none.
 */
function alone(node: FilterNode, place: Place): FilterNode {
  if (node.kind !== 'flag') return node;
  if (node.value === '') throw new BarFault(`--${node.flag} needs a value here`, 'write one behind it', place);
  const single = nodeOfFlag(node.flag, node.value);
  checkNode(single, place);
  return node.isNegated ? negate(single) : single;
}
