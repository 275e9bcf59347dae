/** FlowFilter.source_ip, destination_ip, source_ip_xlated. */

import type { IP } from '../../flow/l4.ts';
import { compileRange, type RangePredicate } from '../ip-range.ts';
import { filterError, type FieldCompiler } from '../predicate.ts';

function rangeOf(text: string): RangePredicate {
  const range = compileRange(text);
  if (!range.ok) throw filterError(range.reason);
  return range.contains;
}

/** Holds when that address of the IP layer is one of these, or lies in one of these prefixes. */
export function compileIp(address: keyof IP & ('source' | 'destination' | 'source_xlated')): FieldCompiler<string> {
  return (values) => {
    const ranges = values.map(rangeOf);
    return (flow) => {
      const text = flow.IP?.[address] ?? '';
      return text !== '' && ranges.some((contains) => contains(text));
    };
  };
}
