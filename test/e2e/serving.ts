/** A built `observed` that serves on a socket of its own. */

import { join } from 'node:path';

import { runProgram, startProgram, temporaryFolder, type Finished, type Running, type RunOptions } from './programs.ts';

/** A server that is listening. */
export interface Serving extends AsyncDisposable {
  readonly server: Running;
  /** Its folder, removed in the end. */
  readonly folder: string;
  /** Its address. */
  readonly target: string;
  /** Runs `observe` against it. */
  observe(...args: readonly string[]): Promise<Finished>;
  /** Starts `observe` against it; one that follows ends with the server. */
  follow(...args: readonly string[]): Running;
  /** Runs `observe` until `wanted` likes what it printed. */
  until(wanted: (finished: Finished) => boolean, ...args: readonly string[]): Promise<Finished>;
}

/** Options of a server. `args` gets its folder. */
export interface ServingOptions extends RunOptions {
  readonly args?: (folder: string) => readonly string[];
}

/** Starts `observed` and waits until it listens. Its standard input stays open unless it is given. */
export async function serve(options: ServingOptions = {}): Promise<Serving> {
  const { args = () => ['--source', 'stdin:'], ...run } = options;
  const folder = temporaryFolder();
  const target = `unix://${join(folder.path, 'observed.sock')}`;
  const server = startProgram('observed', ['--listen', target, ...args(folder.path)], run);
  await server.waitFor('stderr', /listening on/);
  const observe = async (...words: readonly string[]): Promise<Finished> =>
    await runProgram('observe', ['--server', target, ...words]);
  return {
    server,
    folder: folder.path,
    target,
    observe,
    follow: (...words) => startProgram('observe', ['--server', target, '--no-reconnect', ...words]),
    until: async (wanted, ...words) => {
      for (let tries = 0; ; tries += 1) {
        const finished = await observe(...words);
        if (wanted(finished)) return finished;
        if (tries === 40) throw new Error(`never came: ${JSON.stringify(finished)}; server: ${server.text('stderr')}`);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
