/** One source's way from records to events: everything that depends on the order of its records. */

import type { Logger } from '../base/logger.ts';
import type { Timestamp } from '../base/time/timestamp.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { ExportEvent } from '../flow/messages.ts';
import type { SourceStatus } from '../flow/observed-status.ts';
import type { ObservedEvent, SourceRecord } from '../flow/source-record.ts';
import type { Envelope, ParseResult } from '../parsers/parse-result.ts';
import type { PacketLine } from '../parsers/fast-lane/packet-line.ts';
import type { Detector, LineReader } from '../parsers/detector.ts';
import type { LineFlows, ReadLine } from './line-flows/line-flows.ts';
import { SourceCounters } from './counters.ts';
import type { NodeNames } from './node-names.ts';
import type { HeldPacket, PacketStage } from './packet-stage.ts';
import { PairHolder } from './pairing.ts';
import type { RecordClock, RecordTime } from './record-time.ts';
import { createSequenceWatch, kernelLoss } from './sequence.ts';
import type { UpstreamStage } from './upstream-stage.ts';

/** What one source needs. */
export interface SourcePipelineOptions {
  /** The source as the user wrote it. */
  readonly name: string;
  readonly detector: Detector;
  readonly clock: RecordClock;
  readonly nodes: NodeNames;
  readonly packets: PacketStage;
  /** The short way for lines of the fast lane; absent where flows are wanted as objects. */
  readonly lineFlows: LineFlows | undefined;
  readonly upstream: UpstreamStage;
  readonly logger: Logger;
  /** Takes agent and debug events: they are no answer to a question for flows. */
  readonly onExported?: ((event: ExportEvent) => void) | undefined;
}

type PacketResult = Extract<ParseResult, { kind: 'packet' }>;
/** A line in the detector, and the ways to go on with it. */
interface TakenLine {
  readonly flows: LineFlows;
  readonly lines: LineReader;
  readonly line: PacketLine;
  readonly envelope: Envelope;
}

type RejectResult = Extract<ParseResult, { kind: 'reject' }>;

/** Repetitions that become flows; the rest of a larger number, which no log has in earnest, is reported as lost. */
const maxRepeats = 1000;

function envelopeOf(result: ParseResult): Envelope | undefined {
  return 'envelope' in result ? result.envelope : undefined;
}

/** Tells whether the clock must have seen the records after this one to tell its time (`RecordClock.prime`). */
function needsBatch(envelope: Envelope | undefined, { live }: SourceRecord): boolean {
  if (envelope === undefined) return false;
  const { stamp, journal, uptimeUs } = envelope;
  return !live && stamp === undefined && journal === undefined && uptimeUs !== undefined;
}

/** The records of one source on their way. */
export class SourcePipeline {
  readonly #options: SourcePipelineOptions;
  readonly #counters: SourceCounters;
  readonly #sequence = createSequenceWatch();
  readonly #pairs = new PairHolder<HeldPacket>();
  readonly #short: { readonly flows: LineFlows; readonly lines: LineReader } | undefined;
  #lastTime: Timestamp | undefined;

  constructor(options: SourcePipelineOptions) {
    this.#options = options;
    this.#counters = new SourceCounters(options.name);
    const { lineFlows: flows, detector } = options;
    const { lines } = detector;
    this.#short = flows === undefined || lines === undefined ? undefined : { flows, lines };
  }

  /** Takes records in the order of the source and puts what became of them into `out`. */
  push(records: readonly SourceRecord[], out: ObservedEvent[]): void {
    for (let index = 0; index < records.length; index += 1) {
      const record = records[index];
      if (record === undefined) continue;
      const result = this.#takeShort(record, records.length > 1, out);
      if (result === undefined) continue;
      if (records.length > 1 && needsBatch(envelopeOf(result), record)) {
        this.#pushPrimed(records.slice(index), result, out);
        return;
      }
      this.#take(record, result, out);
    }
  }

