/** The filter bar in other forms, to show and to copy: flags of the command line, CEL, its own text. */

import { messageToJson } from '../../flow/codec/json.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import { switchFlags } from './bar-flags.ts';
import { celJoin } from './cel-quote.ts';
import { product } from './filter-product.ts';
import { barClauses, barFilters, type BarClause } from './filters-of.ts';
import { flagsFor, type GivenFlag } from './filter-flags-text.ts';
import { nodeExpression } from './node-cel.ts';
import { celFilter, joinOneField } from './node-filters.ts';
import type { BarTerm } from './reading.ts';

function flagArguments({ flag, value }: GivenFlag, isNegated: boolean): readonly string[] {
  const not = isNegated ? ['--not'] : [];
  if (switchFlags.has(flag)) return [...not, `--${flag}`];
  // Behind a blank such a value would be taken for a flag, or for none.
  const isAmbiguous = value === '' || value.startsWith('-');
  return isAmbiguous ? [...not, `--${flag}=${value}`] : [...not, `--${flag}`, value];
}

function rawArguments(list: 'allowlist' | 'denylist', filters: readonly FlowFilter[]): readonly string[] {
  return filters.flatMap((filter) => [`--${list}`, messageToJson('flow.FlowFilter', filter)]);
}

// A part that flags cannot say beside the others is said as CEL, which is a flag too.
function flagsForAll(clauses: readonly BarClause[]): readonly GivenFlag[] | undefined {
  let said: { readonly filters: readonly FlowFilter[]; readonly flags: readonly GivenFlag[] } = {
    filters: [{}],
    flags: [],
  };
  for (const { node, filters } of clauses.toSorted((a, b) => a.filters.length - b.filters.length)) {
    const expression = nodeExpression(node);
    const forms = [filters, ...(expression === undefined ? [] : [[celFilter(expression)]])];
    const next = forms.map((form) => withForm(said.filters, form)).find((one) => one !== undefined);
    if (next === undefined) return undefined;
    said = next;
  }
  return said.flags;
}

function withForm(
  said: readonly FlowFilter[],
  form: readonly FlowFilter[],
): { readonly filters: readonly FlowFilter[]; readonly flags: readonly GivenFlag[] } | undefined {
  const filters = product(said, form);
  const flags = filters === undefined ? undefined : flagsFor(filters);
  return filters === undefined || flags === undefined ? undefined : { filters, flags };
}

function allowArguments(clauses: readonly BarClause[], whitelist: readonly FlowFilter[]): readonly string[] {
  const flags = flagsFor(whitelist) ?? flagsForAll(clauses);
  return flags === undefined
    ? rawArguments('allowlist', whitelist)
    : flags.flatMap((given) => flagArguments(given, false));
}

interface SaidAsFlags {
  readonly flags: readonly GivenFlag[];
  readonly rest: readonly FlowFilter[];
}

function without(filters: readonly FlowFilter[], said: readonly FlowFilter[]): readonly FlowFilter[] {
  return filters.filter((filter) => !said.includes(filter));
}

// Flags after `--not` exclude together, so at most one part of what is excluded can be said with them.
function sayAsFlags(filters: readonly FlowFilter[]): SaidAsFlags {
  // The two filters of a flag about either end stand side by side.
  const pairs = filters.slice(1).map((filter, index) => [filters[index] ?? filter, filter]);
  for (const said of [...pairs, ...filters.map((filter) => [filter])]) {
    const flags = flagsFor(said);
    if (flags !== undefined) return { flags, rest: without(filters, said) };
  }
  return { flags: [], rest: filters };
}

function denyArguments(filters: readonly FlowFilter[]): readonly string[] {
  const { flags, rest } = sayAsFlags(joinOneField(filters));
  return [...flags.flatMap((given) => flagArguments(given, true)), ...rawArguments('denylist', rest)];
}

/**
 * Returns the arguments with which `observe` selects the flows the terms select: flags where they say exactly the same,
 * `--cel-expression` beside them, else `--allowlist` and `--denylist`. No arguments where a request cannot say it (see `barFilters`).
 */
export function barFlags(terms: readonly BarTerm[]): readonly string[] {
  const [read, built] = [barClauses(terms), barFilters(terms)];
  if (!read.ok || !built.ok) return [];
  const { whitelist, blacklist } = built.filters;
  const allowing = read.clauses.filter(({ side }) => side === 'allow');
  return [...(allowing.length === 0 ? [] : allowArguments(allowing, whitelist)), ...denyArguments(blacklist)];
}

/**
 * Returns the terms as one CEL expression over `_flow`; `true` without terms. What CEL cannot say (the decoded path of a URL, labels
 * that are networks or compared as numbers) is named in a comment instead of an expression.
 */
export function barCel(terms: readonly BarTerm[]): string {
  const read = barClauses(terms);
  if (!read.ok) return `// no CEL: ${read.message}`;
  if (read.clauses.length === 0) return 'true';
  const parts = read.clauses.map(({ node }) => nodeExpression(node));
  const known = parts.filter((part) => part !== undefined);
  if (known.length === parts.length) return celJoin(known, '&&');
  const unsaid = terms.filter(({ node }) => nodeExpression(node) === undefined).map(({ text }) => text);
  return `// CEL has no form of ${unsaid.join(' ').replace(/[\r\n]/g, ' ')}`;
}

/** Returns the text of the terms. Reading it gives the terms again. */
export function barText(terms: readonly BarTerm[]): string {
  return terms.map(({ text }) => text).join(' ');
}
