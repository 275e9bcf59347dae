/**
 * Encoders of the messages every flow is made of, written out by hand: a field that is named in the code costs a load, one that is found in a
 * table several times that, and a flow has some fifty. Fields that few flows have go through the table (`wire-writer.ts`), which is also what these
 * encoders are compared with in the tests. Everything is written backwards: the field with the highest number first, a value before its tag.
 */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { Endpoint } from '../endpoint.ts';
import type { CiliumEventType, Emitter, Flow, NetworkInterface } from '../flow.ts';
import type { Ethernet, IP, Layer4, TCP, TCPFlags, UDP } from '../l4.ts';
import type { GetFlowsResponse } from '../messages.ts';
import type { BackwardWriter } from './backward-writer.ts';
import { safeIntegerHalves } from './int64.ts';
import { trusted, unknownFields, type PlainMessage } from './plain-message.ts';

/** Writes the fields of a message, without tag and length, and without the fields of a newer schema. */
type Body<Message> = (writer: BackwardWriter, message: Message) => void;

/** Writes a field with its tag, by the table. */
export type TableField = (writer: BackwardWriter, value: unknown) => void;

/** Finds the table's writer of a field by its name. */
export type TableFields = (name: string) => TableField;

/** Tags: the number of the field, and what follows (protobuf encoding guide). */
const varintTag = (number: number): number => (number << 3) >>> 0;
const delimitedTag = (number: number): number => ((number << 3) | 2) >>> 0;

function text(writer: BackwardWriter, number: number, value: string | undefined): void {
  if (value === undefined || value === '') return;
  writer.text(value);
  writer.varint(delimitedTag(number));
}

function uint32(writer: BackwardWriter, number: number, value: number | undefined): void {
  if (value === undefined || value === 0) return;
  writer.varint(value >>> 0);
  writer.varint(varintTag(number));
}

/** Also for enums. */
function int32(writer: BackwardWriter, number: number, value: number | undefined): void {
  if (value === undefined || value === 0) return;
  writer.int32(value);
  writer.varint(varintTag(number));
}

function flag(writer: BackwardWriter, number: number, value: boolean | undefined): void {
  if (value !== true) return;
  writer.varint(1);
  writer.varint(varintTag(number));
}

/** Writes the fields nobody knew, which go last. */
function unknown(writer: BackwardWriter, message: object): void {
  const bytes = trusted<PlainMessage>(message)[unknownFields];
  if (bytes !== undefined) writer.raw(bytes);
}

/** Writes a message with tag and length; an empty one too, for it says that it is there. */
function inner<M extends object>(writer: BackwardWriter, number: number, message: M | undefined, body: Body<M>): void {
  if (message === undefined) return;
  writer.need(0);
  const end = writer.start;
  unknown(writer, message);
  body(writer, message);
  writer.varint(end - writer.start);
  writer.varint(delimitedTag(number));
}

function table(writer: BackwardWriter, value: unknown, write: TableField): void {
  if (value !== undefined) write(writer, value);
}

/** Writes a `google.protobuf.Timestamp`. */
export function writeTimestamp(writer: BackwardWriter, { seconds, nanos }: Timestamp): void {
  int32(writer, 2, nanos);
  if (seconds === 0) return;
  if (seconds > 0) writer.varint(seconds);
  else writer.varint64(safeIntegerHalves(seconds));
  writer.varint(varintTag(1));
}

/** A time has no room for fields of a newer schema: it is not a plain object of its fields. */
function timestamp(writer: BackwardWriter, number: number, time: Timestamp | undefined): void {
  if (time === undefined) return;
  const end = writer.start;
  writeTimestamp(writer, time);
  writer.varint(end - writer.start);
  writer.varint(delimitedTag(number));
}

const ethernet: Body<Ethernet> = (writer, { source, destination }) => {
  text(writer, 2, destination);
  text(writer, 1, source);
};

const ip: Body<IP> = (writer, { source, source_xlated: xlated, destination, ipVersion, encrypted }) => {
  text(writer, 5, xlated);
  flag(writer, 4, encrypted);
  int32(writer, 3, ipVersion);
  text(writer, 2, destination);
  text(writer, 1, source);
};

