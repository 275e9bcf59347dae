import { describe, expect, test } from 'vitest';

import { askServer } from '../../../src/cli/completion/server-names.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import type { FlowAnswer, Observer } from '../../../src/flow/observer.ts';

function answer(batches: readonly (readonly GetFlowsResponse[])[]): FlowAnswer {
  return {
    header: Promise.resolve({}),
    async *[Symbol.asyncIterator]() {
      yield* batches;
    },
  };
}

function refuse(): never {
  throw new Error('not asked for');
}

function observer(parts: Partial<Observer>): Observer {
  return {
    getFlows: refuse,
    serverStatus: refuse,
    getNodes: refuse,
    getNamespaces: refuse,
    observedStatus: refuse,
    close: async () => {},
    ...parts,
  };
}

const { signal } = new AbortController();

describe('askServer', () => {
  test('namespaces and nodes, sorted and once', async () => {
    const namespaces = [{ namespace: 'shop' }, { namespace: 'default', cluster: 'b' }, { namespace: 'shop' }, {}];
    expect(await askServer('namespaces', observer({ getNamespaces: async () => ({ namespaces }) }), signal)).toEqual([
      'default',
      'shop',
    ]);
    const nodes = [{ name: 'default/node-1' }];
    expect(await askServer('nodes', observer({ getNodes: async () => ({ nodes }) }), signal)).toEqual([
      'default/node-1',
    ]);
  });

  test('pods are those of recent flows, and only their names are asked for', async () => {
    const requests: GetFlowsRequest[] = [];
    const getFlows = (request: GetFlowsRequest): FlowAnswer => {
      requests.push(request);
      return answer([
        [{ flow: { source: { namespace: 'shop', pod_name: 'web-1' }, destination: { namespace: 'shop' } } }],
        [{ lost_events: {} }, { flow: { destination: { namespace: 'jobs', pod_name: 'b' } } }],
      ]);
    };
    expect(await askServer('pods', observer({ getFlows }), signal)).toEqual(['jobs/b', 'shop/web-1']);
    expect(requests[0]?.field_mask?.paths).toContain('source.pod_name');
    expect(requests[0]?.number).toBe(2000n);
  });

  test('what a shell could run is no candidate', async () => {
    const namespaces = ['$(reboot)', '`id`', 'a;b', 'a b', '-rf', "it's", 'a\n', 'fine'].map((namespace) => ({
      namespace,
    }));
    expect(await askServer('namespaces', observer({ getNamespaces: async () => ({ namespaces }) }), signal)).toEqual([
      'fine',
    ]);
  });
});
