import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createEdgeIndex } from '../../src/flow/edge-index.ts';
import { edgeOf, isAnswer } from '../../src/flow/edge.ts';
import type { Flow } from '../../src/flow/flow.ts';
import { workloadOfPod } from '../../src/flow/workload-name.ts';
import { aFlow } from '../output/a-flow.ts';

const web = { namespace: 'shop', pod_name: 'web-7d4b9c6f5d-x2xbz' };
const db = { namespace: 'shop', pod_name: 'db-0' };

const nameOf = (flow: Flow): string => edgeOf(aFlow(flow)).source;

const keyWith = (name: string): string => edgeOf({ source_names: [name] }).key.split(' -> ')[0]!;

describe('the name of a workload', () => {
  test.each([
    ['frontend-7d4b9c6f5d-x2xbz', 'frontend', 'Deployment'],
    ['a-b-c-6b9f4d8cz9-4ljxk', 'a-b-c', 'Deployment, name with hyphens'],
    ['node-exporter-x2xbz', 'node-exporter', 'DaemonSet'],
    ['backup-28391234-x2xbz', 'backup', 'CronJob'],
    ['db-0', 'db', 'StatefulSet'],
    ['db-1234', 'db', 'StatefulSet'],
    ['python-3-6b9f4d8cz9-4ljxk', 'python-3', 'only one suffix is taken off'],
    ['web-7d4b9c6f5-x2xb', 'web-7d4b9c6f5-x2xb', 'the last part is too short'],
    ['web-proxy', 'web-proxy', 'vowels are not generated'],
    ['x-10013', 'x-10013', 'neither generated nor an ordinal'],
    ['db-01', 'db-01', 'no ordinal has a leading zero'],
    ['-x2xbz', '-x2xbz', 'nothing would be left'],
    ['', '', 'no name'],
  ])('of %s is %s (%s)', (pod, workload) => {
    expect(workloadOfPod(pod)).toBe(workload);
  });
});

describe('sides', () => {
  test.each<[string, Flow, string, string]>([
    [
      'workload',
      { source: { ...web, workloads: [{ name: 'web-front', kind: 'Deployment' }] } },
      'shop/web-front',
      'shop/web-front',
    ],
    ['pod', { source: web }, 'shop/web', 'shop/web'],
    ['pod without a namespace', { source: { pod_name: 'db-0' } }, 'db', '/db'],
    [
      'service',
      { source_service: { namespace: 'shop', name: 'cart' }, source_names: ['x.example'] },
      'shop/cart',
      'shop/cart',
    ],
    [
      'first domain name',
      { source_names: ['a.example', 'b.example'], source: { identity: 2 } },
      'a.example',
      'a.example',
    ],
    ['reserved identity', { source: { identity: 2 } }, 'world', 'world'],
    [
      'address, for an identity that is a number',
      { source: { identity: 16_777_217 } },
      '192.168.128.30',
      '192.168.128.30',
    ],
    ['address', { IP: { source: '2001:db8::1', destination: '::1' } }, '2001:db8::1', '2001:db8::1'],
  ])('%s', (_, flow, text, key) => {
    expect(nameOf(flow)).toBe(text);
    expect(edgeOf(aFlow(flow)).key.split(' ')[0]).toBe(key);
  });

  test('a flow without an IP header has MAC addresses, one with nothing has nothing', () => {
    const ethernet = { source: '00:00:5e:00:53:01', destination: 'ff:ff:ff:ff:ff:ff' };
    expect(edgeOf({ ethernet }).key).toBe('00:00:5e:00:53:01 -> ff:ff:ff:ff:ff:ff');
    expect(edgeOf({})).toEqual({ source: '', destination: '', port: '', key: '? -> ?' });
  });
});

describe('direction', () => {
  const there = aFlow({ source: web, destination: db, l4: { TCP: { source_port: 40_000, destination_port: 5432 } } });
  const back = aFlow({
    IP: { source: '192.168.157.26', destination: '192.168.128.30' },
    source: db,
    destination: web,
    l4: { TCP: { source_port: 5432, destination_port: 40_000 } },
    is_reply: true,
  });

  test('a reply is the same edge as what it answers', () => {
    expect(edgeOf(there)).toEqual({
      source: 'shop/web',
      destination: 'shop/db',
      port: '5432/TCP',
      key: 'shop/web -> shop/db 5432/TCP',
    });
    expect(edgeOf(back)).toEqual(edgeOf(there));
  });

  const { is_reply: _, ...unknown } = aFlow();
  test.each<[string, Flow, boolean]>([
    ['is_reply', { ...unknown, is_reply: true }, true],
    ['reply of an old server', { ...unknown, reply: true }, true],
    ['reply contradicted by is_reply', { ...unknown, reply: true, is_reply: false }, false],
    ['SYN', unknown, false],
    ['SYN+ACK', { ...unknown, l4: { TCP: { flags: { SYN: true, ACK: true } } } }, true],
    ['ACK', { ...unknown, l4: { TCP: { flags: { ACK: true } } } }, false],
    ['UDP from a well-known port', { ...unknown, l4: { UDP: { source_port: 53, destination_port: 40_000 } } }, false],
    ['echo request', { ...unknown, l4: { ICMPv4: { type: 8 } } }, false],
    ['echo reply', { ...unknown, l4: { ICMPv4: {} } }, true],
    ['ICMPv6 echo reply', { ...unknown, l4: { ICMPv6: { type: 129 } } }, true],
    ['ICMPv6 error', { ...unknown, l4: { ICMPv6: { type: 1 } } }, false],
    ['no transport', { IP: { source: '10.0.0.1' } }, false],
  ])('%s', (_name, flow, expected) => {
    expect(isAnswer(flow)).toBe(expected);
  });

  test.each<[Flow['l4'], string]>([
    [{ UDP: { source_port: 1, destination_port: 53 } }, '53/UDP'],
    [{ SCTP: { destination_port: 36_412 } }, '36412/SCTP'],
    [{ TCP: {} }, '0/TCP'],
    [{ ICMPv4: { type: 8 } }, 'ICMPv4'],
    [{ ICMPv6: { type: 128 } }, 'ICMPv6'],
    [{ VRRP: {} }, 'VRRP'],
    [{ IGMP: {} }, 'IGMP'],
    [undefined, ''],
  ])('port of %j', (l4, port) => {
    expect(edgeOf({ IP: { source: '10.0.0.1', destination: '10.0.0.2' }, ...(l4 && { l4 }) }).port).toBe(port);
  });
});

