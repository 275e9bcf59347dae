/**
 * The wire format: our plain domain objects to and from protobuf bytes.
 *
 * A decoded message has only the fields that were set: a zero scalar is absent, an empty message that was sent is `{}`,
 * and a wrapper (`is_reply`) is its bare value, so `false` and absent stay apart. Fields of a newer schema are kept under
 * the symbol `unknownFields` and written again. Codes of enums the schema does not know stay numbers.
 */

import protobuf from 'protobufjs/minimal.js';
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

const wireCodec = once(() => ({
  reader: compiled<MessageReader>(compileMessageReader),
  writer: compiled<MessageWriter>(compileMessageWriter),
  // One buffer for all messages: encoding never calls back, and what it returns is a copy.
  scratch: new protobuf.BufferWriter(),
}));

/** Returns the encoding of a domain value of `message`. For types that are known at run time only, as in an Any. */
export function encodeBySchema(message: MessageSchema, value: unknown): Uint8Array {
  const { writer, scratch } = wireCodec();
  const write = writer(message);
  // Left over when a value threw half-way.
  scratch.states = [];
  scratch.reset();
  write(scratch, value);
  return scratch.finish();
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
