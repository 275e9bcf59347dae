import { describe, expect, test } from 'vitest';

import type { PacketEvent, PacketHeader } from '../../src/parsers/packet-event.ts';
import { areOfOnePacket, PairHolder, type PairCandidate } from '../../src/pipeline/pairing.ts';
import { aHeader, anEnvelope, aPacket, at } from './pipeline-fakes.ts';

function aLine(uptimeUs: number | undefined, packet: Partial<PacketEvent> = {}, time = at(100)): PairCandidate {
  const { uptimeUs: _unused, ...noUptime } = anEnvelope();
  const envelope = uptimeUs === undefined ? noUptime : { ...noUptime, uptimeUs };
  const devices = { inInterface: 'cali0123456789a', outInterface: 'cali9876543210b' };
  return { packet: aPacket({ ...devices, ...packet }), envelope, time };
}

const withHeader = (header: Partial<PacketHeader>) => ({ header: aHeader(header) });
const udp = (sourcePort: number): PacketHeader['l4'] => ({ kind: 'udp', lite: false, sourcePort, destinationPort: 53 });
const echo = (sequence: number): PacketHeader['l4'] => ({
  kind: 'icmp',
  version: 4,
  type: 8,
  code: 0,
  id: 1,
  sequence,
});
const tcp = (...flags: string[]): PacketHeader['l4'] => ({ kind: 'tcp', sourcePort: 1, destinationPort: 2, flags });

describe('areOfOnePacket', () => {
  test.each<[string, PairCandidate, PairCandidate, boolean]>([
    ['microseconds apart', aLine(1000), aLine(1012), true],
    ['another mark', aLine(1000, { mark: 1 }), aLine(1012, { mark: 3 }), true],
    ['another prefix', aLine(1000), aLine(1012, { rawPrefix: 'x: ', prefix: 'x' }), true],
    ['too far apart', aLine(1000), aLine(2001), false],
    ['another IP id', aLine(1000), aLine(1012, withHeader({ ipId: 4712 })), false],
    [
      'another port on the bridge (flooded)',
      aLine(1000, { physicalOut: 'calia' }),
      aLine(1012, { physicalOut: 'calib' }),
      false,
    ],
    ['another source', aLine(1000), aLine(1012, withHeader({ source: '10.0.0.9' })), false],
    [
      'no id and no SYN',
      aLine(1000, withHeader({ ipId: 0, l4: udp(5) })),
      aLine(1012, withHeader({ ipId: 0, l4: udp(5) })),
      false,
    ],
    [
      'no id, but a SYN',
      aLine(1000, withHeader({ ipId: 0, l4: tcp('SYN') })),
      aLine(1012, withHeader({ ipId: 0, l4: tcp('SYN') })),
      true,
    ],
    ['other flags', aLine(1000, withHeader({ l4: tcp('SYN') })), aLine(1012, withHeader({ l4: tcp('ACK') })), false],
    ['other UDP ports', aLine(1000, withHeader({ l4: udp(5) })), aLine(1012, withHeader({ l4: udp(6) })), false],
    ['the same echo', aLine(1000, withHeader({ l4: echo(1) })), aLine(1012, withHeader({ l4: echo(1) })), true],
    ['the next echo', aLine(1000, withHeader({ l4: echo(1) })), aLine(1012, withHeader({ l4: echo(2) })), false],
    [
      'another protocol',
      aLine(1000, withHeader({ l4: echo(1) })),
      aLine(1012, withHeader({ l4: { kind: 'other' } })),
      false,
    ],
    [
      'a fragment and the next',
      aLine(1000, withHeader({ l4: { kind: 'other' }, fragmentOffset: 1480 })),
      aLine(1012, withHeader({ l4: { kind: 'other' }, fragmentOffset: 2960 })),
      false,
    ],
    ['no uptime: by time', aLine(undefined), aLine(undefined, {}, at(100, 900_000)), true],
    ['no uptime: by time, too far', aLine(undefined), aLine(undefined, {}, at(100, 1_100_000)), false],
  ])('%s', (_name, a, b, same) => {
    expect(areOfOnePacket(a, b)).toBe(same);
  });
});

test('PairHolder keeps lines of one packet, up to a limit', () => {
  const holder = new PairHolder();
  expect(holder.holding).toBe(false);
  const [first, second] = [aLine(1000), aLine(1010)];
  expect(holder.take(first)).toBe(true);
  expect(holder.take(second)).toBe(true);
  expect(holder.take(aLine(900_000))).toBe(false);
  expect(holder.holding).toBe(true);
  expect(holder.release()).toEqual([first, second]);
  expect(holder.release()).toEqual([]);
  expect(Array.from({ length: 12 }, () => holder.take(aLine(1000))).filter(Boolean)).toHaveLength(8);
});
