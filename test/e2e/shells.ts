/** Shells in a terminal, as a person uses them: keys in, screen out. */

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const program = resolve(import.meta.dirname, '../../dist/bin/observe.js');

/** Tells whether `command` can be started. Where peers are required a missing one is an error, unless it is optional. */
export function isInstalled(command: string, need: 'peer' | 'optional' = 'peer'): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
  if (!found && need === 'peer' && process.env['REQUIRE_PEERS'] === '1') throw new Error(`${command} is not installed`);
  return found;
}

/** Puts a program `observe` into `folder`, which is to stand first on PATH. */
export function installObserve(folder: string): void {
  const path = join(folder, 'observe');
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(path, 0o755);
}

/** Runs a program to its end and returns what it wrote to stdout. */
export async function runIn(
  command: string,
  args: readonly string[],
  options: { readonly env: Record<string, string>; readonly cwd: string },
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  return await text(child.stdout);
}

/** A shell and how it is started. */
export interface ShellCase {
  /** Starts it without anybody's settings. */
  readonly start: string;
  /** Loads the completion; the last thing it does is to set the prompt to GO, written so that the typed line does not show it. */
  readonly load: string;
}

/** The shells that can be typed into. */
export const typedShells: Readonly<Record<'bash' | 'zsh', ShellCase>> = {
  bash: {
    start: 'bash --norc --noprofile -i',
    load: "bind 'set enable-bracketed-paste off'; source <(observe completion bash); PS1='G''O> '",
  },
  zsh: {
    start: 'zsh -f -i',
    load: "bindkey -e; autoload -Uz compinit; compinit -u -D; source <(observe completion zsh); PROMPT='G''O> '",
  },
};

const beginningOfLine = '\u0001';
const tab = '\t';

/**
 * Types `line` and TAB into the shell and returns the line as it then stands. Fails when the shell says nothing for 15 s.
 */
export async function completeIn(
  { start, load }: ShellCase,
  line: string,
  env: Record<string, string>,
): Promise<string> {
  const child = spawn('script', ['-qec', start, '/dev/null'], {
    env: { ...env, TERM: 'dumb', PS1: 'READY> ', PROMPT: 'READY> ' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let look: (() => void) | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    look?.();
  });
  const shown = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, failed) => {
      const timer = setTimeout(() => failed(new Error(`no ${String(pattern)} on the screen: ${screen}`)), 15_000);
      look = () => {
        const match = pattern.exec(screen);
        if (match === null) return;
        clearTimeout(timer);
        found(match);
      };
      look();
    });
  try {
    await shown(/READY> /);
    child.stdin.write(`${load}\n`);
    await shown(/GO> /);
    child.stdin.write(`${line}${tab}${beginningOfLine}echo G''OT: \n`);
    const [, completed = ''] = await shown(/GOT: (.*?) *\r?\n/);
    return completed;
  } finally {
    child.kill('SIGKILL');
  }
}
