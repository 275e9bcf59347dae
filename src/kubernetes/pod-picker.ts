/** Which pod of a service a connection goes to, and what becomes of the choice when the pod goes. */

import type { V1Pod, V1ServicePort } from '@kubernetes/client-node';
import { CancelledError, ConnectError, RpcError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { failureReason } from './api-errors.ts';
import type { Cluster } from './cluster.ts';
import type { PodChannel } from './pod-channel.ts';
import { findService } from './found-service.ts';
import { isReadyPod, podPort } from './service-pods.ts';

/** What to pick from. */
export interface PodPickerOptions {
  readonly cluster: Cluster;
  /** Names of services, the preferred first. */
  readonly services: readonly string[];
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** A pod that may be tried. */
interface Candidate {
  readonly pod: string;
  readonly port: number;
}

/** Picks pods, and remembers which one is in use and which did not answer. */
export class PodPicker {
  readonly #options: PodPickerOptions;
  /** Pods that did not answer when they were tried last, with the reason. */
  readonly #doubted = new Map<string, string>();
  #inUse: string | undefined;
  #services: readonly string[];

  constructor(options: PodPickerOptions) {
    this.#options = options;
    this.#services = options.services;
  }

  /**
   * Returns a connection to a ready pod that is not in `avoid`: the one in use while it is ready, those that did not answer lately
   * last. Pods that cannot be reached are added to `avoid`. Throws ConnectError when none is left or the API server cannot be
   * reached, RpcError when it refuses, CancelledError when the signal aborted.
   */
  async connect(avoid: Set<string>): Promise<PodChannel> {
    const { cluster, signal } = this.#options;
    const service = await findService(cluster, this.#services, signal);
    // The one that was found stays the one, whatever is installed later.
    this.#services = [service.name];
    const ready = this.#candidates(await cluster.pods(service.selector, signal), service.port);
    for (const candidate of ready.filter(({ pod }) => !avoid.has(pod))) {
      const channel = await this.#open(candidate);
      if (channel !== undefined) return channel;
      avoid.add(candidate.pod);
    }
    const tried = ready.map(({ pod }) => `${pod} (${this.#doubted.get(pod) ?? 'no answer'})`);
    throw noPod(service.name, cluster, tried);
  }

  /** Takes note that a pod answered, and says so once when it is another than before. */
  answered(pod: string): void {
    const { cluster, logger } = this.#options;
    this.#doubted.delete(pod);
    const before = this.#inUse;
    this.#inUse = pod;
    if (before === undefined || before === pod) return;
    logger.warn(`port-forward: pod ${cluster.namespace}/${before} went away, going on with ${pod}`);
  }

  /** Takes note that a pod did not answer, and why. */
  silent(pod: string, reason: string): void {
    const { cluster, logger } = this.#options;
    logger.debug(`port-forward: pod ${cluster.namespace}/${pod} did not answer: ${reason}`);
    this.#doubted.set(pod, reason);
  }

  #candidates(pods: readonly V1Pod[], port: V1ServicePort): readonly Candidate[] {
    return pods
      .filter(isReadyPod)
      .flatMap((pod) => candidateOf(pod, port))
      .toSorted((a, b) => this.#rank(a.pod) - this.#rank(b.pod));
  }

  #rank(pod: string): number {
    if (this.#doubted.has(pod)) return 2;
    return pod === this.#inUse ? 0 : 1;
  }

  async #open({ pod, port }: Candidate): Promise<PodChannel | undefined> {
    const { cluster, signal } = this.#options;
    try {
      return await cluster.open(pod, port, signal);
    } catch (error) {
      if (error instanceof RpcError || error instanceof CancelledError) throw error;
      this.silent(pod, failureReason(error));
      return undefined;
    }
  }
}

function candidateOf(pod: V1Pod, servicePort: V1ServicePort): readonly Candidate[] {
  const name = pod.metadata?.name;
  const port = podPort(pod, servicePort);
  return name === undefined || port === undefined ? [] : [{ pod: name, port }];
}

function noPod(service: string, { namespace, context }: Cluster, tried: readonly string[]): ConnectError {
  const name = `${namespace}/${service}`;
  return new ConnectError(
    tried.length === 0
      ? `the service ${name} has no ready pod (context "${context}")`
      : `no ready pod of the service ${name} answers: ${tried.join(', ')}`,
    { code: 'kubernetes/no-pod', hint: `kubectl --context ${context} --namespace ${namespace} get pods` },
  );
}
