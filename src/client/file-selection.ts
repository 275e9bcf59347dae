/** Which flows of a file a request asks for, as `hubble observe --input-file` selects them. */

import { UsageError } from '../base/errors.ts';
import { compareTimestamps, type Timestamp } from '../base/time/timestamp.ts';
import { compileFilters } from '../filters/compile.ts';
import { greatestUint64 } from '../filters/number-text.ts';
import type { GetFlowsRequest } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';

/** The most flows that `--last` keeps, Hubble's own limit. */
const mostLast = 1_000_000n;

const epoch: Timestamp = { seconds: 0, nanos: 0 };

/** Chooses among events that come in the order of the file. */
export interface FileSelection {
  /** Returns those of `events` that are asked for and can be given out now; with `--last` none can before the end. */
  take(events: readonly ObservedEvent[]): readonly ObservedEvent[];
  /** True when nothing more is asked for, so that reading may stop. */
  complete(): boolean;
  /** Returns what was kept for the end, in the order of the file. */
  kept(): readonly ObservedEvent[];
  /** Returns what was kept, and keeps nothing from then on: a followed file was read up to what is written to it next. */
  catchUp(): readonly ObservedEvent[];
}

/**
 * Compiles the selection of `request`: time window on the response's own time (none counts as 1970), then filters, then
 * first or last; the field mask is the observer's matter. A lost event or node status is an empty flow to
 * the filters and counts like one. Rejects with a UsageError with Hubble's message for a filter that cannot be compiled and
 * for `--last` above 1,000,000.
 */
export async function compileSelection(request: GetFlowsRequest): Promise<FileSelection> {
  const matches = await compileMatch(request);
  const number = request.number ?? 0n;
  // The flag `--all` sends the greatest number there is.
  if (number === 0n || number === greatestUint64) return everything(matches);
  if (request.first === true) return firstOf(matches, number);
  if (number > mostLast) {
    throw new UsageError(`--last must be <= 1_000_000, got ${number}`, {
      code: 'usage/last',
      hint: 'leave --last out to see all flows of the input, or narrow it with --since',
    });
  }
  return lastOf(matches, Number(number));
}

type Match = (event: ObservedEvent) => boolean;

async function compileMatch(request: GetFlowsRequest): Promise<Match> {
  const { since, until } = request;
  const passes = await compileFilters(request);
  return ({ response }) => {
    const time = response.time ?? epoch;
    if (since !== undefined && compareTimestamps(time, since) < 0) return false;
    if (until !== undefined && compareTimestamps(time, until) > 0) return false;
    return passes(response.flow);
  };
}

function everything(matches: Match): FileSelection {
  return { take: (events) => events.filter(matches), complete: () => false, kept: () => [], catchUp: () => [] };
}

function firstOf(matches: Match, number: bigint): FileSelection {
  let missing = number;
  return {
    take(events) {
      const taken: ObservedEvent[] = [];
      for (const event of events) {
        if (missing === 0n) break;
        if (!matches(event)) continue;
        taken.push(event);
        missing -= 1n;
      }
      return taken;
    },
    complete: () => missing === 0n,
    kept: () => [],
    catchUp: () => [],
  };
}

function lastOf(matches: Match, number: number): FileSelection {
  let ring: ObservedEvent[] = [];
  let oldest = 0;
  let isCaughtUp = false;
  const kept = () => (ring.length < number ? ring : [...ring.slice(oldest), ...ring.slice(0, oldest)]);
  return {
    take(events) {
      if (isCaughtUp) return events.filter(matches);
      for (const event of events) {
        if (!matches(event)) continue;
        ring[oldest] = event;
        oldest = (oldest + 1) % number;
      }
      return [];
    },
    complete: () => false,
    kept,
    catchUp() {
      const last = kept();
      ring = [];
      oldest = 0;
      isCaughtUp = true;
      return last;
    },
  };
}
