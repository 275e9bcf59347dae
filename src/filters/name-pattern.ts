/**
 * Patterns over host and node names: literal characters and `*`. Matched by following all states at once, so that a
 * pattern from the network cannot make a regular expression backtrack without end.
 */

import { quoteRune } from '../base/quote.ts';
import { filterError } from './predicate.ts';

/** Whether a whole name fits. */
export type NamePredicate = (name: string) => boolean;

// `*` crosses dots but never stands for an underscore.
const wildcardCharacter = /^[-.0-9a-z]$/;
const anyName = /^[-0-9_a-z]+(?:\.[-0-9_a-z]+)*$/;

function addState(states: Set<number>, pattern: string, state: number): void {
  states.add(state);
  if (pattern[state] === '*') addState(states, pattern, state + 1);
}

function step(states: ReadonlySet<number>, pattern: string, character: string): Set<number> {
  const next = new Set<number>();
  for (const state of states) {
    const expected = pattern[state];
    if (expected === '*') {
      if (wildcardCharacter.test(character)) addState(next, pattern, state);
    } else if (expected === character) {
      addState(next, pattern, state + 1);
    }
  }
  return next;
}

function fits(pattern: string, name: string): boolean {
  let states = new Set<number>();
  addState(states, pattern, 0);
  for (const character of name) {
    states = step(states, pattern, character);
    if (states.size === 0) return false;
  }
  return states.has(pattern.length);
}

function compilePattern(pattern: string): NamePredicate {
  const canonical = pattern.trim().replace(/\.$/, '').toLowerCase();
  if (canonical === '') throw filterError('empty pattern');
  if (canonical.endsWith('.')) throw filterError('multiple trailing dots in pattern');
  const bad = /[^-.*_0-9a-z]/u.exec(canonical)?.[0];
  if (bad !== undefined) throw filterError(`${quoteRune(bad)}: invalid rune in pattern`);
  if (!canonical.includes('*')) return (name) => name === canonical;
  const collapsed = canonical.replace(/\*+/g, '*');
  return (name) => fits(collapsed, name);
}

function compileElement(pattern: string): NamePredicate {
  return pattern === '' ? (name) => anyName.test(name) : compilePattern(pattern);
}

function compileNodePattern(pattern: string): NamePredicate {
  if (pattern === '') throw filterError('empty pattern');
  const parts = pattern.split('/');
  if (parts.length > 2) throw filterError('too many slashes in pattern');
  const matchesCluster = compileElement(parts.length === 2 ? (parts[0] ?? '') : '');
  const matchesNode = compileElement(parts.at(-1) ?? '');
  return (name) => {
    const slash = name.indexOf('/');
    return matchesCluster(name.slice(0, slash)) && matchesNode(name.slice(slash + 1));
  };
}

function anyOf(predicates: readonly NamePredicate[]): NamePredicate {
  return (name) => predicates.some((matches) => matches(name));
}

/**
 * Compiles domain name patterns such as `*.example.com`; the result holds when any of them is the whole name. Patterns are
 * lower-cased, blanks and one trailing dot are dropped, names are taken as they are. Throws UsageError with Hubble's message.
 */
export function compileNamePatterns(patterns: readonly string[]): NamePredicate {
  return anyOf(patterns.map(compilePattern));
}

/**
 * Compiles node name patterns `[cluster/]node`; an empty or missing part stands for any. The name to test is
 * `cluster/node`. Throws UsageError with Hubble's message.
 */
export function compileNodePatterns(patterns: readonly string[]): NamePredicate {
  return anyOf(patterns.map(compileNodePattern));
}
