/**
 * The one table of keys. Dispatch, foot, help and documentation read it. Where users of other tools bring clashing habits:
 * `c` copies and `C` clears, `<` `>` size the pane and `-` goes back, numbers are tabs, `!` starts what is to be left out.
 */

import { filterKeys, flowKeys, lookKeys, movingKeys, programKeys } from './browse-keys.ts';
import type { FootItem, KeyCommand, KeyContext } from './key-command.ts';
import { entryKeys, overlayKeys } from './overlay-keys.ts';

const table = [
  ...movingKeys,
  ...flowKeys,
  ...filterKeys,
  ...lookKeys,
  ...programKeys,
  ...entryKeys,
  ...overlayKeys,
] as const satisfies readonly KeyCommand[];

/** Name of a command of the table. */
export type CommandName = (typeof table)[number]['name'];

/** A line of the table. */
export interface TableCommand extends KeyCommand {
  readonly name: CommandName;
}

/** Every command, in the order the help shows them. */
export const keyTable: readonly TableCommand[] = table;

const byName: ReadonlyMap<string, TableCommand> = new Map(keyTable.map((command) => [command.name, command]));

/** Returns the command of that name, or undefined. */
export function keyCommand(name: string): TableCommand | undefined {
  return byName.get(name);
}

interface TableFootItem extends FootItem {
  readonly commands: readonly CommandName[];
}

const item = (label: string, ...commands: readonly CommandName[]): TableFootItem => ({ label, commands });

const tableFoot: readonly TableFootItem[] = [
  item('flows', 'open-row'),
  item('filter', 'filter'),
  item('sort', 'sort'),
  item('choose', 'choose-columns'),
  item('help', 'help'),
];
const chooserFoot: readonly TableFootItem[] = [
  item('in or out', 'choice-toggle'),
  item('move', 'choice-earlier', 'choice-later'),
  item('width', 'choice-narrower', 'choice-wider'),
  item('reset', 'choice-reset'),
  item('done', 'choice-done'),
];
const leaveEntry = item('leave', 'entry-leave');
const entryFoot: readonly TableFootItem[] = [item('take', 'entry-apply'), item('complete', 'candidate-next')];

const feet: Readonly<Record<KeyContext, readonly TableFootItem[]>> = {
  start: [
    item('demo', 'start-demo'),
    item('file', 'start-file'),
    item('kernel log', 'start-kernel-log'),
    item('server', 'start-server'),
    item('quit', 'leave'),
  ],
  flows: [
    item('detail', 'detail'),
    item('filter', 'filter'),
    item('cell', 'filter-in', 'filter-out'),
    item('pause', 'pause'),
    item('help', 'help'),
  ],
  top: tableFoot,
  policies: tableFoot,
  nodes: [
    item('flows', 'tab-flows'),
    item('save', 'save'),
    item('command', 'command'),
    item('quit', 'leave'),
    item('help', 'help'),
  ],
  detail: [
    item('whole screen', 'detail'),
    item('copy', 'copy-menu'),
    item('around', 'around'),
    item('connection', 'connection'),
    item('close', 'back'),
  ],
  histogram: [
    item('bar', 'bar-left', 'bar-right'),
    item('go there', 'bar-open'),
    item('zoom', 'zoom-in', 'zoom-out'),
    item('table', 'next-pane'),
    item('close', 'back'),
  ],
  filter: [...entryFoot, item('earlier ones', 'history-older'), item('clear', 'edit-delete-to-start'), leaveEntry],
  prompt: [...entryFoot, leaveEntry],
  menu: [item('choose', 'item-up', 'item-down'), item('take', 'item-choose'), item('close', 'close')],
  help: [item('scroll', 'item-up', 'item-down'), item('page', 'page-up', 'page-down'), item('close', 'help-close')],
  columns: chooserFoot,
  groups: chooserFoot.filter(({ label }) => label !== 'width'),
  'filter-forms': [item('copy', 'copy-menu'), item('close', 'close')],
  confirm: [item('yes', 'yes'), item('no', 'no')],
};

/** Returns what the foot tells in a context, the most important first: at most five. */
export function footItems(context: KeyContext): readonly FootItem[] {
  return feet[context];
}
