/** What `observe agent-events` and `observe debug-events` ask for. */

import { UsageError } from '../../base/errors.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { greatestUint64 } from '../../filters/number-text.ts';
import type { GetAgentEventsRequest } from '../../flow/messages.ts';
import { parseEventFormat, type EventFormatName } from '../../output/events/event-formats.ts';
import type { eventFlags } from './event-flags.ts';
import type { FlagValues } from './flag.ts';
import { readTimeSelector } from './selection.ts';

/** Values of the flags of the event commands. */
export type EventValues = FlagValues<typeof eventFlags>;

/** A request, which is the same for both kinds of event, and the format its answer is printed in. */
export interface EventsQuery {
  readonly request: GetAgentEventsRequest;
  readonly format: EventFormatName;
}

/** Events Hubble asks for when no selector is given, also when it follows. */
const defaultNumber = 20n;

function formatOf(values: EventValues): EventFormatName {
  const format = parseEventFormat(values.output);
  if (format !== 'table' || !values.follow) return format;
  throw new UsageError('table output format is not compatible with follow mode', {
    code: 'flags/format',
    hint: 'use -o compact with --follow',
  });
}

// Hubble has --first here and does not look at it. Together with --follow no server would take it.
function countsFromFirst({ first, last, all, follow }: EventValues): boolean {
  return first > 0n && last === 0n && !all && !follow;
}

function numberOf(values: EventValues, isBounded: boolean): bigint {
  if (countsFromFirst(values)) return values.first;
  if (isBounded) return values.last;
  if (values.all) return greatestUint64;
  return values.last === 0n ? defaultNumber : values.last;
}

/**
 * Builds the request. Selectors that exclude each other with flows do not here, as with Hubble. Throws UsageError with Hubble's message
 * for a format that is none, a table that is followed, and a time that is none, in this order.
 */
export function buildEventsQuery(values: EventValues, now: () => Timestamp): EventsQuery {
  const format = formatOf(values);
  const since = readTimeSelector(values.since, 'since', now);
  const until = values.follow ? undefined : readTimeSelector(values.until, 'until', now);
  const number = numberOf(values, since !== undefined || until !== undefined);
  return {
    format,
    request: {
      ...(number === 0n ? {} : { number }),
      ...(countsFromFirst(values) ? { first: true } : {}),
      ...(values.follow ? { follow: true } : {}),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    },
  };
}
