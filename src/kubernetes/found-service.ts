/** The first of several services that is there, as what a port-forward needs to know of it. */

import type { V1Service, V1ServicePort } from '@kubernetes/client-node';
import { ConnectError } from '../base/errors.ts';
import type { Cluster } from './cluster.ts';
import { observerPort, selectorOf } from './service-pods.ts';

/** A service whose pods can be found. */
export interface FoundService {
  readonly name: string;
  /** Label selector of its pods. */
  readonly selector: string;
  readonly port: V1ServicePort;
}

/** Returns the first of `names` that exists. Throws ConnectError when none does, or when its pods or port cannot be told. */
export async function findService(
  cluster: Cluster,
  names: readonly string[],
  signal: AbortSignal,
): Promise<FoundService> {
  for (const name of names) {
    const service = await cluster.service(name, signal);
    if (service !== undefined) return forwardable(name, service, cluster.namespace);
  }
  const { namespace, context } = cluster;
  throw new ConnectError(`no service ${names.join(' or ')} in namespace ${namespace} (context "${context}")`, {
    code: 'kubernetes/no-service',
    hint: 'name the namespace with --kube-namespace; `kubectl get services --all-namespaces` lists them',
  });
}

function forwardable(name: string, service: V1Service, namespace: string): FoundService {
  const selector = selectorOf(service);
  const port = observerPort(service);
  if (selector !== undefined && port !== undefined) return { name, selector, port };
  const lacks = port === undefined ? 'no TCP port' : 'no selector, so that its pods are not known';
  throw new ConnectError(`the service ${namespace}/${name} has ${lacks}`, {
    code: 'kubernetes/service',
    hint: 'reach it with `kubectl port-forward` to one of its pods, then `observe --server localhost:PORT`',
  });
}
