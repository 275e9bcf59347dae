/** Keys that are pressed, and what the screen shows when it has answered them. */

import type { OpenUi } from './stage.ts';
import type { Shows } from './watched-screen.ts';

/** A key, and its answer: what the screen shows, which may depend on what it showed before. */
export interface Stroke {
  readonly keys: string;
  readonly answer: (before: readonly string[]) => Shows;
  /** Esc alone is no key before nothing followed it for a while: its time says nothing of the screen. */
  readonly isTimed: boolean;
}

function stroke(keys: string, shows: Shows): Stroke {
  return { keys, answer: () => shows, isTimed: true };
}

function cursorRow(rows: readonly string[]): number {
  return rows.findIndex((row) => row.startsWith('▌'));
}

/** Moves the cursor by `step` rows of a table that stands still. */
function move(keys: string, step: number): Stroke {
  const answer: Stroke['answer'] = (before) => {
    const row = cursorRow(before) + step;
    return (rows) => cursorRow(rows) === row;
  };
  return { keys, answer, isTimed: true };
}

function leave(shows: Shows): Stroke {
  return { keys: '\u{1b}', answer: () => shows, isTimed: false };
}

function headBegins(text: string): Shows {
  return (rows) => rows[2]?.startsWith(` ${text}`) === true;
}

function barReads(text: string): Shows {
  return (rows) => rows[1]?.trimEnd() === ` / ${text}`.trimEnd();
}

const hasDetail: Shows = (rows) => rows[3]?.includes('│') === true;
const follows: Shows = (rows) => rows[0]?.includes('LIVE ') === true;
const isScrolled: Shows = (rows) => rows[0]?.includes('LIVE, scrolled') === true;

/** Opening the bar, a word in it letter by letter and back, and leaving it. */
const writingFilter: readonly Stroke[] = [
  stroke('/', barReads('')),
  stroke('a', barReads('a')),
  stroke('u', barReads('au')),
  stroke('d', barReads('aud')),
  stroke('\u{7f}', barReads('au')),
  stroke('\u{7f}', barReads('a')),
  leave((rows) => rows[1]?.startsWith(' / no filter') === true),
];

/** From the nodes to the flows and back, with a filter begun. */
export const tabsAndFilter: readonly Stroke[] = [
  stroke('1', headBegins('TIME')),
  ...writingFilter,
  stroke('4', headBegins('from')),
];

/** What somebody does who looks at flows, from the newest one and back to it. */
export const browsing: readonly Stroke[] = [
  // The flows that came meanwhile are drawn as well, so where the cursor stands is not known.
  stroke('k', isScrolled),
  move('k', -1),
  move('k', -1),
  move('k', -1),
  move('k', -1),
  move('j', 1),
  move('j', 1),
  move('j', 1),
  stroke('\r', hasDetail),
  leave((shown) => !hasDetail(shown)),
  stroke('2', headBegins('WHO')),
  stroke('3', headBegins('POLICY')),
  stroke('4', headBegins('from')),
  stroke('1', headBegins('TIME')),
  ...writingFilter,
  stroke('G', follows),
];

/** How a key was answered. */
export interface Answered {
  readonly ms: number;
  /** Milliseconds of it in which the UI could have gone on, and other programs had the cores. */
  readonly waitedMs: number;
}

/** Presses the keys one after the other, each at a random moment after the last was answered; returns the answers to those that are timed. */
export async function press(
  strokes: readonly Stroke[],
  { program, screen, waitedMs }: OpenUi,
  longestPauseMs: number,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const { keys, answer, isTimed } of strokes) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));
    const shows = answer(screen.rows());
    const [startMs, waitedBefore] = [performance.now(), waitedMs()];
    program.write(keys);
    const ms = (await screen.until(shows)) - startMs;
    if (isTimed) answers.push({ ms, waitedMs: Math.min(ms, waitedMs() - waitedBefore) });
  }
  return answers;
}
