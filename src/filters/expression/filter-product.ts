/** Several lists of FlowFilters that must all have a match, as one list: what a request can ask for. */

import type { FlowFilter } from '../../flow/flow-filter.ts';
import { MonitorEventType } from '../../flow/monitor.ts';
import { canonical, sameJson } from './canonical.ts';
import { celJoin } from './cel-quote.ts';
import { flowFilterExpression } from './flow-filter-cel.ts';

/** More filters than this are asked for as one CEL expression instead. */
export const mostFilters = 32;

function withExpression(filter: FlowFilter, expression: string): FlowFilter {
  const given = filter.experimental?.cel_expression ?? [];
  const both = given.length === 0 ? expression : celJoin([celJoin(given, '||'), expression], '&&');
  return { ...filter, experimental: { cel_expression: [both] } };
}

function hasNoL7({ event_type: types = [] }: FlowFilter): boolean {
  return types.length > 0 && types.every(({ type }) => type !== MonitorEventType.l7);
}

// Filters about HTTP are refused beside event types of which none is L7's.
function isRefusedBeside(other: FlowFilter, name: string, filter: FlowFilter): boolean {
  if (name.startsWith('http_')) return hasNoL7(other);
  return name === 'event_type' && hasNoL7(filter) && Object.keys(other).some((field) => field.startsWith('http_'));
}

type Parts = { readonly free: FlowFilter; readonly clashing: FlowFilter };

/** Parts `filter` into what can stand beside `other` and what cannot: fields of which both want different values. */
function partAgainst(other: FlowFilter, filter: FlowFilter): Parts {
  const { experimental, ...fields } = filter;
  const given = new Map<string, unknown>(Object.entries(other));
  const isFree = ([name, values]: [string, unknown]): boolean =>
    (!given.has(name) || sameJson(given.get(name), values)) && !isRefusedBeside(other, name, filter);
  const entries = Object.entries(fields);
  const clashing = Object.fromEntries(entries.filter((entry) => !isFree(entry)));
  return {
    free: Object.fromEntries(entries.filter(isFree)),
    clashing: experimental === undefined ? clashing : { ...clashing, experimental },
  };
}

function mergedOneWay(kept: FlowFilter, added: FlowFilter): FlowFilter | undefined {
  const { free, clashing } = partAgainst(kept, added);
  const both = { ...kept, ...free };
  if (Object.keys(clashing).length === 0) return both;
  const expression = flowFilterExpression(clashing);
  return expression === undefined ? undefined : withExpression(both, expression);
}

/**
 * Returns a filter that matches what both match, or undefined when there is none. Values of one field are ORed, so where both
 * ask for different values of a field one of them becomes CEL.
 */
function merged(a: FlowFilter, b: FlowFilter): FlowFilter | undefined {
  return mergedOneWay(a, b) ?? mergedOneWay(b, a);
}

function isEmptyField(filter: FlowFilter): boolean {
  return Object.values(filter).some((values) => Array.isArray(values) && values.length === 0);
}

/** Returns the filters each of which matches what one of `left` and one of `right` match, or undefined: too many, or unsayable. */
export function product(left: readonly FlowFilter[], right: readonly FlowFilter[]): readonly FlowFilter[] | undefined {
  if (left.length * right.length > mostFilters) return undefined;
  const results = new Map<string, FlowFilter>();
  for (const one of left) {
    for (const other of right) {
      const both = isEmptyField(one) || isEmptyField(other) ? undefined : merged(one, other);
      if (both === undefined) return undefined;
      results.set(canonical(both), both);
    }
  }
  return [...results.values()];
}
