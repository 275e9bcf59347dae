/** What a pod belongs to, told by its name alone: for flows that carry no workload. */

// Kubernetes writes generated parts in this alphabet (`SafeEncodeString` and `rand.String` of apimachinery): no vowels,
// and none of 0, 1 and 3. That is what keeps most words that people write from being taken for one.
const safe = '[bcdfghjklmnpqrstvwxz2456789]';

/** `-<hash of the ReplicaSet>-<five characters>`: a pod of a Deployment. */
const deployment = new RegExp(`-${safe}{8,10}-${safe}{5}$`);

/** `-<minutes since 1970>-<five characters>`: a pod of a Job that a CronJob made; each run has a Job of its own. */
const cronJob = new RegExp(`-[0-9]{8}-${safe}{5}$`);

/** `-<five characters>`: a pod of a DaemonSet, a Job or a bare ReplicaSet. */
const generated = new RegExp(`-${safe}{5}$`);

/** `-<ordinal>`: a pod of a StatefulSet. */
const ordinal = /-(?:0|[1-9][0-9]{0,3})$/;

const suffixes = [deployment, cronJob, generated, ordinal];

/**
 * Returns the name of what the pod belongs to: `pod` without the suffix of exactly the form that Kubernetes gives the
 * pods of a Deployment, CronJob, DaemonSet, Job or StatefulSet (replicas of one StatefulSet are one workload, as those
 * of a Deployment are). Any other name is a workload of its own. A pod that somebody named so by hand is shortened too.
 */
export function workloadOfPod(pod: string): string {
  for (const suffix of suffixes) {
    const found = suffix.exec(pod);
    if (found !== null && found.index > 0) return pod.slice(0, found.index);
  }
  return pod;
}
