/** Edges that were met before: building the texts of an edge is what costs, and most flows are on a known one. */

import { destinationName, isAnswer, makeEdge, servicePort, sourceName, type Edge } from './edge.ts';
import type { Endpoint } from './endpoint.ts';
import type { Flow } from './flow.ts';
import type { PeerName } from './peer-name.ts';

/** Known edges, one object each. */
export interface EdgeIndex {
  /** Returns what `edgeOf` returns, and for equal edges the same object as long as it is remembered. */
  of(flow: Flow): Edge;
}

interface KnownPeer {
  readonly name: PeerName;
  readonly edges: Map<KnownPeer, Map<string, Edge>>;
}

function known<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Sides by name, and by pod, so that the name of a pod's workload is worked out once. */
class KnownPeers {
  readonly #byName: Readonly<Record<PeerName['kind'], Map<string, KnownPeer>>> = {
    workload: new Map(),
    domain: new Map(),
    reserved: new Map(),
    address: new Map(),
  };
  /** Pods without a workload, by namespace. */
  readonly #byPod = new Map<string, Map<string, KnownPeer>>();
  #pods = 0;

  /** Pods that are remembered. */
  get pods(): number {
    return this.#pods;
  }

  of(endpoint: Endpoint | undefined, name: () => PeerName): KnownPeer {
    const pod = endpoint?.pod_name ?? '';
    if (pod === '' || (endpoint?.workloads ?? []).length > 0) return this.#named(name());
    const pods = known(this.#byPod, endpoint?.namespace ?? '', () => new Map<string, KnownPeer>());
    return known(pods, pod, () => {
      this.#pods += 1;
      return this.#named(name());
    });
  }

  clear(): void {
    for (const map of Object.values(this.#byName)) map.clear();
    this.#byPod.clear();
    this.#pods = 0;
  }

  #named(name: PeerName): KnownPeer {
    return known(this.#byName[name.kind], name.text, () => ({ name, edges: new Map() }));
  }
}

/** Returns an index that remembers `limit` edges and as many pods, and then begins anew. */
export function createEdgeIndex(limit: number): EdgeIndex {
  const peers = new KnownPeers();
  let size = 0;
  const makeRoom = () => {
    if (size < limit && peers.pods < limit) return;
    peers.clear();
    size = 0;
  };
  return {
    of(flow) {
      makeRoom();
      const answers = isAnswer(flow);
      const from = peers.of(flow.source, () => sourceName(flow));
      const to = peers.of(flow.destination, () => destinationName(flow));
      const [source, destination] = answers ? [to, from] : [from, to];
      const port = servicePort(flow.l4, answers);
      return known(
        known(source.edges, destination, () => new Map<string, Edge>()),
        port,
        () => {
          size += 1;
          return makeEdge(source.name, destination.name, port);
        },
      );
    },
  };
}