  /** Takes a record that the fast lane reads; returns what any other one is, and one that the clock must see the batch of. */
  #takeShort(record: SourceRecord, isBatch: boolean, out: ObservedEvent[]): ParseResult | undefined {
    const { detector } = this.#options;
    const short = this.#short;
    const line = short?.lines.take(record.bytes);
    if (short === undefined || line === undefined) return detector.parse(record.bytes);
    const envelope = short.lines.envelope();
    if (isBatch && needsBatch(envelope, record)) return short.lines.result();
    this.#takeLine(record, { ...short, line, envelope }, out);
    return undefined;
  }

  /** Takes records of which the clock wants to have seen all before it tells the time of the first, whose result is there already. */
  #pushPrimed(records: readonly SourceRecord[], first: ParseResult, out: ObservedEvent[]): void {
    const { detector, clock } = this.#options;
    const results = records.map((record, index) => (index === 0 ? first : detector.parse(record.bytes)));
    for (const [index, record] of records.entries()) {
      const result = results[index];
      const envelope = result && envelopeOf(result);
      if (envelope !== undefined) clock.prime(envelope, record);
    }
    for (const [index, record] of records.entries()) {
      const result = results[index];
      if (result !== undefined) this.#take(record, result, out);
    }
  }

  /** Puts the events of held records into `out`; call it when nothing more is there for now. */
  flush(out: ObservedEvent[]): void {
    if (!this.#pairs.holding) return;
    for (const event of this.#options.packets.finish(this.#pairs.release())) this.#emitFlow(event, out);
  }

  /** Returns the counts of this source. */
  status(): SourceStatus {
    return this.#counters.status();
  }

  #emitFlow(event: ObservedEvent, out: ObservedEvent[]): void {
    this.#counters.flow();
    out.push(event);
  }

  #take(record: SourceRecord, result: ParseResult, out: ObservedEvent[]): void {
    this.#counters.record();
    if (result.kind === 'response') {
      this.flush(out);
      const event = this.#options.upstream.take(result);
      if (event.response.flow === undefined) out.push(event);
      else this.#emitFlow(event, out);
      return;
    }
    const { envelope } = result;
    if (envelope === undefined) {
      this.#note(record, result);
      return;
    }
    const resolved = this.#resolve(envelope, record, out);
    if (result.kind === 'packet') this.#takePacket(record, result, resolved, out);
    else if (result.kind === 'lost') this.#takeLost(result, resolved.time, out);
    else this.#note(record, result);
    this.#lastTime = resolved.time;
  }

  /** Returns when a record happened, after what the kernel's numbers say was lost before it. */
  #resolve(envelope: Envelope, record: SourceRecord, out: ObservedEvent[]): RecordTime {
    const resolved = this.#options.clock.resolve(envelope, record);
    const gap = this.#sequence.next(envelope, resolved.time);
    if (gap !== undefined) this.#emitLoss(gap, envelope, out);
    return resolved;
  }

  /** Takes a line that the fast lane read, the short way where there is one. */
  #takeLine(record: SourceRecord, { flows, lines, line, envelope }: TakenLine, out: ObservedEvent[]): void {
    this.#counters.record();
    const { time, approximate } = this.#resolve(envelope, record, out);
    const node = this.#options.nodes.of(envelope.host);
    const read: ReadLine = { line, envelope, bytes: record.bytes, node, time, approximate };
    const event = flows.event(read);
    if (event === undefined) {
      this.#takePacket(record, lines.result(), { time, approximate, read }, out);
    } else {
      this.#counters.facility(envelope.facility !== undefined);
      this.flush(out);
      this.#emitFlow(event, out);
    }
    this.#lastTime = time;
  }

  /** Counts a record that becomes no event. */
  #note(record: SourceRecord, result: ParseResult): void {
    if (result.kind === 'skip') {
      this.#counters.skip(result.reason);
      if (result.exported !== undefined) this.#options.onExported?.(result.exported);
    } else if (result.kind === 'suppressed') this.#counters.suppress(result.count);
    else if (result.kind === 'reject') this.#reject(record, result);
  }

  #reject(record: SourceRecord, { reason, at, detail, excerpt }: RejectResult): void {
    if (!this.#counters.reject(reason)) return;
    this.#options.logger.warn(
      `${record.source} line ${record.line}: ${reason} at byte ${at}: ${detail}: "${excerpt}" (further ones of this kind are only counted)`,
    );
  }

  #takePacket(
    record: SourceRecord,
    { packet, envelope, repeated, raw }: PacketResult,
    { time, approximate, read }: RecordTime & { readonly read?: ReadLine },
    out: ObservedEvent[],
  ): void {
    this.#counters.facility(envelope.facility !== undefined);
    const { packets, nodes } = this.#options;
    const node = nodes.of(envelope.host);
    const held = packets.read({ bytes: raw ?? record.bytes, packet, envelope, node, time, approximate });
    const times = Math.min(repeated ?? 1, maxRepeats);
    if (held === undefined) {
      this.flush(out);
      for (let left = times; left > 0; left -= 1) this.#counters.skip('ignored by prefix');
      return;
    }
    for (let left = times; left > 0; left -= 1) this.#takeHeld(held, read, out);
    const beyond = (repeated ?? 1) - times;
    if (beyond > 0) this.#emitLoss(kernelLoss(beyond, time, time), envelope, out);
  }

  /** `read` is there for a line of which the short way may learn. */
  #takeHeld(held: HeldPacket, read: ReadLine | undefined, out: ObservedEvent[]): void {
    if (!held.mayPair) {
      const { packets, lineFlows } = this.#options;
      this.flush(out);
      const event = packets.finishOne(held);
      if (read !== undefined) lineFlows?.learn(read, { held, decision: packets.decide(held), event });
      this.#emitFlow(event, out);
      return;
    }
    if (this.#pairs.take(held)) return;
    this.flush(out);
    this.#pairs.take(held);
  }

  #takeLost(result: Extract<ParseResult, { kind: 'lost' }>, time: Timestamp, out: ObservedEvent[]): void {
    this.#emitLoss(kernelLoss(result.count, this.#lastTime, time), result.envelope, out);
  }

  #emitLoss(loss: LostEvent, envelope: Envelope, out: ObservedEvent[]): void {
    this.flush(out);
    this.#counters.lose(Number(loss.num_events_lost ?? 0n));
    const time = loss.last ?? this.#lastTime;
    out.push({
      response: {
        lost_events: loss,
        node_name: this.#options.nodes.of(envelope.host).qualified,
        ...(time !== undefined && { time }),
      },
    });
  }
}
