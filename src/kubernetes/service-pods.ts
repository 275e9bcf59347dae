/** From a service to the pods and ports behind it. */

import type { V1Container, V1Pod, V1Service, V1ServicePort } from '@kubernetes/client-node';
import { defaultLocalPort } from './defaults.ts';

/**
 * Returns the port of a service that speaks gRPC: the one that says so in its name or protocol, else the one that is Hubble's,
 * else the first; undefined when the service has none for TCP. Hubble takes the first.
 */
export function observerPort(service: V1Service): V1ServicePort | undefined {
  const ports = (service.spec?.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  return (
    ports.find(({ name, appProtocol, targetPort }) => [name, appProtocol, targetPort].some(isGrpcWord)) ??
    ports.find(({ port, targetPort }) => port === defaultLocalPort || targetPort === defaultLocalPort) ??
    ports[0]
  );
}

function isGrpcWord(value: string | number | undefined): boolean {
  return typeof value === 'string' && (/^(?:grpc|hubble|observer)\b/i.test(value) || value === 'kubernetes.io/h2c');
}

/**
 * Returns the pod's port a service port leads to: a number as it is, a name as the pod's containers have it; undefined when
 * no container has that name.
 */
export function podPort(pod: V1Pod, { port, targetPort }: V1ServicePort): number | undefined {
  if (targetPort === undefined) return port;
  if (typeof targetPort === 'number') return targetPort;
  if (/^\d+$/.test(targetPort)) return Number(targetPort);
  return containersOf(pod)
    .flatMap((container) => container.ports ?? [])
    .find(({ name }) => name === targetPort)?.containerPort;
}

/** Side-cars are init containers that stay. */
function containersOf({ spec }: V1Pod): readonly V1Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
}

/** Tells whether a pod takes connections: it runs, says that it is ready and is not on its way out. */
export function isReadyPod({ metadata, status }: V1Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined || status?.phase !== 'Running') return false;
  return status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}

/** Returns the label selector of a service as a query; undefined for a service without one. */
export function selectorOf(service: V1Service): string | undefined {
  const labels = Object.entries(service.spec?.selector ?? {});
  return labels.length === 0 ? undefined : labels.map(([key, value]) => `${key}=${value}`).join(',');
}
