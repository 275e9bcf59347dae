/** A time without a connection, as an entry of the timeline. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { FollowState } from '../../client/resume/states.ts';
import type { Gap } from '../state/timeline.ts';

/** Returns the gap for a stream that goes on at `time`. */
export function connectionGap(state: Extract<FollowState, { kind: 'resumed' }>, time: Timestamp): Gap {
  const { afterMs, missed } = state;
  const seconds = (afterMs / 1000).toFixed(1);
  return { by: 'connection', missed, time, text: `no connection for ${seconds} s${missedText(missed)}` };
}

function missedText(missed: number | undefined): string {
  if (missed === undefined) return '';
  if (missed === 0) return ', no flow missed';
  const count = String(missed).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `, up to ${count} ${missed === 1 ? 'flow' : 'flows'} missed`;
}
