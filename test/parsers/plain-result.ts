/**
 * Results as plain objects, to be compared with each other: the fast lane makes its own out of getters, which no comparison looks
 * through. Each list of fields is checked to be whole.
 */

import type { PacketEvent, PacketHeader } from '../../src/parsers/packet-event.ts';
import type { ParseResult } from '../../src/parsers/parse-result.ts';

type PacketResult = Extract<ParseResult, { kind: 'packet' }>;

function plainHeader(header: PacketHeader): PacketHeader {
  return {
    family: header.family,
    source: header.source,
    destination: header.destination,
    length: header.length,
    ttl: header.ttl,
    ipId: header.ipId,
    trafficClass: header.trafficClass,
    flowLabel: header.flowLabel,
    reservedBit: header.reservedBit,
    dontFragment: header.dontFragment,
    moreFragments: header.moreFragments,
    fragmentOffset: header.fragmentOffset,
    ipOptions: header.ipOptions,
    protocol: header.protocol,
    authenticationSpi: header.authenticationSpi,
    l4: header.l4,
  } satisfies Record<keyof PacketHeader, unknown> as PacketHeader;
}

/** Returns a plain copy of a packet, in which what is absent may be undefined. */
export function plainPacket(packet: PacketEvent): PacketEvent {
  return {
    prefix: packet.prefix,
    rawPrefix: packet.rawPrefix,
    prefixGlued: packet.prefixGlued,
    inInterface: packet.inInterface,
    outInterface: packet.outInterface,
    physicalIn: packet.physicalIn,
    physicalOut: packet.physicalOut,
    link: packet.link,
    header: plainHeader(packet.header),
    uid: packet.uid,
    gid: packet.gid,
    mark: packet.mark,
    cut: packet.cut,
  } satisfies Record<keyof PacketEvent, unknown> as PacketEvent;
}

/** Returns a plain copy of a result that is a packet, and any other as it is. */
export function plainResult(result: ParseResult): ParseResult {
  if (result.kind !== 'packet') return result;
  return {
    kind: result.kind,
    envelope: result.envelope,
    packet: plainPacket(result.packet),
    repeated: result.repeated,
    raw: result.raw,
  } satisfies Record<keyof PacketResult, unknown> as PacketResult;
}
