/** Terms as clauses: what flows must match, and what they must not. Each is a list of FlowFilters, any of which may match. */

import type { FlowFilter } from '../../flow/flow-filter.ts';
import { mostFilters, product } from './filter-product.ts';
import { nodeExpression } from './node-cel.ts';
import { celFilter, joinOneField, leafFilters } from './node-filters.ts';
import { negate, type FilterNode } from './node.ts';

/** A clause. */
export interface Clause {
  readonly side: 'allow' | 'deny';
  readonly filters: readonly FlowFilter[];
}

interface Means {
  /** CEL may be used for what FlowFilters cannot say by themselves. */
  readonly cel: boolean;
}

function byExpression(node: FilterNode): readonly FlowFilter[] | undefined {
  const expression = nodeExpression(node);
  return expression === undefined ? undefined : [celFilter(expression)];
}

function united(nodes: readonly FilterNode[], means: Means): readonly FlowFilter[] | undefined {
  const lists = nodes.map((node) => disjuncts(node, means));
  const known = lists.filter((list) => list !== undefined);
  const filters = joinOneField(known.flat());
  return known.length < lists.length || filters.length > mostFilters ? undefined : filters;
}

function crossed(nodes: readonly FilterNode[], means: Means): readonly FlowFilter[] | undefined {
  let result: readonly FlowFilter[] | undefined = [{}];
  for (const node of nodes) {
    const filters = disjuncts(node, means);
    result = result === undefined || filters === undefined ? undefined : product(result, filters);
  }
  return result;
}

/** Returns filters any of which matches what the node asks for, or undefined where the means do not suffice. */
function disjuncts(node: FilterNode, means: Means): readonly FlowFilter[] | undefined {
  switch (node.kind) {
    case 'any':
      return united(node.of, means);
    case 'all':
      return crossed(node.of, means);
    case 'not':
      return negatedDisjuncts(node.of, means);
    default:
      return leafFilters(node);
  }
}

function negatedDisjuncts(node: FilterNode, means: Means): readonly FlowFilter[] | undefined {
  switch (node.kind) {
    case 'any':
      return crossed(node.of.map(negate), means);
    case 'all':
      return united(node.of.map(negate), means);
    case 'not':
      return disjuncts(node.of, means);
    default:
      return means.cel ? byExpression(negate(node)) : undefined;
  }
}

/**
 * Returns the clause of a node, or undefined where a request cannot say it. What to leave out goes to the deny side, so that
 * it needs no CEL.
 */
export function clauseOf(node: FilterNode): Clause | undefined {
  for (const means of [{ cel: false }, { cel: true }]) {
    const allowed = disjuncts(node, means);
    if (allowed !== undefined) return { side: 'allow', filters: allowed };
    const denied = disjuncts(negate(node), means);
    if (denied !== undefined) return { side: 'deny', filters: denied };
  }
  const filters = byExpression(node);
  return filters === undefined ? undefined : { side: 'allow', filters };
}

/**
 * Returns what several clauses together ask for as one list of filters, or undefined where there is none. A clause that would
 * make too many filters becomes CEL.
 */
export function allOf(clauses: readonly (Clause & { readonly node: FilterNode })[]): readonly FlowFilter[] | undefined {
  const parts = clauses.map(({ node, filters }) => ({ filters, expression: byExpression(node) }));
  // What CEL cannot say must find room.
  const [unsayable, sayable] = [true, false].map((wanted) =>
    parts.filter((part) => (part.expression === undefined) === wanted),
  );
  let result: readonly FlowFilter[] = [{}];
  for (const { filters, expression } of [...(unsayable ?? []), ...(sayable ?? [])]) {
    const next = product(result, filters) ?? (expression === undefined ? undefined : product(result, expression));
    if (next === undefined) return undefined;
    result = next;
  }
  return result;
}
