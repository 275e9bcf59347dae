/** Verbs of the palette (`:`). The help and the completion read this table; beside them any command of the keys can be named. */

import { keyTable, type CommandName } from '../keys/key-table.ts';
import { tabContexts } from '../keys/key-command.ts';

/** A verb, what stands after it, and what it does in one line. */
export interface PaletteVerb {
  readonly name: string;
  /** What stands after it; empty where nothing does. */
  readonly argument: string;
  readonly help: string;
}

const table = [
  { name: 'filter', argument: '[TERMS]', help: 'Put these filters in force, and no others' },
  { name: 'ns', argument: 'NAMESPACE', help: 'Only flows from or to a namespace' },
  { name: 'pod', argument: '[NAMESPACE/]POD', help: 'Only flows from or to pods whose name starts so' },
  { name: 'from', argument: 'WHO', help: 'Only flows from here' },
  { name: 'to', argument: 'WHO', help: 'Only flows to here' },
  { name: 'port', argument: 'PORT', help: 'Only flows of a port' },
  { name: 'verdict', argument: 'VERDICT', help: 'Only flows with a verdict' },
  { name: 'policy', argument: 'NAME', help: 'Only flows a policy decided; none for those no policy did' },
  { name: 'node', argument: 'NODE', help: 'Only flows seen on a node' },
  { name: 'view', argument: '[NAME | save NAME]', help: 'Use a view that was kept, list them, or keep this one' },
  { name: 'tab', argument: 'TAB', help: 'Go to a tab' },
  { name: 'group', argument: 'COLUMNS', help: 'Fold the flows of a table by these columns' },
  { name: 'sort', argument: 'COLUMN', help: 'Sort a table by a column; once more: the other way round' },
  { name: 'time', argument: 'absolute|relative|delta', help: 'How times are shown' },
  { name: 'save', argument: '[PATH]', help: 'Save the flows of the view, by the ending of the path' },
  { name: 'open', argument: '[PATH]', help: 'Open a log or flow file' },
  { name: 'server', argument: '[ADDRESS]', help: 'Connect to another server' },
  { name: 'demo', argument: '', help: 'Recorded kernel logs' },
  { name: 'kernel-log', argument: '', help: "This machine's kernel log" },
] as const satisfies readonly PaletteVerb[];

/** Name of a verb. */
export type VerbName = (typeof table)[number]['name'];

/** The verbs, in the order they are told. */
export const paletteVerbs: readonly (PaletteVerb & { readonly name: VerbName })[] = table;

/** Returns whether there is such a verb. */
export function isVerb(name: string): name is VerbName {
  return paletteVerbs.some((verb) => verb.name === name);
}

/** Other words people know for commands. */
const otherWords: ReadonlyMap<string, CommandName> = new Map([
  ['q', 'quit'],
  ['exit', 'quit'],
  ['columns', 'choose-columns'],
  ['keys', 'help'],
]);

const named = keyTable.filter(
  ({ name, contexts }) => name !== 'command' && tabContexts.some((tab) => contexts.includes(tab)),
);

/** Names of the commands the palette takes besides its verbs. */
export const paletteCommands: readonly string[] = [...otherWords.keys(), ...named.map(({ name }) => name)].filter(
  (name) => !isVerb(name),
);

/** Returns the command of that name or word, or undefined. */
export function paletteCommand(word: string): CommandName | undefined {
  return otherWords.get(word) ?? named.find(({ name }) => name === word)?.name;
}
