/** Names seen in the stream, for completion. */

import type { Endpoint } from '../../flow/endpoint.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Policy } from '../../flow/policy.ts';
import type { Vocabulary } from './readers.ts';
import { RecentSet } from './recent-set.ts';

/** Names of one sort that are remembered; the newest stay. */
const namesPerSort = 500;

/** Endpoints that were looked into already. */
const knownEndpoints = 4_096;

type Sort = keyof Vocabulary;

function qualified(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Names by sort. */
export class SeenNames {
  readonly #known = new RecentSet(knownEndpoints);
  readonly #names: Readonly<Record<Sort, RecentSet>> = {
    namespaces: new RecentSet(namesPerSort),
    pods: new RecentSet(namesPerSort),
    workloads: new RecentSet(namesPerSort),
    addresses: new RecentSet(namesPerSort),
    ports: new RecentSet(namesPerSort),
    nodes: new RecentSet(namesPerSort),
    policies: new RecentSet(namesPerSort),
    labels: new RecentSet(namesPerSort),
  };

  /** Notes the endpoints of a flow: of one seen before only that it was. */
  noteEndpoints({ source, destination, IP: ip }: Flow): void {
    this.#noteEndpoint(source, ip?.source ?? '');
    this.#noteEndpoint(destination, ip?.destination ?? '');
  }

  /** Notes what the flows of one conversation have in common. `port` is the text of an edge, such as `5432/TCP`. */
  noteConversation(flow: Flow, port: string, node: string): void {
    const slash = port.indexOf('/');
    if (slash > 0) this.#names.ports.add(port.slice(0, slash));
    this.#note('nodes', node);
    this.#notePolicies(flow.ingress_allowed_by);
    this.#notePolicies(flow.egress_allowed_by);
    this.#notePolicies(flow.ingress_denied_by);
    this.#notePolicies(flow.egress_denied_by);
  }

  /** Returns the names, sorted. */
  list(): Vocabulary {
    const sorted = (sort: Sort): readonly string[] => this.#names[sort].list().toSorted();
    return {
      namespaces: sorted('namespaces'),
      pods: sorted('pods'),
      workloads: sorted('workloads'),
      addresses: sorted('addresses'),
      ports: sorted('ports').toSorted((a, b) => Number(a) - Number(b)),
      nodes: sorted('nodes'),
      policies: sorted('policies'),
      labels: sorted('labels'),
    };
  }

  #note(sort: Sort, name: string | undefined): void {
    if (name !== undefined && name !== '') this.#names[sort].add(name);
  }

  #noteEndpoint(endpoint: Endpoint | undefined, address: string): void {
    const pod = endpoint?.pod_name ?? '';
    const namespace = endpoint?.namespace ?? '';
    if (!this.#known.add(pod === '' ? address : `${namespace}/${pod}`)) return;
    this.#note('addresses', address);
    this.#note('namespaces', namespace);
    if (pod !== '') this.#note('pods', qualified(namespace, pod));
    for (const { name = '' } of endpoint?.workloads ?? []) {
      if (name !== '') this.#note('workloads', qualified(namespace, name));
    }
    for (const label of endpoint?.labels ?? []) this.#note('labels', label);
  }

  #notePolicies(policies: readonly Policy[] | undefined): void {
    for (const { name } of policies ?? []) this.#note('policies', name);
  }
}
