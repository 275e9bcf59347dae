/** Nodes that stand for themselves as FlowFilters: a flow fits when one of them matches. */

import { canonical } from './canonical.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import { nodeOfFlag } from './bar-flags.ts';
import { keyNamed } from './keys.ts';
import type { FieldNode, FilterNode } from './node.ts';
import { textExpression } from './text-cel.ts';

/** A node that holds no others. */
export type LeafNode = Exclude<FilterNode, { readonly kind: 'not' | 'all' | 'any' }>;

/** Returns the filter of flows this CEL expression is true of. */
export function celFilter(expression: string): FlowFilter {
  return { experimental: { cel_expression: [expression] } };
}

function fieldNames(filter: FlowFilter): readonly (keyof FlowFilter)[] {
  return Object.keys(filter).filter((name): name is keyof FlowFilter => Object.hasOwn(filter, name));
}

/** Returns two lists of values of any one field as one, each value once. */
function joinedValues(a: unknown, b: unknown): readonly unknown[] {
  const values: unknown[] = [...(Array.isArray(a) ? a : []), ...(Array.isArray(b) ? b : [])];
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}

/**
 * Returns the filters with those that ask only for values of one and the same field brought together, as values of one
 * field are ORed.
 */
export function joinOneField(filters: readonly FlowFilter[]): readonly FlowFilter[] {
  const joined = new Map<string, FlowFilter>();
  for (const filter of filters) {
    const [name, ...more] = fieldNames(filter);
    // An empty list asks for nothing, which more values would change.
    const isSingle = name !== undefined && name !== 'experimental' && more.length === 0 && filter[name]?.length !== 0;
    const key = isSingle ? name : canonical(filter);
    const earlier = joined.get(key);
    const hasBoth = isSingle && earlier !== undefined;
    joined.set(key, hasBoth ? { [name]: joinedValues(earlier[name], filter[name]) } : filter);
  }
  return [...joined.values()];
}

// Values were checked when the text was read; one that is none asks for nothing.
function fieldFilters({ key, values }: FieldNode): readonly FlowFilter[] {
  const filters = values.flatMap((value) => {
    const reading = keyNamed(key)?.read(value);
    return reading?.ok === true ? reading.filters : [];
  });
  return joinOneField(filters);
}

/** Returns the filters of a leaf, at least one. A flag is taken by itself, its negation aside. */
export function leafFilters(node: LeafNode): readonly FlowFilter[] {
  switch (node.kind) {
    case 'field':
      return fieldFilters(node);
    case 'text':
      return [celFilter(textExpression(node.text, node.isFuzzy))];
    case 'cel':
      return [celFilter(node.expression)];
    case 'filter':
      return [node.filter];
    case 'flag': {
      const alone = nodeOfFlag(node.flag, node.value);
      return alone.kind === 'field' || alone.kind === 'cel' ? leafFilters(alone) : [];
    }
    default:
      return node satisfies never;
  }
}
