/** The timeline as one would write it without a care for speed: what the real one is compared with. */

import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { verdictClass } from '../../../src/flow/verdict-class.ts';

/** A row: flows by the number of their arrival. */
export interface NaiveRow {
  seq: number;
  key: string | undefined;
  firstMs: number;
  members: number[];
  count: number;
}

function endsOf({ IP: ip, l4 }: NonNullable<GetFlowsResponse['flow']>): string {
  const ends = [`${ip?.source}:${l4?.TCP?.source_port}`, `${ip?.destination}:${l4?.TCP?.destination_port}`];
  return ends.toSorted().join();
}

/** Plain lists, searched from end to end. TCP only. */
export class NaiveTimeline {
  rows: NaiveRow[] = [];
  end = 0;
  arrivals = 0;
  hold = 0;
  isFolding = true;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get held(): number {
    return this.rows.reduce((sum, row) => sum + row.members.length, 0);
  }

  add({ flow }: GetFlowsResponse): void {
    if (flow === undefined) return;
    this.arrivals += 1;
    while (this.held >= this.#capacity) this.rows.shift();
    const key = this.isFolding ? this.#key(flow) : undefined;
    const ms = (flow.time?.seconds ?? 0) * 1000 + (flow.time?.nanos ?? 0) / 1e6;
    const row = key === undefined ? undefined : this.rows.findLast((other) => other.key === key);
    if (row === undefined || row.seq < this.hold || Math.abs(ms - row.firstMs) > 130_000) {
      this.rows.push({ seq: this.end, key, firstMs: ms, members: [this.arrivals], count: 1 });
      this.end += 1;
      return;
    }
    row.count += 1;
    row.members = [...row.members, this.arrivals].slice(-64);
  }

  #key(flow: NonNullable<GetFlowsResponse['flow']>): string | undefined {
    if (flow.time === undefined || flow.l7 !== undefined) return undefined;
    return `${endsOf(flow)} ${verdictClass(flow)} ${flow.event_type?.type}`;
  }
}
