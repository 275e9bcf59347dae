/** Keys that are written more than once. */

import { keyNamed } from './keys.ts';
import type { FieldNode, FilterNode } from './node.ts';

// `from:shop/ from::80` asks for a port of the pods, not for either.
function groupOf({ key, values }: FieldNode): string {
  return values.every((value) => value.startsWith(':')) ? `${key} port` : key;
}

function joined(fields: readonly FieldNode[]): FilterNode | undefined {
  const [first] = fields;
  if (first === undefined || fields.length === 1) return first;
  if (keyNamed(first.key)?.isList !== true) return { kind: 'any', of: fields };
  return { ...first, values: fields.flatMap(({ values }) => values) };
}

/**
 * Returns nodes that stand side by side with the values of one key brought together: repeating a key widens it, as
 * repeating a flag does. The order is that of the first of each.
 */
export function joinRepeated(nodes: readonly FilterNode[]): readonly FilterNode[] {
  const groups = new Map<unknown, FilterNode | FieldNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'field') {
      groups.set(node, node);
      continue;
    }
    const group = groups.get(groupOf(node));
    if (Array.isArray(group)) group.push(node);
    else groups.set(groupOf(node), [node]);
  }
  return [...groups.values()].flatMap((group) => (Array.isArray(group) ? (joined(group) ?? []) : group));
}
