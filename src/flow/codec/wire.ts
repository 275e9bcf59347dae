/**
 * The wire format: our plain domain objects to and from protobuf bytes.
 *
 * A decoded message has only the fields that were set: a zero scalar is absent, an empty message that was sent is `{}`,
 * and a wrapper (`is_reply`) is its bare value, so `false` and absent stay apart. Fields of a newer schema are kept under
 * the symbol `unknownFields` and written again. Codes of enums the schema does not know stay numbers.
 */

import protobuf from 'protobufjs/minimal.js';
import { BackwardWriter, noRoom } from './backward-writer.ts';
import { compiled } from './compiled.ts';
import type { MessageName, MessageTypes } from './message-types.ts';
import { once } from './once.ts';
import { trusted } from './plain-message.ts';
import { messageSchema, type MessageSchema } from './schema.ts';
import { compileMessageReader, type MessageReader } from './wire-reader.ts';
import { compileMessageWriter, type MessageWriter } from './wire-writer.ts';

/**
 * Thrown for bytes that are no encoding of the message. It is neither a UsageError nor an RpcError, as only the caller
 * knows whose bytes they are: the gRPC adapters map it to INTERNAL, the store to a bug.
 */
export class MalformedMessageError extends Error {
  readonly messageName: string;

  constructor(messageName: string, cause: unknown) {
    super(`malformed ${messageName}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'MalformedMessageError';
    this.messageName = messageName;
  }
}

/** Bytes of the buffer messages are encoded in before they are copied out; it grows with the largest. */
const scratchBytes = 64 * 1024;

const wireCodec = once(() => ({
  reader: compiled<MessageReader>(compileMessageReader),
  writer: compiled<MessageWriter>(compileMessageWriter),
  // One for all messages: encoding never calls back.
  backward: new BackwardWriter(),
  scratch: Buffer.allocUnsafeSlow(scratchBytes),
}));

/** Returns the encoding of a domain value of `message`. For types that are known at run time only, as in an Any. */
export function encodeBySchema(message: MessageSchema, value: unknown): Uint8Array {
  const codec = wireCodec();
  for (;;) {
    const { length } = codec.scratch;
    const start = encodeBackwards(message, value, codec.scratch, length);
    if (start >= 0) return Buffer.from(codec.scratch.subarray(start));
    codec.scratch = Buffer.allocUnsafeSlow(length * 4);
  }
}

function encodeBackwards(message: MessageSchema, value: unknown, target: Buffer, end: number): number {
  const { writer, backward } = wireCodec();
  const write = writer(message);
  try {
    backward.begin(target, end);
    backward.need(0);
    write(backward, value);
    return backward.start;
  } catch (error) {
    if (error === noRoom) return -1;
    throw error;
  }
}

/** Returns the domain value `bytes` encode. Throws a MalformedMessageError. */
export function decodeBySchema(message: MessageSchema, bytes: Uint8Array): unknown {
  const read = wireCodec().reader(message);
  // A Buffer's strings are decoded natively, and keep a byte order mark.
  const reader = new protobuf.BufferReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  try {
    return read(reader, bytes.byteLength);
  } catch (cause) {
    throw new MalformedMessageError(message.name, cause);
  }
}

/**
 * Returns the protobuf encoding of `value`, fields in the order of their numbers. Throws a RangeError when a bigint does
 * not fit into its 64 bits.
 */
export function encodeMessage<N extends MessageName>(name: N, value: MessageTypes[N]): Uint8Array {
  return encodeBySchema(messageSchema(name), value);
}

/**
 * Returns the message `bytes` encode, as a plain object that shares no memory with them. Throws a MalformedMessageError
 * when they are cut short or no encoding at all; invalid UTF-8 in a string becomes U+FFFD.
 */
export function decodeMessage<N extends MessageName>(name: N, bytes: Uint8Array): MessageTypes[N] {
  return trusted<MessageTypes[N]>(decodeBySchema(messageSchema(name), bytes));
}

/**
 * Encodes `value` into `target`, its last byte just before `end`. Returns where it starts; -1 when there is no room for it, which may be so
 * with up to some kilobytes to spare. What lies before `end` is then lost. Throws as `encodeMessage` does.
 */
export function encodeInto<N extends MessageName>(
  name: N,
  value: MessageTypes[N],
  target: Buffer,
  end: number,
): number {
  return encodeBackwards(messageSchema(name), value, target, end);
}
