/** What a log record says beyond Hubble's schema. */

import type { EmbeddedPacket, FlowExtension } from '../flow/flow-extension.ts';
import type { PacketEvent, PacketHeader } from '../parsers/packet-event.ts';
import type { TemplateMatch } from '../policy/log-prefix-template.ts';
import type { VerdictDecision } from '../policy/verdict.ts';
import { rawLine } from './raw-line.ts';

type Draft<Message> = { -readonly [Field in keyof Message]: Message[Field] };

/** What an extension is made of. */
export interface ExtensionInput {
  readonly bytes: Uint8Array;
  readonly packet: PacketEvent;
  readonly decision: VerdictDecision;
  readonly policy: TemplateMatch | undefined;
  readonly timeApproximate: boolean;
}

function embeddedPacket(header: PacketHeader): EmbeddedPacket {
  const embedded: Draft<EmbeddedPacket> = { source: header.source, destination: header.destination };
  if (header.protocol !== undefined) embedded.protocol = header.protocol;
  if (header.l4.kind === 'tcp' || header.l4.kind === 'udp') {
    embedded.source_port = header.l4.sourcePort;
    embedded.destination_port = header.l4.destinationPort;
  }
  return embedded;
}

function addDevices(extension: Draft<FlowExtension>, packet: PacketEvent): void {
  if (packet.inInterface !== '') extension.in_interface = packet.inInterface;
  if (packet.outInterface !== '') extension.out_interface = packet.outInterface;
  if (packet.physicalIn !== '') extension.physical_in_interface = packet.physicalIn;
  if (packet.physicalOut !== '') extension.physical_out_interface = packet.physicalOut;
}

function addHeader(extension: Draft<FlowExtension>, header: PacketHeader): void {
  extension.length = header.length;
  if (header.ttl !== undefined) extension.ttl = header.ttl;
  if (header.ipId !== undefined) extension.ip_id = header.ipId;
  if (header.protocol !== undefined) extension.ip_protocol = header.protocol;
  if (header.fragmentOffset !== 0) extension.fragment_offset = header.fragmentOffset;
  if (header.moreFragments) extension.more_fragments = true;
  const { l4 } = header;
  const spi = l4.kind === 'ah' || l4.kind === 'esp' ? l4.spi : header.authenticationSpi;
  if (spi !== undefined) extension.spi = spi;
  if (l4.kind === 'icmp' && l4.embedded !== undefined) extension.embedded = embeddedPacket(l4.embedded);
}

/** Returns the extension of a flow that was made from a log record. Empty and zero fields are absent. */
export function flowExtension({ bytes, packet, decision, policy, timeApproximate }: ExtensionInput): FlowExtension {
  const extension: Draft<FlowExtension> = { raw_line: rawLine(bytes), verdict_basis: decision.basis };
  if (packet.prefix !== '') extension.log_prefix = packet.prefix;
  addDevices(extension, packet);
  addHeader(extension, packet.header);
  if (packet.mark !== 0) extension.mark = packet.mark;
  if (packet.uid !== undefined) extension.uid = packet.uid;
  if (packet.gid !== undefined) extension.gid = packet.gid;
  if (decision.override !== undefined) extension.drop_action_override = decision.override;
  if (timeApproximate) extension.time_approximate = true;
  if (policy?.approximate === true) extension.policy_approximate = true;
  if (policy?.policy.tier !== undefined) extension.policy_tier = policy.policy.tier;
  return extension;
}
