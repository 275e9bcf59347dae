/** Flows of a Cilium cluster as `hubble observe -o json` writes them, about 1.2 kB a line. */

import { createRandom } from './random.ts';

const firstMs = Date.UTC(2026, 10, 21, 9, 0, 0);
const apps = ['frontend', 'backend', 'db', 'cache', 'queue', 'search', 'mail', 'auth'];
const ports = [80, 443, 5432, 6379, 8080, 9090];

/** How many of the flows are audited: 1 in so many. */
export interface HubbleFlowOptions {
  readonly seed?: number;
  /** One flow in so many is AUDIT, another one DROPPED. Default 20. */
  readonly auditedOneIn?: number;
}

interface Pod {
  readonly namespace: string;
  readonly app: string;
  readonly name: string;
  readonly identity: number;
  readonly ip: string;
}

function pod(index: number): Pod {
  const app = apps[index % apps.length] ?? 'app';
  const hash = (0x5c9d00000 + index * 104_729).toString(36).slice(-5);
  return {
    namespace: `shop-${index % 6}`,
    app,
    name: `${app}-7d4b9c6f8b-${hash}`,
    identity: 10_000 + (index % 48),
    ip: `10.0.${index % 8}.${1 + (index >> 3)}`,
  };
}

function endpoint({ namespace, app, name, identity }: Pod, id: number): object {
  const labels = [
    `k8s:app=${app}`,
    'k8s:io.cilium.k8s.policy.cluster=default',
    `k8s:io.kubernetes.pod.namespace=${namespace}`,
  ];
  return {
    ID: id,
    identity,
    cluster_name: 'default',
    namespace,
    labels,
    pod_name: name,
    workloads: [{ name: app, kind: 'Deployment' }],
  };
}

const verdictParts = {
  AUDIT: { event_type: { type: 5 }, traffic_direction: 'INGRESS', is_reply: false },
  DROPPED: {
    drop_reason: 133,
    event_type: { type: 5 },
    traffic_direction: 'INGRESS',
    drop_reason_desc: 'POLICY_DENIED',
  },
  FORWARDED: {
    event_type: { type: 4, sub_type: 0 },
    traffic_direction: 'INGRESS',
    trace_observation_point: 'TO_ENDPOINT',
    trace_reason: 'NEW',
    is_reply: false,
  },
} as const;

/** Yields `count` lines without terminators. The same options give the same lines. */
export function* hubbleFlows(
  count: number,
  { seed = 1, auditedOneIn = 20 }: HubbleFlowOptions = {},
): Generator<string> {
  const random = createRandom(seed);
  const pods = Array.from({ length: 400 }, (_, index) => pod(index));
  for (let index = 0; index < count; index += 1) {
    const at = new Date(firstMs + index).toISOString().replace('Z', `${String(random(1e6)).padStart(6, '0')}Z`);
    const source = pods[random(pods.length)]!;
    const destination = pods[random(pods.length)]!;
    const draw = random(auditedOneIn);
    const verdict = draw === 0 ? 'AUDIT' : draw === 1 ? 'DROPPED' : 'FORWARDED';
    const { drop_reason, ...parts } = { drop_reason: undefined, ...verdictParts[verdict] };
    const hex = (digits: number): string =>
      random(16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    const flow = {
      time: at,
      uuid: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`,
      verdict,
      ...(drop_reason === undefined ? {} : { drop_reason }),
      ethernet: { source: `0a:58:0a:00:00:${hex(2)}`, destination: `0a:58:0a:00:01:${hex(2)}` },
      IP: { source: source.ip, destination: destination.ip, ipVersion: 'IPv4' },
      l4: {
        TCP: {
          source_port: 32768 + random(28232),
          destination_port: ports[random(ports.length)],
          flags: { SYN: true },
        },
      },
      source: endpoint(source, 1 + random(4000)),
      destination: endpoint(destination, 1 + random(4000)),
      Type: 'L3_L4',
      node_name: `default/worker-${random(8)}`,
      ...parts,
      interface: { index: 6 + random(200), name: 'lxc0a1b2c3d4e5f' },
      Summary: 'TCP Flags: SYN',
    };
    yield JSON.stringify({ flow, node_name: flow.node_name, time: at });
  }
}
