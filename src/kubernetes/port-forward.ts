/** A loopback port that leads to a pod of a service, and to another one when that goes. */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { AppError, BugError, CancelledError, FailureError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { openCluster } from './cluster.ts';
import { forwardConnection } from './forwarded-connection.ts';
import type { KubeconfigOptions } from './kubeconfig.ts';
import type { PodChannel } from './pod-channel.ts';
import { PodPicker } from './pod-picker.ts';

/** What to forward to, from where. */
export interface PortForwardOptions extends KubeconfigOptions {
  readonly namespace: string;
  /** Names of services, the preferred first. */
  readonly services: readonly string[];
  /** Local port; 0 takes any that is free. */
  readonly port: number;
  /** What to do when the port is taken. Default: `fail`. */
  readonly ifTaken?: 'fail' | 'any-port';
  /** Told when another pod takes over and when there is none, once each. */
  readonly logger: Logger;
  /** Ends the port-forward. */
  readonly signal: AbortSignal;
}

/** A port-forward that runs. */
export interface PortForward {
  /** `127.0.0.1:PORT`; the same however often the pod changes. */
  readonly address: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Finds the service, connects to one of its ready pods and listens. Throws UsageError without a usable kubeconfig or context,
 * ConnectError when the API server, the service or a ready pod is not there, RpcError when the API server refuses, FailureError
 * when the port is taken, CancelledError when the signal aborted.
 */
export async function openPortForward(options: PortForwardOptions): Promise<PortForward> {
  const { logger, namespace, services } = options;
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const cluster = openCluster(options, namespace);
  const picker = new PodPicker({ cluster, services, logger, signal });
  // The first connection is made now: what is wrong shows here, with its own words.
  const first = await picker.connect(new Set());
  const acceptor = createAcceptor({ picker, first, logger, signal });
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (local) => acceptor.accept(local));
  const close = async () => {
    ending.abort();
    acceptor.close();
    await new Promise((closed) => server.close(closed));
  };
  try {
    await listen(server, options);
  } catch (error) {
    await close();
    throw error;
  }
  const onAbort = () => void close();
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();
  const port = portOf(server);
  logger.debug(`port-forward: ${loopback}:${port} leads to ${namespace}/${first.pod}`);
  return {
    address: `${loopback}:${port}`,
    close: async () => {
      options.signal.removeEventListener('abort', onAbort);
      await close();
    },
  };
}

interface AcceptorOptions {
  readonly picker: PodPicker;
  readonly first: PodChannel;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Returns what becomes of each accepted connection. */
function createAcceptor({ picker, first, logger, signal }: AcceptorOptions) {
  const locals = new Set<Socket>();
  let spare: PodChannel | undefined = first;
  let complained = false;
  const complain = (error: unknown) => {
    if (signal.aborted || error instanceof CancelledError) return;
    const text = error instanceof AppError ? error.message : String(error);
    if (complained) logger.debug(`port-forward: ${text}`);
    else logger.warn(`port-forward: ${text}; trying again with the next connection`);
    complained = true;
  };
  const takeSpare = () => {
    const taken = spare;
    spare = undefined;
    return taken?.ended === false ? taken : undefined;
  };

  const calm = () => {
    complained = false;
  };

  return {
    accept(local: Socket): void {
      locals.add(local);
      local.on('error', (error) => logger.debug(`port-forward: the local connection failed: ${error.message}`));
      local.once('close', () => locals.delete(local));
      forwardConnection({ local, picker, opened: takeSpare(), onAnswer: calm }).catch((error: unknown) => {
        complain(error);
        local.destroy();
      });
    },
    close(): void {
      spare?.destroy();
      for (const local of locals) local.destroy();
    },
  };
}

async function listen(server: Server, { port, ifTaken = 'fail' }: PortForwardOptions): Promise<void> {
  try {
    await listenOn(server, port);
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || ifTaken === 'fail') throw cannotListen(port, taken, error);
    await listenOn(server, 0);
  }
}

async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, loopback);
  await once(server, 'listening');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address !== null && typeof address === 'object') return address.port;
  throw new BugError('the port-forward listens on no port', { code: 'kubernetes/no-port' });
}

function cannotListen(port: number, taken: boolean, cause: unknown): FailureError {
  const reason = taken ? 'address already in use' : cause instanceof Error ? cause.message : String(cause);
  return new FailureError(`cannot forward from ${loopback}:${port}: ${reason}`, {
    code: 'kubernetes/local-port',
    hint: 'choose another with --port-forward-port; 0 takes any that is free',
    cause,
  });
}
