/** A real terminal to run the UI in: tmux with a server of its own, keys in, screen out. Nothing waits for a time, only for what is on screen. */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { temporaryFolder } from './programs.ts';
import { installObserve, isInstalled } from './shells.ts';

const run = promisify(execFile);

/** Whether there is a tmux; where peers are required its absence is an error. */
export const hasTmux: boolean = isInstalled('tmux') && isInstalled('bash');

/** What the prompt of the shell says. It is written so that the typed command does not hold it. */
export const prompt = 'ready>';

const everyMs = 25;
const patienceMs = 15_000;

/** What is on screen. */
export interface Pane {
  /** One a row, without the blanks at the end. */
  readonly lines: readonly string[];
  readonly text: string;
}

/** What is looked for: a pattern, or what tells it, with its name for the error. */
export type Wanted = RegExp | ((pane: Pane) => boolean);

/** How long to look (15 s), and whether at the looks as well. */
export interface Patience {
  readonly ms?: number;
  readonly look?: 'plain' | 'styled';
}

/** What was written to the terminal since the recording began. */
export interface Recording {
  bytes(): string;
}

/** State of the terminal that programs switch. */
export interface TerminalModes {
  readonly isAlternate: boolean;
  readonly isCursorShown: boolean;
  readonly isMouseOn: boolean;
}

/** A terminal with a shell in it. */
export interface Terminal extends AsyncDisposable {
  /** Holds the home folder, and is the working folder of the shell. */
  readonly folder: string;
  /** Runs a tmux command on its server and returns what it says. */
  tmux(...args: readonly string[]): Promise<string>;
  /** Presses keys, named as the key table names them. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a text as it is. */
  type(text: string): Promise<void>;
  /** Types a command line and Enter. */
  command(line: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Returns what is on screen; with the looks, as escape sequences, where asked for. */
  pane(look?: 'plain' | 'styled'): Promise<Pane>;
  /** Resolves with the first screen that is what is looked for; rejects with the last one when patience is over. */
  until(wanted: Wanted, patience?: Patience): Promise<Pane>;
  modes(): Promise<TerminalModes>;
  /** Records the bytes that are written to the terminal from now on. */
  record(): Promise<Recording>;
  /** Returns the process that has the terminal. */
  foregroundPid(): Promise<number>;
}

/** Options of a terminal. */
export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const namedKeys: ReadonlyMap<string, string> = new Map([
  ['Esc', 'Escape'],
  ['Del', 'DC'],
  ['PgUp', 'PPage'],
  ['PgDn', 'NPage'],
  ['Backspace', 'BSpace'],
  ['Shift-Tab', 'BTab'],
]);

/** Returns what tmux calls a key of the key table. */
export function tmuxKey(name: string): string {
  const named = namedKeys.get(name);
  if (named !== undefined) return named;
  const [, held = '', key = ''] = /^((?:(?:Ctrl|Alt|Shift)-)*)(.+)$/u.exec(name) ?? [];
  const prefix = held.replace('Ctrl-', 'C-').replace('Alt-', 'M-').replace('Shift-', 'S-');
  return prefix + (namedKeys.get(key) ?? key);
}

/** Tells whether a screen is what is looked for. */
export function fits(pane: Pane, wanted: Wanted): boolean {
  return wanted instanceof RegExp ? wanted.test(pane.text) : wanted(pane);
}

/** Polls `look` until it gives something; undefined after `ms`. */
export async function eventually<T>(look: () => Promise<T | undefined>, ms = patienceMs): Promise<T | undefined> {
  for (const end = Date.now() + ms; ;) {
    const found = await look();
    if (found !== undefined || Date.now() > end) return found;
    await wait(everyMs);
  }
}

class TmuxTerminal implements Terminal {
  readonly folder: string;
  readonly #home: ReturnType<typeof temporaryFolder>;
  readonly #env: Record<string, string>;
  #recordings = 0;

