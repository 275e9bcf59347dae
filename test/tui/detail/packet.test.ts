import { describe, expect, test } from 'vitest';

import type { FlowExtension } from '../../../src/flow/flow-extension.ts';
import { eventParts, flagsText, recordParts } from '../../../src/tui/detail/packet.ts';
import { aFlow } from '../../output/a-flow.ts';
import { aSeenFlow } from '../builders/flow-screen.ts';

function recordTexts(extension: FlowExtension | undefined): readonly string[] {
  return recordParts(aFlow(), extension, '→').flatMap((part) => ('text' in part ? [part.text] : []));
}

describe('recordParts', () => {
  test('the line, then what its headers said', () => {
    expect(
      recordTexts({
        raw_line: 'kernel: calico-drop: IN=a OUT=b',
        in_interface: 'a',
        out_interface: 'b',
        physical_in_interface: 'eth0',
        length: 60,
        ttl: 62,
        mark: 255,
        more_fragments: true,
        uid: 0,
      }),
    ).toEqual([
      'kernel: calico-drop: IN=a OUT=b',
      'IN a (eth0) → OUT b   LEN 60   TTL 62   MARK 0xff   SYN   fragment at 0, more to come   UID 0',
    ]);
  });

  test('one device alone, and the packet an ICMP error is about', () => {
    expect(recordTexts({ in_interface: 'a' })).toEqual(['IN a   SYN']);
    const embedded = {
      source: '10.0.0.1',
      source_port: 5,
      destination: '2001:db8::1',
      destination_port: 53,
      protocol: 17,
    };
    expect(recordTexts({ out_interface: 'b', embedded })).toEqual([
      'OUT b   SYN   about 10.0.0.1:5 → [2001:db8::1]:53 protocol 17',
    ]);
  });

  test('a guessed time is told; no record is nothing', () => {
    expect(recordTexts({ raw_line: 'x', time_approximate: true }).at(-1)).toContain('the time is a guess');
    expect(recordTexts(undefined)).toEqual([]);
  });
});

test('eventParts name the event, the node and what a policy wrote', () => {
  const seen = aSeenFlow({ interface: { index: 4 }, node_labels: ['zone=a'], policy_log: ['calico-packet'] });
  const texts = eventParts(seen).flatMap((part) => (part.kind === 'fact' ? [`${part.label}: ${part.text}`] : []));
  expect(texts).toEqual([
    'event: policy-verdict:none INGRESS   TCP Flags: SYN',
    'node: default/node-1   interface 4   zone=a',
    'log: calico-packet',
  ]);
});

test('flagsText lists what is set', () => {
  expect(flagsText({ SYN: true, ACK: true, FIN: false })).toBe('SYN ACK');
  expect(flagsText(undefined)).toBe('');
});
