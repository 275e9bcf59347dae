/** Selector flags to the parts of GetFlowsRequest they stand for, by Hubble's rules. */

import { UsageError } from '../../base/errors.ts';
import { parseTimeFlag } from '../../base/time/since.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { greatestUint64 } from '../../filters/number-text.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { FlagValues } from './flag.ts';
import type { selectorFlags } from './selector-flags.ts';

/** Values of the selector flags. */
export type SelectorValues = FlagValues<typeof selectorFlags>;

/** What else decides which flows are asked for. */
export interface SelectionContext {
  /** Returns the time of the call of the program, the same one each time. */
  readonly now: () => Timestamp;
  /** True where flows are read from files: then nothing is cut without being asked to. */
  readonly offline: boolean;
  /** Flows asked for when no selector is given; 0 asks for all. */
  readonly defaultNumber: bigint;
}

/** The parts of a request that select a stretch of flows. */
export type Selection = Pick<GetFlowsRequest, 'number' | 'first' | 'follow' | 'since' | 'until'>;

/** Flows Hubble shows when no selector is given. */
export const hubbleDefaultNumber = 20n;

const greatestOfflineLast = 1_000_000n;

function rejectPairs({ first, last, all, follow }: SelectorValues): void {
  const clashes: readonly (readonly [boolean, string])[] = [
    [first > 0n && last > 0n, '--first and --last'],
    [first > 0n && all, '--first and --all'],
    [first > 0n && follow, '--first and --follow'],
    [last > 0n && all, '--last and --all'],
  ];
  const clash = clashes.find(([given]) => given);
  if (clash === undefined) return;
  throw new UsageError(`cannot set both ${clash[1]}`, { code: 'flags/selectors', hint: 'leave one of the two out' });
}

/**
 * Returns the time a selector names, undefined when it is not set. Throws UsageError with Hubble's message for a text that is no
 * time.
 */
export function readTimeSelector(
  text: string | undefined,
  which: 'since' | 'until',
  now: () => Timestamp,
): Timestamp | undefined {
  if (text === undefined || text === '') return undefined;
  const time = parseTimeFlag(text, now());
  if (time !== undefined) return time;
  throw new UsageError(`failed to parse the ${which} time: failed to convert ${text} to time`, {
    code: 'flags/time',
    hint: 'write a duration back from now (5m, 1.5h), or a time such as 2024-03-01, 2024-03-01T10:30Z or 2024-03-01T10:30:00.5+02:00',
  });
}

function numberOf(values: SelectorValues, bounded: boolean, context: SelectionContext): bigint {
  if (values.first > 0n) return values.first;
  if (values.last > 0n || bounded) return values.last;
  if (values.all) return greatestUint64;
  return values.follow || context.offline ? 0n : context.defaultNumber;
}

// Hubble keeps that many lines in memory and no more.
function rejectLargeLast({ last }: SelectorValues, { offline }: SelectionContext): void {
  if (!offline || last <= greatestOfflineLast) return;
  throw new UsageError(`--last must be <= 1_000_000, got ${last}`, {
    code: 'flags/selectors',
    hint: 'leave --last out to read all of the input',
  });
}

/**
 * Returns what the selectors ask for; parts that are not set are absent. `--until` counts for nothing with `--follow`, as
 * does `--all` beside a time. Throws UsageError with Hubble's message for flags that exclude each other, a time that is none,
 * and a `--last` too large for files.
 */
export function selectFlows(values: SelectorValues, context: SelectionContext): Selection {
  rejectPairs(values);
  const since = readTimeSelector(values.since, 'since', context.now);
  const until = values.follow ? undefined : readTimeSelector(values.until, 'until', context.now);
  rejectLargeLast(values, context);
  const number = numberOf(values, since !== undefined || until !== undefined, context);
  return {
    ...(number === 0n ? {} : { number }),
    ...(values.first > 0n ? { first: true } : {}),
    ...(values.follow ? { follow: true } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}
