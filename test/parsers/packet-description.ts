/** A packet event in one line, for tables of expected results. Everything the event holds is in it. */

import type { PacketEvent, PacketHeader, PacketL4, PacketLink } from '../../src/parsers/packet-event.ts';

function describeLink(link: PacketLink): string {
  const type = link.etherType === undefined ? '' : ` type ${link.etherType.toString(16).padStart(4, '0')}`;
  const vlan = link.vlanId === undefined ? '' : ` vlan ${link.vlanProtocol?.toString(16)}/${link.vlanId}`;
  const tunnel = link.tunnel ? ` tunnel ${link.tunnel.source}->${link.tunnel.destination}` : '';
  const ends = link.raw === undefined ? `${link.source}>${link.destination}` : `raw ${link.raw}`;
  return `link ${ends}${vlan}${type}${tunnel}`;
}

function describeL4(l4: PacketL4): string {
  switch (l4.kind) {
    case 'tcp': {
      const sequence = l4.sequence === undefined ? '' : ` seq ${l4.sequence} ack ${l4.acknowledgement}`;
      const options = l4.options === undefined ? '' : ` options ${l4.options}`;
      const flags = l4.flags.join('+') || 'none';
      return `tcp ${l4.sourcePort}>${l4.destinationPort} ${flags}${sequence} win ${l4.window} urgp ${l4.urgentPointer}${options}`;
    }
    case 'udp':
      return `${l4.lite ? 'udplite' : 'udp'} ${l4.sourcePort}>${l4.destinationPort} len ${l4.length}`;
    case 'icmp':
      return describeIcmp(l4);
    case 'ah':
    case 'esp':
      return `${l4.kind} ${l4.spi.toString(16)}`;
    case 'incomplete': {
      const type = l4.icmpType === undefined ? '' : ` type ${l4.icmpType}/${l4.icmpCode}`;
      return `incomplete ${l4.bytes}${type}`;
    }
    default:
      return l4.sourcePort === undefined ? 'other' : `other ${l4.sourcePort}>${l4.destinationPort}`;
  }
}

function describeIcmp(l4: Extract<PacketL4, { kind: 'icmp' }>): string {
  const rest = (['id', 'sequence', 'gateway', 'parameter', 'pointer', 'mtu'] as const)
    .filter((key) => l4[key] !== undefined)
    .map((key) => ` ${key} ${l4[key]}`)
    .join('');
  const embedded = l4.embedded ? ` [${describeHeader(l4.embedded)}]` : '';
  return `icmp${l4.version} ${l4.type}/${l4.code}${rest}${embedded}`;
}

function describeHeader(header: PacketHeader): string {
  const bits = [
    header.reservedBit ? ' CE' : '',
    header.dontFragment ? ' DF' : '',
    header.moreFragments ? ' MF' : '',
    header.fragmentOffset > 0 ? ` +${header.fragmentOffset}` : '',
    header.ipOptions === undefined ? '' : ` options ${header.ipOptions}`,
    header.flowLabel === undefined ? '' : ` label ${header.flowLabel}`,
    header.authenticationSpi === undefined ? '' : ` ah ${header.authenticationSpi.toString(16)}`,
  ].join('');
  const id = header.ipId === undefined ? '' : ` id ${header.ipId}`;
  const network = `${header.source}>${header.destination} len ${header.length} tc ${header.trafficClass} ttl ${header.ttl}${id}${bits}`;
  return `${network} p${header.protocol ?? '-'} ${describeL4(header.l4)}`;
}

/** Returns the one line. */
export function describePacket(event: PacketEvent): string {
  const physical = event.physicalIn + event.physicalOut === '' ? '' : ` phys ${event.physicalIn}>${event.physicalOut}`;
  const owner = event.uid === undefined ? '' : `; uid ${event.uid} gid ${event.gid}`;
  return (
    `"${event.prefix}"${event.prefixGlued ? ' glued' : ''}; ${event.inInterface}>${event.outInterface}${physical}; ` +
    `${event.link ? `${describeLink(event.link)}; ` : ''}${describeHeader(event.header)}${owner}` +
    `${event.mark === 0 ? '' : `; mark ${event.mark.toString(16)}`}${event.cut ? '; cut' : ''}`
  );
}
