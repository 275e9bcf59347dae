/** Names a server knows, for completion: asked for quickly, and taken with care. */

import type { Flow } from '../../flow/flow.ts';
import type { Observer } from '../../flow/observer.ts';
import type { ServerNames } from './values.ts';

/** Flows that are looked through for pods. */
const recentFlows = 2000n;

/**
 * A shell puts a candidate into the command line as it is. What is no plain name (a server may say anything) could be a command
 * there, so it is left out.
 */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

function podsIn({ source, destination }: Flow): readonly string[] {
  return [source, destination].flatMap((endpoint) => {
    const { namespace = '', pod_name: pod = '' } = endpoint ?? {};
    return pod === '' || namespace === '' ? [] : [`${namespace}/${pod}`];
  });
}

async function podNames(observer: Observer, signal: AbortSignal): Promise<readonly string[]> {
  const paths = ['source.namespace', 'source.pod_name', 'destination.namespace', 'destination.pod_name'];
  const pods = new Set<string>();
  for await (const batch of observer.getFlows({ number: recentFlows, field_mask: { paths } }, { signal })) {
    for (const { flow } of batch) if (flow !== undefined) for (const pod of podsIn(flow)) pods.add(pod);
  }
  return [...pods];
}

async function namesOf(what: ServerNames, observer: Observer, signal: AbortSignal): Promise<readonly string[]> {
  switch (what) {
    case 'namespaces':
      return ((await observer.getNamespaces({ signal })).namespaces ?? []).map(({ namespace = '' }) => namespace);
    case 'nodes':
      return ((await observer.getNodes({ signal })).nodes ?? []).map(({ name = '' }) => name);
    case 'pods':
      return await podNames(observer, signal);
    default:
      return what satisfies never;
  }
}

/**
 * Returns the names the server gives until `signal` aborts, sorted, without those a shell could take for something else. Rejects as the
 * observer does; pods that came before the signal are returned.
 */
export async function askServer(
  what: ServerNames,
  observer: Observer,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = await namesOf(what, observer, signal);
  return [...new Set(names)].filter((name) => plainName.test(name)).toSorted();
}
