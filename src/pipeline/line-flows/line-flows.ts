/**
 * The short way from a packet line to its flow. The general path makes objects of a line, puts together a flow and an extension of
 * some fifty fields, and encodes them. But a flood is a million lines of a few kinds: the same rule, the same devices, the same flags. Of every
 * kind the first line takes the general path, and what came out of it is cut into a template; the others are written into that, straight from
 * their bytes. So the short way decides nothing itself, and what it writes is to the byte what the general path would have written.
 */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { encodeMessage } from '../../flow/codec/wire.ts';
import type { ObservedEvent } from '../../flow/source-record.ts';
import { numberPlace } from '../../parsers/fast-lane/field-table.ts';
import type { PacketLine } from '../../parsers/fast-lane/packet-line.ts';
import type { Envelope } from '../../parsers/parse-result.ts';
import type { PolicyTimeline } from '../../policy/policy-timeline.ts';
import type { VerdictDecision } from '../../policy/verdict.ts';
import { EncodedEvent } from '../../store/encoded-event.ts';
import type { RowEncoding } from '../../store/segment.ts';
import { SlabWriter } from '../../store/slab.ts';
import { messageStart, type FlowIds } from '../flow-id.ts';
import type { NodeName } from '../node-names.ts';
import type { FlowWatcher, HeldPacket } from '../packet-stage.ts';
import { lineKind, LineRoutes } from './line-routes.ts';
import { lineTemplate } from './line-template.ts';
import { LineWriter } from './line-writer.ts';

/** Where the short way leaves what it wrote; a store is one. */
export interface FlowSlabs {
  /** Returns where flows with this verdict go. */
  slabsFor(verdict: number): SlabWriter;
}

/** What the short way needs. */
export interface LineFlowsOptions {
  readonly timeline: PolicyTimeline;
  /** Those of the general path: equal lines are counted over both. */
  readonly ids: FlowIds;
  readonly watcher: FlowWatcher;
  readonly slabs: FlowSlabs;
}

/** A line and what its source knows of it. */
export interface ReadLine {
  readonly line: PacketLine;
  readonly envelope: Envelope;
  /** The record. */
  readonly bytes: Uint8Array;
  readonly node: NodeName;
  readonly time: Timestamp;
  /** The time is a guess. */
  readonly approximate: boolean;
}

/** What the general path made of a line. */
export interface GeneralWay {
  readonly held: HeldPacket;
  readonly decision: VerdictDecision;
  readonly event: ObservedEvent;
}

// Making a template takes as long as ten lines on the general path: a log in which no kind comes twice must not pay it for each line.
const learnedAtOnce = 2048;
const learnedOf = 16;

const ownedBits = (1 << numberPlace.uid) | (1 << numberPlace.gid);

/** The short way of one source. */
export class LineFlows {
  readonly #timeline: PolicyTimeline;
  readonly #ids: FlowIds;
  readonly #watcher: FlowWatcher;
  readonly #slabs: FlowSlabs;
  /** What is written to see whether a template is right. */
  readonly #trials = new SlabWriter();
  readonly #routes = new LineRoutes();
  readonly #writer = new LineWriter();
  #missed = 0;

  constructor({ timeline, ids, watcher, slabs }: LineFlowsOptions) {
    this.#timeline = timeline;
    this.#ids = ids;
    this.#watcher = watcher;
    this.#slabs = slabs;
  }

  /** Returns the event of a line; undefined when it has to take the general path, which then may `learn` from it. */
  event(read: ReadLine): EncodedEvent | undefined {
    const { line, envelope, bytes, node, time } = read;
    if (!this.#isEligible(read)) return undefined;
    const route = this.#routes.find(line, { node, policy: this.#timeline.policyAt(node.node, time) });
    const template = route?.templateOf(lineKind(line, read.approximate));
    if (route === undefined || template === undefined) return undefined;
    const uuid = this.#ids.lettersOfLine({ node: node.node, envelope, line, bytes });
    this.#writer.write(this.#slabs.slabsFor(template.row.verdict), template, { line, bytes, time, uuid });
    this.#watcher.made(route.packet, route.decision);
    const { slab, start, size, extensionSize, uuidStart } = this.#writer;
    const hasPorts = template.portsIn !== 0;
    return new EncodedEvent(template, {
      slab,
      start,
      size,
      extensionSize,
      uuidStart,
      time,
      sourcePort: hasPorts ? line.number(numberPlace.sourcePort) : 0,
      destinationPort: hasPorts ? line.number(numberPlace.destinationPort) : 0,
      sourceAddress: line.number(numberPlace.source),
      destinationAddress: line.number(numberPlace.destination),
    });
  }

  /** A line terminator that was left on the record is no plain text, the owner of a socket is rare, and so is a mode about to change. */
  #isEligible({ line, bytes, node, time }: ReadLine): boolean {
    if (bytes.length !== line.lineEnd || (line.seen & ownedBits) !== 0) return false;
    return !this.#timeline.isChanging(node.node, time);
  }

  /** Takes the event that the general path made of a line, and of nothing else. */
  learn(read: ReadLine, { held, decision, event }: GeneralWay): void {
    const { line, node, bytes, approximate } = read;
    // Ids are made of all from the first `IN=` on, which a host may have in its name.
    if (!this.#isEligible(read) || messageStart(bytes) !== line.messageStart) return;
    this.#missed += 1;
    if (this.#missed > learnedAtOnce && this.#missed % learnedOf !== 0) return;
    const template = lineTemplate(event);
    const uuid = Buffer.from(event.response.flow?.uuid ?? '', 'latin1');
    this.#writer.write(this.#trials, template, { line, bytes, time: read.time, uuid });
    const { policy, meaning } = held;
    const route = { node, policy, packet: { node, policy, meaning }, decision };
    const kind = lineKind(line, approximate);
    this.#routes.learn(line, route, { kind, template: isEncodingOf(event, this.#writer) ? template : undefined });
  }
}

/** Tells whether a template gives back what it was made of: it does not when the flow has fields that the short way cannot know of. */
function isEncodingOf({ response, extension = {} }: ObservedEvent, encoding: RowEncoding): boolean {
  const { slab, start, size, extensionSize } = encoding;
  const middle = start + size;
  return (
    slab.subarray(start, middle).equals(encodeMessage('observer.GetFlowsResponse', response)) &&
    slab.subarray(middle, middle + extensionSize).equals(encodeMessage('observed.v1.FlowExtension', extension))
  );
}
