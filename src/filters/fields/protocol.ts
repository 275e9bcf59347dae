/** FlowFilter.protocol: protocols of layer 4 and 7 by name. */

import { filterError, type FieldCompiler, type FlowPredicate } from '../predicate.ts';
import { quote } from '../../base/quote.ts';

const predicates: Readonly<Record<string, FlowPredicate>> = {
  icmp: ({ l4 }) => l4?.ICMPv4 !== undefined || l4?.ICMPv6 !== undefined,
  icmpv4: ({ l4 }) => l4?.ICMPv4 !== undefined,
  icmpv6: ({ l4 }) => l4?.ICMPv6 !== undefined,
  tcp: ({ l4 }) => l4?.TCP !== undefined,
  udp: ({ l4 }) => l4?.UDP !== undefined,
  sctp: ({ l4 }) => l4?.SCTP !== undefined,
  vrrp: ({ l4 }) => l4?.VRRP !== undefined,
  igmp: ({ l4 }) => l4?.IGMP !== undefined,
  dns: ({ l7 }) => l7?.dns !== undefined,
  http: ({ l7 }) => l7?.http !== undefined,
  kafka: ({ l7 }) => l7?.kafka !== undefined,
};

/** Names the filter knows, for help and suggestions. */
export const protocolNames: readonly string[] = Object.keys(predicates);

function predicateOf(name: string): FlowPredicate {
  const key = name.toLowerCase();
  const predicate = Object.hasOwn(predicates, key) ? predicates[key] : undefined;
  if (predicate === undefined) {
    throw filterError(
      `invalid protocol filter: unknown protocol: ${quote(name)}`,
      `one of ${protocolNames.join(', ')}`,
    );
  }
  return predicate;
}

/** Holds for a flow of one of these protocols, in any letter case. */
export const compileProtocol: FieldCompiler<string> = (values) => {
  const wanted = values.map(predicateOf);
  return (flow) => wanted.some((matches) => matches(flow));
};
