/** Who talks to whom on which port: what stays the same while pods, client ports and packets come and go. */

import type { Flow } from './flow.ts';
import type { Layer4 } from './l4.ts';
import { peerKey, peerName, shownName, type PeerName } from './peer-name.ts';

/** An edge. Names are those of the flow and may hold anything. */
export interface Edge {
  /** The side that opened the connection: `namespace/workload`, else a domain name, `world` or another reserved identity, else the address. */
  readonly source: string;
  readonly destination: string;
  /** `5432/TCP`, `ICMPv4`, or empty where there is no transport. */
  readonly port: string;
  /**
   * All of it in one text that identifies the edge: `source -> destination port`. Here the names are single words: what
   * is no plain ASCII is percent-encoded, and a domain name that could pass for something else is written `dns:name`.
   */
  readonly key: string;
}

const echoReply = 0;
const echoReplyV6 = 129;

function isAnswerPacket(l4: Layer4 | undefined): boolean {
  const flags = l4?.TCP?.flags;
  if (flags !== undefined) return flags.SYN === true && flags.ACK === true;
  if (l4?.ICMPv4 !== undefined) return (l4.ICMPv4.type ?? echoReply) === echoReply;
  return l4?.ICMPv6?.type === echoReplyV6;
}

/**
 * Returns whether the packet goes back to the side that opened the connection: the flow says so, or it is a TCP SYN+ACK
 * or an ICMP echo reply. Ports alone tell nothing for sure, so without such a sign the packet counts as one that opens.
 */
export function isAnswer(flow: Flow): boolean {
  return flow.is_reply === true || (flow.is_reply === undefined && flow.reply === true) || isAnswerPacket(flow.l4);
}

/** Returns what the sending side is called. */
export function sourceName(flow: Flow): PeerName {
  return peerName({
    endpoint: flow.source,
    service: flow.source_service,
    names: flow.source_names,
    address: flow.IP?.source ?? flow.ethernet?.source ?? '',
  });
}

/** Returns what the receiving side is called. */
export function destinationName(flow: Flow): PeerName {
  return peerName({
    endpoint: flow.destination,
    service: flow.destination_service,
    names: flow.destination_names,
    address: flow.IP?.destination ?? flow.ethernet?.destination ?? '',
  });
}

const withPorts = ['TCP', 'UDP', 'SCTP'] as const;
const withoutPorts = ['ICMPv4', 'ICMPv6', 'VRRP', 'IGMP'] as const;

/** Returns the port of the side that answers as an edge has it. */
export function servicePort(l4: Layer4 | undefined, answers: boolean): string {
  if (l4 === undefined) return '';
  for (const name of withPorts) {
    const header = l4[name];
    if (header !== undefined) return `${(answers ? header.source_port : header.destination_port) ?? 0}/${name}`;
  }
  return withoutPorts.find((name) => l4[name] !== undefined) ?? '';
}

/** Returns the edge between two names; `port` as `servicePort` has it. */
export function makeEdge(source: PeerName, destination: PeerName, port: string): Edge {
  const key = `${peerKey(source)} -> ${peerKey(destination)}${port === '' ? '' : ` ${port}`}`;
  return { source: shownName(source), destination: shownName(destination), port, key };
}

/** Returns the edge of a flow. A packet that answers is turned round, so that both directions are one edge. */
export function edgeOf(flow: Flow): Edge {
  const answers = isAnswer(flow);
  const [source, destination] = [sourceName(flow), destinationName(flow)];
  const port = servicePort(flow.l4, answers);
  return answers ? makeEdge(destination, source, port) : makeEdge(source, destination, port);
}
