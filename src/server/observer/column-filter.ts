/** One FlowFilter on the columns of the store: a table of the fields that columns can answer, each by the rule of its file in src/filters/fields. */

import type { EventTypeFilter, FlowFilter } from '../../flow/flow-filter.ts';
import type { TCPFlags } from '../../flow/l4.ts';
import { Verdict } from '../../flow/verdict.ts';
import { ipv4Word } from '../../store/ipv4-word.ts';
import {
  AddressKind,
  l4Codes,
  l7Codes,
  noEventType,
  RowMark,
  tcpFlagBits,
  tcpFlagsOf,
  type RowColumns,
} from '../../store/row-columns.ts';
import { Answer, answerOf, type ColumnTest } from './column-test.ts';

type ColumnField =
  | 'verdict'
  | 'traffic_direction'
  | 'ip_version'
  | 'event_type'
  | 'reply'
  | 'protocol'
  | 'tcp_flags'
  | 'source_port'
  | 'destination_port'
  | 'source_ip'
  | 'destination_ip';

/** Turns the values of one field, which are valid, into a test. */
type Compilers = { readonly [F in ColumnField]: (values: NonNullable<FlowFilter[F]>) => ColumnTest };

const compilers: Compilers = {
  verdict: byCode((columns) => columns.verdict),
  traffic_direction: byCode((columns) => columns.direction),
  ip_version: byCode((columns) => columns.ipVersion),
  event_type: byEventType,
  reply: byReply,
  protocol: byProtocol,
  tcp_flags: byTcpFlags,
  source_port: byPort((columns) => columns.sourcePort),
  destination_port: byPort((columns) => columns.destinationPort),
  source_ip: byAddress(
    (columns) => columns.sourceKind,
    (columns) => columns.sourceAddress,
  ),
  destination_ip: byAddress(
    (columns) => columns.destinationKind,
    (columns) => columns.destinationAddress,
  ),
};

function isColumnField(name: string): name is ColumnField {
  return Object.hasOwn(compilers, name);
}

// One type parameter ties the values of a field to its compiler.
function compileField<F extends ColumnField>(field: F, values: FlowFilter[F]): ColumnTest | undefined {
  return values === undefined ? undefined : compilers[field](values);
}

/**
 * Returns the test of a filter that `compileFilters` has accepted: no when a column says no, yes when the columns answer all fields of it with
 * yes. A filter without fields holds for every flow.
 */
export function compileColumnFilter(filter: FlowFilter): ColumnTest {
  const tests: ColumnTest[] = [];
  let otherwise: Answer = Answer.yes;
  for (const [name, values] of Object.entries(filter)) {
    if (values === undefined || (Array.isArray(values) && values.length === 0)) continue;
    const test = isColumnField(name) ? compileField(name, filter[name]) : undefined;
    if (test === undefined) otherwise = Answer.unknown;
    else tests.push(test);
  }
  return allOf(tests, otherwise);
}

/** Returns the test that is no when one of `tests` is, and otherwise at most `otherwise`. */
function allOf(tests: readonly ColumnTest[], otherwise: Answer): ColumnTest {
  return (columns, index) => {
    if (((columns.marks[index] ?? 0) & RowMark.odd) !== 0) return Answer.unknown;
    let answer = otherwise;
    for (const test of tests) {
      const one = test(columns, index);
      if (one === Answer.no) return one;
      if (one === Answer.unknown) answer = one;
    }
    return answer;
  };
}

function byCode(columnOf: (columns: RowColumns) => Uint8Array): (codes: readonly number[]) => ColumnTest {
  return (codes) => {
    const wanted = new Set(codes);
    return (columns, index) => answerOf(wanted.has(columnOf(columns)[index] ?? 0));
  };
}

