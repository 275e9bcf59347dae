/** Terms of the filter bar as the filters of a request, so that the server applies them. */

import { AppError } from '../../base/errors.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import { createFilterBuilder, type BuiltFilters } from '../builder.ts';
import { compileFilters } from '../compile.ts';
import { isIndependent, nodeOfFlag } from './bar-flags.ts';
import { allOf, clauseOf, type Clause } from './clauses.ts';
import type { FilterNode } from './node.ts';
import { joinRepeated } from './repeated-keys.ts';
import type { BarTerm } from './reading.ts';

/** Filters of a request, or why there are none; `term` is the index of the term that cannot be said. */
export type BarFilters =
  | { readonly ok: true; readonly filters: BuiltFilters }
  | { readonly ok: false; readonly message: string; readonly hint: string; readonly term: number };

/** A part of the bar that flows must match or must not, and the filters that say so. */
export interface BarClause extends Clause {
  readonly node: FilterNode;
}

/** The clauses of a bar. */
export type BarClauses =
  | { readonly ok: true; readonly clauses: readonly BarClause[] }
  | Extract<BarFilters, { readonly ok: false }>;

// Beside words a flag means what the key of its name means, unless it is one whose meaning depends on the flags beside it.
function asWord(node: FilterNode): FilterNode {
  const isWord = node.kind === 'flag' && !node.isNegated && isIndependent(node.flag);
  return isWord ? nodeOfFlag(node.flag, node.value) : node;
}

function anyFilter(filters: readonly FlowFilter[]): FilterNode {
  return { kind: 'any', of: filters.map((filter) => ({ kind: 'filter', filter })) };
}

/** The clauses of flags that depend on each other, which are built together as on the command line. */
function flagClauses(nodes: readonly FilterNode[]): readonly BarClause[] {
  const builder = createFilterBuilder();
  // Flags were checked together when the text was read.
  for (const node of nodes) if (node.kind === 'flag') builder.set(node.flag, node.value, node.isNegated);
  const { whitelist, blacklist } = builder.build();
  return [
    ...(whitelist.length === 0 ? [] : [{ side: 'allow' as const, filters: whitelist, node: anyFilter(whitelist) }]),
    ...(blacklist.length === 0
      ? []
      : [{ side: 'deny' as const, filters: blacklist, node: { kind: 'not' as const, of: anyFilter(blacklist) } }]),
  ];
}

function unsayable(terms: readonly BarTerm[], node: FilterNode): Extract<BarFilters, { readonly ok: false }> {
  const term = terms.findIndex((one) => one.node === node);
  return {
    ok: false,
    message: `${terms[term]?.text ?? 'this'} cannot be asked of a server`,
    hint: 'write it without brackets, as a filter of its own',
    term: Math.max(term, 0),
  };
}

/** Returns what the bar asks for, part by part: terms of one key together, flags that depend on each other together. */
export function barClauses(terms: readonly BarTerm[]): BarClauses {
  const nodes = joinRepeated(terms.map(({ node }) => asWord(node)));
  const clauses: BarClause[] = [];
  for (const node of joinAllowed(nodes)) {
    if (node.kind === 'flag') continue;
    const clause = clauseOf(node);
    if (clause === undefined) return unsayable(terms, node);
    clauses.push({ ...clause, node });
  }
  return { ok: true, clauses: [...clauses, ...flagClauses(nodes)] };
}

// Several filters as JSON widen, as they do on the command line.
function joinAllowed(nodes: readonly FilterNode[]): readonly FilterNode[] {
  const raw = nodes.filter((node) => node.kind === 'filter');
  if (raw.length < 2) return nodes;
  return [...nodes.filter((node) => node.kind !== 'filter'), { kind: 'any', of: raw }];
}

/** Returns the filters of the terms. A negated term excludes by itself; flags after `--not` exclude together, as on the command line. */
export function barFilters(terms: readonly BarTerm[]): BarFilters {
  const read = barClauses(terms);
  if (!read.ok) return read;
  const allowing = read.clauses.filter(({ side }) => side === 'allow');
  const blacklist = read.clauses.flatMap(({ side, filters }) => (side === 'deny' ? filters : []));
  if (allowing.length === 0) return { ok: true, filters: { whitelist: [], blacklist } };
  const whitelist = allOf(allowing);
  if (whitelist !== undefined) return { ok: true, filters: { whitelist, blacklist } };
  return {
    ok: false,
    message: 'these filters cannot be asked of a server together',
    hint: 'take the last one away',
    term: terms.length - 1,
  };
}

/** Compiles the filters; returns what is wrong with a pattern, a name or CEL in them, or undefined. */
export async function checkBar(
  terms: readonly BarTerm[],
): Promise<{ readonly message: string; readonly hint: string } | undefined> {
  const read = barClauses(terms);
  const built = barFilters(terms);
  if (!read.ok) return read;
  if (!built.ok) return built;
  try {
    // Alone first: joined with others, CEL may be taken for what nobody wrote.
    for (const { filters } of read.clauses) await compileFilters({ whitelist: filters });
    await compileFilters(built.filters);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Of a fault in CEL the lines after the first show the place, for which a bar has no room.
    return { message: error.message.replace(/\n[^]*$/, ''), hint: error.hint ?? 'change the filter, or take it away' };
  }
}
