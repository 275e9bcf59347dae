import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { TrafficDirection } from '../../src/flow/enums.ts';
import { WorkloadDevices, type DeviceNames } from '../../src/policy/devices.ts';
import { placeLogPair, placePacket } from '../../src/policy/direction.ts';

const { INGRESS, EGRESS, TRAFFIC_DIRECTION_UNKNOWN: UNKNOWN } = TrafficDirection;
const [a, b] = ['cali0123456789a', 'cali9876543210b'];
const devices = new WorkloadDevices(['cali']);

function packet(inInterface: string, outInterface: string, physicalIn = '', physicalOut = ''): DeviceNames {
  return { inInterface, outInterface, physicalIn, physicalOut };
}

describe('placePacket', () => {
  test.each([
    ['from another node over IPIP', packet('tunl0', a), INGRESS, a, 'network'],
    ['from another node over VXLAN', packet('vxlan.calico', a), INGRESS, a, 'network'],
    ['from another node over WireGuard', packet('wireguard.cali', a), INGRESS, a, 'network'],
    ['from outside', packet('eth0', a), INGRESS, a, 'network'],
    ['to outside', packet(a, 'eth0'), EGRESS, a, 'workload'],
    ['to another node over IPIP', packet(a, 'tunl0'), EGRESS, a, 'workload'],
    ['to another node over VXLAN for IPv6', packet(a, 'vxlan-v6.calico'), EGRESS, a, 'workload'],
    ['to the node', packet(a, ''), EGRESS, a, 'workload'],
    ['from the node', packet('', a), INGRESS, a, 'host'],
    ['between workloads', packet(a, b), UNKNOWN, '', 'workload'],
    ['back to the same workload', packet(a, a), UNKNOWN, a, 'workload'],
    ['to a host endpoint', packet('eth0', ''), INGRESS, 'eth0', 'network'],
    ['from a host endpoint', packet('', 'eth0'), EGRESS, 'eth0', 'host'],
    ['through the node', packet('eth0', 'eth1'), UNKNOWN, '', 'network'],
    ['no device at all', packet('', ''), UNKNOWN, '', 'host'],
    ['bridged between workloads', packet('cni0', 'cni0', a, b), UNKNOWN, '', 'workload'],
    ['bridge port to the node', packet('cni0', '', a), EGRESS, a, 'workload'],
    ['bridge port to outside', packet('cni0', 'eth0', a), EGRESS, a, 'workload'],
    ['outside to a bridge port', packet('br0', 'br0', 'eth0', b), INGRESS, b, 'network'],
    ['node to a workload behind a bridge', packet('', 'cni0'), INGRESS, 'cni0', 'host'],
    ['a bridge of no workloads', packet('br0', '', 'eth0'), INGRESS, 'br0', 'network'],
    ['another orchestrator', packet('eth0', 'eni8d48114818c'), UNKNOWN, '', 'network'],
  ])('%s', (_name, names, ...placed) => {
    const [direction, device, origin] = placed;
    expect(placePacket(names, devices)).toMatchObject({ direction, device, origin });
  });

  test('only workloads on both sides may be told by a pair of lines', () => {
    expect(placePacket(packet(a, b), devices).betweenWorkloads).toBe(true);
    expect(placePacket(packet('cni0', 'cni0', a, b), devices).betweenWorkloads).toBe(true);
    expect(placePacket(packet('eth0', 'eth1'), devices).betweenWorkloads).toBe(false);
  });

  test.each(['tunl0', 'vxlan.calico', 'vxlan-v6.calico', 'wireguard.cali', 'wg-v6.cali', 'lo', 'kube-ipvs0'])(
    '%s is no workload, whatever the prefixes',
    (device) => {
      const greedy = new WorkloadDevices([device, device.slice(0, 2)]);
      expect(greedy.owns(device)).toBe(false);
      expect(placePacket(packet(device, 'eth0'), greedy).direction).toBe(UNKNOWN);
    },
  );

  test('other prefixes', () => {
    const many = new WorkloadDevices(['cali', 'eni', 'azv', 'tap', 'gke']);
    for (const device of ['eni8d48114818c', 'azv0123456789a', 'tap0123456789a', 'gke0123456789a', a]) {
      expect(placePacket(packet('eth0', device), many)).toMatchObject({ direction: INGRESS, device });
    }
  });

  test('the direction is the side of the workload, whatever the devices', () => {
    const name = fc.oneof(fc.constantFrom('', a, b, 'eth0', 'cni0', 'tunl0'), fc.string({ maxLength: 15 }));
    const property = fc.property(name, name, name, name, (...names) => {
      const placed = placePacket(packet(...names), devices);
      const [from, to, physicalIn, physicalOut] = names;
      const onlyFrom = devices.owns(from) && to === '' && physicalOut === '';
      const onlyTo = devices.owns(to) && from === '' && physicalIn === '';
      return (
        (!placed.betweenWorkloads || placed.direction === UNKNOWN) &&
        (!onlyFrom || placed.direction === EGRESS) &&
        (!onlyTo || placed.direction === INGRESS)
      );
    });
    expect(fc.check(property, { numRuns: 1000 })).toMatchObject({ failed: false });
  });
});

test('of two lines about one packet the first is egress, the second ingress', () => {
  expect(placeLogPair(packet(a, b), devices, 'first')).toMatchObject({ direction: EGRESS, device: a });
  expect(placeLogPair(packet(a, b), devices, 'second')).toMatchObject({ direction: INGRESS, device: b });
});
