/** FlowFilter.event_type. */

import type { EventTypeFilter } from '../../flow/flow-filter.ts';
import type { CiliumEventType } from '../../flow/flow.ts';
import type { FieldCompiler } from '../predicate.ts';

function matches(filter: EventTypeFilter, event: CiliumEventType): boolean {
  const type = filter.type ?? 0;
  if (type !== 0 && type !== (event.type ?? 0)) return false;
  return filter.match_sub_type !== true || (filter.sub_type ?? 0) === (event.sub_type ?? 0);
}

/** Holds for one of these event types; type 0 is any. A flow without an event type never matches. */
export const compileEventType: FieldCompiler<EventTypeFilter> = (values) => {
  return ({ event_type: event }) => event !== undefined && values.some((filter) => matches(filter, event));
};
