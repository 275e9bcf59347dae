/** The gRPC server: life cycle. */

import { logVerbosity, Server, setLogVerbosity } from '@grpc/grpc-js';
import { unixSocketPath } from '../../base/addresses.ts';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { ObserverService } from '../observer/observer-service.ts';
import { bind } from './bind.ts';
import { defaultGraceMs, serverOptions, tlsCheckMs } from './defaults.ts';
import { endOnClosing } from './end-on-closing.ts';
import { addHealth, type Health } from './health.ts';
import { keepHttp2Stream } from './http2-stream.ts';
import { parseListenAddress } from './listen-address.ts';
import { addObserver } from './observer-handlers.ts';
import { addPeer } from './peer-handlers.ts';
import { addReflection } from './reflection/reflection.ts';
import { createStreamCalls } from './stream-call.ts';
import { openServerTls, type ServerTls } from './tls.ts';
import type { TlsFiles } from './tls-files.ts';

/** Options of the server. */
export interface StartServerOptions {
  readonly service: ObserverService;
  /** Addresses: `unix:///path`, `host:port`, `[v6]:port`, `:port`. At least one. */
  readonly listen: readonly string[];
  /** Allows addresses that other machines can reach, without TLS. Default false. */
  readonly insecureListen?: boolean;
  /** TLS on every TCP address; unix sockets stay plain. The files are looked at again while the server runs. */
  readonly tls?: TlsFiles | undefined;
  /** Milliseconds between two looks at these files. Default 5000. */
  readonly tlsCheckMs?: number;
  /** For the end of the certificate. Default: the clock of the machine. */
  readonly clock?: Clock;
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
  const wanted = options.listen.map((text) => parseListenAddress(text, insecureListen || options.tls !== undefined));
  const tls = tlsOf(options);
  // What fails is thrown to the caller; grpc-js would print it a second time, in its own words.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({ ...serverOptions, interceptors: [keepHttp2Stream, endOnClosing(service.closing)] });
  const addresses: string[] = [];
  const streams = createStreamCalls(service.closing);
  const ownAddress = () =>
    (addresses.find((address) => !address.startsWith('unix:')) ?? addresses[0] ?? '').replace(/^tls:\/\//, '');
  const own = { nodeName: service.identity.nodeName, address: ownAddress, tlsServerName: () => tls?.serverName() };
  addObserver(server, { service, streams, own });
  addPeer(server, own, streams);
  addReflection(server, options.descriptorSet);
  const health = addHealth(server);
  try {
    for (const address of wanted) addresses.push(await bind({ server, tls: tls?.credentials }, address));
  } catch (error) {
    tls?.close();
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
    stop: () => (stopped ??= stopServer({ server, service, health, graceMs, tls })),
  };
}

function tlsOf(options: StartServerOptions): ServerTls | undefined {
  const { tls, listen, logger, clock = systemClock(), tlsCheckMs: checkMs = tlsCheckMs } = options;
  if (tls === undefined) return undefined;
  if (listen.every((address) => unixSocketPath(address) !== undefined)) {
    logger.warn('TLS is for TCP addresses and there is none; unix sockets stay plain');
  }
  return openServerTls(tls, { logger, clock, checkMs });
}

interface Stopping {
  readonly server: Server;
  readonly service: ObserverService;
  readonly health: Health;
  readonly graceMs: number;
  readonly tls: ServerTls | undefined;
}

async function stopServer({ server, service, health, graceMs, tls }: Stopping): Promise<void> {
  health.stopping();
  tls?.close();
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