  constructor(env: Readonly<Record<string, string>>) {
    this.#home = temporaryFolder();
    this.folder = this.#home.path;
    mkdirSync(join(this.folder, 'bin'));
    installObserve(join(this.folder, 'bin'));
    this.#env = {
      PATH: `${join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: this.folder,
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_STATE_HOME: join(this.folder, 'state'),
      XDG_RUNTIME_DIR: join(this.folder, 'runtime'),
      TMPDIR: this.folder,
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
      SHELL: '/bin/sh',
      ...env,
    };
    mkdirSync(join(this.folder, 'runtime'));
  }

  async open({ columns = 100, rows = 24 }: TerminalOptions): Promise<void> {
    const size = ['-x', String(columns), '-y', String(rows)];
    const shell = `exec env PS1='re''ady> ' HISTFILE= ${this.#env['TERM'] === undefined ? '' : `TERM=${this.#env['TERM']} `}bash --norc --noprofile -i`;
    // Before the first session there is no server to tell what is wanted.
    await this.tmux('new-session', '-d', '-s', 'main', ...size, '-c', this.folder, shell);
    await this.tmux('set-option', '-s', 'set-clipboard', 'on');
    await this.until((pane) => pane.text.includes(prompt));
  }

  async tmux(...args: readonly string[]): Promise<string> {
    const socket = ['-u', '-S', join(this.folder, 'tmux'), '-f', '/dev/null'];
    const { stdout } = await run('tmux', [...socket, ...args], { env: this.#env, maxBuffer: 1 << 26 });
    return stdout;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      if (/^[ -~]$/u.test(key)) await this.type(key);
      else await this.tmux('send-keys', '-t', 'main', tmuxKey(key));
    }
  }

  async type(text: string): Promise<void> {
    // A semicolon at the end would end the command of tmux.
    await this.tmux('send-keys', '-t', 'main', '-l', '--', text.replace(/;$/u, String.raw`\;`));
  }

  async command(line: string): Promise<void> {
    await this.type(line);
    await this.press('Enter');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.tmux('resize-window', '-t', 'main', '-x', String(columns), '-y', String(rows));
  }

  async pane(look: 'plain' | 'styled' = 'plain'): Promise<Pane> {
    const text = await this.tmux('capture-pane', '-p', ...(look === 'styled' ? ['-e'] : []), '-t', 'main');
    return { text, lines: text.split('\n').slice(0, -1) };
  }

  async until(wanted: Wanted, { ms = patienceMs, look = 'plain' }: Patience = {}): Promise<Pane> {
    let last: Pane | undefined;
    const found = await eventually(async () => {
      last = await this.pane(look);
      return fits(last, wanted) ? last : undefined;
    }, ms);
    if (found === undefined) throw new Error(`never seen: ${String(wanted)}; the screen:\n${last?.text ?? ''}`);
    return found;
  }

  async modes(): Promise<TerminalModes> {
    const flags = await this.#ask('#{alternate_on}#{cursor_flag}#{mouse_any_flag}');
    return { isAlternate: flags[0] === '1', isCursorShown: flags[1] === '1', isMouseOn: flags[2] === '1' };
  }

  async record(): Promise<Recording> {
    this.#recordings += 1;
    const path = join(this.folder, `recording-${this.#recordings}`);
    await this.tmux('pipe-pane', '-t', 'main', `cat > '${path}'`);
    // The pipe is there before the shell that opens the file is.
    await eventually(async () => (existsSync(path) ? true : undefined));
    return { bytes: () => readFileSync(path, 'utf8') };
  }

  async foregroundPid(): Promise<number> {
    const shell = await this.#ask('#{pane_pid}');
    // The name of the program may hold anything, so fields count from the parenthesis behind it: tpgid is the 6th.
    const fields = readFileSync(`/proc/${shell}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[5]);
  }

  async #ask(format: string): Promise<string> {
    return (await this.tmux('display-message', '-p', '-t', 'main', format)).trimEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pid = await this.foregroundPid().catch(() => undefined);
    await this.tmux('kill-server').catch(() => undefined);
    // What hangs up writes its settings first, into the folder that goes.
    await eventually(async () => (pid !== undefined && existsSync(`/proc/${pid}`) ? undefined : true));
    this.#home[Symbol.dispose]();
  }
}

/** Opens a terminal with a shell in it; `observe` is on its PATH, and nobody's settings are in reach. */
export async function openTerminal(options: TerminalOptions = {}): Promise<Terminal> {
  const terminal = new TmuxTerminal(options.env ?? {});
  try {
    await terminal.open(options);
  } catch (error) {
    await terminal[Symbol.asyncDispose]();
    throw error;
  }
  return terminal;
}
