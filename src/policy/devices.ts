/** Which network devices belong to workloads. */

/** Devices of one side of a packet, as the log prints them; empty where it prints nothing. */
export interface DeviceNames {
  readonly inInterface: string;
  readonly outInterface: string;
  readonly physicalIn: string;
  readonly physicalOut: string;
}

/** Felix's own default of interfacePrefix. */
export const defaultDevicePrefixes: readonly string[] = ['cali'];

// Devices of Calico and of the node that no prefix can turn into a workload's.
const neverWorkloads: ReadonlySet<string> = new Set([
  'lo',
  'tunl0',
  'vxlan.calico',
  'vxlan-v6.calico',
  'wireguard.cali',
  'wg-v6.cali',
  'bpfin.cali',
  'bpfout.cali',
  'egress.calico',
  'kube-ipvs0',
  'nodelocaldns',
]);

// Bridges that container runtimes plug workloads into. The log names no port for a packet that is routed into one, and
// it is a workload behind it then.
const workloadBridges: ReadonlySet<string> = new Set(['cni0', 'cbr0', 'kube-bridge']);

/** Tells workloads' devices from others, by prefix as Felix does. */
export class WorkloadDevices {
  readonly prefixes: readonly string[];

  constructor(prefixes: readonly string[]) {
    this.prefixes = prefixes;
  }

  /** Returns whether `device` is a workload's. */
  owns(device: string): boolean {
    if (device === '') return false;
    for (const prefix of this.prefixes) {
      if (device.startsWith(prefix)) return !neverWorkloads.has(device);
    }
    return false;
  }

  /**
   * Returns the workload's device on one side of a packet, empty when that side is no workload. A bridge port
   * (`physical`) stands for the workload where `logical` is the bridge.
   */
  workloadOn(logical: string, physical: string): string {
    if (this.owns(logical)) return logical;
    if (physical !== '') return this.owns(physical) ? physical : '';
    return workloadBridges.has(logical) ? logical : '';
  }
}
