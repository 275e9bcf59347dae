/** Flows of a server for the terminal UI. */

import { basename } from 'node:path';

import { unixSocketPath } from '../../base/addresses.ts';
import { AppError, CancelledError, ConnectError } from '../../base/errors.ts';
import { connectHint } from '../../client/connect-reasons.ts';
import { NoServerError, type TriedPlace } from '../../client/dial.ts';
import type { GrpcObserver } from '../../client/grpc-observer.ts';
import { createResumingObserver } from '../../client/resume/resuming-observer.ts';
import type { FollowState } from '../../client/resume/states.ts';
import { pause } from '../../sources/pause.ts';
import type { FlowOrigin, OpenedOrigin } from '../../tui/tui-options.ts';
import { openConnections, type ServerConnections, type ServerValues } from '../commands/server-observer.ts';
import type { Surroundings } from '../program.ts';

/** The flags a server origin is made from. */
export interface OriginValues extends ServerValues {
  readonly 'no-reconnect': boolean;
}

/** A server that answers, or what was tried in vain. */
export type ServerSearch =
  | {
      readonly kind: 'found';
      readonly origin: FlowOrigin;
      /** Closes the way to the server where the origin was never opened. */
      abandon(): Promise<void>;
    }
  | { readonly kind: 'none'; readonly tried: readonly TriedPlace[]; readonly error: ConnectError };

/** A way to a server, and the connection over which it answered. */
interface ReachedServer {
  readonly connections: ServerConnections;
  readonly observer: GrpcObserver;
}

/** Returns how people call the server at `address`: of a socket the name of its file, the folder says little. */
export function serverName(address: string): string {
  const path = unixSocketPath(address);
  return path === undefined ? address : `unix:${basename(path)}`;
}

// Some proxies and old agents do not know the method: they answer, which is all that is asked here.
async function requireAnswer(observer: GrpcObserver, timeoutMs: number, interrupted: AbortSignal): Promise<void> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    await observer.serverStatus({ signal: AbortSignal.any([interrupted, late]) });
  } catch (error) {
    if (error instanceof CancelledError && late.aborted && !interrupted.aborted) {
      throw new ConnectError(`cannot reach ${observer.address}: no answer within ${timeoutMs / 1000} s`, {
        code: 'connect/timeout',
        hint: connectHint,
        cause: error,
      });
    }
    if (error instanceof ConnectError || error instanceof CancelledError || !(error instanceof AppError)) throw error;
  }
}

async function reach(values: OriginValues, surroundings: Surroundings): Promise<ReachedServer> {
  const connections = await openConnections(values, surroundings);
  try {
    const observer = connections.connect();
    await requireAnswer(observer, values.timeout, surroundings.interrupted);
    return { connections, observer };
  } catch (error) {
    await connections.close();
    throw error;
  }
}

async function leave({ connections, observer }: ReachedServer): Promise<void> {
  await observer.close();
  await connections.close();
}

function opened(
  reached: ReachedServer,
  { clock }: Surroundings,
  follow: { readonly isResuming: boolean; readonly onState: (state: FollowState) => void },
): OpenedOrigin {
  let current = reached.observer;
  let isFirst = true;
  const connect = (): GrpcObserver => {
    if (!isFirst) current = reached.connections.connect();
    isFirst = false;
    return current;
  };
  const { onState, isResuming } = follow;
  const observer = isResuming ? createResumingObserver(connect, { clock, sleep: pause, onState }) : current;
  return {
    observer,
    events: { getAgentEvents: (request, call) => current.getAgentEvents(request, call) },
    close: async () => {
      await observer.close();
      await reached.connections.close();
    },
  };
}

function nameOf(values: OriginValues, { address }: ServerConnections): string {
  return values['port-forward'] ? `${address} (port-forward)` : serverName(address);
}

function originOf(reached: ReachedServer, values: OriginValues, surroundings: Surroundings): ServerSearch {
  // It is used once; whoever opens the origin again gets a way of its own.
  let ready: ReachedServer | undefined = reached;
  const take = async (): Promise<ReachedServer> => {
    const taken = ready;
    ready = undefined;
    return taken ?? (await reach(values, surroundings));
  };
  const origin: FlowOrigin = {
    kind: 'server',
    name: nameOf(values, reached.connections),
    cluster: values['port-forward'] ? values['kube-context'] : undefined,
    isTls: reached.connections.isTls,
    open: async (onState) => opened(await take(), surroundings, { onState, isResuming: !values['no-reconnect'] }),
  };
  return {
    kind: 'found',
    origin,
    abandon: async () => {
      if (ready !== undefined) await leave(await take());
    },
  };
}

// `cannot reach HOST:PORT: connection refused` stands beside the address already; a hint of its own says more than the reason.
function triedPlace(error: ConnectError, { server, 'port-forward': isForwarded }: OriginValues): TriedPlace {
  const what = isForwarded ? 'port-forward' : (server ?? 'server');
  const reason = error.message.replace(`cannot reach ${what}: `, '');
  const isPlain = error.hint === undefined || error.hint === connectHint;
  return { what, outcome: isPlain ? reason : `${reason}; ${error.hint}` };
}

/**
 * Returns the server that the flags name, or the first default one that answers, already connected to; what was tried where nothing
 * answers. Rejects with the other errors of the way there: UsageError, FailureError, RpcError, CancelledError.
 */
export async function findServerOrigin(values: OriginValues, surroundings: Surroundings): Promise<ServerSearch> {
  try {
    return originOf(await reach(values, surroundings), values, surroundings);
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const tried = error instanceof NoServerError ? error.tried : [triedPlace(error, values)];
    return { kind: 'none', tried, error };
  }
}
