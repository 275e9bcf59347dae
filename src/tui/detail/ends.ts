/** Both ends of a flow in words. */

import type { Endpoint, Service } from '../../flow/endpoint.ts';
import type { Flow } from '../../flow/flow.ts';
import { reservedIdentityName } from '../../flow/monitor.ts';
import { flowHosts, flowPorts } from '../../output/columns/host.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { joined } from './detail-part.ts';
import { shownLabels } from './labels.ts';

/** One end of a flow. Texts that are not known are empty. */
export interface FlowEnd {
  /** Pod, else service, else domain names, else the address. */
  readonly name: string;
  readonly address: string;
  /** 0 where there is none. */
  readonly port: number;
  /** The source address after translation. */
  readonly translated: string;
  readonly endpoint: Endpoint | undefined;
  readonly service: Service | undefined;
  readonly domains: readonly string[];
  readonly mac: string;
}

/** The two of them. */
export interface FlowEnds {
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
}

/** Returns both ends of a flow. */
export function flowEnds(flow: Flow): FlowEnds {
  const names = flowHosts({ ...flow, l4: {} }, { ipTranslation: true, palette: plainPalette });
  const ports = flowPorts(flow.l4);
  return {
    source: {
      name: names.source,
      address: flow.IP?.source ?? '',
      port: ports.source,
      translated: flow.IP?.source_xlated ?? '',
      endpoint: flow.source,
      service: flow.source_service,
      domains: flow.source_names ?? [],
      mac: flow.ethernet?.source ?? '',
    },
    destination: {
      name: names.destination,
      address: flow.IP?.destination ?? '',
      port: ports.destination,
      translated: '',
      endpoint: flow.destination,
      service: flow.destination_service,
      domains: flow.destination_names ?? [],
      mac: flow.ethernet?.destination ?? '',
    },
  };
}

/** Returns the address with its port, an IPv6 address then in brackets. */
export function addressText(address: string, port: number): string {
  if (port === 0 || address === '') return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function identityText(endpoint: Endpoint | undefined): string | undefined {
  const identity = endpoint?.identity ?? 0;
  return identity === 0 ? undefined : `identity ${reservedIdentityName(identity) ?? identity}`;
}

function prefixed(word: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : `${word} ${text}`;
}

/** Returns all that is known of an end in one line: name, address, labels, identity, workloads, names, MAC. */
export function endText(end: FlowEnd): string {
  const { endpoint, service } = end;
  const workloads = (endpoint?.workloads ?? []).map(({ kind = '', name = '' }) => `${kind} ${name}`.trim());
  const serviceName = [service?.namespace ?? '', service?.name ?? ''].filter((part) => part !== '').join('/');
  return joined([
    end.name === end.address || end.name === end.mac ? undefined : end.name,
    addressText(end.address, end.port),
    prefixed('translated to', end.translated),
    shownLabels(endpoint?.labels).join(' '),
    identityText(endpoint),
    ...workloads,
    prefixed('service', serviceName),
    prefixed('DNS', end.domains.join(', ')),
    prefixed('cluster', endpoint?.cluster_name),
    prefixed('MAC', end.mac),
  ]);
}
