/** Taking the entries of the timeline apart, so that they can be laid anew with or without folding. */

import type { FlowRow, HeldFlow } from './flow-row.ts';
import type { GapEntry, MarkerEntry } from './timeline-entry.ts';

/** An entry that is no row, with the number of its arrival. */
export interface HeldNote {
  readonly arrival: number;
  readonly note: MarkerEntry | GapEntry;
}

/** A flow that was in a row. */
export interface LooseFlow {
  readonly arrival: number;
  readonly flow: HeldFlow;
  /** The row was there because of a new edge, and this is the oldest flow of it. */
  readonly isNewEdge: boolean;
}

/** A part of an entry, and the `seq` it had. */
export type LoosePart = (LooseFlow | HeldNote) & { readonly from: number };

/** What the ring holds. */
export type HeldEntry =
  | FlowRow
  | (MarkerEntry & { readonly arrival: number })
  | (GapEntry & { readonly arrival: number });

function partsOfRow(row: FlowRow): readonly LoosePart[] {
  return row.members.map((flow, index) => ({
    arrival: flow.arrival,
    flow,
    isNewEdge: row.isNewEdge && index === 0,
    from: row.seq,
  }));
}

/** Returns what the entries are made of, in the order it arrived. */
export function looseParts(entries: Iterable<HeldEntry>): readonly LoosePart[] {
  const parts: LoosePart[] = [];
  for (const entry of entries) {
    if (entry.kind === 'flow') parts.push(...partsOfRow(entry));
    else parts.push({ arrival: entry.arrival, note: entry, from: entry.seq });
  }
  return parts.toSorted((a, b) => a.arrival - b.arrival);
}
