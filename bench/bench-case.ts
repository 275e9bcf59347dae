/** What a benchmark is, and how the runner talks to it. */

/** What a case may use. */
export interface BenchContext {
  /** Fewer lines and fewer repeats: a look in two minutes instead of a figure to publish. */
  readonly isQuick: boolean;
  /** A folder for inputs and outputs, removed at the end of the case. */
  readonly folder: string;
  /** Says what goes on, on stderr. */
  readonly say: (text: string) => void;
}

/** What a figure is compared with in the same run. */
export interface Yardstick {
  /** The peer with its version, or the limit, such as `syslog-ng 3.38.1 with its kv parser`. */
  readonly name: string;
  /** Its figure as text. */
  readonly measured: string;
  /** How many times better ours is; below 1 it is worse. */
  readonly ratio: number;
}

/** One line of the report. */
export interface BenchRow {
  readonly work: string;
  /** The figure as text, with its unit. */
  readonly measured: string;
  readonly target: string;
  readonly isMet: boolean;
  /** The figure as a share of the target: at 1 and above it is met. Absent where the target is no single figure. */
  readonly reached?: number;
  /** What profiles show to be in the way of more; told where the target is missed. */
  readonly inTheWay?: string;
  readonly against: readonly Yardstick[];
  /** What a reader has to know about the figure. */
  readonly notes: readonly string[];
}

/** A table of its own under the report, such as how cost grows. */
export interface BenchSeries {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** `line`: the columns after the first are drawn over it; the numbers in the first are evenly spaced. */
  readonly chart?: 'line';
}

/** What a case found. */
export interface BenchOutcome {
  readonly rows: readonly BenchRow[];
  readonly series?: readonly BenchSeries[];
}

/** A benchmark. Each runs in a process of its own, so that none warms up another's code. */
export interface BenchCase {
  run(context: BenchContext): Promise<BenchOutcome>;
}
