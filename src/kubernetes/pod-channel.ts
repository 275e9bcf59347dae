/** One TCP connection to a port of a pod, through a websocket of the API server. */

import { Duplex, Readable, Writable } from 'node:stream';
import { PortForward, type KubeConfig } from '@kubernetes/client-node';
import { escapeControl } from '../base/escape.ts';
import { channelTimeoutMs } from './defaults.ts';

/** A port of a pod. */
export interface PodAddress {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** The parts of the websocket that are used; the client's own type needs a package of types that is not there. */
interface ChannelSocket {
  send(frame: Uint8Array, sent: () => void): void;
  pause(): void;
  resume(): void;
  close(): void;
  terminate(): void;
  on(event: 'close', listener: (code: number) => void): void;
  readonly readyState: number;
}

/** Of the websocket standard: closing and closed are above. */
const openState = 1;

/** The channel of a websocket message that carries the connection's bytes; the next one carries errors. */
const dataChannel = 0;

/**
 * The connection as a stream. It ends when the pod, the node or the API server closes it, and never emits an error: `reason`
 * says why it ended. The protocol cannot close one half, so ending it closes both.
 */
export class PodChannel extends Duplex {
  readonly pod: string;
  /** Takes what the pod sends. */
  readonly incoming: Writable;
  /** Takes what the node says when it cannot connect. */
  readonly failures: Writable;
  #socket: ChannelSocket | undefined;
  #reason: string | undefined;

  constructor(pod: string) {
    super({ allowHalfOpen: false });
    this.pod = pod;
    this.incoming = sinkTo((chunk) => this.#receive(chunk));
    this.failures = sinkTo((chunk) => this.#fail(chunk));
  }

  /** True once the other side has ended the connection, even where what it sent before has not been read yet. */
  get ended(): boolean {
    return this.destroyed || this.#reason !== undefined;
  }

  /** Why the connection ended, once it has. */
  get reason(): string {
    return this.#reason ?? 'the connection was closed';
  }

  /** Gives the channel its websocket. */
  attach(socket: ChannelSocket): void {
    this.#socket = socket;
    socket.on('close', (code) => this.#end(`the websocket closed with code ${code}`));
    if (socket.readyState > openState) this.#end('the websocket closed');
    if (this.destroyed) socket.terminate();
  }

  #receive(chunk: Uint8Array): void {
    if (chunk.length > 0 && !this.readableEnded && !this.push(chunk)) this.#socket?.pause();
  }

  // The first message of the channel is the port number, stripped before it gets here.
  #fail(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#end(escapeControl(Buffer.from(chunk).toString('utf8').trim()));
    this.#socket?.close();
  }

  #end(reason: string): void {
    if (this.#reason !== undefined || this.destroyed) return;
    this.#reason = reason;
    this.push(null);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const frame = Buffer.allocUnsafe(chunk.length + 1);
    frame[0] = dataChannel;
    frame.set(chunk, 1);
    // A failed write is followed by the end of the websocket, which tells.
    if (this.#socket === undefined) done();
    else this.#socket.send(frame, () => done());
  }

  override _final(done: () => void): void {
    this.#socket?.close();
    done();
  }

  override _destroy(_error: Error | null, done: (error: null) => void): void {
    // Without waiting for the other side to agree: it may be gone.
    this.#socket?.terminate();
    done(null);
  }
}

function sinkTo(take: (chunk: Uint8Array) => void): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      take(chunk);
      done();
    },
  });
}

/**
 * Opens a channel to a port of a pod. Rejects with what the client reports, or with the signal's reason when it aborts or ten
 * seconds have passed. That nothing listens on the port shows only later, as the end of the channel.
 */
export async function openPodChannel(
  config: KubeConfig,
  address: PodAddress,
  signal: AbortSignal,
): Promise<PodChannel> {
  const channel = new PodChannel(address.pod);
  const opening: Promise<ChannelSocket> = new PortForward(config).portForward(
    encodeURIComponent(address.namespace),
    encodeURIComponent(address.pod),
    [address.port],
    channel.incoming,
    channel.failures,
    // Bytes go to the websocket one at a time with its own flow control, not through the client's unbounded queue.
    new Readable({ read() {} }),
  );
  opening.then(
    (socket) => channel.attach(socket),
    () => channel.destroy(),
  );
  await settledWithin(opening, AbortSignal.any([signal, AbortSignal.timeout(channelTimeoutMs)]), channel);
  return channel;
}

/** Waits for `opening`; destroys the channel and rejects when the signal aborts before. */
async function settledWithin(opening: Promise<unknown>, signal: AbortSignal, channel: PodChannel): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    channel.destroy();
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    await Promise.race([opening, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
