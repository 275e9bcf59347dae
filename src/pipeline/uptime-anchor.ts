/** Sub-second digits for stamps that have whole seconds, from the kernel's uptime beside them. */

import { addNanos, nanosBetween, type Timestamp } from '../base/time/timestamp.ts';
import type { Envelope } from '../parsers/parse-result.ts';
import { addMicros } from './micros.ts';

/** Refines stamps; one for a source. */
export interface UptimeAnchors {
  /**
   * Returns a time within the second that starts at `second`: the first record of a host stands at its whole second,
   * later ones as much later as `uptimeUs` (microseconds since boot) grew, but never outside their own second. A record
   * that this would put outside stands at the edge of its second, and the ones after it count from there.
   */
  refine(envelope: Envelope, second: Timestamp, uptimeUs: number): Timestamp;
}

interface Anchor {
  readonly bootId: string | undefined;
  /** The wall time of `uptimeUs`. */
  readonly time: Timestamp;
  readonly uptimeUs: number;
  lastUptimeUs: number;
}

const nanosPerSecond = 1_000_000_000;
// Processors stamp their records with clocks of their own: a step back below it is no new boot.
const rebootStepUs = 1_000_000;
const maxHosts = 4096;

/** Returns `time`, or the nearest point within the second that starts at `second`. */
function clampIntoSecond(time: Timestamp, second: Timestamp): Timestamp {
  const after = nanosBetween(time, second);
  if (after < 0) return second;
  return after >= nanosPerSecond ? addNanos(second, nanosPerSecond - 1) : time;
}

/** Tells whether the record belongs to another boot than the anchor. */
function isNewBoot(anchor: Anchor, envelope: Envelope, uptimeUs: number): boolean {
  return anchor.bootId !== envelope.bootId || uptimeUs < anchor.lastUptimeUs - rebootStepUs;
}

/** Returns anchors for the hosts of one source; a relay's file holds the uptimes of many machines. */
export function createUptimeAnchors(): UptimeAnchors {
  const byHost = new Map<string, Anchor>();
  const anchorAt = (envelope: Envelope, time: Timestamp, uptimeUs: number): Timestamp => {
    const host = envelope.host ?? '';
    if (byHost.size >= maxHosts && !byHost.has(host)) byHost.clear();
    byHost.set(host, { bootId: envelope.bootId, time, uptimeUs, lastUptimeUs: uptimeUs });
    return time;
  };
  return {
    refine(envelope, second, uptimeUs) {
      const anchor = byHost.get(envelope.host ?? '');
      if (anchor === undefined || isNewBoot(anchor, envelope, uptimeUs)) return anchorAt(envelope, second, uptimeUs);
      anchor.lastUptimeUs = uptimeUs;
      const moved = addMicros(anchor.time, uptimeUs - anchor.uptimeUs);
      const time = clampIntoSecond(moved, second);
      // Its second shows that the anchor was off: by the fraction the first record's stamp had lost, or because the clocks
      // drifted apart (a suspend, a stepped clock, a backlog read at start). Kept, it would pin all that follows to the
      // edge of its second.
      return time === moved ? time : anchorAt(envelope, time, uptimeUs);
    },
  };
}
