/** The foot: the tabs, and the keys that matter now or a message instead of them. */

import { keyContext } from '../keys/key-context.ts';
import { footItems } from '../keys/key-table.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { tabNames } from '../state/ui-state.ts';
import { clean } from '../text/clean.ts';
import { shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import { paintLine, type Span, type SpanLine } from './spans.ts';

function widthOf(spans: SpanLine): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** Returns the tabs: all by name, or only the one that is open where there is little room. */
function tabSpans({ ui }: Snapshot, length: 'names' | 'numbers' | 'none'): SpanLine {
  if (ui.start !== undefined || length === 'none') return [];
  return tabNames.flatMap((name, index): SpanLine => {
    const isOpen = name === ui.tab;
    const text = length === 'names' || isOpen ? `${index + 1} ${name}` : String(index + 1);
    return [{ text: ' ' }, { text, tone: isOpen ? 'strong' : 'dim' }, { text: length === 'names' ? ' ' : '' }];
  });
}

/** Returns the keys for what can be done now, the most important first, without those that have no key. */
function keyItems({ ui }: Snapshot, settings: ScreenSettings): readonly SpanLine[] {
  return footItems(keyContext(ui)).flatMap(({ commands, label }): readonly SpanLine[] => {
    const keys = commands.flatMap((command) => settings.keysOf(command).slice(0, 1));
    return keys.length === 0 ? [] : [[{ text: keys.join(' '), tone: 'key' }, { text: ` ${label}` }]];
  });
}

/** Returns the items that fit into `room` cells; the help, which tells the others, is the last to go. */
function fittingItems(items: readonly SpanLine[], room: number): SpanLine {
  let kept = items;
  const width = (): number => kept.reduce((sum, item) => sum + widthOf(item) + 2, -2);
  while (kept.length > 0 && width() > room) kept = kept.length > 1 ? kept.toSpliced(-2, 1) : [];
  return kept.flatMap((item, index): SpanLine => (index === 0 ? item : [{ text: '  ' }, ...item]));
}

/** Returns what is to be said instead of the keys: a message, else why there is no connection. */
function said({ ui, data, nowMs }: Snapshot): Span | undefined {
  if (ui.message !== undefined && ui.message.untilMs > nowMs) {
    return { text: ui.message.text, tone: ui.message.tone === 'error' ? 'error' : 'strong' };
  }
  // What is open covers the screen: how to get on in it matters more than what the header tells already.
  if (ui.overlay !== undefined || ui.filter.editing !== undefined) return undefined;
  const { state } = data.session;
  if (state.kind === 'reconnecting') return { text: state.reason, tone: 'gap' };
  if (state.kind === 'failed') return { text: `${state.message} (${state.hint})`, tone: 'error' };
  return undefined;
}

function saidLine(snapshot: Snapshot, settings: ScreenSettings, region: Region, span: Span): string {
  const { theme } = settings;
  const text = clean(span.text, theme.isAscii);
  const lengths = ['names', 'numbers', 'none'] as const;
  const tabs = lengths.map((length) => tabSpans(snapshot, length));
  const left = tabs.find((spans) => widthOf(spans) + textWidth(text) + 3 <= region.columns) ?? [];
  const short = shorten(text, region.columns - widthOf(left) - 2, 'end', theme.glyphs.ellipsis);
  const between = region.columns - widthOf(left) - textWidth(short) - 1;
  return paintLine(
    [...left, { text: ' '.repeat(Math.max(1, between)) }, { ...span, text: short }],
    region.columns,
    theme,
  );
}

function keysLine(snapshot: Snapshot, settings: ScreenSettings, region: Region): string {
  const items = keyItems(snapshot, settings);
  const names = tabSpans(snapshot, 'names');
  const all = fittingItems(items, Number.POSITIVE_INFINITY);
  const left = widthOf(names) + widthOf(all) + 3 <= region.columns ? names : tabSpans(snapshot, 'numbers');
  const right = fittingItems(items, region.columns - widthOf(left) - 3);
  const between = region.columns - widthOf(left) - widthOf(right) - 1;
  return paintLine([...left, { text: ' '.repeat(Math.max(1, between)) }, ...right], region.columns, settings.theme);
}

/** Returns the foot; nothing for a region without rows. */
export function footLine(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (region.rows <= 0) return [];
  const span = said(snapshot);
  return [span === undefined ? keysLine(snapshot, settings, region) : saidLine(snapshot, settings, region, span)];
}
