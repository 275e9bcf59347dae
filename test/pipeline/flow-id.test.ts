import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createFlowIds, type FlowName } from '../../src/pipeline/flow-id.ts';
import { Hash128 } from '../../src/pipeline/hash128.ts';
import { aPacket, anEnvelope } from './pipeline-fakes.ts';

const message = 'calico-drop: IN=eth0 OUT=cali0123456789a MAC= SRC=10.0.0.1 DST=10.0.0.2 LEN=60 ';
const encode = (text: string) => new TextEncoder().encode(text);

function aName(rest: Partial<FlowName> = {}): FlowName {
  return { node: 'worker-1', envelope: anEnvelope(), packet: aPacket(), bytes: encode(message), ...rest };
}

const idOf = (name: FlowName) => createFlowIds().next(name);

function readTwice() {
  const ids = createFlowIds();
  return [aName(), aName(), aName({ node: 'worker-2' }), aName()].map((name) => ids.next(name));
}

describe('createFlowIds', () => {
  test('is a UUID of version 8', () => {
    expect(idOf(aName())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('stays what it is from one release to the next', () => {
    expect(idOf(aName())).toBe('060e246d-7875-8b4d-b6e3-74751867b133');
  });

  test('equal lines are counted, and the count is the same when they are read again', () => {
    const ids = readTwice();
    expect(new Set(ids).size).toBe(4);
    expect(readTwice()).toEqual(ids);
  });

  test.each<[string, Partial<FlowName>]>([
    ['the node', { node: 'worker-2' }],
    ['the boot', { envelope: anEnvelope({ bootId: 'b1' }) }],
    ["the kernel's stamp", { envelope: anEnvelope({ uptimeUs: 1_000_001 }) }],
    ['the prefix', { packet: aPacket({ rawPrefix: 'calico-packet: ' }) }],
    ['the message', { bytes: encode(message.replace('10.0.0.2', '10.0.0.3')) }],
  ])('depends on %s', (_name, rest) => {
    expect(idOf(aName(rest))).not.toBe(idOf(aName()));
  });

  test("does not depend on the envelope where the kernel's stamp is known", () => {
    const stamp = { kind: 'absolute', time: { seconds: 5, nanos: 6 }, precision: 'second' } as const;
    const forms = [
      encode(message),
      encode(`5,2710,1000000,-;${message}\n SUBSYSTEM=net`),
      encode(`May 18 18:42:44 worker-1 kernel: [    1.000000] ${message.trimEnd()}`),
      encode(`{"MESSAGE":"${message}","_HOSTNAME":"worker-1"}`),
    ];
    const { uptimeUs: _unused, ...noUptime } = anEnvelope();
    const envelopes = [
      anEnvelope(),
      anEnvelope({ stamp }),
      { ...noUptime, journal: { realtimeUs: 9, sourceMonotonicUs: 1e6 } },
    ];
    const ids = forms.flatMap((bytes) => envelopes.map((envelope) => idOf(aName({ bytes, envelope }))));
    expect(new Set(ids).size).toBe(1);
  });

  test('else the stamp of the envelope counts, as it is written', () => {
    const { uptimeUs: _unused, ...envelope } = anEnvelope();
    const civil = { year: 0, month: 5, day: 18, hour: 18, minute: 42, second: 44, nanos: 0 };
    const ids = [
      envelope,
      { ...envelope, stamp: { kind: 'yearless', civil, precision: 'second' } as const },
      { ...envelope, stamp: { kind: 'yearless', civil: { ...civil, second: 45 }, precision: 'second' } as const },
      { ...envelope, stamp: { kind: 'absolute', time: { seconds: 5, nanos: 6 }, precision: 'second' } as const },
      { ...envelope, journal: { realtimeUs: 9 } },
    ].map((one) => idOf(aName({ envelope: one })));
    expect(new Set(ids).size).toBe(5);
  });

  test('remembers names for long enough', () => {
    const ids = createFlowIds();
    const first = ids.next(aName());
    const others = Array.from({ length: 70_000 }, (_, index) =>
      ids.next(aName({ envelope: anEnvelope({ uptimeUs: index }) })),
    );
    const again = ids.next(aName());
    expect(new Set([first, again, ...others]).size).toBe(70_002);
  });
});

function hashOf(feed: (hash: Hash128) => void): string {
  const hash = new Hash128();
  hash.restart();
  feed(hash);
  return JSON.stringify(hash.finish());
}

describe('Hash128', () => {
  test('different bytes, lengths and cuts give different hashes', () => {
    const input = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(input, input, (a, b) => {
        const [left, right] = [a, b].map((bytes) => hashOf((hash) => hash.bytes(bytes, 0, bytes.length)));
        expect(left === right).toBe(Buffer.compare(a, b) === 0);
      }),
    );
    const texts = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', '']].map((parts) =>
      hashOf((hash) => parts.forEach((part) => hash.text(part))),
    );
    expect(new Set(texts).size).toBe(4);
    const numbers = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 52].map((value) => hashOf((hash) => hash.number(value)));
    expect(new Set(numbers).size).toBe(6);
  });

  test('every bit of a byte spreads over all four lanes', () => {
    const base = JSON.parse(hashOf((hash) => hash.bytes(new Uint8Array(20), 0, 20)));
    for (let bit = 0; bit < 160; bit += 1) {
      const bytes = new Uint8Array(20);
      bytes[bit >> 3] = 1 << (bit & 7);
      const lanes = JSON.parse(hashOf((hash) => hash.bytes(bytes, 0, 20)));
      for (const lane of ['a', 'b', 'c', 'd']) expect(lanes[lane]).not.toBe(base[lane]);
    }
  });
});
