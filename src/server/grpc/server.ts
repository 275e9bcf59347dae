/** The gRPC server: life cycle. */

import { logVerbosity, Server, setLogVerbosity } from '@grpc/grpc-js';
import type { Logger } from '../../base/logger.ts';
import type { ObserverService } from '../observer/observer-service.ts';
import { bind } from './bind.ts';
import { defaultGraceMs, serverOptions } from './defaults.ts';
import { addHealth, type Health } from './health.ts';
import { parseListenAddress } from './listen-address.ts';
import { addObserver } from './observer-handlers.ts';
import { addPeer } from './peer-handlers.ts';
import { addReflection } from './reflection/reflection.ts';
import { createStreamCalls } from './stream-call.ts';

/** Options of the server. */
export interface StartServerOptions {
  readonly service: ObserverService;
  /** Addresses: `unix:///path`, `host:port`, `[v6]:port`, `:port`. At least one. */
  readonly listen: readonly string[];
  /** Allows addresses that other machines can reach, without TLS. Default false. */
  readonly insecureListen?: boolean;
  /** The schema for reflection: the encoded FileDescriptorSet of `src/flow/generated/descriptors.binpb`. */
  readonly descriptorSet: Uint8Array;
  readonly logger: Logger;
  /** Milliseconds a stop waits for clients before it cuts them off. Default 5000. */
  readonly graceMs?: number;
}

/** A server that is listening. */
export interface RunningServer {
  /** The addresses as a client would write them, port 0 replaced by the port that was given. */
  readonly addresses: readonly string[];
  /** Streams being answered at this moment. */
  readonly activeStreams: number;
  /**
   * Stops: no new calls, followers get the end of their stream with status OK, then connections close. Whoever has not
   * taken the end after the grace is cut off. Closes the service too. May be called twice.
   */
  stop(): Promise<void>;
}

/**
 * Starts the server on all addresses. Throws UsageError for an address it may not use and FailureError for one it cannot
 * have; nothing is left listening then.
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { service, logger, insecureListen = false, graceMs = defaultGraceMs } = options;
  const wanted = options.listen.map((text) => parseListenAddress(text, insecureListen));
  // What fails is thrown to the caller; grpc-js would print it a second time, in its own words.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server(serverOptions);
  const addresses: string[] = [];
  const streams = createStreamCalls(service.closing);
  const ownAddress = () => addresses.find((address) => !address.startsWith('unix:')) ?? addresses[0] ?? '';
  addObserver(server, service, streams);
  addPeer(server, { nodeName: service.identity.nodeName, address: ownAddress }, streams);
  addReflection(server, options.descriptorSet);
  const health = addHealth(server);
  try {
    for (const address of wanted) addresses.push(await bind(server, address));
  } catch (error) {
    server.forceShutdown();
    throw error;
  }
  logger.info(`listening on ${addresses.join(', ')}`);
  let stopped: Promise<void> | undefined;
  return {
    addresses,
    get activeStreams() {
      return streams.active;
    },
    stop: () => (stopped ??= stopServer({ server, service, health, graceMs })),
  };
}

interface Stopping {
  readonly server: Server;
  readonly service: ObserverService;
  readonly health: Health;
  readonly graceMs: number;
}

async function stopServer({ server, service, health, graceMs }: Stopping): Promise<void> {
  health.stopping();
  await service.close();
  await new Promise<void>((resolve) => {
    const cutOff = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}