describe('keys', () => {
  test.each([
    ['world', 'dns:world'],
    ['shop/db', 'dns:shop%2Fdb'],
    ['10.0.0.1', 'dns:10.0.0.1'],
    ['2001:db8::1', 'dns:2001%3Adb8%3A%3A1'],
    ['dns:world', 'dns:dns%3Aworld'],
    ['a.example -> b.example 80/TCP', 'a.example%20-%3E%20b.example%2080%2FTCP'],
    ['a.example#', 'a.example%23'],
    ['a.exämple', 'a.ex%C3%A4mple'],
  ])('the domain name %s cannot pass for anything else', (name, key) => {
    expect(keyWith(name)).toBe(key);
  });

  test('a slash in a name does not move the border of the namespace', () => {
    const one = edgeOf({ source: { namespace: 'a/b', pod_name: 'c' } });
    const other = edgeOf({ source: { namespace: 'a', pod_name: 'b/c' } });
    expect(one.key).not.toBe(other.key);
  });

  const hostile = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      'world',
      'host',
      'a/b',
      '/a',
      'a',
      'b',
      '10.0.0.1',
      '::1',
      'dns:a',
      'ip:a',
      '?',
      ' ',
      '->',
      '%2F',
      'a -> b',
      '',
    ),
  );
  const side = fc.oneof(
    fc.tuple(fc.constant('pod'), hostile, hostile),
    fc.tuple(fc.constant('name'), hostile, hostile),
    fc.tuple(fc.constant('identity'), fc.constantFrom('1', '2'), fc.constant('')),
    fc.tuple(fc.constant('address'), fc.constantFrom('10.0.0.1', '::1', 'fe80::1', ''), fc.constant('')),
  );
  type Side = readonly [string, string, string];
  const ends = ([kind, a, b]: Side): Pick<Flow, 'source' | 'source_names' | 'IP'> => {
    if (kind === 'pod') return { source: { namespace: a, workloads: [{ name: b }] } };
    if (kind === 'name') return { source_names: [a] };
    return kind === 'identity' ? { source: { identity: Number(a) } } : { IP: { source: a } };
  };
  /** What a side is, for certain. */
  const identityOf = ([kind, a, b]: Side): string => {
    if (kind === 'pod' && b !== '') return JSON.stringify(['pod', a, b]);
    if (kind === 'name' && a !== '') return JSON.stringify(['name', a]);
    return kind === 'identity' ? JSON.stringify([kind, a]) : JSON.stringify(['address', kind === 'address' ? a : '']);
  };
  const flowOf = (source: Side, destination: Side): Flow => {
    const [from, to] = [ends(source), ends(destination)];
    return {
      ...(from.source && { source: from.source }),
      ...(to.source && { destination: to.source }),
      ...(from.source_names && { source_names: from.source_names }),
      ...(to.source_names && { destination_names: to.source_names }),
      IP: { source: from.IP?.source ?? '', destination: to.IP?.source ?? '' },
    };
  };

  test('two edges have one key exactly when both sides are the same', () => {
    fc.assert(
      fc.property(side, side, side, side, (a, b, c, d) => {
        const isSame = identityOf(a) === identityOf(c) && identityOf(b) === identityOf(d);
        expect(edgeOf(flowOf(a, b)).key === edgeOf(flowOf(c, d)).key).toBe(isSame);
        expect(edgeOf(flowOf(a, b)).key).toMatch(/^[\x21-\x7e]+ -> [\x21-\x7e]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('an index returns what edgeOf returns, also after it forgot', () => {
    const index = createEdgeIndex(3);
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { maxLength: 12 }), (pairs) => {
        for (const [a, b] of pairs) {
          const flow = flowOf(a, b);
          expect(index.of(flow)).toEqual(edgeOf(flow));
        }
      }),
    );
  });

  test('an index has one object for one edge', () => {
    const index = createEdgeIndex(3);
    const edge = index.of(aFlow({ source: web, destination: db }));
    expect(index.of(aFlow({ source: { ...web, pod_name: 'web-7d4b9c6f5d-bbbbb' }, destination: db }))).toBe(edge);
  });
});
