/** Texts of filter flags as values of FlowFilter, with Hubble's reasons where they are none. */

import { DropReason } from '../flow/drop-reason.ts';
import { enumCode } from '../flow/enum-table.ts';
import { IPVersion, TrafficDirection } from '../flow/enums.ts';
import type { Workload } from '../flow/endpoint.ts';
import type { EventTypeFilter } from '../flow/flow-filter.ts';
import type { NetworkInterface } from '../flow/flow.ts';
import type { TCPFlags } from '../flow/l4.ts';
import type { HTTPHeader } from '../flow/l7.ts';
import { AgentNotificationSubType, MonitorEventType, ReservedIdentity, TraceSubType } from '../flow/monitor.ts';
import { Verdict } from '../flow/verdict.ts';
import { tcpFlagNames } from './fields/tcp-flags.ts';
import type { FlagValue } from './filter-flag.ts';
import { greatestUint32, greatestUint64, parseDecimal, parseLiteral } from './number-text.ts';
import { quote } from '../base/quote.ts';

/** Words of `--verdict`: Hubble's enum names, and what its text output calls AUDIT. */
export const verdictWords = [...Object.keys(Verdict).filter((name) => name !== 'VERDICT_UNKNOWN'), 'AUDITED'];

/** Words of `--traffic-direction`. */
export const directionWords = ['ingress', 'egress'];

function ok<T>(value: T): FlagValue<T> {
  return { ok: true, value };
}

function fail(reason: string): FlagValue<never> {
  return { ok: false, reason };
}

/** Takes any text. */
export function parseText(text: string): FlagValue<string> {
  return ok(text);
}

/** Reads a verdict name, exact spelling; AUDITED is AUDIT. */
export function parseVerdict(text: string): FlagValue<number> {
  const code = text === 'AUDITED' ? Verdict.AUDIT : enumCode(Verdict, text);
  return code === undefined ? fail(`invalid --verdict value: ${text}`) : ok(code);
}

/** Reads a drop reason name. */
export function parseDropReason(text: string): FlagValue<number> {
  if (text === '') return fail('empty --drop-reason-desc value');
  const code = enumCode(DropReason, text);
  return code === undefined ? fail(`invalid --drop-reason-desc value: ${text}`) : ok(code);
}

function subTypeCode(type: number, name: string): number | undefined {
  if (type === MonitorEventType.trace) return enumCode(TraceSubType, name);
  return type === MonitorEventType.agent ? enumCode(AgentNotificationSubType, name) : undefined;
}

/** Reads `TYPE[:SUBTYPE]`, each by name or number. */
export function parseEventType(text: string): FlagValue<EventTypeFilter> {
  const colon = text.indexOf(':');
  const typeText = colon < 0 ? text : text.slice(0, colon);
  const named = enumCode(MonitorEventType, typeText);
  const numbered = parseDecimal(typeText, greatestUint32);
  if (named === undefined && !numbered.ok) {
    return fail(
      `unable to parse type '${typeText}', not a known type name and unable to parse as numeric value: ${numbered.reason}`,
    );
  }
  const type = named ?? (numbered.ok ? int32(numbered.value) : 0);
  // Hubble knows sub-types by name only where the type is given by name.
  return colon < 0 ? ok({ type }) : withSubType({ type, named: named ?? 0 }, text.slice(colon + 1));
}

// The wire has int32 where the flag takes uint32.
function int32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function withSubType(
  { type, named }: { readonly type: number; readonly named: number },
  text: string,
): FlagValue<EventTypeFilter> {
  const subType = subTypeCode(named, text);
  if (subType !== undefined) return ok({ type, match_sub_type: true, sub_type: subType });
  const numbered = parseDecimal(text, greatestUint32);
  if (numbered.ok) return ok({ type, match_sub_type: true, sub_type: int32(numbered.value) });
  return fail(
    `unable to parse event sub-type '${text}', not a known sub-type name and unable to parse as numeric value: ${numbered.reason}`,
  );
}

/** Reads `ingress` or `egress`, any letter case. */
export function parseDirection(text: string): FlagValue<number> {
  const word = text.toLowerCase();
  if (word === 'ingress') return ok(TrafficDirection.INGRESS);
  if (word === 'egress') return ok(TrafficDirection.EGRESS);
  return fail(`${word}: invalid traffic direction, expected ingress or egress`);
}

/** Reads an IP version; a word that is none means flows without an IP layer. */
export function parseIpVersion(text: string): FlagValue<number> {
  if (/^(?:ip)?v?4$/i.test(text)) return ok(IPVersion.IPv4);
  return ok(/^(?:ip)?v?6$/i.test(text) ? IPVersion.IPv6 : IPVersion.IP_NOT_USED);
}

// Hubble lists its reserved identities without a name by number, and not the unknown one.
const identityChoices = Object.entries(ReservedIdentity)
  .filter(([, code]) => code > 0)
  .map(([name, code]) => (code > ReservedIdentity['world-ipv6'] ? String(code) : name))
  .join(' ');

/** Reads a reserved identity by name, or a number. */
export function parseIdentity(text: string): FlagValue<number> {
  const named = enumCode(ReservedIdentity, text);
  // The name `unknown` is shown but cannot be asked for.
  if (named !== undefined && named !== ReservedIdentity.unknown) return ok(named);
  const numbered = parseLiteral(text, greatestUint32);
  if (numbered.ok) return ok(Number(numbered.value));
  return fail(`invalid security identity, expected one of [${identityChoices}] or a numeric value`);
}

/** Reads an IP trace id, which is never 0. */
export function parseIpTraceId(text: string): FlagValue<bigint> {
  if (text === '0') return fail('invalid --ip-trace-id value; must be greater than 0');
  const number = parseDecimal(text, greatestUint64);
  return number.ok ? ok(number.value) : fail(`invalid --ip-trace-id value: ${number.reason}`);
}

/** Reads flag names joined by commas, any letter case; all of them must be set. */
export function parseTcpFlags(text: string): FlagValue<TCPFlags> {
  const flags: { -readonly [K in keyof TCPFlags]: TCPFlags[K] } = {};
  for (const word of text.split(',')) {
    const name = tcpFlagNames.find((candidate) => candidate === word.toUpperCase());
    if (name === undefined) return fail(`unknown tcp flag: ${word}`);
    flags[name] = true;
  }
  return ok(flags);
}

/** Reads `KEY:VALUE`, parted at the first colon. */
export function parseHttpHeader(text: string): FlagValue<HTTPHeader> {
  const colon = text.indexOf(':');
  if (colon < 0) return fail(`invalid http-header value ${quote(text)}, expected name:value`);
  return ok({ key: text.slice(0, colon), value: text.slice(colon + 1) });
}

/** Reads `name`, `Kind/name` or `Kind/`. */
export function parseWorkload(text: string): FlagValue<Workload> {
  const slash = text.indexOf('/');
  if (slash < 0) return ok({ name: text });
  const name = text.slice(slash + 1);
  return ok({ ...(name === '' ? {} : { name }), kind: text.slice(0, slash) });
}

/** Takes an interface name. */
export function parseInterface(text: string): FlagValue<NetworkInterface> {
  return ok({ name: text });
}

/** Returns a reader that gives `value` whatever the text, for flags that need none. */
export function always<T>(value: T): () => FlagValue<T> {
  return () => ok(value);
}
