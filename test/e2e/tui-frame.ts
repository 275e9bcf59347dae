/** What a frame of the flows tab has to look like, at any size. */

import { textWidth } from '../../src/tui/text/width.ts';
import type { Pane } from './tmux.ts';

/** Size of a terminal in cells. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

const header = / (?:LIVE|PAUSED|CONNECTING|[↻] \d+ s)/u;
const titles = /^ (?:TIME|\S.*(?:VERDICT|→))/u;
const foot = /^ 1 flows/u;
const row = /^[ ▌](?:\d\d:\d\d:\d\d|── )/u;

/** Returns what is wrong with a frame in which flows are shown and nothing is open beside them; nothing when it is right. */
export function frameFaults({ lines }: Pane, { columns, rows }: FrameSize): readonly string[] {
  const only = (pattern: RegExp, place: number, what: string): readonly string[] => {
    const found = lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
    return found.length === 1 && found[0] === place ? [] : [`${what} on lines ${found.join(', ')}`];
  };
  const wide = lines.filter((line) => textWidth(line) > columns);
  const strange = lines.slice(3, -1).filter((line) => line !== '' && !row.test(line));
  return [
    ...(lines.length === rows ? [] : [`${lines.length} lines instead of ${rows}`]),
    ...only(header, 0, 'header'),
    ...only(foot, rows - 1, 'foot'),
    ...(titles.test(lines[2] ?? '') ? [] : [`no column titles: ${lines[2] ?? ''}`]),
    ...wide.map((line) => `wider than the window: ${line}`),
    ...strange.map((line) => `no row of the table: ${line}`),
  ];
}
