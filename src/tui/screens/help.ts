/** The help: every key of the table, those of this screen first, searchable by typing. */

import { keyContext } from '../keys/key-context.ts';
import type { KeyContext } from '../keys/key-command.ts';
import { keyTable, type TableCommand } from '../keys/key-table.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { UiState } from '../state/ui-state.ts';
import { wrapText } from '../text/wrap-text.ts';
import { boxLines, frameColumns, frameRows, windowOf } from './box.ts';
import { lineOf, type SpanLine } from './spans.ts';

/** What a place is called. */
const contextWords: Readonly<Record<KeyContext, string>> = {
  start: 'the start screen',
  flows: 'the flow table',
  top: 'the top tab',
  policies: 'the policies tab',
  nodes: 'the nodes tab',
  detail: 'the detail',
  histogram: 'the histogram',
  filter: 'the filter bar',
  prompt: 'a line of text',
  menu: 'a menu',
  help: 'this help',
  columns: 'the choice of columns',
  groups: 'the choice of groups',
  'filter-forms': 'the forms of the filter',
  confirm: 'a question',
};

/** Cells of the keys, and below which width they get fewer and names of commands none. */
const keyColumn = 18;
const narrowKeyColumn = 12;
const roomy = 60;

/** What the help is written with. */
interface HelpPage {
  readonly settings: ScreenSettings;
  /** Cells. */
  readonly width: number;
}

function keysText({ name }: TableCommand, settings: ScreenSettings): string {
  return settings.keysOf(name).join('  ');
}

function matches(command: TableCommand, search: string, settings: ScreenSettings): boolean {
  const wanted = search.trim().toLowerCase();
  const text = `${keysText(command, settings)} ${command.name} ${command.help}`;
  return wanted === '' || text.toLowerCase().includes(wanted);
}

function commandLines(command: TableCommand, { settings, width }: HelpPage): readonly SpanLine[] {
  const keys = keysText(command, settings);
  const column = width < roomy ? narrowKeyColumn : keyColumn;
  const [first = '', ...rest] = wrapText(command.help, Math.max(1, width - column - 2));
  const name = width < roomy ? '' : `  ${command.name}`;
  return [
    [
      { text: ` ${(keys === '' ? 'no key' : keys).padEnd(column)} `, tone: keys === '' ? 'dim' : 'key' },
      { text: first },
      { text: rest.length === 0 ? name : '', tone: 'dim' },
    ],
    ...rest.map((text) => lineOf(' '.repeat(column + 2) + text)),
  ];
}

/** A heading with the commands under it; nothing where there are none. */
function group(title: string, commands: readonly TableCommand[], page: HelpPage): readonly SpanLine[] {
  if (commands.length === 0) return [];
  return [lineOf(title, 'header'), ...commands.flatMap((command) => commandLines(command, page)), []];
}

/** Commands that hold nowhere else than where others were listed already do not come twice. */
function elsewhere(here: KeyContext, found: readonly TableCommand[], page: HelpPage): readonly SpanLine[] {
  const left = found.filter(({ contexts }) => !contexts.includes(here));
  const listed = new Set<string>();
  return left.flatMap((command) => {
    const [place] = command.contexts;
    if (place === undefined || listed.has(place)) return [];
    listed.add(place);
    const same = left.filter(({ contexts }) => contexts[0] === place);
    return group(`In ${contextWords[place]}`, same, page);
  });
}

/** Returns the lines of the help for what lies under it and what is searched. */
function helpContent(ui: UiState, search: string, page: HelpPage): readonly SpanLine[] {
  const here = keyContext({ ...ui, overlay: undefined });
  const found = keyTable.filter((command) => matches(command, search, page.settings));
  const lines = [
    ...group(
      `Here, in ${contextWords[here]}`,
      found.filter(({ contexts }) => contexts.includes(here)),
      page,
    ),
    ...elsewhere(here, found, page),
  ];
  return lines.length === 0 ? [lineOf('No key for that.', 'dim')] : lines.slice(0, -1);
}

/** Returns the help in its frame; nothing while it is not open. */
export function helpLines({ ui }: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'help') return [];
  const { search, scroll } = ui.overlay;
  const lines = helpContent(ui, search, { settings, width: region.columns - frameColumns });
  const rows = Math.max(0, region.rows - frameRows);
  const { from, foot } = windowOf(lines.length, rows, scroll);
  const title = search === '' ? 'Keys (type to search)' : `Keys with "${search}"`;
  const shown = lines.slice(from, from + rows);
  // As tall and wide as before the search, so that the frame does not jump while it is typed.
  const full = search === '' ? shown : [...shown, ...Array.from({ length: rows - shown.length }, (): SpanLine => [])];
  return boxLines({ title, lines: full, foot, atLeast: 72 }, settings.theme, region);
}

/** Returns how many lines the help can be scrolled by in a region of that size. */
export function helpScrollLimit({ ui }: Snapshot, settings: ScreenSettings, region: Region): number {
  if (ui.overlay?.kind !== 'help') return 0;
  return Math.max(
    0,
    helpContent(ui, ui.overlay.search, { settings, width: region.columns - frameColumns }).length -
      Math.max(0, region.rows - frameRows),
  );
}
