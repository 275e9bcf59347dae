/** Who talks: endpoints, workloads and services. */

/** A workload by kind and name, such as Deployment web. */
export interface Workload {
  readonly name?: string;
  readonly kind?: string;
}

/** One end of a flow. `identity` is the numeric security identity, 0 (absent) while unknown. */
export interface Endpoint {
  readonly ID?: number;
  readonly identity?: number;
  readonly cluster_name?: string;
  readonly namespace?: string;
  readonly labels?: readonly string[];
  readonly pod_name?: string;
  readonly workloads?: readonly Workload[];
}

/** A Kubernetes service. */
export interface Service {
  readonly name?: string;
  readonly namespace?: string;
}
