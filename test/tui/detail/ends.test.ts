import { describe, expect, test } from 'vitest';

import { addressText, endText, flowEnds } from '../../../src/tui/detail/ends.ts';
import { selectorLabels, shownLabels } from '../../../src/tui/detail/labels.ts';
import { aFlow } from '../../output/a-flow.ts';

describe('endText', () => {
  test('tells all that is known of an end', () => {
    const flow = aFlow({
      source: {
        namespace: 'shop',
        pod_name: 'frontend-x',
        identity: 1234,
        labels: ['k8s:app=frontend', 'k8s:io.kubernetes.pod.namespace=shop'],
        workloads: [{ kind: 'Deployment', name: 'frontend' }],
        cluster_name: 'prod-eu',
      },
      IP: { source: '10.0.0.1', source_xlated: '192.0.2.1', destination: '10.0.0.2' },
      source_names: ['frontend.example.com'],
      ethernet: { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' },
    });
    expect(endText(flowEnds(flow).source)).toBe(
      'shop/frontend-x   10.0.0.1:56248   translated to 192.0.2.1   app=frontend   identity 1234   Deployment frontend   DNS frontend.example.com   cluster prod-eu   MAC 02:00:00:00:00:01',
    );
  });

  test('an address alone is not told twice; a reserved identity has its name', () => {
    const ends = flowEnds(
      aFlow({ destination: { identity: 2 }, destination_service: { name: 'web', namespace: 'shop' } }),
    );
    expect(endText(ends.source)).toBe('192.168.128.30:56248');
    expect(endText(ends.destination)).toBe('shop/web   192.168.157.26:80   identity world   service shop/web');
  });

  test('a frame without an IP header has its MAC address', () => {
    const { IP: _ip, ...rest } = aFlow({ ethernet: { source: '02:00:00:00:00:01' } });
    expect(endText(flowEnds(rest).source)).toBe('MAC 02:00:00:00:00:01');
  });
});

test('addressText puts IPv6 addresses into brackets before a port', () => {
  expect(addressText('2001:db8::1', 80)).toBe('[2001:db8::1]:80');
  expect(addressText('2001:db8::1', 0)).toBe('2001:db8::1');
  expect(addressText('', 80)).toBe('');
});

test('labels: shown are those people gave, selected by those that stay', () => {
  const labels = ['k8s:app=db', 'pod-template-hash=7d4', 'reserved:host', 'k8s:io.cilium.k8s.policy.cluster=default'];
  expect(shownLabels(labels)).toEqual(['app=db', 'pod-template-hash=7d4']);
  expect(selectorLabels(labels)).toEqual(['app=db']);
  expect(selectorLabels(undefined)).toEqual([]);
});
