import * as fc from 'fast-check';
import protobuf from 'protobufjs/light.js';
import { describe, expect, it } from 'vitest';
import type { MessageName, MessageTypes } from '../../../src/flow/codec/message-types.ts';
import { unknownFields } from '../../../src/flow/codec/plain-message.ts';
import { flowSchema, messageSchema } from '../../../src/flow/codec/schema.ts';
import {
  decodeBySchema,
  decodeMessage,
  encodeBySchema,
  encodeMessage,
  MalformedMessageError,
} from '../../../src/flow/codec/wire.ts';
import descriptor from '../../../src/flow/generated/descriptor.json' with { type: 'json' };
import { messageArbitrary } from './message-arbitrary.ts';

/** Spells bytes of the wire format: hex pairs, blanks ignored. */
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const root = protobuf.Root.fromJSON(descriptor).resolveAll();

describe('wire format', () => {
  it.each(flowSchema().messageNames())('%s: decodes what it encoded, and protobufjs writes the same bytes', (name) => {
    const message = messageSchema(name);
    const reference = root.lookupType(name);
    fc.assert(
      fc.property(messageArbitrary(message), (value) => {
        const bytes = encodeBySchema(message, value);
        expect(decodeBySchema(message, bytes)).toStrictEqual(value);
        expect(hexOf(reference.encode(reference.decode(bytes)).finish())).toBe(hexOf(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [1n, '0801'],
    [2n ** 32n, '088080808010'],
    [2n ** 53n + 1n, '088180808080808010'],
    [2n ** 64n - 1n, '08ffffffffffffffffff01'],
  ])('keeps the unsigned 64-bit integer %s', (number, encoded) => {
    const bytes = encodeMessage('observer.GetFlowsRequest', { number });
    expect(hexOf(bytes)).toBe(encoded);
    expect(decodeMessage('observer.GetFlowsRequest', bytes)).toStrictEqual({ number });
  });

  it.each([-1n, -(2n ** 53n) - 1n, -(2n ** 63n), 2n ** 63n - 1n])(
    'keeps the signed 64-bit integer %s',
    (rule_count) => {
      const event = { policy_update: { rule_count } };
      expect(decodeMessage('flow.AgentEvent', encodeMessage('flow.AgentEvent', event))).toStrictEqual(event);
    },
  );

  it('takes 0n for the absent field', () => {
    expect(encodeMessage('observer.GetFlowsRequest', { number: 0n })).toHaveLength(0);
  });

  it.each([2n ** 64n, -1n])('refuses %s for an unsigned 64-bit integer', (number) => {
    expect(() => encodeMessage('observer.GetFlowsRequest', { number })).toThrow(RangeError);
    // The next message is not spoilt by the half-written one.
    expect(hexOf(encodeMessage('observer.GetFlowsRequest', { number: 1n }))).toBe('0801');
  });

  it('refuses 2^63 for a signed 64-bit integer', () => {
    expect(() => encodeMessage('flow.AgentEvent', { policy_update: { rule_count: 2n ** 63n } })).toThrow(RangeError);
  });

  it('leaves out zero scalars and keeps what was sent empty', () => {
    const bytes = encodeMessage('flow.Flow', {
      verdict: 0,
      uuid: '',
      reply: false,
      source: {},
      is_reply: false,
      node_labels: [],
    });
    expect(hexOf(bytes)).toBe('4200d20100');
    expect(decodeMessage('flow.Flow', bytes)).toStrictEqual({ source: {}, is_reply: false });
  });

  it('takes an explicit zero for the absent field, also after a value', () => {
    expect(decodeMessage('flow.Flow', hex('1000'))).toStrictEqual({});
    expect(decodeMessage('flow.Flow', hex('1002 1000'))).toStrictEqual({});
  });

  it('keeps codes of enums it does not know, negative ones too', () => {
    const flow = { verdict: 99, traffic_direction: -1 };
    expect(decodeMessage('flow.Flow', encodeMessage('flow.Flow', flow))).toStrictEqual(flow);
  });

  it('keeps maps, whatever their keys are called', () => {
    const rejected = Object.fromEntries([
      ['bad json', 2n ** 64n - 1n],
      ['__proto__', 1n],
      ['', 0n],
    ]);
    const decoded = decodeMessage('observed.v1.SourceStatus', encodeMessage('observed.v1.SourceStatus', { rejected }));
    expect(Object.entries(decoded.rejected ?? {})).toStrictEqual(Object.entries(rejected));
  });

  it('reads a map entry without key or value as the zeros', () => {
    expect(decodeMessage('observed.v1.SourceStatus', hex('3200'))).toStrictEqual({ rejected: { '': 0n } });
  });

  it('reads repeated numbers packed and one by one', () => {
    expect(decodeMessage('flow.FlowFilter', hex('2a020204 2804'))).toStrictEqual({ verdict: [2, 4, 4] });
    expect(decodeMessage('flow.FlowFilter', hex('2a00'))).toStrictEqual({});
  });

  it('merges a message that comes twice, and takes the last member of a oneof', () => {
    expect(decodeMessage('flow.Flow', hex('42021001 42023200'))).toStrictEqual({
      source: { identity: 1, workloads: [{}] },
    });
    expect(decodeMessage('flow.Flow', hex('3208 0a020801 12020802'))).toStrictEqual({
      l4: { UDP: { source_port: 2 } },
    });
  });

  it('keeps the seconds of a time before the epoch', () => {
    const event = { time: { seconds: -62_135_596_800, nanos: 1 } };
    expect(decodeMessage('flow.Flow', encodeMessage('flow.Flow', event))).toStrictEqual(event);
  });

  it('gives on fields of a newer schema, at every level', () => {
    // flow.Flow field 500: varint 7; endpoint field 100: "new"; after a field that is known.
    const bytes = hex('1002 4206 a206036e6577 a01f07');
    const flow = decodeMessage('flow.Flow', bytes);
    expect(Object.keys(flow)).toStrictEqual(['verdict', 'source']);
    expect(hexOf(encodeMessage('flow.Flow', flow))).toBe(hexOf(bytes));
    expect(hexOf(encodeMessage('flow.Flow', { ...flow }))).toBe(hexOf(bytes));
  });

  it('keeps a known field of another wire type as an unknown one', () => {
    const flow = decodeMessage('flow.Flow', hex('1202 6869'));
    expect(flow).toStrictEqual({ [unknownFields]: expect.anything() });
    expect(hexOf(encodeMessage('flow.Flow', flow))).toBe('12026869');
  });

  it('shares no memory with the bytes it was given', () => {
    const bytes = encodeMessage('flow.Flow', { extensions: { type_url: 'a/b', value: Uint8Array.of(1, 2, 3) } });
    const withUnknown = Buffer.concat([bytes, hex('a01f07')]);
    const flow = decodeMessage('flow.Flow', withUnknown);
    withUnknown.fill(0xff);
    expect(flow.extensions?.value).toStrictEqual(Uint8Array.of(1, 2, 3));
    expect(hexOf(encodeMessage('flow.Flow', flow)).endsWith('a01f07')).toBe(true);
  });

  it('reads a view into a larger buffer', () => {
    const bytes = encodeMessage('flow.Flow', { uuid: 'ü', Summary: '\ufeffx' });
    const around = new Uint8Array(bytes.length + 10).fill(0xff);
    around.set(bytes, 5);
    const view = around.subarray(5, 5 + bytes.length);
    expect(decodeMessage('flow.Flow', view)).toStrictEqual({ uuid: 'ü', Summary: '\ufeffx' });
  });

  it('never writes a string that is no UTF-8', () => {
    const bytes = encodeMessage('flow.Flow', { Summary: 'a\ud800b' });
    expect(decodeMessage('flow.Flow', bytes)).toStrictEqual({ Summary: 'a\ufffdb' });
    expect(decodeMessage('flow.Flow', hex('920201 ff'))).toStrictEqual({ uuid: '\ufffd' });
  });
});

/** Returns the message, or undefined when the bytes are malformed; any other error is thrown on. */
function decodedOrMalformed<N extends MessageName>(name: N, bytes: Uint8Array): MessageTypes[N] | undefined {
  try {
    return decodeMessage(name, bytes);
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}

describe('malformed bytes', () => {
  it.each([
    ['a tag alone', '10'],
    ['field number 0', '0000'],
    ['a length past the end', '420510'],
    ['a length of more than 2 GB', '42ffffffff0f'],
    ['an inner value past the end of its message', '4203 1a05 61'],
    ['an inner varint past the end of its message', '4202 1080 01'],
    ['a varint of eleven bytes', '10ffffffffffffffffffffff01'],
    ['an unknown wire type', 'a71f'],
    ['an end of a group that never began', 'a41f'],
    ['a group that never ends', 'a31f 0801'],
  ])('%s', (_, bytes) => {
    expect(() => decodeMessage('flow.Flow', hex(bytes))).toThrow(MalformedMessageError);
  });

  it('says which message was malformed', () => {
    expect(() => decodeMessage('flow.Flow', hex('10'))).toThrow(/^malformed flow\.Flow: /);
  });

  it('fails with MalformedMessageError and nothing else, on any bytes', () => {
    const names: MessageName[] = [
      'observer.GetFlowsResponse',
      'observer.GetFlowsRequest',
      'observed.v1.GetStatusResponse',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 }), (name, bytes) => {
        const value = decodedOrMalformed(name, bytes);
        fc.pre(value !== undefined);
        expect(decodeMessage(name, encodeMessage(name, value))).toStrictEqual(value);
      }),
      { numRuns: 1000, maxSkipsPerRun: 1000 },
    );
  });
});
