/** The screen before there is a stream: what was tried, and the ways on. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { alignedRows } from '../text/aligned.ts';
import { clean } from '../text/clean.ts';
import { wrapText } from '../text/wrap-text.ts';
import type { Theme } from '../theme/tones.ts';
import { lineOf, paintRegion, type SpanLine } from './spans.ts';

interface Way {
  readonly command: string;
  readonly words: string;
}

const ways: readonly Way[] = [
  { command: 'start-demo', words: 'demo with recorded kernel logs' },
  { command: 'start-file', words: 'open a log or flow file' },
  { command: 'start-kernel-log', words: "watch this machine's kernel log" },
  { command: 'start-server', words: 'another server' },
  { command: 'help', words: 'all keys' },
  { command: 'leave', words: 'quit' },
];

/** Commands for another terminal that make a server answer here. */
const shellWays: readonly (readonly [string, string])[] = [
  ['observed --source kmsg:', "serves this machine's kernel log"],
  ['observe --port-forward', 'reaches the relay of a cluster'],
  ['kubectl port-forward -n kube-system svc/hubble-relay 4245:80', 'the same by hand'],
];

/** Cells a column of ways needs, so that two find room beside each other. */
const wayWidth = 44;

function triedLines(snapshot: Snapshot, width: number, theme: Theme): readonly SpanLine[] {
  const tried = snapshot.ui.start?.tried ?? [];
  if (tried.length === 0) return [lineOf('   nothing was tried yet', 'dim')];
  const rows = tried.map(({ what, outcome }) => [clean(what, theme.isAscii), clean(outcome, theme.isAscii)]);
  const aligned = alignedRows(rows);
  return aligned.flatMap((line, index) =>
    wrapText(line, Math.max(1, width - 10)).map((text, part): SpanLine => {
      const label = index === 0 && part === 0 ? '   tried  ' : '          ';
      return [{ text: label, tone: 'dim' }, { text }];
    }),
  );
}

function wayLines(settings: ScreenSettings, width: number): readonly SpanLine[] {
  const spans = ways.flatMap(({ command, words }) => {
    const key = settings.keysOf(command)[0];
    return key === undefined ? [] : [[{ text: `   ${key}`, tone: 'key' } as const, { text: `  ${words}` }]];
  });
  if (width < wayWidth * 2) return spans;
  const rows: SpanLine[] = [];
  for (let at = 0; at < spans.length; at += 2) {
    const left = spans[at] ?? [];
    const used = left.reduce((sum, { text }) => sum + text.length, 0);
    rows.push([...left, { text: ' '.repeat(Math.max(1, wayWidth - used)) }, ...(spans[at + 1] ?? [])]);
  }
  return rows;
}

function shellLines(width: number): readonly SpanLine[] {
  const rows = alignedRows(shellWays);
  const fitting = rows.every((line) => line.length + 3 <= width) ? rows : shellWays.map(([command]) => command);
  return [lineOf('   or in a shell', 'dim'), ...fitting.map((text) => lineOf(`     ${text}`))];
}

/** Returns the lines of the start screen, as many as the region has rows, each exactly as wide as it. */
export function startLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { theme } = settings;
  const content: readonly SpanLine[] = [
    lineOf(' No flow server answered.', 'strong'),
    ...triedLines(snapshot, region.columns, theme),
    [],
    ...wayLines(settings, region.columns),
    [],
    ...shellLines(region.columns),
  ];
  // Where there is room the text does not stick to the top edge.
  const lines = content.length + 2 < region.rows ? [[], ...content] : content;
  return paintRegion(lines, region, theme);
}
