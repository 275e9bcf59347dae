/** A unix socket on this machine that leads, through the system's ssh, to a server on another one. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppError, CancelledError, ConnectError, FailureError } from '../base/errors.ts';
import { escapeControl } from '../base/escape.ts';
import type { Logger } from '../base/logger.ts';
import { pause } from '../sources/pause.ts';
import { answersHttp2 } from './http2-probe.ts';
import { sshArguments, type Forward } from './ssh-arguments.ts';
import { startSsh, type SshExit, type SshProcess } from './ssh-process.ts';
import { sshCommand, type SshTarget } from './ssh-target.ts';

/** What to reach, and how. */
export interface SshTunnelOptions {
  readonly target: SshTarget;
  /** A person can answer ssh's questions on the terminal; else it must get along without (BatchMode). */
  readonly interactive: boolean;
  /** Milliseconds for connecting to the host, and for each place looked at on it. */
  readonly timeoutMs: number;
  /** Environment of ssh: PATH, HOME, SSH_AUTH_SOCK. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told what ssh says, and when the connection ends and is back. */
  readonly logger: Logger;
  /** Ends the tunnel. */
  readonly signal: AbortSignal;
}

/** A tunnel that runs. */
export interface SshTunnel {
  /** `unix:///PATH`, in a folder only this user may enter; the same however often ssh is started again. */
  readonly address: string;
  close(): Promise<void>;
}

/** Where `observed` listens on the other machine: as root, then as another user (Hubble's own port, too). */
const usualPlaces: readonly string[] = ['/run/observed.sock', '127.0.0.1:4245'];

const pollMs = 50;
const firstDelayMs = 1000;
/** The most a reconnecting client waits, too. */
const longestDelayMs = 30_000;
/** A Ctrl-C reaches ssh and this process in any order. */
const interruptMs = 100;

/**
 * Starts ssh, waits until one of the places on the host answers HTTP/2, and keeps ssh running: when it ends it is started again
 * after 1 s, doubled up to 30 s. Throws ConnectError when ssh cannot connect or nothing answers on the host, FailureError where
 * there is no ssh, CancelledError when the signal aborted.
 */
export async function openSshTunnel(options: SshTunnelOptions): Promise<SshTunnel> {
  const folder = await mkdtemp(join(tmpdir(), 'observe-ssh-'));
  const tunnel = new Tunnel(options, folder);
  try {
    return { address: `unix://${await tunnel.open()}`, close: () => tunnel.close() };
  } catch (error) {
    await tunnel.close();
    throw error;
  }
}

class Tunnel {
  readonly #options: SshTunnelOptions;
  readonly #folder: string;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #ssh: SshProcess | undefined;
  #watching: Promise<void> = Promise.resolve();
  /** True while what ssh says is not yet, or no longer, worth telling: an error will hold it. */
  #quiet = true;
  #lastLine = '';

  constructor(options: SshTunnelOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#signal = AbortSignal.any([options.signal, this.#ending.signal]);
  }

  /** Returns the path of the local socket. */
  async open(): Promise<string> {
    const { target } = this.#options;
    const places = target.socket === undefined ? usualPlaces : [target.socket];
    const forwards = places.map((remote, index) => ({ local: join(this.#folder, `${index}.sock`), remote }));
    const ssh = this.#start(forwards);
    const exit = await this.#established(ssh, forwards);
    if (exit !== undefined) throw this.#failure(exit);
    const forward = await this.#firstThatAnswers(forwards);
    this.#quiet = false;
    this.#watching = this.#watch(ssh, forward);
    return forward.local;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#ssh?.stop();
    await this.#ssh?.exited;
    await this.#watching;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #start(forwards: readonly Forward[]): SshProcess {
    const { environment } = this.#options;
    const args = sshArguments(this.#options, forwards);
    const ssh = startSsh({ args, environment, onLine: (line) => this.#tell(line) });
    this.#ssh = ssh;
    return ssh;
  }

  /** Says each thing once: a client that keeps trying has ssh repeat itself with another channel number. */
  #tell(line: string): void {
    const { logger, target } = this.#options;
    const text = `ssh ${target.host}: ${line}`;
    const pattern = line.replaceAll(/\d+/g, '0');
    if (this.#quiet || pattern === this.#lastLine) logger.debug(text);
    else logger.warn(text);
    this.#lastLine = pattern;
  }

  /** Waits until ssh listens, which it does once it is logged in. Returns how ssh ended when it did before. */
  async #established(ssh: SshProcess, forwards: readonly Forward[]): Promise<SshExit | undefined> {
    while (!forwards.every(({ local }) => existsSync(local))) {
      this.#throwIfAborted();
      const exit = await Promise.race([ssh.exited, pause(pollMs, this.#signal)]);
      if (exit !== undefined) return exit;
    }
    return undefined;
  }

  async #firstThatAnswers(forwards: readonly Forward[]): Promise<Forward> {
    for (const forward of forwards) {
      if (await answersHttp2(forward.local, this.#options.timeoutMs, this.#signal)) return forward;
      this.#throwIfAborted();
    }
    const { target } = this.#options;
    throw new ConnectError(`nothing answers on ${target.host}: ${forwards.map(({ remote }) => remote).join(', ')}`, {
      code: 'connect/none',
      hint: 'start `observed` there, log in as a user who may open its socket (root, or the group observed), or add the path of a socket to the address',
    });
  }

  /** Starts ssh again whenever it ends, until the tunnel is closed. */
  async #watch(first: SshProcess, forward: Forward): Promise<void> {
    let ssh = first;
    let delayMs = firstDelayMs;
    for (;;) {
      const { reason } = await ssh.exited;
      await pause(interruptMs, this.#signal);
      if (this.#signal.aborted) return;
      this.#noteEnd(reason, delayMs);
      await pause(delayMs, this.#signal);
      await rm(forward.local, { force: true });
      if (this.#signal.aborted) return;
      delayMs = Math.min(delayMs * 2, longestDelayMs);
      ssh = this.#start([forward]);
      if (await this.#isBack(ssh, forward)) delayMs = firstDelayMs;
    }
  }

  /** Once for an outage, however often ssh fails to start during it. */
  #noteEnd(reason: string, delayMs: number): void {
    const { logger, target } = this.#options;
    const text = `ssh ${target.host}: the connection ended (${reason}); connecting again in ${delayMs / 1000}s`;
    if (this.#quiet) logger.debug(text);
    else logger.warn(text);
    this.#quiet = true;
  }

  async #isBack(ssh: SshProcess, forward: Forward): Promise<boolean> {
    const exit = await this.#established(ssh, [forward]).catch(() => undefined);
    if (exit !== undefined || this.#signal.aborted) return false;
    this.#quiet = false;
    this.#options.logger.warn(`ssh ${this.#options.target.host}: connected again`);
    return true;
  }

  #failure({ missing, reason }: SshExit): AppError {
    const { target, interactive } = this.#options;
    if (missing) {
      return new FailureError(`cannot reach ${target.text}: ssh is not installed`, {
        code: 'ssh/missing',
        hint: "install OpenSSH's client",
      });
    }
    const alone = interactive ? '' : '; without a terminal it can ask for no password and no host key';
    return new ConnectError(`cannot reach ${target.text}: ${escapeControl(reason)}`, {
      code: 'ssh/failed',
      hint: `see whether \`${sshCommand(target)}\` works${alone}`,
    });
  }

  #throwIfAborted(): void {
    if (this.#signal.aborted) throw new CancelledError('the tunnel was cancelled', { code: 'cancelled' });
  }
}
