/**
 * Messages of a stream by the batch.
 *
 * grpc-js hands each message up through eight layers with a promise and two turns of the microtask queue: about 10 µs for each, which
 * is more than decoding and printing a flow takes. What its lowest layer takes for a message is up to the decoder that cuts the
 * HTTP/2 data into messages, so this decoder joins all messages that come in at once into one, with their frames, and whoever
 * decodes takes the frames apart. Flow control, limits, status and errors stay with grpc-js.
 *
 * This is the one place that reaches under grpc-js. Where it does not find what it looks for, messages come one by one as usual.
 */

/** A frame: a byte that tells whether it is compressed, four of length (big-endian), and the message. */
const headerBytes = 5;

/** The part of grpc-js' StreamDecoder that is used. */
interface StreamDecoder {
  readonly maxReadMessageLength: number;
  /** Takes HTTP/2 data and returns the frames it completes. Throws when one is longer than the limit. */
  write(data: Buffer): Buffer[];
}

/** The part of the HTTP/2 stream below a call that is used: what comes in with `data` goes to the decoder. */
interface DataStream {
  emit(event: 'data', data: Buffer): boolean;
}

/** The lowest layer of a call. */
interface Bottom {
  readonly decoder: StreamDecoder;
  readonly http2Stream: DataStream;
}

/** How a call leads there: call, interceptors, name resolution, retries, load balancing. */
const steps = ['call', 'nextCall', 'child', 'underlyingCalls', '0'] as const;
const mostSteps = 12;

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isBottom(value: unknown): value is Bottom {
  const decoder = memberOf(value, 'decoder');
  return (
    typeof memberOf(decoder, 'write') === 'function' &&
    typeof memberOf(decoder, 'maxReadMessageLength') === 'number' &&
    // Between two frames.
    memberOf(decoder, 'readState') === 0 &&
    typeof memberOf(memberOf(value, 'http2Stream'), 'emit') === 'function'
  );
}

function bottomOf(call: unknown): Bottom | undefined {
  let place = call;
  for (let step = 0; step < mostSteps && place !== undefined; step += 1) {
    if (isBottom(place)) return place;
    const name = steps.find((candidate) => typeof memberOf(place, candidate) === 'object');
    place = name === undefined ? undefined : memberOf(place, name);
  }
  return undefined;
}

/**
 * A joined message as grpc-js has it: a frame around the frames in `bytes` from `from` up to `to`. Its header takes the place of the
 * five bytes before them, which nobody needs any more: those of the room in front, or the end of what was copied.
 */
function joined(bytes: Buffer, from: number, to: number): Buffer {
  bytes[from - headerBytes] = 0;
  bytes.writeUInt32BE(to - from, from - headerBytes + 1);
  return bytes.subarray(from - headerBytes, to);
}

/** Room for the header of the first joined message. */
const front = Buffer.alloc(headerBytes);

/** Cuts data into frames and joins them. */
class FrameJoiner {
  readonly #limitBytes: number;
  /** Data of a frame that is not complete, and how many bytes there must be for it to be. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #neededBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Does what `StreamDecoder.write` does, for several pieces of data at once: a run of frames that are not compressed becomes one, a compressed one stays alone. */
  write(pieces: readonly Buffer[]): Buffer[] {
    for (const piece of pieces) this.#hold(piece);
    if (this.#heldBytes < this.#neededBytes) return [];
    const bytes = Buffer.concat([front, ...this.#held]);
    const messages: Buffer[] = [];
    let from = headerBytes;
    let at = headerBytes;
    for (let end = this.#frameEnd(bytes, at); end <= bytes.length; end = this.#frameEnd(bytes, at)) {
      if (bytes[at] !== 0) {
        if (at > from) messages.push(joined(bytes, from, at));
        messages.push(Buffer.from(bytes.subarray(at, end)));
        from = end;
      }
      at = end;
    }
    const rest = bytes.subarray(at);
    this.#neededBytes = this.#frameEnd(rest, 0);
    this.#held = [];
    this.#heldBytes = 0;
    this.#hold(rest);
    if (at > from) messages.push(joined(bytes, from, at));
    return messages;
  }

  /** Returns where the frame at `at` ends: behind its header, where that is not there yet. */
  #frameEnd(bytes: Buffer, at: number): number {
    const begin = at + headerBytes;
    if (begin > bytes.length) return begin;
    const length = bytes.readUInt32BE(at + 1);
    if (this.#limitBytes !== -1 && length > this.#limitBytes) {
      throw new Error(`Received message larger than max (${length} vs ${this.#limitBytes})`);
    }
    return begin + length;
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#held.push(piece);
    this.#heldBytes += piece.length;
  }
}

/** Returns what `StreamDecoder.write` is to be. `limitBytes` is the longest message, -1 for any. */
export function createFrameJoiner(limitBytes: number): (...pieces: Buffer[]) => Buffer[] {
  const joiner = new FrameJoiner(limitBytes);
  return (...pieces) => joiner.write(pieces);
}

/**
 * Makes the messages of a call come joined. `call` is what grpc-js returned for it; it must have its metadata already, and no
 * message. Returns whether it worked: where it did not, messages come as they always do.
 */
export function joinFrames(call: object): boolean {
  const bottom = bottomOf(call);
  if (bottom === undefined) return false;
  const { decoder, http2Stream } = bottom;
  const join = createFrameJoiner(decoder.maxReadMessageLength);
  let held: Buffer[] = [];
  decoder.write = (data) => {
    if (data.length > 0) {
      // Most servers send each message as data of its own. All that one read of the socket brings comes in one go, so a tick
      // later there is more; nothing waits for it, and the end of the stream is told another tick later.
      if (held.length === 0) process.nextTick(() => http2Stream.emit('data', nothing));
      held.push(data);
      return [];
    }
    const all = held;
    held = [];
    return join(...all);
  };
  return true;
}

const nothing = Buffer.alloc(0);

/**
 * Calls `visit` for each message in what a deserializer is given, with where it begins and ends there: `messagesIn` without a view
 * for each.
 */
export function visitMessages(bytes: Uint8Array, visit: (from: number, to: number) => void): void {
  if (bytes[0] !== 0) {
    visit(0, bytes.length);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const from = at + headerBytes;
    at = from + view.getUint32(at + 1);
    visit(from, at);
  }
}

/**
 * Returns the messages in what a deserializer is given: those that were joined, or the one it is. A message of protobuf never
 * begins with a zero (no field has the number 0), a frame that is not compressed does.
 */
export function* messagesIn(bytes: Uint8Array): Generator<Uint8Array> {
  if (bytes[0] !== 0) {
    yield bytes;
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const end = at + headerBytes + view.getUint32(at + 1);
    yield bytes.subarray(at + headerBytes, end);
    at = end;
  }
}
