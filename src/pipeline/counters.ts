/** What became of the records of one source. Every record ends up in exactly one of the counts. */

import type { SourceStatus } from '../flow/observed-status.ts';
import type { RejectReason, SkipReason } from '../parsers/parse-result.ts';

/** Why a record was passed over; the last one is the operator's own wish. */
export type CountedSkip = SkipReason | 'ignored by prefix';

/** Counts of one source. */
export class SourceCounters {
  readonly #name: string;
  readonly #skipped = new Map<CountedSkip, number>();
  readonly #rejected = new Map<RejectReason, number>();
  #records = 0;
  #flows = 0;
  #lost = 0;
  #suppressed = 0;
  #facilityKnown = true;

  constructor(name: string) {
    this.#name = name;
  }

  /** Counts a record that was read. */
  record(): void {
    this.#records += 1;
  }

  /** Counts a flow. */
  flow(): void {
    this.#flows += 1;
  }

  /** Notes whether a packet record told its facility; one that does not makes the source unable to tell forged lines. */
  facility(known: boolean): void {
    if (!known) this.#facilityKnown = false;
  }

  /** Counts a record that is not ours. */
  skip(reason: CountedSkip): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  /** Counts a malformed record. Returns true for the first one of its reason. */
  reject(reason: RejectReason): boolean {
    const before = this.#rejected.get(reason) ?? 0;
    this.#rejected.set(reason, before + 1);
    return before === 0;
  }

  /** Counts records that were lost before they reached us. */
  lose(count: number): void {
    this.#lost += count;
  }

  /** Counts messages of other subsystems that the kernel left out. */
  suppress(count: number): void {
    this.#suppressed += count;
  }

  /** Returns the counts as the status shows them. `state` and `message` are the source's own to add. */
  status(): SourceStatus {
    const skipped = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
    return {
      name: this.#name,
      records: BigInt(this.#records),
      flows: BigInt(this.#flows),
      skipped: BigInt(skipped),
      rejected: bigCounts(this.#rejected),
      lost: BigInt(this.#lost),
      suppressed: BigInt(this.#suppressed),
      facility_known: this.#facilityKnown,
      skipped_by_reason: bigCounts(this.#skipped),
    };
  }
}

function bigCounts(counts: ReadonlyMap<string, number>): Readonly<Record<string, bigint>> {
  return Object.fromEntries([...counts].map(([reason, count]) => [reason, BigInt(count)]));
}
