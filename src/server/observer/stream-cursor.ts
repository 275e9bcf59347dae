/** The cursors a resumable stream carries, and the place one stands for. */

import { randomUUID } from 'node:crypto';
import type { StreamCursor } from '../../flow/codec/message-types.ts';
import { cursorResponse } from '../../flow/codec/stream-cursor.ts';
import { rowsBefore, type StorePosition } from '../../store/position.ts';
import { retentionClasses } from '../../store/retention.ts';
import { EncodedResponse } from '../../store/stored-event.ts';
import type { FlowDelivery } from './flow-delivery.ts';

/**
 * Rows between two cursors. A client that resumes gets at most as many a second time and drops them by their keys; fewer
 * would cost as many bytes as the flows.
 */
const rowsPerCursor = 64;

/** Returns an id for this run of the server. The machine's boot id does not do: row numbers begin anew with the process. */
export function newRunId(): string {
  return randomUUID();
}

/** Returns the place `cursor` stands for, never after `head`; undefined when another run gave it. */
export function placeOf(cursor: StreamCursor, runId: string, head: StorePosition): StorePosition | undefined {
  if (cursor.boot_id !== runId) return undefined;
  return {
    'denied-audited': rowsUpTo(head['denied-audited'], cursor.denied_audited),
    other: rowsUpTo(head.other, cursor.other),
    notice: rowsUpTo(head.notice, cursor.notice),
  };
}

function rowsUpTo(end: number, rows = 0n): number {
  return Math.min(Number(rows), end);
}

/** Returns the flows after `place` that are not held any more; `oldest` is the place of the oldest rows held. */
export function missedAfter(place: StorePosition, oldest: StorePosition): number {
  return retentionClasses.reduce((missed, lane) => missed + Math.max(0, oldest[lane] - place[lane]), 0);
}

/** Gives a stream its cursors. */
export interface CursorMarks {
  /** Returns the cursor that is due when the reader has come to `place`, if one is. */
  at(place: StorePosition): FlowDelivery | undefined;
}

/** Returns marks for a stream that starts at `start`; the first one is due at once. `missed` is what a resumed one lacks. */
export function createCursorMarks(runId: string, start: { readonly missed: number }): CursorMarks {
  let last: number | undefined;
  return {
    at(place) {
      const rows = rowsBefore(place);
      if (last !== undefined && rows - last < rowsPerCursor) return undefined;
      const missed = last === undefined ? start.missed : 0;
      last = rows;
      return new EncodedResponse(
        cursorResponse({
          boot_id: runId,
          denied_audited: BigInt(place['denied-audited']),
          other: BigInt(place.other),
          notice: BigInt(place.notice),
          ...(missed === 0 ? {} : { missed: BigInt(missed) }),
        }),
      );
    },
  };
}
