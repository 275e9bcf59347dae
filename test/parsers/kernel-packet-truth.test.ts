import { describe, expect, it } from 'vitest';
import type { PacketEvent, PacketHeader } from '../../src/parsers/packet-event.ts';
import { fixtureLines, packetOf, parse } from './kernel-packet-lines.ts';

/** A record of expected.jsonl: decoded from the packet's bytes, never from the text. */
interface Truth {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly line_lacks?: readonly string[];
  readonly frag6?: { readonly offset: number; readonly more: boolean; readonly id: number };
  readonly tos: number;
  readonly frag_offset_units8: number;
  readonly ip_options_hex: string;
  readonly tcp_flags?: readonly string[];
  readonly embedded?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

const truths: readonly Truth[] = fixtureLines('expected.jsonl').map((line): Truth => JSON.parse(line));
const files = new Map(
  ['bridge', 'legacy-ct', 'legacy-noct', 'nft-noct-opts'].map((name) => [`${name}.kmsg`, fixtureLines(`${name}.kmsg`)]),
);

/** The message of a `/dev/kmsg` record: after `priority,sequence,time,flag;`. */
function messageOf(truth: Truth): string {
  const record = files.get(truth.file)?.[truth.line - 1] ?? '';
  return record.slice(record.indexOf(';') + 1);
}

/** What the event says of a transport header, under the truth's names. */
function transportFacts(header: PacketHeader): Record<string, unknown> {
  const { l4 } = header;
  switch (l4.kind) {
    case 'tcp':
      return {
        sport: l4.sourcePort,
        dport: l4.destinationPort,
        tcp_flags: l4.flags.toSorted(),
        tcp_seq: l4.sequence,
        tcp_ack: l4.acknowledgement,
        tcp_window: l4.window,
        tcp_urgp: l4.urgentPointer,
      };
    case 'udp':
      return { sport: l4.sourcePort, dport: l4.destinationPort, udp_len: l4.length, lite: l4.lite };
    case 'icmp':
      return {
        icmp_type: l4.type,
        icmp_code: l4.code,
        icmp_id: l4.id,
        icmp_seq: l4.sequence,
        embedded: l4.embedded && embeddedFacts(l4.embedded),
      };
    case 'incomplete':
      return { l4_incomplete_bytes: l4.bytes, icmp_type: l4.icmpType, icmp_code: l4.icmpCode };
    case 'ah':
    case 'esp':
      return { spi: l4.spi };
    default:
      return {};
  }
}

function embeddedFacts(header: PacketHeader): Record<string, unknown> {
  const facts = transportFacts(header);
  const { sport, dport, l4_incomplete_bytes: incomplete } = facts;
  const { source: src, destination: dst, length, ttl, protocol: proto } = header;
  return { src, dst, length, ttl, proto, sport, dport, l4_incomplete_bytes: incomplete };
}

function eventFacts(event: PacketEvent): Record<string, unknown> {
  const { header } = event;
  return {
    log_prefix: event.rawPrefix,
    in: event.inInterface,
    out: event.outInterface,
    physin: event.physicalIn,
    physout: event.physicalOut,
    family: header.family,
    src: header.source,
    dst: header.destination,
    length: header.length,
    ttl: header.ttl,
    ip_id: header.ipId,
    traffic_class: header.trafficClass,
    flowlabel: header.flowLabel,
    reserved_bit: header.reservedBit,
    df: header.dontFragment,
    mf: header.moreFragments,
    fragment_offset: header.fragmentOffset,
    ip_options_hex: header.ipOptions,
    proto: header.protocol,
    mark: event.mark,
    uid: event.uid,
    gid: event.gid,
    cut: event.cut,
    ...transportFacts(header),
  };
}

function truthFacts(truth: Truth, message: string): Record<string, unknown> {
  const lacks = truth.line_lacks ?? [];
  const fragment = truth.frag6;
  const isIpv4 = truth['family'] === 4;
  // The packet has these always, the line with the matching log option only.
  const ifLogged = (key: string, name: string) => (message.includes(` ${key}`) ? truth[name] : undefined);
  const facts: Record<string, unknown> = {
    log_prefix: truth['log_prefix'],
    in: truth['in'] ?? '',
    out: truth['out'] ?? '',
    physin: truth['physin'] ?? '',
    physout: truth['physout'] ?? '',
    family: truth['family'],
    src: truth['src'],
    dst: truth['dst'],
    length: truth['length'],
    ttl: isIpv4 ? truth['ttl'] : truth['hoplimit'],
    ip_id: isIpv4 ? truth['ip_id'] : fragment?.id,
    traffic_class: isIpv4 ? truth.tos & 0xfe : truth['tclass'],
    flowlabel: truth['flowlabel'],
    reserved_bit: truth['reserved_bit'] ?? false,
    df: truth['df'] ?? false,
    mf: truth['mf'] ?? fragment?.more ?? false,
    fragment_offset: isIpv4 ? truth.frag_offset_units8 * 8 : (fragment?.offset ?? 0),
    ip_options_hex: /OPT \([0-9A-F]+\) PROTO/.test(message) ? truth.ip_options_hex.toUpperCase() : undefined,
    proto: lacks.includes('proto') ? undefined : truth['proto'],
    mark: truth['mark'] ?? 0,
    uid: truth['uid'],
    gid: truth['gid'],
    cut: undefined,
    sport: truth['sport'],
    dport: truth['dport'],
    tcp_flags: truth.tcp_flags?.toSorted(),
    tcp_seq: ifLogged('SEQ=', 'tcp_seq'),
    tcp_ack: ifLogged('ACK=', 'tcp_ack'),
    tcp_window: truth['tcp_window'],
    tcp_urgp: truth['tcp_urgp'],
    // UDP-Lite has its checksum coverage where UDP has the length.
    udp_len: truth['udp_len'] ?? truth['udplite_coverage'],
    lite: truth['sport'] === undefined || truth['proto'] === 6 ? undefined : truth['proto'] === 136,
    icmp_type: truth['icmp_type'],
    icmp_code: truth['icmp_code'],
    // The line has them for echoes only, the packet for timestamps too.
    icmp_id: truth['icmp_type'] === 13 ? undefined : truth['icmp_id'],
    icmp_seq: truth['icmp_type'] === 13 ? undefined : truth['icmp_seq'],
    spi: lacks.includes('proto') ? undefined : truth['spi'],
    l4_incomplete_bytes: truth['l4_incomplete_bytes'],
    embedded: embeddedTruth(truth),
  };
  return facts;
}

function embeddedTruth(truth: Truth): Record<string, unknown> | undefined {
  const embedded = truth.embedded;
  // The kernel prints no embedded packet for ICMP parameter problems.
  if (embedded === undefined || (truth['proto'] === 1 && truth['icmp_type'] === 12)) return undefined;
  const { hoplimit, ...rest } = embedded;
  return hoplimit === undefined ? rest : { ...rest, ttl: hoplimit };
}

/** Without the keys whose value is undefined. */
function present(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, deepPresent(value)]),
  );
}

function deepPresent(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? present({ ...value }) : value;
}

describe('captured records against the packets they were written for', () => {
  const packets = truths.filter((truth) => truth.kind === 'packet');

  it('has the whole set', () => {
    expect(packets).toHaveLength(227);
  });

  // The kernel says INCOMPLETE [24 bytes] of an ICMP error that embeds 16 bytes: it counts the ICMP header too.
  const short = packets.find((truth) => truth.file === 'legacy-noct.kmsg' && truth.line === 77)!;

  it.each(packets.filter((truth) => truth !== short))('$file $line: $step', (truth) => {
    const message = messageOf(truth);
    expect(present(eventFacts(packetOf(message)))).toEqual(present(truthFacts(truth, message)));
  });

  it('reads an ICMP error that is too short for its embedded packet', () => {
    const facts = { ...truthFacts(short, ''), embedded: undefined, l4_incomplete_bytes: 8 + 16 };
    expect(present(eventFacts(packetOf(messageOf(short))))).toEqual(present(facts));
  });

  it.each(truths.filter((truth) => truth.kind === 'noise'))('skips $file $line, no packet log', (truth) => {
    expect(parse(messageOf(truth))).toEqual({ kind: 'skip', reason: 'no packet log' });
  });
});
