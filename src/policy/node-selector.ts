/** Calico's selector language, as far as a FelixConfiguration uses it to select nodes by label. */

import { SelectorReader } from './selector-reader.ts';

/** Labels of a node. */
export type NodeLabels = ReadonlyMap<string, string>;

/** A selector as a tree. */
export type NodeSelector =
  | { readonly kind: 'all' }
  | { readonly kind: 'has'; readonly label: string }
  | { readonly kind: 'equals'; readonly label: string; readonly value: string }
  | { readonly kind: 'in'; readonly label: string; readonly values: ReadonlySet<string> }
  | { readonly kind: 'contains' | 'starts with' | 'ends with'; readonly label: string; readonly value: string }
  | { readonly kind: 'not'; readonly operand: NodeSelector }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly NodeSelector[] };

/** A selector that was understood, or why it was not. */
export type NodeSelectorResult =
  | { readonly ok: true; readonly selector: NodeSelector }
  | { readonly ok: false; readonly message: string };

/** Parentheses and negations deeper than this are refused, so that no input can exhaust the stack. */
const maxDepth = 64;

/** Thrown inside this file only, where parsing has to leave several levels at once. */
class SelectorProblem extends Error {}

const not = (operand: NodeSelector): NodeSelector => ({ kind: 'not', operand });

function readTextOperator(reader: SelectorReader, label: string): NodeSelector | undefined {
  const valueOf = (): string => {
    const value = reader.text();
    if (value === undefined) throw new SelectorProblem(`a quoted text is expected at ${reader.place()}`);
    return value;
  };
  if (reader.take('==')) return { kind: 'equals', label, value: valueOf() };
  if (reader.take('!=')) return not({ kind: 'equals', label, value: valueOf() });
  if (reader.takeWord('contains')) return { kind: 'contains', label, value: valueOf() };
  if (reader.takeWord('starts') && reader.takeWord('with')) return { kind: 'starts with', label, value: valueOf() };
  if (reader.takeWord('ends') && reader.takeWord('with')) return { kind: 'ends with', label, value: valueOf() };
  return undefined;
}

function readSet(reader: SelectorReader): ReadonlySet<string> {
  const values = new Set<string>();
  if (!reader.take('{')) throw new SelectorProblem(`"{" is expected at ${reader.place()}`);
  while (!reader.take('}')) {
    if (values.size > 0 && !reader.take(',')) throw new SelectorProblem(`"," is expected at ${reader.place()}`);
    const value = reader.text();
    if (value === undefined) throw new SelectorProblem(`a quoted text is expected at ${reader.place()}`);
    values.add(value);
  }
  return values;
}

function readComparison(reader: SelectorReader, label: string): NodeSelector {
  if (reader.takeWord('in')) return { kind: 'in', label, values: readSet(reader) };
  if (reader.takeWord('not')) {
    if (!reader.takeWord('in')) throw new SelectorProblem(`"in" is expected at ${reader.place()}`);
    return not({ kind: 'in', label, values: readSet(reader) });
  }
  const comparison = readTextOperator(reader, label);
  if (comparison === undefined) throw new SelectorProblem(`an operator is expected at ${reader.place()}`);
  return comparison;
}

function readCall(reader: SelectorReader, name: string): NodeSelector {
  const argument = reader.label();
  if (!reader.take(')')) throw new SelectorProblem(`")" is expected at ${reader.place()}`);
  if (name === 'has' && argument !== undefined) return { kind: 'has', label: argument };
  if (name === 'all' && argument === undefined) return { kind: 'all' };
  // global() selects what has no namespace, which is true of every node.
  if (name === 'global' && argument === undefined) return { kind: 'all' };
  throw new SelectorProblem(`${name}(${argument ?? ''}) is not understood`);
}

function readTerm(reader: SelectorReader, depth: number): NodeSelector {
  if (depth > maxDepth) throw new SelectorProblem(`more than ${maxDepth} levels of nesting`);
  if (reader.take('(')) {
    const inner = readEither(reader, depth + 1);
    if (!reader.take(')')) throw new SelectorProblem(`")" is expected at ${reader.place()}`);
    return inner;
  }
  if (reader.take('!')) return not(readTerm(reader, depth + 1));
  const label = reader.label();
  if (label === undefined) throw new SelectorProblem(`a label is expected at ${reader.place()}`);
  return reader.take('(') ? readCall(reader, label) : readComparison(reader, label);
}

function readBoth(reader: SelectorReader, depth: number): NodeSelector {
  const operands = [readTerm(reader, depth)];
  while (reader.take('&&')) operands.push(readTerm(reader, depth));
  return operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'and', operands };
}

function readEither(reader: SelectorReader, depth: number): NodeSelector {
  const operands = [readBoth(reader, depth)];
  while (reader.take('||')) operands.push(readBoth(reader, depth));
  return operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'or', operands };
}

/**
 * Returns the tree of a Calico selector: `==`, `!=`, `in`, `not in`, `contains`, `starts with`, `ends with`, `has()`,
 * `!`, `&&`, `||`, parentheses, `all()` and `global()`. Anything else is a message, never a guess. The empty selector
 * selects everything, as in Calico.
 */
export function parseNodeSelector(text: string): NodeSelectorResult {
  const reader = new SelectorReader(text);
  if (reader.atEnd()) return { ok: true, selector: { kind: 'all' } };
  try {
    const selector = readEither(reader, 0);
    if (!reader.atEnd()) return { ok: false, message: `the end is expected at ${reader.place()}` };
    return { ok: true, selector };
  } catch (error) {
    if (error instanceof SelectorProblem) return { ok: false, message: error.message };
    throw error;
  }
}

/** Returns whether `selector` selects a node with `labels`. A negation also selects a node that lacks the label. */
export function selectsNode(selector: NodeSelector, labels: NodeLabels): boolean {
  switch (selector.kind) {
    case 'all':
      return true;
    case 'has':
      return labels.has(selector.label);
    case 'equals':
      return labels.get(selector.label) === selector.value;
    case 'in':
      return selector.values.has(labels.get(selector.label) ?? '') && labels.has(selector.label);
    case 'contains':
      return labels.get(selector.label)?.includes(selector.value) ?? false;
    case 'starts with':
      return labels.get(selector.label)?.startsWith(selector.value) ?? false;
    case 'ends with':
      return labels.get(selector.label)?.endsWith(selector.value) ?? false;
    case 'not':
      return !selectsNode(selector.operand, labels);
    case 'and':
      return selector.operands.every((operand) => selectsNode(operand, labels));
    case 'or':
      return selector.operands.some((operand) => selectsNode(operand, labels));
    default:
      return selector satisfies never;
  }
}

/** Returns whether the answer of `selector` depends on labels at all. */
export function readsLabels(selector: NodeSelector): boolean {
  switch (selector.kind) {
    case 'all':
      return false;
    case 'not':
      return readsLabels(selector.operand);
    case 'and':
    case 'or':
      return selector.operands.some(readsLabels);
    default:
      return true;
  }
}
