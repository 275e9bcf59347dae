/** The screen: Ink runs the components in the alternate screen and gives the terminal back in every case; rows are painted here. */

import { Readable } from 'node:stream';
import { render, useApp, type Instance } from 'ink';
import { useLayoutEffect, type ReactNode } from 'react';
import { PainterContext } from '../hooks/painter-context.ts';
import type { Size } from '../state/ui-state.ts';
import type { TerminalOutput } from '../tui-options.ts';
import { createPainter, type Painter } from './painter.ts';
import type { Keyboard } from './terminal-input.ts';
import type { TerminalScreen } from './terminal-screen.ts';

/** What a terminal that does not tell its size is taken for. */
const usualSize: Size = { columns: 80, rows: 24 };

/** Options of the screen. */
export interface InkScreenOptions {
  readonly stdout: TerminalOutput;
  readonly keyboard: Keyboard;
  /** Called with every new size; the state that is drawn from has it when this returns. */
  readonly onResize: (size: Size) => void;
  readonly children: ReactNode;
}

/** Returns the size of the terminal. */
export function sizeOf({ columns, rows }: TerminalOutput): Size {
  return columns === undefined || rows === undefined || columns <= 0 || rows <= 0 ? usualSize : { columns, rows };
}

type SuspendTerminal = ReturnType<typeof useApp>['suspendTerminal'];

interface TerminalHolderProps {
  readonly keyboard: Keyboard;
  readonly onSuspend: (suspend: SuspendTerminal) => void;
  readonly children: ReactNode;
}

/**
 * Holds the keyboard as long as Ink holds the screen. Ink unmounts its tree however the program ends (a crash and an exit of
 * the process included), and layout effects end in the same breath; so nothing of the keyboard's modes is left behind.
 */
function TerminalHolder({ keyboard, onSuspend, children }: TerminalHolderProps): ReactNode {
  const { suspendTerminal } = useApp();
  useLayoutEffect(() => onSuspend(suspendTerminal), [onSuspend, suspendTerminal]);
  useLayoutEffect(() => {
    keyboard.open();
    return () => keyboard.close();
  }, [keyboard]);
  return children;
}

/** An input that never says anything: Ink would read the terminal's keys as well, and lose some of them. */
function deadInput(): Readable {
  return new Readable({ read: () => undefined });
}

/** Calls `onResize` with each new size, and has all rows drawn again. Returns how to stop. */
function watchSize({ stdout, onResize }: InkScreenOptions, painter: Painter): () => void {
  const resized = (): void => {
    painter.forget();
    onResize(sizeOf(stdout));
    // The new state is drawn by then; where the size is the old one, there is none, and Ink has erased a line all the same.
    setTimeout(() => painter.flush(sizeOf(stdout).rows), 0);
  };
  stdout.on('resize', resized);
  return () => void stdout.off('resize', resized);
}

/** Opens the screen and draws `children` on it. */
export function openInkScreen(options: InkScreenOptions): TerminalScreen {
  return new InkScreen(options);
}

class InkScreen implements TerminalScreen {
  readonly ended: Promise<void>;
  readonly #options: InkScreenOptions;
  readonly #painter: Painter;
  readonly #ink: Instance;
  #suspendTerminal: SuspendTerminal | undefined;
  #isAway = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: InkScreenOptions) {
    this.#options = options;
    this.#painter = createPainter(options.stdout);
    this.#ink = this.#render();
    // After Ink's own listener, which may erase rows.
    const unwatchSize = watchSize(options, this.#painter);
    this.ended = this.#untilEnd(unwatchSize);
  }

  redraw(): void {
    if (this.#isAway) return;
    this.#painter.forget();
    this.#painter.flush(sizeOf(this.#options.stdout).rows);
  }

  async suspend(whileAway: () => Promise<void>): Promise<void> {
    if (this.#isAway || this.#suspendTerminal === undefined) return;
    this.#isAway = true;
    this.#painter.pause();
    try {
      await this.#suspendTerminal(() => this.#handOver(whileAway));
    } finally {
      this.#isAway = false;
      // It may have another size by now, and nobody told while this process stood still.
      this.#options.onResize(sizeOf(this.#options.stdout));
      this.redraw();
    }
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#ink.unmount();
  }

  close(): void {
    this.#ink.unmount();
  }

  #render(): Instance {
    const { stdout, keyboard, children } = this.#options;
    const tree = (
      <TerminalHolder keyboard={keyboard} onSuspend={(suspend) => (this.#suspendTerminal = suspend)}>
        <PainterContext value={this.#painter}>{children}</PainterContext>
      </TerminalHolder>
    );
    return render(tree, {
      stdout,
      stdin: deadInput(),
      exitOnCtrlC: false,
      patchConsole: false,
      alternateScreen: true,
      // A terminal is a terminal, also on a machine that says it is a build server.
      interactive: true,
      isScreenReaderEnabled: false,
    });
  }

  async #handOver(whileAway: () => Promise<void>): Promise<void> {
    const { keyboard } = this.#options;
    keyboard.close();
    try {
      await whileAway();
    } finally {
      keyboard.open();
    }
  }

  async #untilEnd(unwatchSize: () => void): Promise<void> {
    try {
      await this.#ink.waitUntilExit();
    } finally {
      unwatchSize();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
