/** Numbers and names of the port-forward and why they are what they are. */

/** Where Cilium installs its relay, and Hubble's default. */
export const defaultNamespace = 'kube-system';

/** Services that speak the Observer API, the one of a whole cluster first. */
export const observerServices: readonly string[] = ['hubble-relay', 'observed'];

/** Hubble's default local port. */
export const defaultLocalPort = 4245;

/** Milliseconds for one call of the API server: enough for a login helper that asks its own server first. */
export const apiTimeoutMs = 15_000;

/** Milliseconds for opening one channel to a pod: a node that vanished must not hold a client longer than its own keep-alive does. */
export const channelTimeoutMs = 10_000;

/** Bytes of a client kept for another pod until the first one answers: a TLS or HTTP/2 greeting with its first requests is smaller. */
export const replayBytes = 64 * 1024;
