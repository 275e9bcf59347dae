import { describe, expect, test } from 'vitest';

import type { Flow } from '../../../src/flow/flow.ts';
import { flowHosts, flowPorts } from '../../../src/output/columns/host.ts';
import { ansiPalette, plainPalette } from '../../../src/output/columns/palette.ts';

const names = { ipTranslation: true, palette: plainPalette };
const addresses = { ipTranslation: false, palette: plainPalette };
const ip = { source: '10.0.0.1', destination: '2001:db8::2' };

function source(flow: Flow, options = names): string {
  return flowHosts(flow, options).source;
}

describe('hosts', () => {
  test.each<[string, Flow, string]>([
    ['address', { IP: ip }, '10.0.0.1'],
    ['pod', { IP: ip, source: { namespace: 'shop', pod_name: 'web-1' } }, 'shop/web-1'],
    ['pod without a namespace', { IP: ip, source: { pod_name: 'web-1' } }, 'web-1'],
    ['namespace alone', { IP: ip, source: { namespace: 'shop' } }, '10.0.0.1'],
    ['service', { IP: ip, source_service: { name: 'web', namespace: 'shop' } }, 'shop/web'],
    ['names', { IP: ip, source_names: ['a.example', 'b.example'] }, 'a.example,b.example'],
    ['no names', { IP: ip, source_names: [] }, '10.0.0.1'],
    [
      'pod before service before names, namespace of the service',
      {
        IP: ip,
        source: { namespace: 'shop', pod_name: 'web-1' },
        source_service: { name: 'web', namespace: 'front' },
        source_names: ['a.example'],
      },
      'front/web-1',
    ],
    [
      'service without a namespace',
      { IP: ip, source: { namespace: 'shop', pod_name: 'web-1' }, source_service: { name: 'web' } },
      'web-1',
    ],
    ['a path that climbs', { IP: ip, source: { namespace: 'shop', pod_name: '../web/' } }, 'web'],
    ['empty address', { IP: {} }, ''],
    ['MAC addresses', { ethernet: { source: '0a:58:01:5a:00:01' } }, '0a:58:01:5a:00:01'],
    ['neither', { source: { pod_name: 'web-1' } }, ''],
  ])('%s', (_what, flow, expected) => {
    expect(source(flow)).toBe(expected);
  });

  test('addresses only', () => {
    const flow: Flow = { IP: ip, source: { namespace: 'shop', pod_name: 'web-1' }, source_names: ['a.example'] };
    expect(source(flow, addresses)).toBe('10.0.0.1');
  });

  test('a port puts an IPv6 address into brackets', () => {
    const flow: Flow = { IP: ip, l4: { UDP: { source_port: 53, destination_port: 5353 } } };
    expect(flowHosts(flow, names)).toEqual({ source: '10.0.0.1:53', destination: '[2001:db8::2]:5353' });
    expect(flowHosts({ IP: ip }, names).destination).toBe('2001:db8::2');
  });

  test.each<[NonNullable<Flow['l4']>, number, number]>([
    [{ TCP: { source_port: 1, destination_port: 2 } }, 1, 2],
    [{ UDP: { source_port: 3 } }, 3, 0],
    [{ SCTP: { destination_port: 4 } }, 0, 4],
    [{ ICMPv4: { type: 8 } }, 0, 0],
    [{}, 0, 0],
  ])('ports of %j', (l4, sourcePort, destinationPort) => {
    expect(flowPorts(l4)).toEqual({ source: sourcePort, destination: destinationPort });
  });

  test('colours: the port stands inside the host, an empty address keeps its codes', () => {
    const colored = { ipTranslation: true, palette: ansiPalette };
    const flow: Flow = { IP: { source: '10.0.0.1' }, l4: { TCP: { source_port: 80 } } };
    expect(flowHosts(flow, colored)).toEqual({
      source: '\u001b[36m10.0.0.1:\u001b[33m80\u001b[0m\u001b[0m',
      destination: '\u001b[36m\u001b[0m',
    });
    expect(flowHosts({}, colored)).toEqual({ source: '', destination: '' });
  });
});
