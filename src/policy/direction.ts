/** Where a logged packet stood: which endpoint's policy saw it, and from which side. */

import { TrafficDirection } from '../flow/enums.ts';
import type { DeviceNames, WorkloadDevices } from './devices.ts';

/** What the devices of a packet say. */
export interface Placement {
  /** A code of TrafficDirection, relative to the endpoint whose policy decided. */
  readonly direction: number;
  /** The device of that endpoint (ingress: OUT, egress: IN); empty where it cannot be told. */
  readonly device: string;
  /** Where the packet came in: from a workload, from the node itself, or from the network. */
  readonly origin: 'workload' | 'host' | 'network';
  /** Both ends are workloads of this node: one line does not tell whose policy logged. */
  readonly betweenWorkloads: boolean;
}

const { TRAFFIC_DIRECTION_UNKNOWN: UNKNOWN, INGRESS, EGRESS } = TrafficDirection;

/**
 * Direction of a packet neither of whose devices is a workload's: the policy of a host endpoint saw it. On its way to the
 * node it is ingress of the device it came in by, from the node egress; a forwarded one passes both.
 */
function placeHostPacket(packet: DeviceNames): Placement {
  const { inInterface, outInterface } = packet;
  const origin = inInterface === '' ? 'host' : 'network';
  if (inInterface !== '' && outInterface !== '') {
    return { direction: UNKNOWN, device: '', origin, betweenWorkloads: false };
  }
  if (inInterface !== '') return { direction: INGRESS, device: inInterface, origin, betweenWorkloads: false };
  const direction = outInterface === '' ? UNKNOWN : EGRESS;
  return { direction, device: outInterface, origin, betweenWorkloads: false };
}

/**
 * Returns the placement of a packet by its devices. Felix hooks its policy chains on the devices: OUT a workload's is
 * that workload's ingress, IN a workload's is its egress (also towards the node itself, OUT empty). From the node to a
 * local workload (IN empty) is ingress. With a workload on both sides either policy may have logged, and the direction
 * stays unknown.
 */
export function placePacket(packet: DeviceNames, devices: WorkloadDevices): Placement {
  const from = devices.workloadOn(packet.inInterface, packet.physicalIn);
  const to = devices.workloadOn(packet.outInterface, packet.physicalOut);
  if (from !== '' && to !== '') {
    const device = from === to ? from : '';
    return { direction: UNKNOWN, device, origin: 'workload', betweenWorkloads: true };
  }
  if (from !== '') return { direction: EGRESS, device: from, origin: 'workload', betweenWorkloads: false };
  if (to === '') return placeHostPacket(packet);
  const origin = packet.inInterface === '' ? 'host' : 'network';
  return { direction: INGRESS, device: to, origin, betweenWorkloads: false };
}

/**
 * Returns the placement of one of two lines that two `Log` rules wrote about one packet between workloads: Felix runs
 * the sender's egress chain before the receiver's ingress chain.
 */
export function placeLogPair(packet: DeviceNames, devices: WorkloadDevices, which: 'first' | 'second'): Placement {
  const first = which === 'first';
  return {
    direction: first ? EGRESS : INGRESS,
    device: first
      ? devices.workloadOn(packet.inInterface, packet.physicalIn)
      : devices.workloadOn(packet.outInterface, packet.physicalOut),
    origin: 'workload',
    betweenWorkloads: true,
  };
}
