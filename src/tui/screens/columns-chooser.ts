/** The choice of columns of the flow table, and of what the tables of conversations are folded by. */

import { planColumns } from '../columns/column-plan.ts';
import { layoutOf, type Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { groupChoices } from '../state/table-columns.ts';
import type { ColumnChoice, FlowColumnName } from '../state/ui-state.ts';
import type { Theme } from '../theme/tones.ts';
import { around, boxLines, frameRows, windowOf } from './box.ts';
import { groupName } from './conversation-columns.ts';
import type { SpanLine } from './spans.ts';

/** What a column holds, in words. */
const columnWords: Readonly<Record<FlowColumnName, string>> = {
  time: 'time',
  node: 'node that saw it',
  source: 'source',
  destination: 'destination',
  port: 'port and protocol',
  verdict: 'policy and verdict',
  summary: 'summary',
};

function choiceLine(sign: string, text: string, isSelected: boolean, theme: Theme): SpanLine {
  return [
    isSelected ? { text: `${theme.glyphs.cursor} `, tone: 'selected-row' } : { text: '  ' },
    { text: `[${sign}] ` },
    { text: `${text} `, ...(isSelected ? { tone: 'selected-cell' as const } : {}) },
  ];
}

/** Returns how wide a column is, or why it is not to be seen although it was chosen. */
function widthText({ name, width }: ColumnChoice, dropped: readonly FlowColumnName[]): string {
  if (dropped.includes(name)) return 'no room';
  return width === undefined ? 'fitted' : `${width} cells`;
}

function columnLine(choice: ColumnChoice, width: string, isSelected: boolean, theme: Theme): SpanLine {
  const line = choiceLine(choice.isShown ? 'x' : ' ', columnWords[choice.name].padEnd(20), isSelected, theme);
  return [...line, { text: width, tone: 'dim' }];
}

interface Chooser {
  readonly title: string;
  readonly lines: readonly SpanLine[];
  readonly selected: number;
}

function chooserLines({ title, lines, selected }: Chooser, theme: Theme, region: Region): readonly string[] {
  const rows = Math.max(0, region.rows - frameRows);
  const { from, foot } = windowOf(lines.length, rows, around(selected, rows));
  return boxLines({ title, lines: lines.slice(from, from + rows), foot, atLeast: 30 }, theme, region);
}

/** Returns the choice of columns in its frame; nothing while it is not open. */
export function columnsChooserLines({ ui }: Snapshot, { theme }: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'columns') return [];
  const { selected } = ui.overlay;
  const layout = layoutOf(ui);
  const { dropped } = planColumns(ui, layout.kind === 'screen' ? layout.table.columns : region.columns);
  const lines = ui.columns.map((choice, index) =>
    columnLine(choice, widthText(choice, dropped), index === selected, theme),
  );
  return chooserLines({ title: 'Columns', lines, selected }, theme, region);
}

/** Returns the choice of what rows are folded by in its frame, the chosen ones by their place; nothing while it is not open. */
export function groupsChooserLines({ ui }: Snapshot, { theme }: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'groups' || (ui.tab !== 'top' && ui.tab !== 'policies')) return [];
  const { selected } = ui.overlay;
  const table = ui.tables[ui.tab];
  const lines = groupChoices(table).map((column, index) => {
    const place = table.groupBy.indexOf(column);
    return choiceLine(place < 0 ? ' ' : String(place + 1), groupName(column), index === selected, theme);
  });
  return chooserLines({ title: 'One row for each', lines, selected }, theme, region);
}
