/** `--node-label`: what nodeSelectors of Felix configurations are tried on. */

import { UsageError } from '../base/errors.ts';
import { matchNodeNames } from './node-name.ts';
import type { NodeLabels } from './node-selector.ts';

interface LabelOfNode {
  /** Undefined: of every node. */
  readonly node: string | undefined;
  readonly label: string;
  readonly value: string;
}

function parseNodeLabel(text: string): LabelOfNode {
  const sign = text.indexOf('=');
  const name = text.slice(0, sign).trim();
  const colon = name.indexOf(':');
  const label = name.slice(colon + 1);
  if (sign <= 0 || label === '' || colon === 0 || /\s/.test(name)) {
    throw new UsageError(`--node-label: "${text}" is not understood`, {
      code: 'policy/node-label',
      hint: 'write LABEL=VALUE, or NODE:LABEL=VALUE for one node of several, such as pool=edge',
    });
  }
  return { node: colon < 0 ? undefined : name.slice(0, colon), label, value: text.slice(sign + 1).trim() };
}

/** Returns the labels of the node with this name, or undefined when nothing was given for it. */
export type NodeLabelsOf = (node: string) => NodeLabels | undefined;

/**
 * Returns the labels by node of `LABEL=VALUE` (every node) and `NODE:LABEL=VALUE` texts; a later one wins.
 *
 * @throws UsageError for any other text
 */
export function compileNodeLabels(texts: readonly string[]): NodeLabelsOf {
  const labels = texts.map(parseNodeLabel);
  return (node) => {
    const own = labels.filter((entry) => entry.node === undefined || matchNodeNames(entry.node, node) !== 'none');
    return own.length === 0 ? undefined : new Map(own.map(({ label, value }) => [label, value]));
  };
}
