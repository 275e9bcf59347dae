/** The server a command asks. */

import { createGrpcObserver, type GrpcObserver } from '../../client/grpc-observer.ts';
import { basicAuthOf, tlsSettingsOf, type TlsFlagValues } from '../flags/tls-flags.ts';
import type { Surroundings } from '../program.ts';
import { version } from '../version.ts';
import { openRoute, tlsScheme, type RouteValues, type ServerRoute } from './server-route.ts';

/** The flags that say which server. */
export interface ServerValues extends Omit<RouteValues, 'tls'>, TlsFlagValues {
  /** Milliseconds. */
  readonly 'request-timeout': number;
}

/** A server that can be connected to again and again. */
export interface ServerConnections {
  /** The server as people call it. */
  readonly address: string;
  /** Whether the server is spoken to with TLS. */
  readonly isTls: boolean;
  /** Returns an observer with a connection of its own, made on its first call. */
  readonly connect: () => GrpcObserver;
  /** Closes the way to the server. */
  close(): Promise<void>;
}

/**
 * Opens the way to the server that was named, to a cluster's, or to the first default address that answers. Throws ConnectError when
 * nothing answers and what `openRoute` throws. `opened` is the way, where it is open already.
 */
export async function openConnections(
  values: ServerValues,
  surroundings: Surroundings,
  opened?: ServerRoute,
): Promise<ServerConnections> {
  const route = opened ?? (await openRoute(values, surroundings));
  const { target, name } = route;
  return {
    address: name ?? target,
    isTls: values.tls || target.startsWith(tlsScheme),
    connect: () =>
      createGrpcObserver({
        target,
        name,
        version,
        tls: tlsSettingsOf(values),
        basicAuth: basicAuthOf(values),
        requestTimeoutMs: values['request-timeout'],
        dialTimeoutMs: values.timeout,
      }),
    close: () => route.close(),
  };
}

/**
 * Returns the observer of the server; closing it closes the way to it as well. Throws what `openConnections` throws, and UsageError for
 * an address that is none.
 */
export async function openServer(
  values: ServerValues,
  surroundings: Surroundings,
  opened?: ServerRoute,
): Promise<GrpcObserver> {
  const connections = await openConnections(values, surroundings, opened);
  try {
    const observer = connections.connect();
    const close = async () => {
      await observer.close();
      await connections.close();
    };
    return { ...observer, close };
  } catch (error) {
    await connections.close();
    throw error;
  }
}
