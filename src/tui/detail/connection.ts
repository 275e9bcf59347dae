/** The other flows of a connection in one paragraph. */

import type { Flow } from '../../flow/flow.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { summaryText } from '../../output/columns/summary.ts';
import type { SeenFlow } from '../state/timeline-entry.ts';
import type { ClockText } from '../text/clock-text.ts';
import { flowEnds } from './ends.ts';
import { flagsText } from './packet.ts';

/** Flows that are told one by one; of the others only the number. */
const mostTold = 12;

/** Returns whether `other` went the other way than `flow`: the answer of the one it was sent to. */
function isAnswerTo(flow: Flow, other: Flow): boolean {
  const [ends, others] = [flowEnds(flow), flowEnds(other)];
  if (ends.source.address === '' || ends.source.address !== others.destination.address) return false;
  return ends.source.port === others.destination.port && ends.destination.port === others.source.port;
}

function hasAnswers(flow: Flow): boolean {
  return flow.l4?.TCP !== undefined || flow.l4?.UDP !== undefined || flow.l4?.SCTP !== undefined;
}

/**
 * Returns whether an answer could have been seen and was not: of the flows held, none goes the other way, and neither does
 * the flow answer one.
 */
export function isUnanswered(flow: Flow, seen: readonly SeenFlow[]): boolean {
  if (!hasAnswers(flow) || flow.is_reply === true) return false;
  return !seen.some((other) => other.flow.is_reply === true || isAnswerTo(flow, other.flow));
}

function flowWords(flow: Flow, other: Flow): string {
  const flags = flagsText(other.l4?.TCP?.flags);
  const said = flags === '' ? summaryText(other, plainPalette) : flags;
  const verdict = verdictClass(other) === verdictClass(flow) ? '' : ` ${verdictClass(other)}`;
  return `${isAnswerTo(flow, other) ? 'answer ' : ''}${said}${verdict}`.trim();
}

/** Returns the flows of the connection with their times, oldest first; empty when nothing but the flow itself is held. */
export function connectionText(flow: Flow, seen: readonly SeenFlow[], clock: ClockText): string {
  const answer = isUnanswered(flow, seen) ? '(no answer seen)' : '';
  if (seen.length < 2) return answer === '' ? '' : `same connection: nothing else held  ${answer}`;
  const told = seen.slice(-mostTold);
  const before = seen.length - told.length;
  const list = told.map((other) => `${clock.ofDay(other.time, 3)} ${flowWords(flow, other.flow)}`.trim()).join(', ');
  return `same connection: ${before === 0 ? '' : `${before} before, `}${list}${answer === '' ? '' : `  ${answer}`}`;
}
