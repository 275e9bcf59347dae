/**
 * The filter bar as text and as terms. A term is one chip: it can be removed by itself, and its text can be read again.
 */

import { createFilterBuilder } from '../builder.ts';
import { BarFault } from './bar-fault.ts';
import { tokensOf } from './lexer.ts';
import { nodeText } from './node-text.ts';
import type { FilterNode } from './node.ts';
import { BarParser, type PlacedNode } from './parser.ts';

/** A term: one chip of the bar. */
export interface BarTerm {
  /** The term as the bar writes it. */
  readonly text: string;
  readonly node: FilterNode;
}

/** Terms, or what is wrong with the text between `from` and `to`. */
export type BarReading =
  | { readonly ok: true; readonly terms: readonly BarTerm[] }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint: string;
      readonly from: number;
      readonly to: number;
    };

// More is a paste gone wrong, and every key press reads it all.
const longestBar = 20_000;
const mostTerms = 200;

/** Throws BarFault for a flag whose value is none, or that cannot stand beside the flags before it. */
function checkFlags(placed: readonly PlacedNode[]): void {
  const builder = createFilterBuilder();
  for (const { node, ...place } of placed) {
    if (node.kind !== 'flag') continue;
    const result = builder.set(node.flag, node.value, node.isNegated);
    if (!result.ok) throw new BarFault(`--${node.flag}: ${result.reason}`, 'change it or take it away', place);
  }
}

// Apart they say the same, and can be taken away one at a time.
function parted(placed: readonly PlacedNode[]): readonly PlacedNode[] {
  const [only] = placed;
  if (placed.length > 1 || only?.node.kind !== 'all' || hasRepeats(only.node.of)) return placed;
  return only.node.of.map((node) => ({ ...only, node }));
}

function hasRepeats(nodes: readonly FilterNode[]): boolean {
  const keys = nodes.flatMap((node) => (node.kind === 'field' ? [node.key] : []));
  return new Set(keys).size < keys.length;
}

/** Reads the text of a bar. Takes any text and never throws. */
export function readBar(text: string): BarReading {
  if (text.length > longestBar) {
    return {
      ok: false,
      message: 'the filters are too long',
      hint: 'take some away',
      from: longestBar,
      to: text.length,
    };
  }
  try {
    const placed = new BarParser(tokensOf(text), text.length).terms();
    const [extra] = placed.slice(mostTerms);
    if (extra !== undefined) throw new BarFault(`more than ${mostTerms} filters`, 'take some away', extra);
    checkFlags(placed);
    return { ok: true, terms: parted(placed).map(({ node }) => ({ node, text: nodeText(node) })) };
  } catch (error) {
    if (!(error instanceof BarFault)) throw error;
    return { ok: false, message: error.message, hint: error.hint, from: error.from, to: error.to };
  }
}