function byEventType(filters: readonly EventTypeFilter[]): ColumnTest {
  return (columns, index) => {
    const type = columns.eventType[index];
    const subType = columns.eventSubType[index];
    if (type === noEventType) return Answer.no;
    const matches = ({ type: wanted = 0, match_sub_type: exact, sub_type: sub = 0 }: EventTypeFilter) =>
      (wanted === 0 || wanted === type) && (exact !== true || sub === subType);
    return answerOf(filters.some(matches));
  };
}

/** A dropped flow that does not say counts as no reply, as in Hubble. */
function byReply(values: readonly boolean[]): ColumnTest {
  const wanted = new Set(values);
  return (columns, index) => {
    const marks = columns.marks[index] ?? 0;
    if ((marks & RowMark.replyKnown) !== 0) return answerOf(wanted.has((marks & RowMark.reply) !== 0));
    return answerOf(columns.verdict[index] === Verdict.DROPPED && wanted.has(false));
  };
}

const l4ByName = new Map<string, readonly number[]>([
  ['icmp', [l4Codes.ICMPv4, l4Codes.ICMPv6]],
  ['icmpv4', [l4Codes.ICMPv4]],
  ['icmpv6', [l4Codes.ICMPv6]],
  ['tcp', [l4Codes.TCP]],
  ['udp', [l4Codes.UDP]],
  ['sctp', [l4Codes.SCTP]],
  ['vrrp', [l4Codes.VRRP]],
  ['igmp', [l4Codes.IGMP]],
]);

const l7ByName = new Map<string, number>(Object.entries(l7Codes));

function byProtocol(names: readonly string[]): ColumnTest {
  const lower = names.map((name) => name.toLowerCase());
  const l4 = new Set(lower.flatMap((name) => l4ByName.get(name) ?? []));
  const l7 = new Set(lower.flatMap((name) => l7ByName.get(name) ?? []));
  return (columns, index) => answerOf(l4.has(columns.l4[index] ?? 0) || l7.has(columns.l7[index] ?? 0));
}

function byTcpFlags(values: readonly TCPFlags[]): ColumnTest {
  const wanted = values.map(tcpFlagsOf);
  return (columns, index) => {
    const flags = columns.tcpFlags[index] ?? 0;
    return answerOf((flags & tcpFlagBits.present) !== 0 && wanted.some((bits) => (flags & bits) === bits));
  };
}

const portProtocols = new Set<number>([l4Codes.TCP, l4Codes.UDP, l4Codes.SCTP]);

function byPort(columnOf: (columns: RowColumns) => Uint16Array): (texts: readonly string[]) => ColumnTest {
  return (texts) => {
    const ports = new Set(texts.map(Number));
    return (columns, index) =>
      answerOf(ports.has(columnOf(columns)[index] ?? 0) && portProtocols.has(columns.l4[index] ?? 0));
  };
}

/** An IPv4 address or prefix: what of an address counts, and what it must be. */
interface Ipv4Range {
  readonly mask: number;
  readonly base: number;
}

/** Returns undefined for IPv6. */
function ipv4Range(text: string): Ipv4Range | undefined {
  const slash = text.lastIndexOf('/');
  const word = ipv4Word(slash < 0 ? text : text.slice(0, slash));
  if (word === undefined) return undefined;
  const bits = slash < 0 ? 32 : Number(text.slice(slash + 1));
  // A shift by 32 is one by 0.
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { mask, base: word & mask };
}

function byAddress(
  kindOf: (columns: RowColumns) => Uint8Array,
  wordOf: (columns: RowColumns) => Uint32Array,
): (texts: readonly string[]) => ColumnTest {
  return (texts) => {
    const ranges = texts.map(ipv4Range);
    const ipv4 = ranges.filter((range) => range !== undefined);
    const ofText = ranges.includes(undefined) ? Answer.unknown : Answer.no;
    return (columns, index) => {
      const kind = kindOf(columns)[index];
      if (kind !== AddressKind.ipv4) return kind === AddressKind.text ? ofText : Answer.no;
      const word = wordOf(columns)[index] ?? 0;
      return answerOf(ipv4.some(({ mask, base }) => (word & mask) === base));
    };
  };
}
