/** Labels of a workload as people write them into a rule. */

/** Keys that differ from one pod, roll-out or run to the next, so that no rule should name them. */
const changingKeys: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'pod-template-generation',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
]);

// What Cilium derives from the pod's place, told elsewhere in the detail.
const derived = /^(?:io\.kubernetes\.|io\.cilium\.|reserved:)/;
const origin = /^(?:k8s|any|container|unspec):/;

function keyOf(label: string): string {
  return label.split('=', 1)[0] ?? '';
}

/** Returns the labels that a person gave, without the prefix that tells where Cilium has them from. */
export function shownLabels(labels: readonly string[] | undefined): readonly string[] {
  return (labels ?? []).map((label) => label.replace(origin, '')).filter((label) => !derived.test(label));
}

/** Returns the labels a rule can select by: those that stay the same from one pod of a workload to the next. */
export function selectorLabels(labels: readonly string[] | undefined): readonly string[] {
  return shownLabels(labels).filter((label) => !changingKeys.has(keyOf(label)));
}
