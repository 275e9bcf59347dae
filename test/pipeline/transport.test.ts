import { describe, expect, test } from 'vitest';

import type { PacketL4 } from '../../src/parsers/packet-event.ts';
import { icmpName } from '../../src/pipeline/icmp-names.ts';
import { createTransportReader } from '../../src/pipeline/transport.ts';
import { aHeader } from './pipeline-fakes.ts';

const reader = createTransportReader();
const read = (l4: PacketL4, protocol?: number, family: 4 | 6 = 4) => {
  const { protocol: _unused, ...header } = aHeader({ l4, family });
  return reader.read(protocol === undefined ? header : { ...header, protocol });
};
const tcp = (...flags: string[]): PacketL4 => ({ kind: 'tcp', sourcePort: 1, destinationPort: 2, flags });

describe('TCP', () => {
  test.each([
    [['SYN'], 'TCP Flags: SYN', true],
    [['ACK', 'SYN'], 'TCP Flags: SYN, ACK', false],
    [['CWR', 'ECE', 'SYN'], 'TCP Flags: SYN, ECE, CWR', true],
    [
      ['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'],
      'TCP Flags: SYN, ACK, RST, FIN, PSH, URG, ECE, CWR, NS',
      false,
    ],
    [[], 'TCP Flags: ', false],
    [['XYZ'], 'TCP Flags: ', false],
  ])('%j', (flags, summary, opens) => {
    expect(read(tcp(...flags), 6)).toMatchObject({ summary, opens });
  });

  test('flags and ports', () => {
    expect(read(tcp('AE', 'ACK'), 6).l4).toEqual({
      TCP: { source_port: 1, destination_port: 2, flags: { ACK: true, NS: true } },
    });
  });
});

describe('others', () => {
  test.each<[string, PacketL4, number | undefined, 4 | 6, unknown, string, boolean]>([
    [
      'UDP',
      { kind: 'udp', lite: false, sourcePort: 5, destinationPort: 53 },
      17,
      4,
      { UDP: { source_port: 5, destination_port: 53 } },
      'UDP',
      true,
    ],
    [
      'UDP-Lite',
      { kind: 'udp', lite: true, sourcePort: 5, destinationPort: 53 },
      136,
      4,
      { UDP: { source_port: 5, destination_port: 53 } },
      'UDPLite',
      true,
    ],
    [
      'an echo request',
      { kind: 'icmp', version: 4, type: 8, code: 0 },
      1,
      4,
      { ICMPv4: { type: 8, code: 0 } },
      'ICMPv4 EchoRequest',
      true,
    ],
    [
      'an echo reply',
      { kind: 'icmp', version: 4, type: 0, code: 0 },
      1,
      4,
      { ICMPv4: { type: 0, code: 0 } },
      'ICMPv4 EchoReply',
      false,
    ],
    [
      'port unreachable',
      { kind: 'icmp', version: 4, type: 3, code: 3 },
      1,
      4,
      { ICMPv4: { type: 3, code: 3 } },
      'ICMPv4 DestinationUnreachable(Port)',
      false,
    ],
    [
      'an echo request of IPv6',
      { kind: 'icmp', version: 6, type: 128, code: 0 },
      58,
      6,
      { ICMPv6: { type: 128, code: 0 } },
      'ICMPv6 EchoRequest',
      true,
    ],
    [
      'type 8 of ICMPv6 is no echo',
      { kind: 'icmp', version: 6, type: 8, code: 0 },
      58,
      6,
      { ICMPv6: { type: 8, code: 0 } },
      'ICMPv6 8(0)',
      false,
    ],
    ['SCTP without ports', { kind: 'other' }, 132, 4, { SCTP: {} }, 'SCTP', false],
    [
      'SCTP with ports',
      { kind: 'other', sourcePort: 7, destinationPort: 8 },
      132,
      4,
      { SCTP: { source_port: 7, destination_port: 8 } },
      'SCTP',
      false,
    ],
    ['IGMP', { kind: 'other' }, 2, 4, { IGMP: {} }, 'IGMP', false],
    ['VRRP', { kind: 'other' }, 112, 4, { VRRP: {} }, 'VRRP', false],
    ['a later fragment of UDP', { kind: 'other' }, 17, 4, { UDP: {} }, 'UDP', false],
    ['a later fragment of ICMPv6', { kind: 'other' }, 58, 6, { ICMPv6: {} }, 'ICMPv6', false],
    ['TCP that was cut', { kind: 'incomplete', bytes: 8 }, 6, 4, { TCP: {} }, 'TCP', false],
    [
      'ICMP that was cut',
      { kind: 'incomplete', bytes: 4, icmpType: 8, icmpCode: 0 },
      1,
      4,
      { ICMPv4: { type: 8, code: 0 } },
      'ICMPv4 EchoRequest',
      false,
    ],
    [
      'ICMPv6 that was cut',
      { kind: 'incomplete', bytes: 4, icmpType: 1, icmpCode: 4 },
      58,
      6,
      { ICMPv6: { type: 1, code: 4 } },
      'ICMPv6 DestinationUnreachable(PortUnreachable)',
      false,
    ],
    ['ESP', { kind: 'esp', spi: 1 }, 50, 4, undefined, 'IPv4', false],
    ['AH of IPv6', { kind: 'ah', spi: 1 }, 51, 6, undefined, 'IPv6', false],
    ['GRE', { kind: 'other' }, 47, 4, undefined, 'IPv4', false],
    ['no protocol at all', { kind: 'other' }, undefined, 6, undefined, 'IPv6', false],
  ])('%s', (_name, l4, ...rest) => {
    const [protocol, family, message, summary, opens] = rest;
    expect(read(l4, protocol, family)).toEqual({ l4: message, summary, opens });
  });
});

test.each([
  [4, 11, 0, 'TimeExceeded(TTLExceeded)'],
  [4, 5, 3, 'Redirect(TOS+Host)'],
  [4, 3, 77, 'DestinationUnreachable(Code: 77)'],
  [4, 8, 1, 'EchoRequest(Code: 1)'],
  [4, 42, 7, '42(7)'],
  [6, 2, 0, 'PacketTooBig'],
  [6, 3, 0, 'TimeExceeded(HopLimitExceeded)'],
  [6, 4, 2, 'ParameterProblem(UnrecognizedIPv6Option)'],
  [6, 135, 0, 'NeighborSolicitation'],
  [6, 143, 0, '143(0)'],
] as const)('ICMP for IPv%d type %d code %d is %s', (version, type, code, name) => {
  expect(icmpName(version, type, code)).toBe(name);
});
