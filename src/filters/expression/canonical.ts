/** Filters compared by what they say: neither the order of fields nor that of values matters. */

import type { FlowFilter } from '../../flow/flow-filter.ts';

function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(ordered(one))))].toSorted();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return entries.map(([key, inner]) => [key, ordered(inner)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns a text that is the same for values that say the same. */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? '';
}

/** Whether two values say the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** Whether two lists hold the same filters, in whatever order. */
export function sameFilters(a: readonly FlowFilter[], b: readonly FlowFilter[]): boolean {
  return canonical(a) === canonical(b);
}
