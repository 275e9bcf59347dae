/** Names to complete the filter bar with. */

/** Names seen in the stream, by what they are. */
export interface FilterVocabulary {
  readonly namespaces: readonly string[];
  /** `namespace/pod`. */
  readonly pods: readonly string[];
  /** `namespace/workload`, or the name alone. */
  readonly workloads: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  readonly nodes: readonly string[];
  readonly policies: readonly string[];
  /** `source:key=value`. */
  readonly labels: readonly string[];
}
