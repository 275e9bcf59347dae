/** A terminal in memory: what is typed goes in, and the screen comes out as people would see it. */

import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import xterm, { type IBufferCell } from '@xterm/headless';
import type { TerminalInput } from '../../../src/tui/tui-options.ts';

/** A keyboard that tests type on. */
class FakeKeyboard extends EventEmitter implements TerminalInput {
  readonly isTTY = true;
  isRaw = false;
  isRead = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  resume(): this {
    this.isRead = true;
    return this;
  }

  pause(): this {
    this.isRead = false;
    return this;
  }
}

/** A screen with a size that can change. Writes are done at once, as those of a terminal are; it reads them in its own time. */
class FakeScreen extends Writable {
  readonly isTTY = true;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #written: string[] = [];

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    // A terminal in raw mode still turns a line feed into a new line.
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 0,
      convertEol: true,
    });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  get terminal(): InstanceType<typeof xterm.Terminal> {
    return this.#terminal;
  }

  get written(): string {
    return this.#written.join('');
  }

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    const text = chunk.toString();
    this.#written.push(text);
    this.#terminal.write(text);
    done();
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.emit('resize');
  }
}

/** How a piece of a line looks. */
export interface Look {
  readonly text: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
  /** Number of the terminal's palette; undefined for its default colour. */
  readonly color: number | undefined;
}

function lookOf(cell: IBufferCell): Omit<Look, 'text'> {
  return {
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isInverse: cell.isInverse() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
    color: cell.isFgDefault() ? undefined : cell.getFgColor(),
  };
}

/** A terminal in memory. */
export interface FakeTerminal {
  readonly stdin: FakeKeyboard;
  readonly stdout: FakeScreen;
  /** Sends what the keys would send. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Lines of the screen, from the top, without blanks at their ends. */
  lines(): Promise<readonly string[]>;
  /** The screen as one text. */
  text(): Promise<string>;
  /** Pieces of one line by how they look. */
  looks(row: number): Promise<readonly Look[]>;
  /** All that was written since the last call. */
  takeWritten: () => string;
  /** Whether programs draw on the screen that leaves no trace. */
  isAlternate(): Promise<boolean>;
}

/** Returns a terminal of this size. */
export function fakeTerminal(columns: number, rows: number): FakeTerminal {
  const stdin = new FakeKeyboard();
  const stdout = new FakeScreen(columns, rows);
  let taken = 0;

  async function settled(): Promise<InstanceType<typeof xterm.Terminal>['buffer']['active']> {
    await new Promise<void>((resolve) => stdout.terminal.write('', resolve));
    return stdout.terminal.buffer.active;
  }

  async function lines(): Promise<readonly string[]> {
    const buffer = await settled();
    return Array.from({ length: stdout.rows }, (_, row) => buffer.getLine(row)?.translateToString().trimEnd() ?? '');
  }

  return {
    stdin,
    stdout,
    type: (text) => void stdin.emit('data', Buffer.from(text)),
    resize: (newColumns, newRows) => stdout.resize(newColumns, newRows),
    lines,
    text: async () => (await lines()).join('\n'),
    async looks(row) {
      const line = (await settled()).getLine(row);
      const pieces: Look[] = [];
      for (let column = 0; column < stdout.columns; column += 1) {
        const cell = line?.getCell(column);
        if (cell === undefined || cell.getWidth() === 0) continue;
        const look = lookOf(cell);
        const text = cell.getChars() === '' ? ' ' : cell.getChars();
        const last = pieces.at(-1);
        const isSame =
          last !== undefined && JSON.stringify({ ...last, text: '' }) === JSON.stringify({ text: '', ...look });
        if (last !== undefined && isSame) pieces[pieces.length - 1] = { ...last, text: last.text + text };
        else pieces.push({ text, ...look });
      }
      return pieces;
    },
    takeWritten() {
      const all = stdout.written;
      const fresh = all.slice(taken);
      taken = all.length;
      return fresh;
    },
    async isAlternate() {
      return (await settled()).type === 'alternate';
    },
  };
}
