/** The calls of the Kubernetes API that a port-forward needs. */

import { CoreV1Api, Observable, type V1Pod, type V1Service } from '@kubernetes/client-node';
import { CancelledError } from '../base/errors.ts';
import { apiError, httpStatusOf, type ApiPlace } from './api-errors.ts';
import { apiTimeoutMs } from './defaults.ts';
import { loadKubeconfig, type KubeconfigOptions } from './kubeconfig.ts';
import { openPodChannel, type PodChannel } from './pod-channel.ts';

/** One namespace of a cluster. Its calls reject with ConnectError, RpcError, or CancelledError when the signal aborted. */
export interface Cluster extends ApiPlace {
  /** Returns a service, undefined when there is none of that name. */
  service(name: string, signal: AbortSignal): Promise<V1Service | undefined>;
  /** Returns the pods with the labels of `selector`. */
  pods(selector: string, signal: AbortSignal): Promise<readonly V1Pod[]>;
  /** Opens a connection to a port of a pod. */
  open(pod: string, port: number, signal: AbortSignal): Promise<PodChannel>;
}

/** Returns the namespace of the cluster the configuration names. Throws UsageError as `loadKubeconfig` does. */
export function openCluster(options: KubeconfigOptions, namespace: string): Cluster {
  const config = loadKubeconfig(options);
  const api = config.makeApiClient(CoreV1Api);
  const place = {
    server: config.getCurrentCluster()?.server ?? '',
    context: config.getCurrentContext(),
    namespace,
  };

  const call = async <T>(ask: Promise<T>, signal: AbortSignal): Promise<T> => {
    try {
      return await ask;
    } catch (error) {
      if (signal.aborted)
        throw new CancelledError('the port-forward was cancelled', { code: 'cancelled', cause: error });
      throw apiError(error, place);
    }
  };
  return {
    ...place,
    service: (name, signal) =>
      call(
        api.readNamespacedService({ name, namespace }, within(signal)).catch((error: unknown) => {
          if (httpStatusOf(error) === 404) return undefined;
          throw error;
        }),
        signal,
      ),
    pods: async (labelSelector, signal) =>
      (await call(api.listNamespacedPod({ namespace, labelSelector }, within(signal)), signal)).items,
    open: (pod, port, signal) => call(openPodChannel(config, { namespace, pod, port }, signal), signal),
  };
}

type CallOptions = NonNullable<Parameters<CoreV1Api['listNamespacedPod']>[1]>;

/** The client takes a signal only from a step of its own before the request. */
function within(signal: AbortSignal): CallOptions {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(apiTimeoutMs)]);
  return {
    middlewareMergeStrategy: 'append',
    middleware: [
      {
        pre: (request) => {
          request.setSignal(deadline);
          return new Observable(Promise.resolve(request));
        },
        post: (response) => new Observable(Promise.resolve(response)),
      },
    ],
  };
}
