/** Which flows are one row: those of one connection attempt that got the same kind of answer from a policy. */

import { nanosBetween } from '../../base/time/timestamp.ts';
import { FlowType } from '../../flow/enums.ts';
import type { Flow } from '../../flow/flow.ts';
import type { ICMPv4, Layer4 } from '../../flow/l4.ts';
import type { VerdictClass } from '../../flow/verdict-class.ts';
import type { FlowRow } from './flow-row.ts';
import type { SeenFlow } from './timeline-entry.ts';

/**
 * A flow folds into a row whose first flow is at most this far away. Linux sends a SYN again after 1, 3, 7, 15, 31 and
 * 63 s and gives up 127 s after the first (`tcp_syn_retries` is 6): one attempt to connect is one row.
 */
export const foldSpanMs = 130_000;

/** The rows of one connection. */
export interface Connection {
  readonly key: string;
  /** All rows held, oldest first. */
  rows: FlowRow[];
  /** For each class of verdict and kind of event the newest row. */
  open: FlowRow[];
}

function portsOf(l4: Layer4): { readonly protocol: string; readonly from: number; readonly to: number } | undefined {
  const header = l4.TCP ?? l4.UDP ?? l4.SCTP;
  if (header === undefined) return undefined;
  let protocol = 'SCTP';
  if (l4.TCP !== undefined) protocol = 'TCP';
  else if (l4.UDP !== undefined) protocol = 'UDP';
  return { protocol, from: header.source_port ?? 0, to: header.destination_port ?? 0 };
}

function icmpKey(name: string, { type = 0, code = 0 }: ICMPv4, echo: readonly number[]): string {
  return echo.includes(type) ? name : `${name}:${type}:${code}`;
}

/** What stands for the ports where there are none: both ways of an echo are one, another message is of its own kind. */
function portlessKey(l4: Layer4): string | undefined {
  if (l4.ICMPv4 !== undefined) return icmpKey('ICMPv4', l4.ICMPv4, [0, 8]);
  if (l4.ICMPv6 !== undefined) return icmpKey('ICMPv6', l4.ICMPv6, [128, 129]);
  if (l4.VRRP !== undefined) return 'VRRP';
  return l4.IGMP === undefined ? undefined : 'IGMP';
}

/**
 * Returns what identifies the connection of a flow, the same for both directions; undefined when the flow has no
 * addresses or a transport that tells no connections apart.
 */
export function connectionKey({ IP: ip, l4 }: Flow): string | undefined {
  if (ip?.source === undefined || ip.destination === undefined || l4 === undefined) return undefined;
  const { source, destination } = ip;
  const ports = portsOf(l4);
  if (ports === undefined) {
    const protocol = portlessKey(l4);
    if (protocol === undefined) return undefined;
    return source <= destination ? `${protocol} ${source} ${destination}` : `${protocol} ${destination} ${source}`;
  }
  const { protocol, from, to } = ports;
  const isInOrder = source === destination ? from <= to : source < destination;
  return isInOrder
    ? `${protocol} ${source} ${from} ${destination} ${to}`
    : `${protocol} ${destination} ${to} ${source} ${from}`;
}

/**
 * Returns the kind of event, of which only equal ones fold; undefined for one that never folds: each record of an
 * application protocol is a request or an answer of its own, and without a time nobody knows what came together.
 */
export function foldedEvent({ flow, time }: SeenFlow): number | undefined {
  if (time === undefined || flow.l7 !== undefined || flow.Type === FlowType.L7) return undefined;
  return flow.event_type?.type ?? 0;
}

function isWithinSpan(row: FlowRow, flow: SeenFlow): boolean {
  if (row.first.time === undefined || flow.time === undefined) return false;
  return Math.abs(nanosBetween(flow.time, row.first.time)) <= foldSpanMs * 1e6;
}

/** A flow that looks for a row to fold into. */
export interface FoldWish {
  readonly flow: SeenFlow;
  readonly verdict: VerdictClass;
  readonly event: number;
  /** Rows before this `seq` take in nothing. */
  readonly hold: number;
}

/** Returns the row that takes in the flow, or undefined. */
export function rowFor(connection: Connection, { flow, verdict, event, hold }: FoldWish): FlowRow | undefined {
  const row = connection.open.find((open) => open.verdict === verdict && open.event === event);
  return row !== undefined && row.seq >= hold && isWithinSpan(row, flow) ? row : undefined;
}

/** The connections of the rows that are held. */
export class Connections {
  readonly #byKey = new Map<string, Connection>();

  /** Returns the connection, which is new when no row of it is held. */
  of(key: string): Connection {
    let connection = this.#byKey.get(key);
    if (connection === undefined) {
      connection = { key, rows: [], open: [] };
      this.#byKey.set(key, connection);
    }
    return connection;
  }

  /** Returns the flows of a connection in the order they arrived. */
  flows(key: string): readonly SeenFlow[] {
    const rows = this.#byKey.get(key)?.rows ?? [];
    return rows.flatMap((row) => row.members).toSorted((a, b) => a.arrival - b.arrival);
  }

  clear(): void {
    this.#byKey.clear();
  }

  /** Takes the oldest row of a connection out. */
  evict(row: FlowRow): void {
    const { connection } = row;
    if (connection === undefined) return;
    connection.rows.shift();
    const index = connection.open.indexOf(row);
    if (index >= 0) connection.open.splice(index, 1);
    if (connection.rows.length === 0) this.#byKey.delete(connection.key);
  }
}

/** Puts a new row to those of its connection, and opens it in the place of the one before it. */
export function joinConnection(row: FlowRow): void {
  const { connection } = row;
  if (connection === undefined) return;
  // Most connections have one row: a list made of it has no room to spare, one it was added to has room for 16 more.
  if (connection.rows.length === 0) connection.rows = [row];
  else connection.rows.push(row);
  if (row.event === undefined) return;
  if (connection.open.length === 0) connection.open = [row];
  else openRow(connection.open, row);
}

/** Puts a row in the place of that of its kind. */
function openRow(open: FlowRow[], row: FlowRow): void {
  const index = open.findIndex(({ verdict, event }) => verdict === row.verdict && event === row.event);
  if (index >= 0) open[index] = row;
  else open.push(row);
}
