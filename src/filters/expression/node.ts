/** What the text of the filter bar means, as a tree. */

import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { FilterFlagName } from '../filter-flags.ts';

/** Any of these values of one key, such as `port:53,80`. `key` is the key's own name, never another spelling of it. */
export interface FieldNode {
  readonly kind: 'field';
  readonly key: string;
  readonly values: readonly string[];
}

/** A flag of the command line. All flags of a bar together mean what they mean there. */
export interface FlagNode {
  readonly kind: 'flag';
  readonly flag: FilterFlagName;
  readonly value: string;
  readonly isNegated: boolean;
}

/** A text that one of the two ends holds; fuzzy when its characters need only come in order. */
export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
  readonly isFuzzy: boolean;
}

/** A node of the tree. A flag stands only at the top. */
export type FilterNode =
  | FieldNode
  | FlagNode
  | TextNode
  /** CEL as it was written. */
  | { readonly kind: 'cel'; readonly expression: string }
  /** One FlowFilter as it was written. */
  | { readonly kind: 'filter'; readonly filter: FlowFilter }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | { readonly kind: 'all'; readonly of: readonly FilterNode[] }
  | { readonly kind: 'any'; readonly of: readonly FilterNode[] };

/** Returns the opposite of a node; the opposite of an opposite is what it was. */
export function negate(node: FilterNode): FilterNode {
  if (node.kind === 'flag') return { ...node, isNegated: !node.isNegated };
  return node.kind === 'not' ? node.of : { kind: 'not', of: node };
}
