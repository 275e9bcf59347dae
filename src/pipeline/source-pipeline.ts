/** One source's way from records to events: everything that depends on the order of its records. */

import type { Logger } from '../base/logger.ts';
import type { Timestamp } from '../base/time/timestamp.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { ExportEvent } from '../flow/messages.ts';
import type { SourceStatus } from '../flow/observed-status.ts';
import type { ObservedEvent, SourceRecord } from '../flow/source-record.ts';
import type { Envelope, ParseResult } from '../parsers/parse-result.ts';
import type { Detector } from '../parsers/detector.ts';
import { SourceCounters } from './counters.ts';
import type { NodeNames } from './node-names.ts';
import type { HeldPacket, PacketStage } from './packet-stage.ts';
import { PairHolder } from './pairing.ts';
import type { RecordClock } from './record-time.ts';
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
  readonly upstream: UpstreamStage;
  readonly logger: Logger;
  /** Takes agent and debug events: they are no answer to a question for flows. */
  readonly onExported?: ((event: ExportEvent) => void) | undefined;
}

type PacketResult = Extract<ParseResult, { kind: 'packet' }>;
type RejectResult = Extract<ParseResult, { kind: 'reject' }>;

/** Repetitions that become flows; the rest of a larger number, which no log has in earnest, is reported as lost. */
const maxRepeats = 1000;

/** The records of one source on their way. */
export class SourcePipeline {
  readonly #options: SourcePipelineOptions;
  readonly #counters: SourceCounters;
  readonly #sequence = createSequenceWatch();
  readonly #pairs = new PairHolder<HeldPacket>();
  #lastTime: Timestamp | undefined;

  constructor(options: SourcePipelineOptions) {
    this.#options = options;
    this.#counters = new SourceCounters(options.name);
  }

  /** Takes records in the order of the source and puts what became of them into `out`. */
  push(records: readonly SourceRecord[], out: ObservedEvent[]): void {
    const { detector, clock } = this.#options;
    if (records.length === 1) {
      const [record] = records;
      if (record !== undefined) this.#take(record, detector.parse(record.bytes), out);
      return;
    }
    const results = records.map((record) => detector.parse(record.bytes));
    // The clock wants to have seen a batch before it tells the time of its records.
    for (const [index, record] of records.entries()) {
      const result = results[index];
      const envelope = result !== undefined && 'envelope' in result ? result.envelope : undefined;
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
    const resolved = this.#options.clock.resolve(envelope, record);
    const gap = this.#sequence.next(envelope, resolved.time);
    if (gap !== undefined) this.#emitLoss(gap, envelope, out);
    if (result.kind === 'packet') this.#takePacket(record, result, resolved, out);
    else if (result.kind === 'lost') this.#takeLost(result, resolved.time, out);
    else this.#note(record, result);
    this.#lastTime = resolved.time;
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
    { time, approximate }: { readonly time: Timestamp; readonly approximate: boolean },
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
    for (let left = times; left > 0; left -= 1) this.#takeHeld(held, out);
    const beyond = (repeated ?? 1) - times;
    if (beyond > 0) this.#emitLoss(kernelLoss(beyond, time, time), envelope, out);
  }

  #takeHeld(held: HeldPacket, out: ObservedEvent[]): void {
    if (!held.mayPair) {
      this.flush(out);
      this.#emitFlow(this.#options.packets.finishOne(held), out);
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
