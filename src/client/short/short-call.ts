/**
 * A question with a short answer, asked without grpc-js.
 *
 * `observe --last 20` has next to nothing to do, and most of its time was that of loading grpc-js and node:http2 and of running them for the
 * first and only time: 60 ms of 135, where `node -e 0` takes 29 (`node bench/run.ts start-up`). One call on a plain connection of this
 * machine needs little of HTTP/2.
 *
 * Whatever goes otherwise than expected is no failure here: the caller then asks again with grpc-js, which has the last word on all errors. That
 * costs one question more, and is right only because asking changes nothing. To grpc-js belong: TLS and passwords, other machines, answers
 * that may be long or follow, servers that take their time, and every answer but a whole one with status OK. Of HTTP/2 it leaves out, and gives
 * to grpc-js when a server uses them: padding, priorities, CONTINUATION, pushes, a table of headers (the server is told that there is
 * none), compressed messages, and an end that the server announces.
 */

import { connect, type Socket } from 'node:net';
import { callHeaderBlock, readHeaderBlock, type Headers } from './header-block.ts';
import {
  connectionPreface,
  createFrameReader,
  firstWindowBytes,
  frameBytes,
  FrameFlag,
  FrameType,
  longestFrameBytes,
  Setting,
  settingsPayload,
  windowPayload,
  type Frame,
} from './frames.ts';

/** The longest answer, that of one message for grpc-js. It is also the window: the server need not be told to go on. */
const longestAnswerBytes = 4 * 1024 * 1024;

/**
 * Time for the whole answer; a short one on this machine takes some milliseconds. Whoever is slower, or never says anything, is asked by
 * grpc-js: it shows flows while they come, and tells what is wrong.
 */
const defaultPatienceMs = 1000;

const callStream = 1;
const messageHeadBytes = 5;
const nothing = new Uint8Array(0);

/** Where to ask. */
export type ShortCallPlace = { readonly path: string } | { readonly host: string; readonly port: number };

/** What to ask. */
export interface ShortCall {
  readonly place: ShortCallPlace;
  /** Such as `/observer.Observer/GetFlows`. */
  readonly method: string;
  readonly authority: string;
  readonly userAgent: string;
  /** The encoded message. */
  readonly request: Uint8Array;
  readonly signal: AbortSignal;
  /** Called when the question is on its way: until the answer comes there is nothing else to do. */
  readonly onAsked?: () => void;
  /** Milliseconds for the whole answer. Default 1000. */
  readonly patienceMs?: number;
}

/** An answer that came whole, with status OK. */
export interface ShortAnswer {
  readonly headers: Headers;
  /** The encoded messages. */
  readonly messages: readonly Uint8Array[];
}

/** Returns the answer; undefined when there is none, or not as it should be: then nothing is known of the call. Never rejects. */
export function askShortly(call: ShortCall): Promise<ShortAnswer | undefined> {
  const { request, signal, place, onAsked, patienceMs = defaultPatienceMs } = call;
  if (signal.aborted || request.length + messageHeadBytes > longestFrameBytes) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    // A place that is none is an error of the socket as well.
    const socket = connect({ ...place, noDelay: true });
    const answer = new AnswerReader(socket);
    const settle = (value: ShortAnswer | undefined): void => {
      signal.removeEventListener('abort', giveUp);
      clearTimeout(timer);
      socket.destroy();
      resolve(value);
    };
    const giveUp = (): void => settle(undefined);
    signal.addEventListener('abort', giveUp);
    const timer = setTimeout(giveUp, patienceMs);
    socket.on('error', giveUp).on('close', giveUp);
    socket.on('data', (chunk: Uint8Array) => {
      const progress = answer.take(chunk);
      if (progress !== 'more') settle(progress);
    });
    socket.write(opening(call));
    // Not before the question has been handed to the system, which is when the connection stands.
    if (onAsked !== undefined) socket.once('connect', () => setImmediate(onAsked));
  });
}