const tcpFlags: Body<TCPFlags> = (writer, { FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, NS }) => {
  flag(writer, 9, NS);
  flag(writer, 8, CWR);
  flag(writer, 7, ECE);
  flag(writer, 6, URG);
  flag(writer, 5, ACK);
  flag(writer, 4, PSH);
  flag(writer, 3, RST);
  flag(writer, 2, SYN);
  flag(writer, 1, FIN);
};

const tcp: Body<TCP> = (writer, { source_port: source, destination_port: destination, flags }) => {
  inner(writer, 3, flags, tcpFlags);
  uint32(writer, 2, destination);
  uint32(writer, 1, source);
};

const udp: Body<UDP> = (writer, { source_port: source, destination_port: destination }) => {
  uint32(writer, 2, destination);
  uint32(writer, 1, source);
};

const eventType: Body<CiliumEventType> = (writer, { type, sub_type: subType }) => {
  int32(writer, 2, subType);
  int32(writer, 1, type);
};

const emitter: Body<Emitter> = (writer, { name, version }) => {
  text(writer, 2, version);
  text(writer, 1, name);
};

const networkInterface: Body<NetworkInterface> = (writer, { index, name }) => {
  text(writer, 2, name);
  uint32(writer, 1, index);
};

function layer4(fields: TableFields): Body<Layer4> {
  const rare = [fields('IGMP'), fields('VRRP'), fields('SCTP'), fields('ICMPv6'), fields('ICMPv4')] as const;
  return (writer, l4) => {
    table(writer, l4.IGMP, rare[0]);
    table(writer, l4.VRRP, rare[1]);
    table(writer, l4.SCTP, rare[2]);
    table(writer, l4.ICMPv6, rare[3]);
    table(writer, l4.ICMPv4, rare[4]);
    inner(writer, 2, l4.UDP, udp);
    inner(writer, 1, l4.TCP, tcp);
  };
}

function endpoint(fields: TableFields): Body<Endpoint> {
  const [workloads, labels] = [fields('workloads'), fields('labels')];
  return (writer, value) => {
    text(writer, 7, value.cluster_name);
    table(writer, value.workloads, workloads);
    text(writer, 5, value.pod_name);
    table(writer, value.labels, labels);
    text(writer, 3, value.namespace);
    uint32(writer, 2, value.identity);
    uint32(writer, 1, value.ID);
  };
}

/** Fields that few flows have, or that are too involved to repeat here. */
const rareFlowFields = [
  'extensions',
  'aggregate',
  'policy_log',
  'ingress_denied_by',
  'egress_denied_by',
  'ingress_allowed_by',
  'egress_allowed_by',
  'ip_trace_id',
  'tunnel',
  'file',
  'node_labels',
  'cgroup_id',
  'socket_cookie',
  'trace_context',
  'destination_service',
  'source_service',
  'l7',
  'destination_names',
  'source_names',
] as const;

type RareFlowFields = Readonly<Record<(typeof rareFlowFields)[number], TableField>>;

/** Finds the table of a message by its full name. */
export type Tables = (message: string) => TableFields;

