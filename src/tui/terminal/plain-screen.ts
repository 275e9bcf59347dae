/**
 * The UI for screen readers: one plain line an event, added below the others, nothing ever redrawn. Ink's own mode for them keeps
 * the last frame, erases it and writes it again with each change, and a reader reads it again each time; so lines go straight to
 * the terminal. Keys work as on the screen, and what is typed is echoed as a shell does it.
 */

import type { SnapshotSource } from '../hooks/use-snapshot.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { clean } from '../text/clean.ts';
import { textWidth } from '../text/width.ts';
import type { TerminalOutput } from '../tui-options.ts';
import { eventNews, stateNews, streamWords, writtenText, type WrittenText } from './plain-news.ts';
import type { Keyboard } from './terminal-input.ts';
import type { TerminalScreen } from './terminal-screen.ts';

/** Options of the plain screen. */
export interface PlainScreenOptions {
  readonly stdout: TerminalOutput;
  readonly keyboard: Keyboard;
  readonly source: SnapshotSource;
  readonly settings: ScreenSettings;
}

/** Returns what a terminal needs to show `after` where it shows `before`: what was added, or what was taken away at the end. */
export function echo(before: WrittenText | undefined, after: WrittenText | undefined): string {
  if (after === undefined) return before === undefined ? '' : '\n';
  const text = clean(after.text, true);
  if (before === undefined) return `${after.label}: ${text}`;
  const old = clean(before.text, true);
  if (text.startsWith(old)) return text.slice(old.length);
  if (old.startsWith(text)) return '\b \b'.repeat(textWidth(old.slice(text.length)));
  return `\n${after.label}: ${text}`;
}

/** Writes what is new with each picture of the moment. */
class PlainWriter {
  readonly #options: PlainScreenOptions;
  #last: Snapshot | undefined;
  #stream = '';
  #next = 0;

  constructor(options: PlainScreenOptions) {
    this.#options = options;
  }

  update(now: Snapshot): void {
    const written = writtenText(now.ui);
    this.#write(echo(this.#last === undefined ? undefined : writtenText(this.#last.ui), written));
    const news = stateNews(this.#last, now, this.#options.settings);
    this.#last = now;
    // Nothing breaks into a line that is being written, but what is said of it.
    this.#lines(written === undefined ? [...this.#streamNews(now), ...news, ...this.#eventNews(now)] : news);
    if (written !== undefined && news.length > 0) this.#write(echo(undefined, written));
  }

  #streamNews({ data, ui }: Snapshot): readonly string[] {
    const words = ui.start === undefined ? streamWords(data.session) : '';
    const isNews = words !== this.#stream && words !== '';
    this.#stream = words;
    return isNews ? [words] : [];
  }

  #eventNews(now: Snapshot): readonly string[] {
    const { next, lines } = eventNews(now, this.#options.settings, this.#next);
    this.#next = next;
    return lines;
  }

  #lines(lines: readonly string[]): void {
    this.#write(lines.map((line) => `${clean(line, true)}\n`).join(''));
  }

  #write(text: string): void {
    if (text !== '') this.#options.stdout.write(text);
  }
}

/** Opens the plain screen. */
export function openPlainScreen(options: PlainScreenOptions): TerminalScreen {
  const { stdout, keyboard, source } = options;
  const writer = new PlainWriter(options);
  const ending = Promise.withResolvers<void>();
  let isAway = false;
  let isClosed = false;
  let failure: { readonly error: unknown } | undefined;

  function update(): void {
    if (isAway) return;
    try {
      writer.update(source.getSnapshot());
    } catch (error) {
      failure ??= { error };
      close();
    }
  }

  const unsubscribe = source.subscribe(update);

  function close(): void {
    // A terminal that hung up answers the last write with an error, for which the screen is closed again.
    if (isClosed) return;
    isClosed = true;
    unsubscribe();
    keyboard.close();
    stdout.write('', () => (failure === undefined ? ending.resolve() : ending.reject(failure.error)));
  }

  keyboard.open();
  update();
  return {
    redraw: () => {},
    async suspend(whileAway) {
      if (isAway) return;
      isAway = true;
      keyboard.close();
      try {
        await whileAway();
      } finally {
        keyboard.open();
        isAway = false;
        update();
      }
    },
    fail(error) {
      failure ??= { error };
      close();
    },
    close,
    ended: ending.promise,
  };
}