/** All that the client says: the connection's settings, the call, its message. */
function opening({ method, authority, userAgent, request }: ShortCall): Uint8Array {
  const settings = settingsPayload([
    [Setting.headerTableSize, 0],
    [Setting.enablePush, 0],
    [Setting.initialWindowSize, longestAnswerBytes],
  ]);
  const headers = callHeaderBlock({
    ':authority': authority,
    ':path': method,
    'user-agent': userAgent,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const window = windowPayload(longestAnswerBytes - firstWindowBytes);
  const message = Buffer.alloc(messageHeadBytes + request.length);
  message.writeUInt32BE(request.length, 1);
  message.set(request, messageHeadBytes);
  return Buffer.concat([
    Buffer.from(connectionPreface),
    frameBytes({ type: FrameType.settings, flags: 0, stream: 0, payload: settings }),
    frameBytes({ type: FrameType.windowUpdate, flags: 0, stream: 0, payload: window }),
    frameBytes({ type: FrameType.headers, flags: FrameFlag.endHeaders, stream: callStream, payload: headers }),
    frameBytes({ type: FrameType.data, flags: FrameFlag.endStream, stream: callStream, payload: message }),
  ]);
}

type Progress = ShortAnswer | 'more' | undefined;

/** Takes the answer. Whatever is not expected of a good one ends it with undefined. */
class AnswerReader {
  readonly #socket: Socket;
  readonly #frames = createFrameReader();
  readonly #data: Uint8Array[] = [];
  #dataBytes = 0;
  #headers: Headers | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  take(chunk: Uint8Array): Progress {
    const frames = this.#frames(chunk);
    if (frames === undefined) return undefined;
    for (const frame of frames) {
      const progress = frame.stream === 0 ? this.#ofConnection(frame) : this.#ofStream(frame);
      if (progress !== 'more') return progress;
    }
    return 'more';
  }

  #ofConnection({ type, flags, payload }: Frame): Progress {
    if (type === FrameType.goAway) return undefined;
    const wantsAnswer = type === FrameType.settings || type === FrameType.ping;
    if (wantsAnswer && (flags & FrameFlag.ack) === 0) {
      const echo = type === FrameType.ping ? payload : nothing;
      this.#socket.write(frameBytes({ type, flags: FrameFlag.ack, stream: 0, payload: echo }));
    }
    return 'more';
  }

  #ofStream({ type, flags, stream, payload }: Frame): Progress {
    if (type === FrameType.windowUpdate) return 'more';
    if (stream !== callStream || (flags & FrameFlag.padded) !== 0) return undefined;
    if (type === FrameType.data) return this.#takeData(flags, payload);
    return type === FrameType.headers ? this.#takeHeaders(flags, payload) : undefined;
  }

  #takeData(flags: number, payload: Uint8Array): Progress {
    this.#data.push(payload);
    this.#dataBytes += payload.length;
    // The status comes behind the data. A server that has used up the window would wait for ever.
    const isExpected = this.#headers !== undefined && (flags & FrameFlag.endStream) === 0;
    return isExpected && this.#dataBytes < longestAnswerBytes ? 'more' : undefined;
  }

  #takeHeaders(flags: number, payload: Uint8Array): Progress {
    if ((flags & FrameFlag.endHeaders) === 0 || (flags & FrameFlag.priority) !== 0) return undefined;
    const headers = readHeaderBlock(payload);
    if (headers === undefined) return undefined;
    const isFirst = this.#headers === undefined;
    this.#headers ??= headers;
    if (isFirst && !isGoodHeader(headers)) return undefined;
    if ((flags & FrameFlag.endStream) === 0) return isFirst ? 'more' : undefined;
    return headers.get('grpc-status')?.join() === '0' ? this.#whole(this.#headers) : undefined;
  }

  #whole(headers: Headers): ShortAnswer | undefined {
    const messages = messagesIn(Buffer.concat(this.#data));
    return messages === undefined ? undefined : { headers, messages };
  }
}

function isGoodHeader(headers: Headers): boolean {
  return (
    headers.get(':status')?.join() === '200' && (headers.get('grpc-encoding') ?? ['identity']).join() === 'identity'
  );
}

/** Returns the messages; undefined when one is compressed or cut off. */
function messagesIn(data: Buffer): readonly Uint8Array[] | undefined {
  const messages: Uint8Array[] = [];
  let at = 0;
  while (at < data.length) {
    if (at + messageHeadBytes > data.length || data[at] !== 0) return undefined;
    const end = at + messageHeadBytes + data.readUInt32BE(at + 1);
    if (end > data.length) return undefined;
    messages.push(data.subarray(at + messageHeadBytes, end));
    at = end;
  }
  return messages;
}
