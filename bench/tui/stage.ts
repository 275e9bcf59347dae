/** The UI in a terminal over a server that is fed. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { processCost, program } from '../measure.ts';
import { startObserved, type ServerProcess } from '../server-process.ts';
import { runInTerminal, type TerminalProgram } from './pty.ts';
import { WatchedScreen } from './watched-screen.ts';

/** The terminal. */
export const terminalSize = { columns: 200, rows: 50 } as const;

/** A server that gets flows. */
export interface FedServer {
  readonly target: string;
  readonly server: ServerProcess;
  /** So many flows a second from now on. */
  feed(perSecond: number): void;
  /** Writes so many as fast as the server takes them; resolves when it has. */
  burst(flows: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the built `observed` on the socket at `path`, with room for `capacity` flows. */
export async function startFedServer(path: string, capacity: number): Promise<FedServer> {
  const script = resolve(import.meta.dirname, 'feeder.ts');
  const feeder: ChildProcess = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const target = `unix://${path}`;
  const args = ['--source', 'stdin:', '--listen', target, '--capacity', String(capacity)];
  const server = await startObserved([...args, '--drop-action-override', 'LogAndAccept'], feeder.stdout ?? 'ignore');
  return {
    target,
    server,
    feed: (perSecond) => void feeder.send({ perSecond }),
    async burst(flows) {
      feeder.send({ burst: flows });
      await once(feeder, 'message');
    },
    async stop() {
      await server.stop();
      feeder.kill();
    },
  };
}

/** What a stretch of time cost the UI. */
export interface StretchCost {
  /** Share of one core. */
  readonly cpuShare: number;
  /** Flows a second that arrived, by what the screen says at the end. */
  readonly arrived: number;
  /** Share of the time in which its main thread could run and got no core. */
  readonly waitShare: number;
  readonly bytesPerFrame: number;
  readonly framesPerSecond: number;
  readonly repaints: number;
}

/** The UI. */
export interface OpenUi {
  readonly program: TerminalProgram;
  readonly screen: WatchedScreen;
  /** Resident memory now, in bytes. */
  residentBytes(): number;
  /** Milliseconds so far in which its main thread could run and got no core. */
  readonly waitedMs: () => number;
  /** Largest resident memory so far, in bytes. */
  peakBytes(): number;
  /** Looks on while `body` runs. */
  cost(body: () => Promise<unknown>): Promise<StretchCost>;
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

function arrivedPerSecond([header = '']: readonly string[]): number {
  return Number(/ ([\d,]+)\/s /u.exec(header)?.[1]?.replaceAll(',', ''));
}

function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1] ?? 0) / 1e6;
}

/** Opens the built `observe` over a server, with more arguments; resolves when it shows flows or says there are none. */
export async function openUi(target: string, home: string, more: readonly string[] = []): Promise<OpenUi> {
  const { columns, rows } = terminalSize;
  const screen = new WatchedScreen(columns, rows);
  const terminal = await runInTerminal({
    command: [process.execPath, program('observe'), '--server', target, ...more],
    columns,
    rows,
    // The view that was left last is taken up again: each run begins with none.
    environment: { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home },
    onData: (chunk) => screen.take(chunk),
  });
  const { pid } = terminal;
  await screen
    .until((shown) => shown[0]?.includes('LIVE') === true)
    .catch(async (error: unknown) => {
      await terminal.stop();
      throw error;
    });
  return {
    program: terminal,
    screen,
    residentBytes: () => residentBytes(pid),
    waitedMs: () => waitedMs(pid),
    peakBytes: () => processCost(pid)?.peakBytes ?? NaN,
    async cost(body) {
      const [startMs, cpuBefore, waitedBefore] = [performance.now(), processCost(pid)?.cpuMs ?? NaN, waitedMs(pid)];
      screen.written();
      await body();
      const elapsedMs = performance.now() - startMs;
      const { bytes, frames, repaints } = screen.written();
      return {
        cpuShare: ((processCost(pid)?.cpuMs ?? NaN) - cpuBefore) / elapsedMs,
        waitShare: (waitedMs(pid) - waitedBefore) / elapsedMs,
        bytesPerFrame: bytes / Math.max(1, frames),
        arrived: arrivedPerSecond(screen.rows()),
        framesPerSecond: (frames * 1000) / elapsedMs,
        repaints,
      };
    },
  };
}
