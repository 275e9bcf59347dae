/** The parts of an encoded flow that are the same for all lines of a kind. */

import { ConstantBytes, type ConstantPart } from '../../flow/codec/constant-bytes.ts';
import { encodeMessage } from '../../flow/codec/wire.ts';
import { readFields, writeFields, type WireField } from '../../flow/codec/wire-fields.ts';
import type { ObservedEvent } from '../../flow/source-record.ts';
import type { EncodedKind } from '../../store/encoded-event.ts';
import { rowConstants } from '../../store/row-columns.ts';

/** Numbers of the fields that differ from line to line, or hold one that does (`flow.proto`, `observer.proto`, `observed.proto`). */
export const fieldNumber = {
  response: { flow: 1, nodeName: 1000, time: 1001 },
  flow: { time: 1, ip: 5, l4: 6, uuid: 34 },
  ip: { source: 1, destination: 2 },
  l4: { tcp: 1, udp: 2 },
  ports: { source: 1, destination: 2 },
  extension: { rawLine: 1, mark: 7, ttl: 8, length: 9, ipId: 10 },
} as const;

/**
 * A flow that one line became, cut at the places where other lines of its kind differ. Nothing here knows what makes a flow: the
 * parts are those of an encoding that the general path made.
 */
export interface LineTemplate extends EncodedKind {
  /** All the parts. */
  readonly constants: ConstantBytes;
  /** Fields of the flow before the addresses, without the time. */
  readonly front: ConstantPart;
  /** Fields of `flow.IP` after the addresses. */
  readonly ipRest: ConstantPart;
  /** Number of the transport in `flow.Layer4` when it has ports; 0 when all of the field `l4` is in `l4Rest`. */
  readonly portsIn: number;
  /** Fields of the transport after the ports, or the whole field `l4`. */
  readonly l4Rest: ConstantPart;
  /** Fields of the flow between the transport and the uuid. */
  readonly middle: ConstantPart;
  /** Fields of the flow behind the uuid, and behind the flow the field `node_name` of the response. */
  readonly back: ConstantPart;
  /** Bytes of `node_name` in `back`. */
  readonly nodeBytes: number;
  /** Fields of the extension between the line and the mark, and behind the IP id. */
  readonly extensionMiddle: ConstantPart;
  readonly extensionBack: ConstantPart;
}

/** Returns the fields with numbers from `from` to `to`, encoded. */
function fieldsBetween(fields: readonly WireField[], from: number, to = Infinity): Uint8Array {
  const chosen = fields.filter(({ number }) => number >= from && number <= to);
  return writeFields(chosen.map(({ number, value }) => [number, value]));
}

/** Returns the fields of the message in the field `number`; none when it is not there. */
function inner(fields: readonly WireField[], number: number): readonly WireField[] {
  const found = fields.find((field) => field.number === number);
  return found === undefined || typeof found.value === 'number' ? [] : [...readFields(found.value)];
}

function l4Parts(flow: readonly WireField[]): { readonly portsIn: number; readonly l4Rest: Uint8Array } {
  const { ports, l4, flow: numbers } = fieldNumber;
  const layers = inner(flow, numbers.l4);
  const [transport] = layers;
  const hasPorts = transport?.number === l4.tcp || transport?.number === l4.udp;
  if (transport === undefined || !hasPorts) {
    return { portsIn: 0, l4Rest: fieldsBetween(flow, numbers.l4, numbers.l4) };
  }
  const rest = fieldsBetween(inner(layers, transport.number), ports.destination + 1);
  return { portsIn: transport.number, l4Rest: rest };
}

/** Returns the template of the lines that are like the one that became `response`, a flow, and `extension`. */
export function lineTemplate({ response, extension = {} }: ObservedEvent): LineTemplate {
  const { flow: numbers, ip, extension: own, response: outer } = fieldNumber;
  const outerFields = [...readFields(encodeMessage('observer.GetFlowsResponse', response))];
  const flow = inner(outerFields, outer.flow);
  const more = [...readFields(encodeMessage('observed.v1.FlowExtension', extension))];
  const { portsIn, l4Rest } = l4Parts(flow);
  const nodeName = fieldsBetween(outerFields, outer.nodeName, outer.nodeName);
  const constants = new ConstantBytes();
  // In the order in which they are written, which is from the end.
  return {
    like: response.flow ?? {},
    node: response.node_name ?? '',
    row: rowConstants(response, true),
    constants,
    portsIn,
    extensionBack: constants.add(fieldsBetween(more, own.ipId + 1)),
    extensionMiddle: constants.add(fieldsBetween(more, own.rawLine + 1, own.mark - 1)),
    back: constants.add(Buffer.concat([fieldsBetween(flow, numbers.uuid + 1), nodeName])),
    nodeBytes: nodeName.length,
    middle: constants.add(fieldsBetween(flow, numbers.l4 + 1, numbers.uuid - 1)),
    l4Rest: constants.add(l4Rest),
    ipRest: constants.add(fieldsBetween(inner(flow, numbers.ip), ip.destination + 1)),
    front: constants.add(fieldsBetween(flow, numbers.time + 1, numbers.ip - 1)),
  };
}
