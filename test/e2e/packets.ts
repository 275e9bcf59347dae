/** Log lines and Hubble JSON lines for the tests of built programs. */

/** What differs from one line to the next. */
export interface PacketText {
  readonly prefix?: string;
  readonly input?: string;
  readonly output?: string;
  readonly source?: string;
  readonly sourcePort?: number;
}

/** The message of a packet log: a SYN to 192.168.157.26:80 that leaves through a workload's device. */
export function packetMessage(packet: PacketText = {}): string {
  const {
    prefix = 'calico-drop',
    input = 'tunl0',
    output = 'cali76be879f658',
    source = '192.168.128.30',
    sourcePort = 56248,
  } = packet;
  return (
    `${prefix}: IN=${input} OUT=${output} MAC= SRC=${source} DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 ` +
    `DF PROTO=TCP SPT=${sourcePort} DPT=80 WINDOW=64860 RES=0x00 SYN URGP=0`
  );
}

/** The same as rsyslog writes it, with a line end. */
export function syslogLine(packet: PacketText = {}): string {
  return `May 18 18:42:44 ubuntu kernel: [ 1156.246182] ${packetMessage(packet)}\n`;
}

/** What compact output makes of `syslogLine` under LogAndDrop, without a line end. */
export function deniedText({ sourcePort = 56248 }: PacketText = {}): string {
  return `May 18 18:42:44.000: 192.168.128.30:${sourcePort} (unknown) <> 192.168.157.26:80 (unknown) policy-verdict:none INGRESS DENIED (TCP Flags: SYN)`;
}

/** What compact output makes of `syslogLine` under LogAndAccept, without a line end. */
export const auditedText =
  'May 18 18:42:44.000: 192.168.128.30:56248 (unknown) -> 192.168.157.26:80 (unknown) policy-verdict:none INGRESS AUDITED (TCP Flags: SYN)';

/** The same as `/dev/kmsg` gives it, with a line end; priority 6 is the kernel's, 14 that of a process. */
export function kmsgLine(priority: number, sequence: number, sourcePort: number): string {
  return `${priority},${sequence},${sequence * 1000},-;${packetMessage({ sourcePort })}\n`;
}

/** A Hubble JSON line of a flow, with a line end. `second` counts from 2024-03-01T09:00:00Z. */
export function hubbleLine(verdict: 'DROPPED' | 'FORWARDED', second: number, port: number): string {
  const time = new Date(Date.UTC(2024, 2, 1, 9) + second * 1000).toISOString().replace('.000Z', 'Z');
  const flow = {
    time,
    verdict,
    IP: { source: '10.0.0.1', destination: '10.0.0.2', ipVersion: 'IPv4' },
    l4: { TCP: { source_port: port, destination_port: 80, flags: { SYN: true } } },
    source: { namespace: 'shop', pod_name: 'frontend' },
    destination: { namespace: 'shop', pod_name: 'backend' },
    Type: 'L3_L4',
    node_name: 'edge/worker-7',
    event_type: { type: verdict === 'DROPPED' ? 5 : 4 },
    traffic_direction: 'INGRESS',
    Summary: 'TCP Flags: SYN',
  };
  return `${JSON.stringify({ flow, node_name: 'edge/worker-7', time })}\n`;
}

/** `count` lines made by `line`, joined. */
export function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}
