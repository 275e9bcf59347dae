/** The SOURCE and DESTINATION columns. */

import { posix } from 'node:path';

import type { Endpoint, Service } from '../../flow/endpoint.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Layer4 } from '../../flow/l4.ts';
import type { Palette } from './palette.ts';

/** Both ends of a flow as text. */
export interface Ends {
  readonly source: string;
  readonly destination: string;
}

/** How hosts are shown. */
export interface HostOptions {
  /** False: addresses only, never the names of pods, services and domains. */
  readonly ipTranslation: boolean;
  readonly palette: Palette;
}

interface Peer {
  readonly ip: string;
  readonly port: number;
  readonly endpoint: Endpoint | undefined;
  readonly service: Service | undefined;
  readonly names: readonly string[] | undefined;
}

const noEnds: Ends = { source: '', destination: '' };

/** Returns the ports of TCP, UDP or SCTP; 0 for what has none. */
export function flowPorts(l4: Layer4 | undefined): { readonly source: number; readonly destination: number } {
  const header = l4?.TCP ?? l4?.UDP ?? l4?.SCTP;
  return { source: header?.source_port ?? 0, destination: header?.destination_port ?? 0 };
}

// An empty, `.` or `..` part: no name in Kubernetes has one, so the cleaning is left out for all others.
const toClean = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** The names that were joined last, by the name of the pod or service: there are far fewer than flows. */
const joinedNames = new Map<string, { readonly namespace: string; readonly text: string }>();
const mostJoinedNames = 4096;

/** Does what `cleanName` does, once for each pair of names. */
function qualified(namespace: string, name: string): string {
  const known = joinedNames.get(name);
  if (known?.namespace === namespace) return known.text;
  const text = cleanName(namespace, name);
  if (joinedNames.size >= mostJoinedNames) joinedNames.clear();
  joinedNames.set(name, { namespace, text });
  return text;
}

/** Returns `namespace/name` with the path cleaned as Go's path.Join does; the name alone where the namespace is empty. */
function cleanName(namespace: string, name: string): string {
  const joined = namespace === '' ? name : `${namespace}/${name}`;
  if (!toClean.test(joined)) return joined;
  const clean = posix.normalize(joined);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

function translated(peer: Peer): string {
  // A service object brings its namespace for the pod too: so Hubble prints it.
  const namespace = (peer.service === undefined ? peer.endpoint?.namespace : peer.service.namespace) ?? '';
  const pod = peer.endpoint?.pod_name ?? '';
  if (pod !== '') return qualified(namespace, pod);
  const service = peer.service?.name ?? '';
  if (service !== '') return qualified(namespace, service);
  return peer.names === undefined || peer.names.length === 0 ? peer.ip : peer.names.join(',');
}

function hostText(peer: Peer, options: HostOptions): string {
  const host = options.ipTranslation ? translated(peer) : peer.ip;
  if (peer.port === 0) return options.palette('host', host);
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return options.palette('host', `${bracketed}:${options.palette('port', String(peer.port))}`);
}

/**
 * Returns both hosts: pod, else service, else domain names joined by commas, else the IP address, with `:port` where
 * there is one (an IPv6 address then in brackets). A flow without an IP header shows MAC addresses, one without either
 * nothing.
 */
export function flowHosts(flow: Flow, options: HostOptions): Ends {
  const { IP: ip, ethernet } = flow;
  if (ip === undefined) {
    if (ethernet === undefined) return noEnds;
    const mac = (address = ''): string => options.palette('host', address);
    return { source: mac(ethernet.source), destination: mac(ethernet.destination) };
  }
  const ports = flowPorts(flow.l4);
  const source: Peer = {
    ip: ip.source ?? '',
    port: ports.source,
    endpoint: flow.source,
    service: flow.source_service,
    names: flow.source_names,
  };
  const destination: Peer = {
    ip: ip.destination ?? '',
    port: ports.destination,
    endpoint: flow.destination,
    service: flow.destination_service,
    names: flow.destination_names,
  };
  return { source: hostText(source, options), destination: hostText(destination, options) };
}
