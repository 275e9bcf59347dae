/** FlowFilter.node_name. */

import { compileNodePatterns } from '../name-pattern.ts';
import type { FieldCompiler } from '../predicate.ts';

const defaultCluster = 'default';

/** Holds when the node of the flow fits one of the patterns; a node name without a cluster is in `default`. */
export const compileNodeName: FieldCompiler<string> = (values) => {
  const matches = compileNodePatterns(values);
  return ({ node_name: node = '' }) => node !== '' && matches(node.includes('/') ? node : `${defaultCluster}/${node}`);
};
