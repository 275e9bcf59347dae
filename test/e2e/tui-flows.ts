/** Flows whose rows can be told apart on screen: each has a port of its own. */

/** What differs from one flow to the next. */
export interface SceneFlow {
  /** Counts from the first; also the seconds after 2024-03-01T09:00:00Z, and with 5000 added the port it goes to. */
  readonly index: number;
  readonly verdict?: 'FORWARDED' | 'DROPPED' | 'AUDIT';
  readonly sourcePod?: string;
  readonly destinationPod?: string;
  readonly destinationNames?: readonly string[];
  readonly summary?: string;
  readonly second?: number;
}

const eventTypes = { FORWARDED: 4, DROPPED: 5, AUDIT: 5 } as const;

/** Returns a flow as a line of Hubble JSON, with a line end. */
export function sceneLine(flow: SceneFlow): string {
  const { index, verdict = 'FORWARDED', sourcePod = 'frontend-1', destinationPod = 'db-0', second = index } = flow;
  const time = new Date(Date.UTC(2024, 2, 1, 9) + second * 1000).toISOString();
  const port = 5000 + index;
  const message = {
    time,
    verdict,
    IP: { source: '10.0.0.1', destination: '10.0.0.2', ipVersion: 'IPv4' },
    l4: { TCP: { source_port: 40_000 + index, destination_port: port, flags: { SYN: true } } },
    source: { namespace: 'shop', pod_name: sourcePod, labels: ['k8s:app=frontend'] },
    destination: { namespace: 'shop', pod_name: destinationPod, labels: ['k8s:app=db'] },
    Type: 'L3_L4',
    node_name: 'edge/worker-7',
    event_type: { type: eventTypes[verdict] },
    traffic_direction: 'INGRESS',
    Summary: flow.summary ?? 'TCP Flags: SYN',
    ...(flow.destinationNames === undefined ? {} : { destination_names: flow.destinationNames }),
  };
  return `${JSON.stringify({ flow: message, node_name: 'edge/worker-7', time })}\n`;
}

const verdicts = ['FORWARDED', 'DROPPED', 'FORWARDED', 'AUDIT'] as const;

/** Returns `count` flows whose verdicts take turns: allowed, denied, allowed, audited. */
export function sceneLines(count: number, from = 0): string {
  return Array.from({ length: count }, (_, at) =>
    sceneLine({ index: from + at, verdict: verdicts[(from + at) % verdicts.length] ?? 'FORWARDED' }),
  ).join('');
}
