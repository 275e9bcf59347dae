/** FlowFilter.source_port, destination_port. */

import type { Flow } from '../../flow/flow.ts';
import { filterError, type FieldCompiler, type FlowEnd } from '../predicate.ts';
import { parseDecimal } from '../number-text.ts';
import { quote } from '../../base/quote.ts';

const greatestPort = 65_535n;

function portOf(text: string, end: FlowEnd): number {
  const port = parseDecimal(text, greatestPort);
  if (!port.ok) throw filterError(`invalid ${end} port filter: invalid port ${quote(text)}: ${port.reason}`);
  return Number(port.value);
}

function transportOf({ l4 }: Flow): { readonly source_port?: number; readonly destination_port?: number } | undefined {
  return l4?.TCP ?? l4?.UDP ?? l4?.SCTP;
}

/** Holds for TCP, UDP and SCTP with one of these ports at that end. */
export function compilePort(end: FlowEnd): FieldCompiler<string> {
  const key = end === 'source' ? 'source_port' : 'destination_port';
  return (values) => {
    const ports = new Set(values.map((text) => portOf(text, end)));
    return (flow) => {
      const transport = transportOf(flow);
      return transport !== undefined && ports.has(transport[key] ?? 0);
    };
  };
}
