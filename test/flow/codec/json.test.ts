import { trusted } from '../../../src/flow/codec/plain-message.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnprintableMessageError } from '../../../src/flow/codec/json-errors.ts';
import { messageFromJson, messageToJson, type MessageFromJson } from '../../../src/flow/codec/json.ts';
import type { MessageName, MessageTypes } from '../../../src/flow/codec/message-types.ts';
import { decodeMessage, encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { Any } from '../../../src/flow/any.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { corpusText, linesOf, recordedCase } from './conformance-corpus.ts';
import { messageArbitrary } from './message-arbitrary.ts';
import { messageSchema } from '../../../src/flow/codec/schema.ts';

const responseName = 'observer.GetFlowsResponse';

function valueOf<T>(result: MessageFromJson<T>): T {
  if (!result.ok) throw new Error(`${result.kind}: ${result.message}`);
  return result.value;
}

/** Returns the message a text must be. */
function read<N extends MessageName>(name: N, text: string): MessageTypes[N] {
  return valueOf(messageFromJson(name, text));
}

const readFlow = (text: string): Flow => read('flow.Flow', text);

const typeUrl = (name: string): string => `type.googleapis.com/${name}`;

/** Returns what follows the varint length at the start of a delimited value. */
function withoutLength(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(bytes.findIndex((byte) => byte < 0x80) + 1);
}

/** The answers of the server the corpus was recorded against. */
interface ServerFixture {
  readonly ServerStatus: unknown;
  readonly GetNodes: unknown;
  readonly GetNamespaces: unknown;
  readonly GetAgentEvents: readonly unknown[];
  readonly GetDebugEvents: readonly unknown[];
  readonly Notify: readonly unknown[];
}

describe('the recorded corpus', () => {
  const lines = linesOf(corpusText('flows.jsonl'));
  const all = recordedCase('format/jsonpb-all');

  it('prints every response as hubble did, byte for byte', () => {
    const printed = lines.map((line) => messageToJson(responseName, read(responseName, line)));
    // hubble prints the status of nodes on stderr, and only of those that are in trouble.
    const flows = printed.filter((line) => !line.startsWith('{"node_status"'));
    expect(flows).toEqual(linesOf(all.stdout));
    expect(printed).toEqual(expect.arrayContaining(linesOf(all.stderr)));
  });

  it('comes back from the wire as it was', () => {
    for (const line of lines) {
      const response = read(responseName, line);
      const decoded = decodeMessage(responseName, encodeMessage(responseName, response));
      expect(decoded).toStrictEqual(response);
      expect(messageToJson(responseName, decoded)).toBe(messageToJson(responseName, response));
    }
  });

  it('reads and prints the requests hubble sends', () => {
    const recorded = trusted<{ readonly request?: object | null }[]>(JSON.parse(corpusText('requests.json')));
    const requests = recorded
      .map(({ request }) => request)
      .filter((request) => request !== undefined && request !== null);
    expect(requests.length).toBeGreaterThan(20);
    for (const request of requests) {
      const value = read('observer.GetFlowsRequest', JSON.stringify(request));
      expect(JSON.parse(messageToJson('observer.GetFlowsRequest', value))).toEqual(request);
    }
  });

  it('reads and prints the answers of the reference server', () => {
    const fixture = trusted<ServerFixture>(JSON.parse(corpusText('server-fixture.json')));
    const answers: [MessageName, unknown][] = [
      ['observer.ServerStatusResponse', fixture.ServerStatus],
      ['observer.GetNodesResponse', fixture.GetNodes],
      ['observer.GetNamespacesResponse', fixture.GetNamespaces],
      ...fixture.GetAgentEvents.map((answer): [MessageName, unknown] => ['observer.GetAgentEventsResponse', answer]),
      ...fixture.GetDebugEvents.map((answer): [MessageName, unknown] => ['observer.GetDebugEventsResponse', answer]),
      ...fixture.Notify.map((answer): [MessageName, unknown] => ['peer.ChangeNotification', answer]),
    ];
    for (const [name, answer] of answers) {
      expect(messageToJson(name, read(name, JSON.stringify(answer)))).toBe(JSON.stringify(answer));
    }
  });
});

describe('printing', () => {
  const printed: [string, MessageName, unknown, string][] = [
    ['nothing', 'flow.Flow', {}, '{}'],
    ['no zero scalars and empty lists', 'flow.Flow', { verdict: 0, uuid: '', node_labels: [], drop_reason: 0 }, '{}'],
    ['what is present though empty', 'flow.Flow', { source: {}, is_reply: false }, '{"source":{},"is_reply":false}'],
    [
      'fields in the order of the schema',
      'flow.Flow',
      { Summary: 's', verdict: 4, uuid: 'u' },
      '{"uuid":"u","verdict":"AUDIT","Summary":"s"}',
    ],
    ['enums it does not know by number', 'flow.Flow', { verdict: 99, Type: -1 }, '{"verdict":99,"Type":-1}'],
    [
      '64-bit integers as strings',
      'flow.Flow',
      { socket_cookie: 2n ** 64n - 1n },
      '{"socket_cookie":"18446744073709551615"}',
    ],
    [
      'zeros in lists',
      'flow.FlowFilter',
      { verdict: [0, 4], ip_trace_id: [0n] },
      '{"verdict":["VERDICT_UNKNOWN","AUDIT"],"ip_trace_id":["0"]}',
    ],
    [
      'markup as Go escapes it',
      'flow.Flow',
      { Summary: '<a>&\u2028\u2029"\\\n\u0001\u007f' },
      String.raw`{"Summary":"\u003ca\u003e\u0026\u2028\u2029\"\\\n\u0001` + '\u007f"}',
    ],
    ['astral characters as they are', 'flow.Flow', { Summary: '😀' }, '{"Summary":"😀"}'],
    ['half a surrogate pair as U+FFFD', 'flow.Flow', { Summary: '\ud83d' }, '{"Summary":"\ufffd"}'],
    ['wrappers of 0', 'flow.LostEvent', { cpu: 0 }, '{"cpu":0}'],
    [
      'doubles with the fewest digits',
      'observer.ServerStatusResponse',
      { flows_rate: 1234.5 },
      '{"flows_rate":1234.5}',
    ],
    ['large doubles', 'observer.ServerStatusResponse', { flows_rate: 1e21 }, '{"flows_rate":1e+21}'],
    ['small doubles', 'observer.ServerStatusResponse', { flows_rate: 1e-7 }, '{"flows_rate":1e-7}'],
    ['-0', 'observer.ServerStatusResponse', { flows_rate: -0 }, '{"flows_rate":-0}'],
    [
      'what JSON has no number for',
      'observer.ServerStatusResponse',
      { flows_rate: -Infinity },
      '{"flows_rate":"-Infinity"}',
    ],
    ['maps by key', 'observed.v1.SourceStatus', { rejected: { b: 2n, a: 0n } }, '{"rejected":{"a":"0","b":"2"}}'],
    [
      'field masks in lowerCamel',
      'observer.GetFlowsRequest',
      { field_mask: { paths: ['node_name', 'source.pod_name'] } },
      '{"field_mask":"nodeName,source.podName"}',
    ],
    ['empty field masks', 'observer.GetFlowsRequest', { field_mask: {} }, '{"field_mask":""}'],
    ['empty Any messages', 'flow.Flow', { extensions: {} }, '{"extensions":{}}'],
  ];
  it.each(printed)('%s', (_, name, value, text) => {
    expect(messageToJson(name, trusted(value))).toBe(text);
  });

  const anys: [Any, string][] = [
    [
      {
        type_url: typeUrl('observed.v1.FlowExtension'),
        value: encodeMessage('observed.v1.FlowExtension', { mark: 7, uid: 0 }),
      },
      '"@type":"type.googleapis.com/observed.v1.FlowExtension","mark":7,"uid":0',
    ],
    [{ type_url: typeUrl('flow.Endpoint') }, '"@type":"type.googleapis.com/flow.Endpoint"'],
    [
      { type_url: typeUrl('google.protobuf.StringValue'), value: Uint8Array.of(10, 1, 60) },
      String.raw`"@type":"type.googleapis.com/google.protobuf.StringValue","value":"\u003c"`,
    ],
    [
      { type_url: typeUrl('google.protobuf.FloatValue'), value: Uint8Array.of(13, 0xcd, 0xcc, 0xcc, 0x3d) },
      '"@type":"type.googleapis.com/google.protobuf.FloatValue","value":0.1',
    ],
    [
      { type_url: typeUrl('google.protobuf.BytesValue'), value: Uint8Array.of(10, 2, 255, 254) },
      '"@type":"type.googleapis.com/google.protobuf.BytesValue","value":"//4="',
    ],
    [
      { type_url: typeUrl('google.protobuf.Timestamp'), value: Uint8Array.of(8, 1) },
      '"@type":"type.googleapis.com/google.protobuf.Timestamp","value":"1970-01-01T00:00:01Z"',
    ],
    [{ type_url: typeUrl('google.protobuf.Any') }, '"@type":"type.googleapis.com/google.protobuf.Any","value":{}'],
  ];
  it.each(anys)('the Any %j', (extensions, text) => {
    expect(messageToJson('flow.Flow', { extensions })).toBe(`{"extensions":{${text}}}`);
  });

  const unprintable: [string, Flow, string][] = [
    [
      'an Any of an unknown type',
      { extensions: { type_url: 'type.googleapis.com/nope.Nope' } },
      'unable to resolve "type.googleapis.com/nope.Nope": not found',
    ],
    ['an Any without a type', { extensions: { value: Uint8Array.of(1) } }, 'unable to resolve "": not found'],
    [
      'an Any that is malformed',
      { extensions: { type_url: 'x/flow.Endpoint', value: Uint8Array.of(8) } },
      'unable to unmarshal "x/flow.Endpoint"',
    ],
    ['a time before year 1', { time: { seconds: -62_135_596_801, nanos: 0 } }, 'out of range'],
    ['a time after year 9999', { time: { seconds: 253_402_300_800, nanos: 0 } }, 'out of range'],
    ['a time with too many nanoseconds', { time: { seconds: 0, nanos: 1_000_000_000 } }, 'out of range'],
  ];
  it.each(unprintable)('fails on %s', (_, flow, message) => {
    expect(() => messageToJson('flow.Flow', flow)).toThrow(UnprintableMessageError);
    expect(() => messageToJson('flow.Flow', flow)).toThrow(message);
  });

  it('fails on Any messages nested deeper than anyone means', () => {
    let extensions: Any = {};
    for (let level = 0; level < 2000; level += 1) {
      // The Any as the flow has it, behind the tag of field 150000 (three bytes) and its length.
      const value = encodeMessage('flow.Flow', { extensions }).subarray(3);
      extensions = { type_url: typeUrl('google.protobuf.Any'), value: withoutLength(value) };
    }
    expect(() => messageToJson('flow.Flow', { extensions })).toThrow('exceeded max recursion depth');
  });

  it.each(['IP', 'l4.TCP', 'nodeName', ''])('fails on the mask path "%s", which lowerCamel cannot carry', (path) => {
    const request = { field_mask: { paths: [path] } };
    expect(() => messageToJson('observer.GetFlowsRequest', request)).toThrow(UnprintableMessageError);
  });
});

describe('reading', () => {
  const accepted: [string, string, Flow][] = [
    ['both spellings', '{"drop_reason":1,"nodeName":"n"}', { drop_reason: 1, node_name: 'n' }],
    ['enums by number', '{"verdict":2,"Type":99}', { verdict: 2, Type: 99 }],
    ['enums by a number with an exponent', '{"verdict":2e0}', { verdict: 2 }],
    [
      'numbers as strings',
      '{"drop_reason":"133","socket_cookie":"18446744073709551615"}',
      { drop_reason: 133, socket_cookie: 2n ** 64n - 1n },
    ],
    [
      'numbers with a fraction of zeros',
      '{"drop_reason":8.0e1,"policy_match_type":1.50e1,"proxy_port":"10.0"}',
      { drop_reason: 80, policy_match_type: 15, proxy_port: 10 },
    ],
    [
      'the largest 32-bit numbers',
      '{"drop_reason":4294967295,"event_type":{"type":-2147483648}}',
      { drop_reason: 4_294_967_295, event_type: { type: -2_147_483_648 } },
    ],
    [
      'bare 64-bit numbers',
      '{"socket_cookie":12345678901234567,"cgroup_id":18446744073709551615}',
      { socket_cookie: 12_345_678_901_234_567n, cgroup_id: 2n ** 64n - 1n },
    ],
    [
      'bare 64-bit numbers with an exponent',
      '{"socket_cookie":1.8e19}',
      { socket_cookie: 18_000_000_000_000_000_000n },
    ],
    ['-0 as 0', '{"drop_reason":-0,"socket_cookie":-0,"verdict":-0}', {}],
    ['zeros as absent', '{"drop_reason":0,"uuid":"","reply":false,"socket_cookie":"0"}', {}],
    ['null as absent', '{"uuid":null,"source":null,"is_reply":null,"node_labels":null,"verdict":null}', {}],
    [
      'what is present though empty',
      '{"source":{},"is_reply":false,"node_labels":[]}',
      { source: {}, is_reply: false },
    ],
    ['blanks', '\t{ "uuid" :\r\n"u" } ', { uuid: 'u' }],
    ['escapes', String.raw`{"uuid":"\u0041\ud83d\ude00\/"}`, { uuid: 'A😀/' }],
    ['an escaped backslash before ud800', String.raw`{"uuid":"\\ud800"}`, { uuid: '\\ud800' }],
    ['strings that begin with a colon', '{"uuid":":","Summary":"\\":\\""}', { uuid: ':', Summary: '":"' }],
    ['one member of a oneof beside null', '{"l4":{"TCP":null,"UDP":{}}}', { l4: { UDP: {} } }],
    ['an empty Any', '{"extensions":{}}', { extensions: {} }],
    [
      'an Any with its type last',
      '{"extensions":{"mark":7,"@type":"a/observed.v1.FlowExtension"}}',
      { extensions: { type_url: 'a/observed.v1.FlowExtension', value: Uint8Array.of(56, 7) } },
    ],
    [
      'an Any of an empty message',
      '{"extensions":{"@type":"a/flow.Endpoint"}}',
      { extensions: { type_url: 'a/flow.Endpoint' } },
    ],
    [
      'an Any of a wrapper',
      '{"extensions":{"@type":"a/google.protobuf.BytesValue","value":"_-8"}}',
      { extensions: { type_url: 'a/google.protobuf.BytesValue', value: Uint8Array.of(10, 2, 255, 239) } },
    ],
    [
      'an Any in an Any',
      '{"extensions":{"@type":"a/google.protobuf.Any","value":{"@type":"a/flow.Endpoint"}}}',
      {
        extensions: {
          type_url: 'a/google.protobuf.Any',
          value: Uint8Array.of(10, 15, ...Buffer.from('a/flow.Endpoint')),
        },
      },
    ],
  ];
  it.each(accepted)('takes %s', (_, text, flow) => {
    expect(readFlow(text)).toStrictEqual(flow);
  });

  const rejected: [string, string][] = [
    ['nothing', ''],
    ['no object', '[]'],
    ['null', 'null'],
    ['a string', '"{}"'],
    ['trailing text', '{} x'],
    ['two objects', '{}{}'],
    ['a byte order mark', '\ufeff{}'],
    ['a comma too many', '{"uuid":"u",}'],
    ['a control character in a string', '{"uuid":"\u0001"}'],
    ['a field twice', '{"uuid":"a","uuid":"a"}'],
    ['a field twice, once null', '{"uuid":null,"uuid":"a"}'],
    ['a field in both spellings', '{"node_name":"a","nodeName":"a"}'],
    ['a field in both spellings, one null', '{"node_name":"a","nodeName":null}'],
    ['a field twice under an escape', String.raw`{"uuid":"a","\u0075uid":"b"}`],
    ['a field twice further in', '{"source":{"workloads":[{"name":"a","name":"b"}]}}'],
    ['a message twice', '{"source":{},"source":{}}'],
    ['two members of a oneof', '{"l4":{"TCP":{},"UDP":{}}}'],
    ['a number for a string', '{"uuid":1}'],
    ['a string for a bool', '{"reply":"true"}'],
    ['a string for a message', '{"source":"x"}'],
    ['a list for a message', '{"source":[]}'],
    ['a message for a list', '{"node_labels":{}}'],
    ['null in a list', '{"node_labels":[null]}'],
    ['null in a list of messages', '{"egress_allowed_by":[null]}'],
    ['an object for a number', '{"drop_reason":{}}'],
    ['a bool for a number', '{"drop_reason":true}'],
    ['a fraction', '{"drop_reason":1.5}'],
    ['a fraction in a string', '{"drop_reason":"1.5"}'],
    ['a number below the range', '{"drop_reason":-1}'],
    ['a number above the range', '{"drop_reason":4294967296}'],
    ['an infinite number', '{"drop_reason":1e400}'],
    ['a 64-bit number above the range', '{"socket_cookie":18446744073709551616}'],
    ['a 64-bit number below the range', '{"socket_cookie":"-1"}'],
    ['a 64-bit number with a fraction', '{"socket_cookie":1.5}'],
    ['a number with blanks around it', '{"drop_reason":" 1 "}'],
    ['an empty number', '{"drop_reason":""}'],
    ['a hexadecimal number', '{"drop_reason":"0x10"}'],
    ['an enum that is a fraction', '{"verdict":1.5}'],
    ['an enum beyond 32 bits', '{"verdict":2147483648}'],
    ['an enum that is a bool', '{"verdict":true}'],
    ['a time without a zone', '{"time":"2024-01-01T00:00:00"}'],
    ['a time as a number', '{"time":0}'],
    ['half a surrogate pair', String.raw`{"uuid":"\ud83d"}`],
    ['the wrong half of a surrogate pair', String.raw`{"uuid":"\ude00\ud83d"}`],
    ['half a surrogate pair in an unknown field', String.raw`{"nope":"\ud83d"}`],
    ['a raw half of a surrogate pair', '{"uuid":"\ud83d"}'],
    ['an Any of an unknown type', '{"extensions":{"@type":"type.googleapis.com/nope.Nope"}}'],
    ['an Any with an empty type', '{"extensions":{"@type":""}}'],
    ['an Any with a number for a type', '{"extensions":{"@type":1}}'],
    ['an Any with two types', '{"extensions":{"@type":"a/flow.Endpoint","@type":"a/flow.Endpoint"}}'],
    ['an Any of a wrapper without value', '{"extensions":{"@type":"a/google.protobuf.BoolValue"}}'],
    ['an Any of a wrapper with null', '{"extensions":{"@type":"a/google.protobuf.BoolValue","value":null}}'],
    [
      'an Any of a wrapper with two values',
      '{"extensions":{"@type":"a/google.protobuf.BoolValue","value":true,"value":true}}',
    ],
    ['an Any with bad base64', '{"extensions":{"@type":"a/google.protobuf.BytesValue","value":"a"}}'],
    ['an Any of a message with a bad field', '{"extensions":{"@type":"a/flow.Endpoint","identity":"x"}}'],
    ['a message within an unknown field that is no JSON', '{"nope":{x}}'],
  ];
  it.each(rejected)('rejects %s, also while discarding', (_, text) => {
    expect(messageFromJson('flow.Flow', text)).toMatchObject({ ok: false, kind: 'invalid' });
    expect(messageFromJson('flow.Flow', text, { discardUnknown: true })).toMatchObject({ ok: false, kind: 'invalid' });
  });

  const unknown: [string, string, Flow, string][] = [
    ['a field', '{"nope":{"a":[1,{"b":2}]},"uuid":"u"}', { uuid: 'u' }, 'unknown field "nope"'],
    ['a field that comes twice', '{"nope":1,"nope":2,"uuid":"u"}', { uuid: 'u' }, 'unknown field "nope"'],
    ['a field that is null', '{"nope":null}', {}, 'unknown field "nope"'],
    ['a field called __proto__', '{"__proto__":{"uuid":"x"}}', {}, 'unknown field "__proto__"'],
    ['a field further in', '{"source":{"nope":1,"identity":2}}', { source: { identity: 2 } }, 'unknown field "nope"'],
    ['an enum name', '{"verdict":"NOPE","uuid":"u"}', { uuid: 'u' }, 'invalid value for enum field verdict: "NOPE"'],
    ['an enum number as a string', '{"verdict":"2"}', {}, 'invalid value for enum field verdict: "2"'],
    ['an Any without its type', '{"extensions":{"mark":1}}', { extensions: {} }, 'missing "@type" field'],
    [
      'a field of an Any',
      '{"extensions":{"@type":"a/flow.Endpoint","nope":1}}',
      { extensions: { type_url: 'a/flow.Endpoint' } },
      'unknown field "nope"',
    ],
    [
      'a field beside the value of an Any',
      '{"extensions":{"@type":"a/google.protobuf.BoolValue","value":false,"nope":1}}',
      { extensions: { type_url: 'a/google.protobuf.BoolValue' } },
      'unknown field "nope"',
    ],
  ];
  it.each(unknown)('discards %s when told to, and only then', (_, text, flow, message) => {
    expect(messageFromJson('flow.Flow', text)).toMatchObject({ ok: false, kind: 'unknown-field', message });
    expect(messageFromJson('flow.Flow', text, { discardUnknown: true })).toStrictEqual({
      ok: true,
      value: flow,
      unknownFields: true,
    });
  });

  it('leaves unknown names out of lists of enums', () => {
    const result = messageFromJson('flow.FlowFilter', '{"verdict":["NOPE","AUDIT"]}', { discardUnknown: true });
    expect(valueOf(result)).toStrictEqual({ verdict: [4] });
  });

  it('says that nothing was discarded', () => {
    expect(messageFromJson('flow.Flow', '{}', { discardUnknown: true })).toMatchObject({ unknownFields: false });
  });

  it('says where the text stops being JSON', () => {
    expect(messageFromJson('flow.Flow', '{"uuid":"ü"} x')).toMatchObject({ syntax: true, at: 13 });
    expect(messageFromJson('flow.Flow', '{"uuid":1}')).toMatchObject({ syntax: false, at: 0 });
  });

  it.each([
    ['{"flows_rate":"NaN"}', NaN],
    ['{"flows_rate":"Infinity"}', Infinity],
    ['{"flows_rate":"1.5e3"}', 1500],
    ['{"flows_rate":12345678901234567890}', 1.2345678901234567e19],
  ])('reads the double of %s', (text, flows_rate) => {
    expect(read('observer.ServerStatusResponse', text)).toStrictEqual({ flows_rate });
  });

  it.each(['{"flows_rate":1e400}', '{"flows_rate":"inf"}', '{"flows_rate":" 1"}', '{"flows_rate":""}'])(
    'rejects the double of %s',
    (text) => {
      expect(messageFromJson('observer.ServerStatusResponse', text).ok).toBe(false);
    },
  );

  it('reads field masks in lowerCamel alone', () => {
    const paths = ['node_name', 'source.pod_name'];
    expect(read('observer.GetFlowsRequest', '{"fieldMask":"nodeName,source.podName"}')).toStrictEqual({
      field_mask: { paths },
    });
    expect(read('observer.GetFlowsRequest', '{"fieldMask":""}')).toStrictEqual({ field_mask: {} });
    expect(messageFromJson('observer.GetFlowsRequest', '{"fieldMask":"node_name"}').ok).toBe(false);
    expect(messageFromJson('observer.GetFlowsRequest', '{"fieldMask":"a,,b"}').ok).toBe(false);
  });

  it('keeps every key of a map, and rejects one that comes twice', () => {
    const status = read('observed.v1.SourceStatus', '{"rejected":{"__proto__":"1","b":2}}');
    expect(Object.entries(status.rejected ?? {})).toStrictEqual([
      ['__proto__', 1n],
      ['b', 2n],
    ]);
    expect(messageFromJson('observed.v1.SourceStatus', '{"rejected":{"b":1,"b":2}}').ok).toBe(false);
  });

  it('survives any depth', () => {
    const levels = 200_000;
    const discarded = `{"nope":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(messageFromJson('flow.Flow', discarded, { discardUnknown: true }).ok).toBe(true);
    const any = '{"@type":"a/google.protobuf.Any","value":';
    const nested = `{"extensions":${any.repeat(levels)}{}${'}'.repeat(levels)}}`;
    expect(messageFromJson('flow.Flow', nested)).toMatchObject({ ok: false, kind: 'invalid' });
  });
});

describe('properties', () => {
  const names: MessageName[] = [
    responseName,
    'observer.GetFlowsRequest',
    'observer.ExportEvent',
    'observer.ServerStatusResponse',
    'observed.v1.GetStatusResponse',
    'observed.v1.FlowExtension',
  ];

  it.each(names)('%s reads what it printed', (name) => {
    fc.assert(
      fc.property(messageArbitrary(messageSchema(name)), (value) => {
        expect(read(name, messageToJson(name, trusted(value)))).toStrictEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, whatever the text', () => {
    const line = linesOf(corpusText('flows.jsonl'))[0] ?? '';
    const mutated = fc
      .tuple(fc.nat(line.length), fc.nat(40), fc.string())
      .map(([at, cut, put]) => line.slice(0, at) + put + line.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.json()), (text) => {
        expect(messageFromJson(responseName, text, { discardUnknown: true })).toHaveProperty('ok');
      }),
      { numRuns: 3000 },
    );
  });

  /** A member as text, and how often its name counts as a duplicate. */
  const text = fc.string({ unit: fc.constantFrom(':', '"', '\\', '{', ',', ' ', 'a', '😀'), maxLength: 6 });
  const blank = fc.constantFrom('', ' ', '\n', '\t ');
  const member = fc.record({
    name: fc.constantFrom('name', 'state', 'message', 'nope', 'nay'),
    value: text.map((content) => JSON.stringify(content)),
    before: blank,
    after: blank,
  });
  const known = new Set(['name', 'state', 'message']);

  it('rejects a duplicate field exactly where there is one', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), fc.array(text, { maxLength: 4 }), (members, reasons) => {
        const fields = members.map(({ name, value, before, after }) => `${before}"${name}"${after}:${before}${value}`);
        const map = reasons.map((reason) => `${JSON.stringify(reason)}:1`);
        const line = `{${[...fields, `"rejected":{${map.join(',')}}`].join(',')}}`;
        const knownNames = members.map(({ name }) => name).filter((name) => known.has(name));
        const isDuplicate = new Set(knownNames).size < knownNames.length || new Set(reasons).size < reasons.length;
        const result = messageFromJson('observed.v1.SourceStatus', line, { discardUnknown: true });
        expect(result.ok).toBe(!isDuplicate);
      }),
      { numRuns: 3000 },
    );
  });
});
