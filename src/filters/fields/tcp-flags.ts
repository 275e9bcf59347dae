/** FlowFilter.tcp_flags. */

import type { TCPFlags } from '../../flow/l4.ts';
import type { FieldCompiler } from '../predicate.ts';

/** Every TCP flag, in the order of the schema. */
export const tcpFlagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'NS'] as const;

function hasAll(wanted: TCPFlags, flags: TCPFlags): boolean {
  return tcpFlagNames.every((name) => wanted[name] !== true || flags[name] === true);
}

/** Holds when all flags of one of the values are set, whatever else is. A flow without flags never matches. */
export const compileTcpFlags: FieldCompiler<TCPFlags> = (values) => (flow) => {
  const flags = flow.l4?.TCP?.flags;
  return flags !== undefined && values.some((wanted) => hasAll(wanted, flags));
};
