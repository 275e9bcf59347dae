/** Servers as processes. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { plainEnvironment, program } from './measure.ts';

/** A server that is listening. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  stop(): Promise<void>;
}

async function ready(child: ChildProcess, stream: NodeJS.ReadableStream | null, sign: string): Promise<ServerProcess> {
  let said = '';
  await new Promise<void>((done, failed) => {
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(sign)) done();
    });
  });
  return {
    child,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Starts a server over `flows` flows that are held from the start. */
export async function startStoreServer(target: string, flows: number, summaryBytes: number): Promise<ServerProcess> {
  const script = resolve(import.meta.dirname, 'store-server.ts');
  const args = ['--max-old-space-size=8192', script, target, String(flows), String(summaryBytes)];
  const child = spawn(process.execPath, args, { env: plainEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  return await ready(child, child.stdout, 'ready');
}

/** Starts the built `observed`; its standard input may be what another process writes. */
export async function startObserved(
  args: readonly string[],
  stdin: 'pipe' | 'ignore' | Readable = 'ignore',
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program('observed'), ...args], {
    env: plainEnvironment(),
    stdio: [stdin, 'ignore', 'pipe'],
  });
  return await ready(child, child.stderr, 'listening on');
}
