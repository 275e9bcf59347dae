import { expect, test } from 'vitest';

import type { Layer7 } from '../../../src/flow/l7.ts';
import { applicationParts } from '../../../src/tui/detail/application.ts';

function texts(l7: Layer7): readonly string[] {
  return applicationParts(l7).flatMap((part) => (part.kind === 'fact' ? [`${part.label}: ${part.text}`] : []));
}

test('DNS: query, answers, failure', () => {
  const dns = {
    query: 'db.shop.svc.',
    qtypes: ['A'],
    ips: ['10.0.0.1', '10.0.0.2'],
    cnames: ['x.'],
    rrtypes: ['A'],
    ttl: 30,
  };
  expect(texts({ type: 2, dns, latency_ns: 1_500_000n })).toEqual([
    'DNS: response   A   db.shop.svc.',
    'answer: 10.0.0.1 10.0.0.2   CNAME x.   A   TTL 30 s',
    'took: 1.5ms',
  ]);
  expect(texts({ type: 2, dns: { query: 'no.', rcode: 3 } })).toEqual(['DNS: response   no.   NXDOMAIN (3)']);
});

test('HTTP: request, status, headers', () => {
  const http = {
    code: 403,
    method: 'GET',
    url: 'http://db/x',
    protocol: 'HTTP/1.1',
    headers: [{ key: 'a', value: 'b' }],
  };
  expect(texts({ type: 2, http })).toEqual(['HTTP: response   403   GET http://db/x   HTTP/1.1', ': a: b']);
});

test('Kafka, and a record of a protocol nobody knows', () => {
  expect(texts({ type: 1, kafka: { api_key: 'produce', topic: 'orders', error_code: 2 } })).toEqual([
    'Kafka: request   produce   topic orders   error 2',
  ]);
  expect(texts({ type: 3 })).toEqual(['L7: sample']);
  expect(applicationParts(undefined)).toEqual([]);
});
