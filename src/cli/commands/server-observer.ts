/** The server a command asks. */

import { defaultServerCandidates } from '../../base/addresses.ts';
import { findServer } from '../../client/dial.ts';
import { createGrpcObserver, type GrpcObserver } from '../../client/grpc-observer.ts';
import type { Surroundings } from '../program.ts';
import { version } from '../version.ts';

/** The flags that say which server. */
export interface ServerValues {
  readonly server: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds. */
  readonly 'request-timeout': number;
}

/**
 * Returns the observer of the server that was named, or of the first default address that answers. Throws ConnectError listing every
 * place it looked at when none does, UsageError for an address that is none.
 */
export async function openServer(values: ServerValues, surroundings: Surroundings): Promise<GrpcObserver> {
  const { environment, uid } = surroundings;
  const target =
    values.server ??
    (await findServer({
      candidates: defaultServerCandidates(environment, uid),
      uid,
      timeoutMs: values.timeout,
    }));
  return createGrpcObserver({ target, version, requestTimeoutMs: values['request-timeout'] });
}
