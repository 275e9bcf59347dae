/** The way to the server a command asks: directly, through a cluster's API, or through ssh. */

import { defaultServerCandidates, unixSocketPath } from '../../base/addresses.ts';
import { createLogger, type Logger } from '../../base/logger.ts';
import { findServer } from '../../client/dial.ts';
import { isSshAddress, parseSshTarget } from '../../client/ssh-target.ts';
import { defaultLocalPort, observerServices } from '../../kubernetes/defaults.ts';
import type { FlagValues } from '../flags/flag.ts';
import type { portForwardFlags } from '../flags/port-forward-flags.ts';
import type { Surroundings } from '../program.ts';

/** The flags that say how the server is reached. */
export interface RouteValues extends FlagValues<typeof portForwardFlags> {
  readonly server: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly debug: boolean;
  /** TLS whatever the address says: then no unix socket is looked at, they are plain. */
  readonly tls: boolean;
}

/** A way that is open. Its target stays the same while what is behind it is replaced. */
export interface ServerRoute {
  /** What to dial. */
  readonly target: string;
  /** How people call the server, where the target says nothing to them. */
  readonly name?: string;
  close(): Promise<void>;
}

/** What asks for TLS before an address. */
export const tlsScheme = 'tls://';

/**
 * Opens the way: `--port-forward` goes before `--server`, as with Hubble, and a `tls://` server stays one; without either the first
 * default address that answers. Throws UsageError, ConnectError, RpcError or FailureError when it cannot be opened, CancelledError
 * when the user interrupted.
 */
export async function openRoute(values: RouteValues, surroundings: Surroundings): Promise<ServerRoute> {
  const { environment, uid } = surroundings;
  const { server } = values;
  if (values['port-forward']) return await throughCluster(values, surroundings);
  if (server !== undefined && isSshAddress(server)) return await throughSsh(server, values, surroundings);
  const candidates = defaultServerCandidates(environment, uid).filter(
    (candidate) => !values.tls || unixSocketPath(candidate) === undefined,
  );
  const target = server ?? (await findServer({ candidates, uid, timeoutMs: values.timeout }));
  return { target, close: async () => {} };
}

function loggerFor({ debug }: RouteValues, { stderr }: Surroundings): Logger {
  return createLogger(stderr, debug ? 'debug' : 'info');
}

async function throughCluster(values: RouteValues, surroundings: Surroundings): Promise<ServerRoute> {
  // The Kubernetes client is large; nobody else is to wait for it.
  const { openPortForward } = await import('../../kubernetes/port-forward.ts');
  const port = values['port-forward-port'];
  const forward = await openPortForward({
    kubeconfig: values.kubeconfig,
    context: values['kube-context'],
    environment: surroundings.environment,
    namespace: values['kube-namespace'],
    services: observerServices,
    port,
    ifTaken: port === defaultLocalPort ? 'any-port' : 'fail',
    logger: loggerFor(values, surroundings),
    signal: surroundings.interrupted,
  });
  const tls = values.server?.startsWith(tlsScheme) === true;
  return { target: `${tls ? tlsScheme : ''}${forward.address}`, close: () => forward.close() };
}

async function throughSsh(server: string, values: RouteValues, surroundings: Surroundings): Promise<ServerRoute> {
  const target = parseSshTarget(server);
  const { openSshTunnel } = await import('../../client/ssh-tunnel.ts');
  const tunnel = await openSshTunnel({
    target,
    interactive: surroundings.stderr.isTTY === true,
    timeoutMs: values.timeout,
    environment: surroundings.environment,
    logger: loggerFor(values, surroundings),
    signal: surroundings.interrupted,
  });
  return { target: tunnel.address, name: server, close: () => tunnel.close() };
}
