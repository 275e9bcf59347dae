/** Nodes as CEL. */

import { celJoin, celNot } from './cel-quote.ts';
import { anyFilterExpression } from './flow-filter-cel.ts';
import { leafFilters } from './node-filters.ts';
import type { FilterNode } from './node.ts';

function joined(nodes: readonly FilterNode[], operator: '&&' | '||'): string | undefined {
  const parts = nodes.map(nodeExpression);
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : celJoin(known, operator);
}

/** Returns CEL that is true of the flows the node asks for, or undefined where CEL cannot say it. */
export function nodeExpression(node: FilterNode): string | undefined {
  switch (node.kind) {
    case 'not': {
      const inner = nodeExpression(node.of);
      return inner === undefined ? undefined : celNot(inner);
    }
    case 'all':
      return joined(node.of, '&&');
    case 'any':
      return joined(node.of, '||');
    default:
      return anyFilterExpression(leafFilters(node));
  }
}
