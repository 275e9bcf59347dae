/** What a terminal shows, and when: its bytes go through an emulator as they arrive. */

import headless from '@xterm/headless';

const frameMarks = { begin: '\u{1b}[?2026h', end: '\u{1b}[?2026l' } as const;
// Erasing the screen or what is below the cursor: what follows is a full repaint.
// eslint-disable-next-line no-control-regex
const erasing = /\u{1b}\[[0-3]?J/gu;
const longestMark = 8;

/** What was written since it was asked last. */
export interface Written {
  readonly bytes: number;
  readonly frames: number;
  readonly repaints: number;
}

/** Tells whether the screen, as rows of text without blanks at their ends, shows what is waited for. */
export type Shows = (rows: readonly string[]) => boolean;

interface Wait {
  readonly shows: Shows;
  readonly done: (atMs: number) => void;
}

/** A screen. */
export class WatchedScreen {
  readonly #terminal: headless.Terminal;
  readonly #rows: number;
  #bytes = 0;
  #frames = 0;
  #repaints = 0;
  #tail = '';
  #isHalf = false;
  #wait: Wait | undefined;
  #onFrame: ((rows: readonly string[]) => void) | undefined;

  constructor(columns: number, rows: number) {
    this.#rows = rows;
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  }

  /** Takes what the program wrote, now. */
  take(chunk: Buffer): void {
    const atMs = performance.now();
    const isWhole = this.#count(chunk);
    this.#terminal.write(chunk, () => {
      // A frame is shown when all of it is there.
      if (!isWhole) return;
      this.#onFrame?.(this.rows());
      this.#look(atMs);
    });
  }

  /** Has every frame looked at as it is shown. */
  onFrame(look: (rows: readonly string[]) => void): void {
    this.#onFrame = look;
  }

  /** Returns the rows. */
  rows(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  /** Resolves with the time (monotonic ms) at which the screen first shows what is waited for. Rejects after `patienceMs`. */
  async until(shows: Shows, patienceMs = 10_000): Promise<number> {
    return await new Promise<number>((done, failed) => {
      const timer = setTimeout(() => {
        this.#wait = undefined;
        failed(new Error(`the screen does not show what it should:\n${this.rows().join('\n')}`));
      }, patienceMs);
      this.#wait = {
        shows,
        done: (atMs) => {
          clearTimeout(timer);
          done(atMs);
        },
      };
      this.#look(performance.now());
    });
  }

  /** Returns what was written since the last call. */
  written(): Written {
    const written = { bytes: this.#bytes, frames: this.#frames, repaints: this.#repaints };
    [this.#bytes, this.#frames, this.#repaints] = [0, 0, 0];
    return written;
  }

  #look(atMs: number): void {
    const wait = this.#wait;
    if (wait === undefined || !wait.shows(this.rows())) return;
    this.#wait = undefined;
    wait.done(atMs);
  }

  /** Counts what is in a chunk; returns whether no frame is left half written. */
  #count(chunk: Buffer): boolean {
    const text = this.#tail + chunk.toString('latin1');
    this.#bytes += chunk.length;
    this.#frames += text.split(frameMarks.end).length - 1;
    this.#repaints += text.match(erasing)?.length ?? 0;
    const [begun, ended] = [text.lastIndexOf(frameMarks.begin), text.lastIndexOf(frameMarks.end)];
    if (begun !== ended) this.#isHalf = begun > ended;
    this.#tail = tailOf(text);
    return !this.#isHalf;
  }
}

/** Returns the begin of a mark that the chunk was cut in, so that none is counted twice or missed. */
function tailOf(text: string): string {
  const at = text.lastIndexOf('\u{1b}');
  const isOpen = at >= 0 && text.length - at < longestMark && !/[A-Za-z]/u.test(text.slice(at));
  return isOpen ? text.slice(at) : '';
}
