/** Lines of a kernel packet log, as rsyslog writes them, of a cluster with some hundred workloads. */

import { createRandom } from './random.ts';

const servicePorts = [53, 80, 443, 5432, 6379, 8080, 9090, 9092];
const firstMs = Date.UTC(2026, 10, 21, 9, 0, 0);
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function stamp(ms: number): string {
  const at = new Date(ms);
  const day = String(at.getUTCDate()).padStart(2, ' ');
  return `${months[at.getUTCMonth()]} ${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

/** How lines differ. */
export interface KernelLineOptions {
  readonly seed?: number;
  /** Lines a second by their own stamps. Default 2,000. */
  readonly perSecond?: number;
  /** Stamp of the first line in Unix milliseconds. */
  readonly startMs?: number;
  /** Each workload is called by so many others on one port. Unless given, by anybody on any. */
  readonly sourcesPerWorkload?: number;
}

/**
 * Yields `count` lines without terminators: nine of ten TCP SYNs, the rest UDP, about 260 bytes each. The same options give the same
 * lines.
 */
export function* kernelLines(count: number, options: KernelLineOptions = {}): Generator<string> {
  const { seed = 1, perSecond = 2000, startMs = firstMs, sourcesPerWorkload } = options;
  const random = createRandom(seed);
  for (let index = 0; index < count; index += 1) {
    const ms = startMs + (index * 1000) / perSecond;
    const uptime = (100_000 + (ms - startMs) / 1000).toFixed(6);
    const workload = random(400);
    const device = `cali${(0x10000000000 + workload * 7919).toString(16)}`;
    const source =
      sourcesPerWorkload === undefined
        ? `10.${244 + random(2)}.${random(256)}.${1 + random(254)}`
        : `10.245.${workload % 256}.${1 + random(sourcesPerWorkload)}`;
    const destination = `10.244.${workload % 256}.${1 + (workload >> 3)}`;
    const head = `${stamp(ms)} worker-1 kernel: [${uptime}] calico-drop: IN=tunl0 OUT=${device} MAC= SRC=${source} DST=${destination}`;
    const common = `TOS=0x00 PREC=0x00 TTL=62 ID=${random(65536)} DF`;
    const sourcePort = 32768 + random(28232);
    const port =
      servicePorts[sourcesPerWorkload === undefined ? random(servicePorts.length) : workload % servicePorts.length];
    yield random(10) > 0
      ? `${head} LEN=60 ${common} PROTO=TCP SPT=${sourcePort} DPT=${port} WINDOW=64240 RES=0x00 SYN URGP=0 MARK=0xa000000`
      : `${head} LEN=71 ${common} PROTO=UDP SPT=${sourcePort} DPT=53 LEN=51 MARK=0xa000000`;
  }
}
