import type { V1Pod, V1ServicePort } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';

import { isReadyPod, observerPort, podPort, selectorOf } from '../../src/kubernetes/service-pods.ts';

const ready = [{ type: 'Ready', status: 'True' }];

describe('the port of a service', () => {
  test.each<[string, readonly V1ServicePort[], number | undefined]>([
    ['the only one', [{ port: 80, targetPort: 4245 }], 80],
    ['the first of others', [{ port: 1 }, { port: 2 }], 1],
    [
      'the one named grpc',
      [
        { name: 'metrics', port: 1 },
        { name: 'grpc', port: 2 },
      ],
      2,
    ],
    ['the one whose target is named grpc', [{ port: 1 }, { port: 2, targetPort: 'grpc' }], 2],
    ['the one whose protocol is HTTP/2', [{ port: 1 }, { port: 2, appProtocol: 'kubernetes.io/h2c' }], 2],
    ["Hubble's own number", [{ port: 1 }, { port: 4245 }], 4245],
    ['none for UDP', [{ port: 4245, protocol: 'UDP' }], undefined],
    ['none', [], undefined],
  ])('is %s', (_, ports, expected) => {
    expect(observerPort({ spec: { ports: [...ports] } })?.port).toBe(expected);
  });
});

describe('the port of a pod', () => {
  const pod: V1Pod = {
    spec: {
      containers: [{ name: 'a', ports: [{ name: 'web', containerPort: 80 }] }],
      initContainers: [{ name: 'side', ports: [{ name: 'grpc', containerPort: 4245 }] }],
    },
  };

  test.each<[V1ServicePort, number | undefined]>([
    [{ port: 80 }, 80],
    [{ port: 80, targetPort: 4245 }, 4245],
    [{ port: 80, targetPort: '4244' }, 4244],
    [{ port: 1, targetPort: 'web' }, 80],
    [{ port: 1, targetPort: 'grpc' }, 4245],
    [{ port: 1, targetPort: 'other' }, undefined],
  ])('for %o is %s', (port, expected) => {
    expect(podPort(pod, port)).toBe(expected);
  });
});

test.each<[string, V1Pod, boolean]>([
  ['running and ready', { status: { phase: 'Running', conditions: ready } }, true],
  ['not ready', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } }, false],
  ['without conditions', { status: { phase: 'Running' } }, false],
  ['done', { status: { phase: 'Succeeded', conditions: ready } }, false],
  [
    'on its way out',
    { metadata: { deletionTimestamp: new Date(0) }, status: { phase: 'Running', conditions: ready } },
    false,
  ],
  ['without a status', {}, false],
])('a pod that is %s', (_, pod, expected) => {
  expect(isReadyPod(pod)).toBe(expected);
});

test('a selector is a query, none is none', () => {
  expect(selectorOf({ spec: { selector: { app: 'relay', tier: 'x' } } })).toBe('app=relay,tier=x');
  expect(selectorOf({ spec: { selector: {} } })).toBeUndefined();
  expect(selectorOf({})).toBeUndefined();
});
