/** What one side of a flow is called, in a way that outlives pods and addresses wherever the flow allows it. */

import type { Endpoint, Service } from './endpoint.ts';
import { reservedIdentityName } from './monitor.ts';
import { workloadOfPod } from './workload-name.ts';

/** One side of a flow. */
export interface Peer {
  readonly endpoint: Endpoint | undefined;
  readonly service: Service | undefined;
  /** Domain names, as the source of the flow knows them. */
  readonly names: readonly string[] | undefined;
  /** IP address, or MAC address where there is no IP header; empty where there is neither. */
  readonly address: string;
}

/** A name and where it comes from: who says it decides what it may be taken for. */
export interface PeerName {
  readonly kind: 'workload' | 'domain' | 'reserved' | 'address';
  /** For people; may hold anything. */
  readonly text: string;
}

// No name in Kubernetes holds a slash; one that does must not move the border between namespace and name.
function withoutSlash(name: string): string {
  return name.includes('/') || name.includes('%') ? name.replaceAll('%', '%25').replaceAll('/', '%2F') : name;
}

function qualified(namespace: string | undefined, name: string): PeerName {
  return { kind: 'workload', text: `${withoutSlash(namespace ?? '')}/${withoutSlash(name)}` };
}

function kubernetesName({ endpoint, service }: Peer): PeerName | undefined {
  const workload = endpoint?.workloads?.[0]?.name ?? '';
  if (workload !== '') return qualified(endpoint?.namespace, workload);
  const pod = endpoint?.pod_name ?? '';
  if (pod !== '') return qualified(endpoint?.namespace, workloadOfPod(pod));
  const serviceName = service?.name ?? '';
  return serviceName === '' ? undefined : qualified(service?.namespace, serviceName);
}

/**
 * Returns the name of a side: workload, pod or service (text `namespace/name`, `/name` without a namespace), else the
 * first domain name, else the name of its reserved identity, else its address.
 */
export function peerName(peer: Peer): PeerName {
  const inCluster = kubernetesName(peer);
  if (inCluster !== undefined) return inCluster;
  const domain = peer.names?.[0] ?? '';
  if (domain !== '') return { kind: 'domain', text: domain };
  const identity = peer.endpoint?.identity ?? 0;
  const reserved = identity === 0 ? undefined : reservedIdentityName(identity);
  if (reserved !== undefined) return { kind: 'reserved', text: reserved };
  return { kind: 'address', text: peer.address };
}

/** Returns the name for people: without the slash of a namespace that is not there. */
export function shownName({ kind, text }: PeerName): string {
  return kind === 'workload' && text.startsWith('/') ? text.slice(1) : text;
}

// Percent signs, blanks, `>`, `#`, control characters and all that is not ASCII are written as %XX.
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function domainKey(text: string): string {
  const isPlain = text.includes('.') && !/^[0-9.]+$/.test(text);
  return isPlain ? encoded(text) : `dns:${encoded(text)}`;
}

function addressKey(text: string): string {
  if (text === '') return '?';
  return /^(?:[0-9.]+|[0-9a-f.]*:[0-9a-f:.]*)$/i.test(text) ? text : `ip:${encoded(text)}`;
}

/**
 * Returns the name as one word that no name of another kind can be written as. Whoever answers DNS queries or names
 * hosts chooses domain names; they must not be able to pass for a workload, for `world` or for an address.
 */
export function peerKey({ kind, text }: PeerName): string {
  switch (kind) {
    case 'workload':
      return text.split('/').map(encoded).join('/');
    case 'domain':
      return domainKey(text);
    case 'reserved':
      return text;
    case 'address':
      return addressKey(text);
    default:
      return kind satisfies never;
  }
}
