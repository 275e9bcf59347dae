/** Nodes as the filter bar writes them. Reading the text gives the node again. */

import { messageToJson } from '../../flow/codec/json.ts';
import { switchFlags } from './bar-flags.ts';
import type { FieldNode, FilterNode, FlagNode, TextNode } from './node.ts';
import { inQuotes, valueText } from './quoting.ts';
import { joiningWords, meaningOf, wordFor } from './words.ts';

function fieldText(node: FieldNode): string {
  return wordFor(node) ?? `${node.key}:${node.values.map(valueText).join(',')}`;
}

function isPlainWord(text: string): boolean {
  const isJoining = joiningWords.some((word) => word === text.toLowerCase());
  return valueText(text) === text && /^[^-!:|&]+$/.test(text) && !isJoining;
}

function textText({ text, isFuzzy }: TextNode): string {
  if (isFuzzy) return `-f ${valueText(text)}`;
  const isWord = isPlainWord(text) && meaningOf(text).kind === 'text';
  return isWord ? text : inQuotes(text);
}

function flagText({ flag, value, isNegated }: FlagNode): string {
  const not = isNegated ? '--not ' : '';
  return switchFlags.has(flag) ? `${not}--${flag}` : `${not}--${flag} ${valueText(value)}`;
}

/** Returns the text of a node, in brackets where it joins others. */
export function nodeText(node: FilterNode): string {
  switch (node.kind) {
    case 'field':
      return fieldText(node);
    case 'flag':
      return flagText(node);
    case 'text':
      return textText(node);
    case 'cel':
      return `cel:${inQuotes(node.expression)}`;
    case 'filter':
      return `allowlist:${messageToJson('flow.FlowFilter', node.filter)}`;
    case 'not':
      return negatedText(node.of);
    case 'all':
    case 'any':
      return `(${node.of.map(nodeText).join(node.kind === 'all' ? ' and ' : ' or ')})`;
    default:
      return node satisfies never;
  }
}

function negatedText(node: FilterNode): string {
  if (node.kind === 'filter') return `denylist:${messageToJson('flow.FlowFilter', node.filter)}`;
  return node.kind === 'text' && node.isFuzzy ? `not ${nodeText(node)}` : `-${nodeText(node)}`;
}
