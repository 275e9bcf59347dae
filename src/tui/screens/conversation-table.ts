/** The tabs that fold flows into conversations, as a table. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { ConversationRow, SortColumn } from '../state/readers.ts';
import { selectedIndex } from '../state/reducers/tables.ts';
import { tableColumns } from '../state/table-columns.ts';
import type { TableState } from '../state/ui-state.ts';
import { countOf } from '../text/amounts.ts';
import { textWidth } from '../text/width.ts';
import { clockOf } from '../text/clock-text.ts';
import { conversationCell, groupName, tableColumn, type CellContext } from './conversation-columns.ts';
import type { SpanLine } from './spans.ts';
import { tableLines } from './table-lines.ts';

/** A tab that is such a table. */
export type ConversationTab = 'top' | 'policies';

/** Stands where rows would be, by how it goes with the stream. */
function emptyText({ data, ui }: Snapshot): string {
  const filtered = ui.filter.terms.length > 0 && !ui.filter.isOff ? ' that match the filter' : '';
  switch (data.session.state.kind) {
    case 'connecting':
      return 'connecting';
    case 'failed':
      return data.session.state.message;
    case 'ended':
      return `no flows${filtered} in ${data.session.name}`;
    default:
      return `no flows${filtered} yet`;
  }
}

const rareClasses = ['undecided', 'error'] as const;
type RareClass = (typeof rareClasses)[number];

// There can be twenty thousand rows, and the same ones are drawn some times a second.
const occurring = new WeakMap<readonly ConversationRow[], readonly RareClass[]>();

/** Returns which of the classes that seldom occur do in `rows`. */
function rareClassesIn(rows: readonly ConversationRow[]): readonly RareClass[] {
  const known = occurring.get(rows);
  if (known !== undefined) return known;
  const found = rareClasses.filter((name) => rows.some(({ counts }) => counts[name] > 0));
  occurring.set(rows, found);
  return found;
}

/** Returns the columns that are drawn: those keys can select, and beside them what is told where there is something to tell. */
function drawnColumns(
  tab: ConversationTab,
  table: TableState,
  rows: readonly ConversationRow[],
): readonly SortColumn[] {
  const chosen = tableColumns(tab, table);
  const others = rareClassesIn(rows);
  const after = chosen.indexOf('allowed') + 1;
  const columns: SortColumn[] = [...chosen.slice(0, after), ...others, ...chosen.slice(after)];
  if (!columns.includes('first')) columns.splice(columns.indexOf('last'), 0, 'first');
  return columns;
}

function keyText(command: string, words: string, settings: ScreenSettings): string {
  const key = settings.keysOf(command)[0];
  return key === undefined ? '' : `   (${key} ${words})`;
}

function lostText({ data }: Snapshot): string {
  const { uncounted } = data.conversations;
  return uncounted === 0 ? '' : ` ${countOf(uncounted, 'conversation')} more found no room  `;
}

/** How rows are folded and sorted, in fewer words where there is little room. */
function footLine(table: TableState, snapshot: Snapshot, settings: ScreenSettings, width: number): SpanLine {
  const { glyphs } = settings.theme;
  const sign = table.isDescending ? glyphs.sortDown : glyphs.sortUp;
  const sorted = `sorted by ${tableColumn(table.sortBy, glyphs).title} ${sign}`;
  const choose = keyText('choose-columns', 'choose', settings);
  const sort = keyText('sort', 'sort', settings);
  const lost = lostText(snapshot);
  const whole = ` group: ${table.groupBy.map(groupName).join(', ')}${choose}      ${sorted}${sort}`;
  const short = ` ${sorted}${sort}${choose}`;
  const text = lost.length + textWidth(whole) <= width ? whole : short;
  return [
    { text: lost, tone: 'gap' },
    { text, tone: 'dim' },
  ];
}

/** Returns the lines of a tab of conversations, as many as the region has rows, each exactly as wide as it. */
export function conversationTable(
  tab: ConversationTab,
  snapshot: Snapshot,
  settings: ScreenSettings,
  region: Region,
): readonly string[] {
  const { ui, data, now } = snapshot;
  const table = ui.tables[tab];
  const { groupBy, sortBy, isDescending } = table;
  const rows = data.conversations.rows({ groupBy, sortBy, isDescending });
  const columns = drawnColumns(tab, table, rows);
  const { glyphs } = settings.theme;
  const context: CellContext = { groupBy, glyphs, clock: clockOf(settings), now };
  const selectable = tableColumns(tab, table);
  return tableLines(
    {
      columns: columns.map((column) => tableColumn(column, glyphs)),
      rowCount: rows.length,
      cellsOf(at) {
        const row = rows[at];
        return row === undefined ? [] : columns.map((column) => conversationCell(column, row, context));
      },
      top: table.top,
      selectedRow: rows.length === 0 ? undefined : selectedIndex(rows, table),
      selectedColumn: selectable[Math.min(ui.column, selectable.length - 1)],
      sort: { name: sortBy, isDescending },
      isWide: ui.isWide,
      sideways: ui.sideways,
      empty: emptyText(snapshot),
      foot: footLine(table, snapshot, settings, region.columns),
    },
    settings.theme,
    region,
  );
}
