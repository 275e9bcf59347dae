/** Choices and questions that lie over the screen. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { MenuItem } from '../state/ui-state.ts';
import { wrapText } from '../text/wrap-text.ts';
import { clean } from '../text/clean.ts';
import type { Theme } from '../theme/tones.ts';
import { around, boxLines, frameColumns, frameRows, windowOf } from './box.ts';
import { lineOf, type SpanLine } from './spans.ts';

function itemLine(item: MenuItem, isSelected: boolean, keyWidth: number, theme: Theme): SpanLine {
  return [
    isSelected ? { text: `${theme.glyphs.cursor} `, tone: 'selected-row' } : { text: '  ' },
    { text: item.key.padEnd(keyWidth), tone: 'key' },
    { text: `  ${item.label} `, ...(isSelected ? { tone: 'selected-cell' as const } : {}) },
  ];
}

/** Returns the open menu in its frame; nothing while none is open. */
export function menuLines({ ui }: Snapshot, { theme }: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'menu') return [];
  const { title, items, selected } = ui.overlay;
  const keyWidth = Math.max(0, ...items.map(({ key }) => key.length));
  const rows = Math.max(0, region.rows - frameRows);
  const { from, foot } = windowOf(items.length, rows, around(selected, rows));
  const lines = items.map((item, index) => itemLine(item, index === selected, keyWidth, theme));
  return boxLines({ title, lines: lines.slice(from, from + rows), foot, atLeast: 24 }, theme, region);
}

function answer(command: string, words: string, settings: ScreenSettings): SpanLine {
  return [{ text: settings.keysOf(command)[0] ?? '', tone: 'key' }, { text: ` ${words}   ` }];
}

/** Returns the question that waits for yes or no in its frame; nothing while there is none. */
export function confirmLines({ ui }: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'confirm') return [];
  const width = Math.max(1, Math.min(60, region.columns - frameColumns));
  const question = wrapText(clean(ui.overlay.question, settings.theme.isAscii), width).map((text) => lineOf(text));
  const answers = [...answer('yes', 'yes', settings), ...answer('no', 'no', settings)];
  return boxLines({ title: 'Sure?', lines: [...question, [], answers] }, settings.theme, region);
}
