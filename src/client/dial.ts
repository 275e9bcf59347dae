/** Finding a server when nobody said which. */

import { stat } from 'node:fs';
import { connect } from 'node:net';
import { parseHostPort, unixSocketPath } from '../base/addresses.ts';
import { ConnectError } from '../base/errors.ts';
import { connectHint, connectReason } from './connect-reasons.ts';
import { defaultProbeTimeoutMs } from './defaults.ts';

/** Where to look and how. */
export interface FindServerOptions {
  /** Addresses in order of preference: `unix:///path` or `host:port`. See `defaultServerCandidates`. */
  readonly candidates: readonly string[];
  /** User id of this process. A socket of somebody else (root excepted) is passed over: anybody can put one into /tmp. */
  readonly uid: number;
  /** Milliseconds for each. Default 2000. */
  readonly timeoutMs?: number;
}

/** A place that was looked at and why no server was found there, in words. */
export interface TriedPlace {
  readonly what: string;
  readonly outcome: string;
}

/** Nothing answered anywhere. */
export class NoServerError extends ConnectError {
  readonly tried: readonly TriedPlace[];

  constructor(tried: readonly TriedPlace[]) {
    const looked = tried.map(({ what, outcome }) => `${what} (${outcome})`);
    super(`no server answers; looked at ${looked.join(', ')}`, { code: 'connect/none', hint: connectHint });
    this.tried = tried;
  }
}

/**
 * Returns the first candidate that accepts a connection. Throws NoServerError that lists every place it looked at, with
 * the reason, when none does.
 */
export async function findServer(options: FindServerOptions): Promise<string> {
  const tried: TriedPlace[] = [];
  for (const candidate of options.candidates) {
    const refused = await whyNot(candidate, options);
    if (refused === undefined) return candidate;
    tried.push({ what: candidate, outcome: refused });
  }
  throw new NoServerError(tried);
}

async function whyNot(candidate: string, options: FindServerOptions): Promise<string | undefined> {
  const path = unixSocketPath(candidate);
  const { timeoutMs = defaultProbeTimeoutMs } = options;
  if (path === undefined) return probe(parseHostPort(candidate) ?? { host: candidate, port: 0 }, timeoutMs);
  const owner = await ownerOf(path);
  if (typeof owner === 'string') return owner;
  if (owner !== options.uid && owner !== 0) return 'it belongs to another user';
  return probe({ path }, timeoutMs);
}

/** Returns the user id of the file's owner, or why there is none. Without the promises of Node's own, whose module takes a start a millisecond. */
function ownerOf(path: string): Promise<number | string> {
  return new Promise((resolve) => {
    stat(path, (error, stats) => resolve(error === null ? stats.uid : reasonOf(error)));
  });
}

type Place = { readonly path: string } | { readonly host: string; readonly port: number };

function probe(place: Place, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(place);
    const settle = (reason: string | undefined) => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(timeoutMs, () => settle('timed out'));
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error) => settle(reasonOf(error)));
  });
}

/** A name with several addresses fails with all their errors under one that has a code only. */
function reasonOf(error: NodeJS.ErrnoException): string {
  return connectReason(`${error.code ?? ''} ${error.message}`.trim());
}