function flowBody(tables: Tables): Body<Flow> {
  const fields = tables('flow.Flow');
  const rare = trusted<RareFlowFields>(Object.fromEntries(rareFlowFields.map((name) => [name, fields(name)])));
  const writeHead = flowHead(tables, rare);
  return (writer, flow) => {
    table(writer, flow.extensions, rare.extensions);
    text(writer, 100_000, flow.Summary);
    table(writer, flow.aggregate, rare.aggregate);
    table(writer, flow.policy_log, rare.policy_log);
    table(writer, flow.ingress_denied_by, rare.ingress_denied_by);
    table(writer, flow.egress_denied_by, rare.egress_denied_by);
    table(writer, flow.ingress_allowed_by, rare.ingress_allowed_by);
    table(writer, flow.egress_allowed_by, rare.egress_allowed_by);
    inner(writer, 41, flow.emitter, emitter);
    table(writer, flow.ip_trace_id, rare.ip_trace_id);
    table(writer, flow.tunnel, rare.tunnel);
    table(writer, flow.file, rare.file);
    table(writer, flow.node_labels, rare.node_labels);
    int32(writer, 36, flow.trace_reason);
    int32(writer, 35, flow.auth_type);
    text(writer, 34, flow.uuid);
    table(writer, flow.cgroup_id, rare.cgroup_id);
    table(writer, flow.socket_cookie, rare.socket_cookie);
    int32(writer, 31, flow.sock_xlate_point);
    table(writer, flow.trace_context, rare.trace_context);
    uint32(writer, 29, flow.proxy_port);
    inner(writer, 28, flow.interface, networkInterface);
    int32(writer, 27, flow.debug_capture_point);
    boolValue(writer, 26, flow.is_reply);
    int32(writer, 25, flow.drop_reason_desc);
    int32(writer, 24, flow.trace_observation_point);
    uint32(writer, 23, flow.policy_match_type);
    int32(writer, 22, flow.traffic_direction);
    table(writer, flow.destination_service, rare.destination_service);
    table(writer, flow.source_service, rare.source_service);
    inner(writer, 19, flow.event_type, eventType);
    flag(writer, 16, flow.reply);
    writeHead(writer, flow);
  };
}

/** The fields up to number 15. */
function flowHead(tables: Tables, rare: RareFlowFields): Body<Flow> {
  const writeEndpoint = endpoint(tables('flow.Endpoint'));
  const writeLayer4 = layer4(tables('flow.Layer4'));
  return (writer, flow) => {
    table(writer, flow.l7, rare.l7);
    table(writer, flow.destination_names, rare.destination_names);
    table(writer, flow.source_names, rare.source_names);
    text(writer, 11, flow.node_name);
    int32(writer, 10, flow.Type);
    inner(writer, 9, flow.destination, writeEndpoint);
    inner(writer, 8, flow.source, writeEndpoint);
    inner(writer, 6, flow.l4, writeLayer4);
    inner(writer, 5, flow.IP, ip);
    inner(writer, 4, flow.ethernet, ethernet);
    uint32(writer, 3, flow.drop_reason);
    int32(writer, 2, flow.verdict);
    timestamp(writer, 1, flow.time);
  };
}

/** Writes a `google.protobuf.BoolValue`, in which false is there and says nothing. */
function boolValue(writer: BackwardWriter, number: number, value: boolean | undefined): void {
  if (value === undefined) return;
  flag(writer, 1, value);
  writer.varint(value ? 2 : 0);
  writer.varint(delimitedTag(number));
}

function responseBody(tables: Tables): Body<GetFlowsResponse> {
  const fields = tables('observer.GetFlowsResponse');
  const [lostEvents, nodeStatus] = [fields('lost_events'), fields('node_status')];
  const flow = flowBody(tables);
  return (writer, response) => {
    timestamp(writer, 1001, response.time);
    text(writer, 1000, response.node_name);
    table(writer, response.lost_events, lostEvents);
    table(writer, response.node_status, nodeStatus);
    inner(writer, 1, response.flow, flow);
  };
}

function whole<Message extends object>(body: Body<Message>): TableField {
  return (writer, value) => {
    const message = trusted<Message>(value);
    unknown(writer, message);
    body(writer, message);
  };
}

/** The messages that are written by hand, by full name; each makes its encoder from the tables. */
export const handWritten: ReadonlyMap<string, (tables: Tables) => TableField> = new Map([
  ['observer.GetFlowsResponse', (tables: Tables) => whole(responseBody(tables))],
  ['flow.Flow', (tables: Tables) => whole(flowBody(tables))],
  ['flow.Endpoint', (tables: Tables) => whole(endpoint(tables('flow.Endpoint')))],
  ['flow.Layer4', (tables: Tables) => whole(layer4(tables('flow.Layer4')))],
  ['flow.IP', () => whole(ip)],
]);
