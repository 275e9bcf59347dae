/** Writes the flow of a line straight from its bytes: what the line shares with others of its kind is copied, the rest is put between. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { BackwardWriter } from '../../flow/codec/backward-writer.ts';
import { writeTimestamp } from '../../flow/codec/flow-writer.ts';
import { numberPlace } from '../../parsers/fast-lane/field-table.ts';
import type { PacketLine } from '../../parsers/fast-lane/packet-line.ts';
import type { RowEncoding } from '../../store/segment.ts';
import type { SlabWriter } from '../../store/slab.ts';
import { uuidLetters } from '../uuid.ts';
import { fieldNumber, type LineTemplate } from './line-template.ts';

const varintTag = (number: number): number => number << 3;
const delimitedTag = (number: number): number => (number << 3) | 2;

/**
 * More than a flow takes beside its record, which is in it once and whose words are in it once or twice more: a prefix of 128 bytes, four
 * names of 15, and the name of a node with its cluster.
 */
const otherBytes = 8 * 1024;

/** A line and what was found out about it. */
export interface WrittenLine {
  readonly line: PacketLine;
  /** The record of the line: nothing but printable ASCII. */
  readonly bytes: Uint8Array;
  readonly time: Timestamp;
  /** The letters of the uuid. */
  readonly uuid: Uint8Array;
}

/** Writes flows and tells where the one written last lies. */
export class LineWriter implements RowEncoding {
  #writer = new BackwardWriter();
  #slab: Buffer = Buffer.alloc(0);
  #middle = 0;
  #end = 0;
  #uuidStart = 0;

  /** Where the letters of the uuid are. */
  get uuidStart(): number {
    return this.#uuidStart;
  }

  get slab(): Buffer {
    return this.#slab;
  }

  get start(): number {
    return this.#writer.start;
  }

  get size(): number {
    return this.#middle - this.#writer.start;
  }

  get extensionSize(): number {
    return this.#end - this.#middle;
  }

  /** Writes the flow of a line into `slabs`. */
  write(slabs: SlabWriter, template: LineTemplate, written: WrittenLine): void {
    this.#writer = slabs.room(written.bytes.length + otherBytes);
    this.#slab = slabs.slab;
    this.#end = this.#writer.start;
    this.#extension(template, written);
    this.#middle = this.#writer.start;
    this.#response(template, written);
  }

  #extension(template: LineTemplate, { line, bytes }: WrittenLine): void {
    const writer = this.#writer;
    const { rawLine, mark, ttl, length, ipId } = fieldNumber.extension;
    writer.constant(template.constants, template.extensionBack);
    this.#number(ipId, line.number(numberPlace.ipId));
    this.#number(length, line.number(numberPlace.length));
    this.#number(ttl, line.number(numberPlace.ttl));
    this.#number(mark, line.number(numberPlace.mark));
    writer.constant(template.constants, template.extensionMiddle);
    writer.delimited(bytes);
    writer.varint(delimitedTag(rawLine));
  }

  /** A number of proto3, in which 0 is absent. */
  #number(number: number, value: number): void {
    if (value === 0) return;
    this.#writer.varint(value);
    this.#writer.varint(varintTag(number));
  }

  #response(template: LineTemplate, written: WrittenLine): void {
    const writer = this.#writer;
    const { flow, time } = fieldNumber.response;
    const timeEnd = writer.start;
    writeTimestamp(writer, written.time);
    const timeStart = writer.start;
    this.#length(time, timeEnd);
    const end = writer.start - template.nodeBytes;
    this.#flow(template, written);
    // The time stands in the flow as it does in the response.
    const flowTimeEnd = writer.start;
    writer.few(this.#slab, timeStart, timeEnd);
    this.#length(fieldNumber.flow.time, flowTimeEnd);
    this.#length(flow, end);
  }

  /** The flow but for its time, and `node_name` behind it. */
  #flow(template: LineTemplate, { line, bytes, uuid }: WrittenLine): void {
    const writer = this.#writer;
    const numbers = fieldNumber.flow;
    writer.constant(template.constants, template.back);
    writer.few(uuid, 0, uuidLetters);
    this.#uuidStart = writer.start;
    writer.varint(uuidLetters);
    writer.varint(delimitedTag(numbers.uuid));
    writer.constant(template.constants, template.middle);
    this.#l4(template, line);
    const end = writer.start;
    writer.constant(template.constants, template.ipRest);
    this.#address(fieldNumber.ip.destination, line, bytes);
    this.#address(fieldNumber.ip.source, line, bytes);
    this.#length(numbers.ip, end);
    writer.constant(template.constants, template.front);
  }

  #l4({ constants, portsIn, l4Rest }: LineTemplate, line: PacketLine): void {
    const end = this.#writer.start;
    this.#writer.constant(constants, l4Rest);
    if (portsIn === 0) return;
    this.#number(fieldNumber.ports.destination, line.number(numberPlace.destinationPort));
    this.#number(fieldNumber.ports.source, line.number(numberPlace.sourcePort));
    this.#length(portsIn, end);
    this.#length(fieldNumber.flow.l4, end);
  }

  #address(number: 1 | 2, line: PacketLine, bytes: Uint8Array): void {
    const writer = this.#writer;
    const side = number === fieldNumber.ip.source ? 0 : 1;
    if (line.family === 4) {
      const [from, to] = [line.addressStarts[side], line.addressEnds[side]];
      writer.few(bytes, from, to);
      writer.varint(to - from);
    } else {
      writer.text(line.addresses6[side]);
    }
    writer.varint(delimitedTag(number));
  }

  /** Ends the message in the field `number` whose last byte is just before `end`. */
  #length(number: number, end: number): void {
    this.#writer.varint(end - this.#writer.start);
    this.#writer.varint(delimitedTag(number));
  }
}
