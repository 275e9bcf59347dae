import type { Logger } from '../../src/base/logger.ts';
import type { Timestamp } from '../../src/base/time/timestamp.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { ObservedEvent, SourceRecord } from '../../src/flow/source-record.ts';
import type { Detector } from '../../src/parsers/detector.ts';
import type { PacketEvent, PacketHeader } from '../../src/parsers/packet-event.ts';
import type { Envelope, ParseResult } from '../../src/parsers/parse-result.ts';
import { createPipeline, type Pipeline, type PipelineOptions } from '../../src/pipeline/pipeline.ts';
import { compilePolicyConfiguration, type PolicyInput } from '../../src/policy/configuration.ts';

/** A point in time, seconds and nanoseconds. */
export function at(seconds: number, nanos = 0): Timestamp {
  return { seconds, nanos };
}

const nothing = (): void => undefined;

/** A logger that keeps its warnings. */
export function keepingLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug: nothing, info: nothing, warn: (message) => warnings.push(message), error: nothing };
}

/** Returns a record of `text`. */
export function aRecord(text: string, rest: Partial<SourceRecord> = {}): SourceRecord {
  const bytes = new TextEncoder().encode(text);
  return { bytes, receivedAt: at(1_800_000_000), live: false, line: 1, source: 'file:kern.log', ...rest };
}

/** Returns the header of a TCP SYN between two pods. */
export function aHeader(rest: Partial<PacketHeader> = {}): PacketHeader {
  return {
    family: 4,
    source: '10.0.0.1',
    destination: '10.0.0.2',
    length: 60,
    ttl: 63,
    ipId: 4711,
    reservedBit: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    protocol: 6,
    l4: { kind: 'tcp', sourcePort: 40000, destinationPort: 80, flags: ['SYN'], window: 64240 },
    ...rest,
  };
}

/** Returns a packet from outside to a pod, with Felix's drop prefix. */
export function aPacket(rest: Partial<PacketEvent> = {}): PacketEvent {
  return {
    prefix: 'calico-drop',
    rawPrefix: 'calico-drop: ',
    prefixGlued: false,
    inInterface: 'eth0',
    outInterface: 'cali0123456789a',
    physicalIn: '',
    physicalOut: '',
    header: aHeader(),
    mark: 0,
    ...rest,
  };
}

/** Returns an envelope of the kernel's ring. */
export function anEnvelope(rest: Partial<Envelope> = {}): Envelope {
  return { format: 'kmsg', facility: 0, host: 'worker-1', uptimeUs: 1_000_000, ...rest };
}

/** Returns a compiled policy of these flags. */
export function aPolicy(input: Partial<PolicyInput> = {}, readFile: (path: string) => string = () => '') {
  return compilePolicyConfiguration({ felixConfigFiles: [], nodeLabels: [], prefixVerdicts: [], ...input }, readFile);
}

/** The mode of a flag. */
export function aMode(value: string): Partial<PolicyInput> {
  return { dropActionOverride: { value, origin: 'flag', name: '--drop-action-override' } };
}

/** Returns a pipeline with the real parsers. */
export function aPipeline(options: Partial<PipelineOptions> = {}): Pipeline {
  return createPipeline({
    clusterName: 'default',
    zone: 'UTC',
    policy: aPolicy(aMode('LogAndDrop')),
    version: '1.2.3',
    logger: keepingLogger(),
    ...options,
  });
}

/**
 * Returns a pipeline whose parser gives these results, one a record, and whose clock tells the uptime as the time; with a
 * function that pushes as many records as there are results.
 */
export function aScriptedPipeline(results: readonly ParseResult[], options: Partial<PipelineOptions> = {}) {
  let next = 0;
  const detector: Detector = {
    parse: () => results[next++] ?? { kind: 'skip', reason: 'blank' },
  };
  const pipeline = aPipeline({
    createDetector: () => detector,
    createRecordClock: () => ({
      prime: () => undefined,
      resolve: ({ uptimeUs = 0 }) => ({
        time: at(Math.floor(uptimeUs / 1e6), (uptimeUs % 1e6) * 1000),
        approximate: false,
      }),
    }),
    ...options,
  });
  const run = (): ObservedEvent[] => [
    ...results.flatMap((_result, index) => pipeline.push(aRecord(`record ${index}`, { line: index + 1 }))),
    ...pipeline.flush(),
  ];
  return { pipeline, run };
}

/** Returns the flows among events. */
export function flowsOf(events: readonly ObservedEvent[]): Flow[] {
  return events.flatMap(({ response }) => (response.flow === undefined ? [] : [response.flow]));
}
