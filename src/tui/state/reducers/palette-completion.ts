/** What the palette offers while a command is written. */

import type { Vocabulary } from '../readers.ts';
import { isVerb, paletteCommands, paletteVerbs, type VerbName } from '../palette-verbs.ts';
import type { ReduceContext } from '../reduced.ts';
import { countColumns, groupColumns } from '../table-columns.ts';
import { tabNames } from '../ui-state.ts';

/** Candidates that are offered at once. */
const mostCandidates = 40;

type Source = (vocabulary: Vocabulary, context: ReduceContext) => readonly string[];

const sources: Readonly<Partial<Record<VerbName, Source>>> = {
  ns: ({ namespaces }) => namespaces,
  pod: ({ pods }) => pods,
  from: ({ namespaces, pods, addresses }) => [...namespaces.map((name) => `${name}/`), ...pods, 'world', ...addresses],
  to: ({ namespaces, pods, addresses }) => [...namespaces.map((name) => `${name}/`), ...pods, 'world', ...addresses],
  port: ({ ports }) => ports,
  verdict: () => ['audited', 'denied', 'allowed', 'error'],
  policy: ({ policies }) => ['none', ...policies],
  node: ({ nodes }) => nodes,
  view: (_, { views }) => [...views.keys(), 'save'],
  tab: () => tabNames,
  group: () => groupColumns,
  sort: () => [...new Set([...groupColumns, ...countColumns.top, ...countColumns.policies])],
  time: () => ['absolute', 'relative', 'delta'],
};

function startingWith(words: readonly string[], start: string): readonly string[] {
  const found = words.filter((word) => word.toLowerCase().startsWith(start.toLowerCase()) && word !== start);
  return found.slice(0, mostCandidates);
}

/** Returns what can stand in the place of the last word of `text`: verbs and commands first, then values of the verb. */
export function completePalette(text: string, context: ReduceContext): readonly string[] {
  const [, verb, rest] = /^\s*(\S+)\s+(.*)$/u.exec(text) ?? [];
  if (verb === undefined || rest === undefined) {
    return startingWith([...paletteVerbs.map(({ name }) => name), ...paletteCommands], text.trimStart());
  }
  const source = isVerb(verb) ? sources[verb] : undefined;
  const words = source?.(context.data.conversations.vocabulary(), context) ?? [];
  return startingWith(words, /\S*$/u.exec(rest)?.[0] ?? '');
}
