/** The status of `observed.v1.Observed/GetStatus` (`proto/observed/v1/observed.proto`), in the schema's names. */

import type { Timestamp } from '../base/time/timestamp.ts';

/** What became of the records of one source. */
export interface SourceStatus {
  readonly name?: string;
  /** `following`, `ended` or `failed`. */
  readonly state?: string;
  readonly records?: bigint;
  readonly flows?: bigint;
  readonly skipped?: bigint;
  /** Malformed records by reason. */
  readonly rejected?: Readonly<Record<string, bigint>>;
  /** Upper bound of records lost before they reached this program. */
  readonly lost?: bigint;
  /** `callbacks suppressed` notices of other subsystems. */
  readonly suppressed?: bigint;
  /** False where the envelope has lost the facility, so that a forged line cannot be told from the kernel's. */
  readonly facility_known?: boolean;
  readonly message?: string;
  /** Records that are not ours, by reason. */
  readonly skipped_by_reason?: Readonly<Record<string, bigint>>;
}

/** The drop action override of a node and where it was read. */
export interface ModeStatus {
  /** Empty for every node without an entry of its own. */
  readonly node_name?: string;
  readonly drop_action_override?: string;
  /** A code of VerdictBasis. */
  readonly basis?: number;
  readonly origin?: string;
  /** The mode logs nothing: denied traffic cannot be seen. */
  readonly blind?: boolean;
  readonly warning?: string;
}

/** A retention class of the store. */
export interface WindowStatus {
  /** `denied-audited` or `other`. */
  readonly retention_class?: string;
  readonly oldest?: Timestamp;
  readonly newest?: Timestamp;
  readonly held?: bigint;
  readonly capacity?: bigint;
  readonly evicted?: bigint;
}

/** The whole answer. */
export interface ObservedStatus {
  readonly version?: string;
  readonly boot_id?: string;
  readonly sources?: readonly SourceStatus[];
  readonly modes?: readonly ModeStatus[];
  readonly windows?: readonly WindowStatus[];
  /** Lost events by where: `kernel`, `queue`, `reader`. */
  readonly lost?: Readonly<Record<string, bigint>>;
  readonly warnings?: readonly string[];
  readonly log_rule_flows?: bigint;
}
