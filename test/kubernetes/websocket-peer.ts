/** The server's side of a websocket (RFC 6455), as much as an API server shows of it. */

import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Emits `message` with the bytes of each message, `close` once. */
export class WebSocketPeer extends EventEmitter<{ message: [Buffer]; close: [] }> {
  #socket: Duplex;
  #pending: Buffer;
  #parts: Buffer[] = [];

  constructor(socket: Duplex, head: Buffer) {
    super();
    this.#socket = socket;
    this.#pending = head;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.once('close', () => this.emit('close'));
  }

  /** Sends one binary message; false when the other side does not keep up. */
  send(data: Uint8Array): boolean {
    return this.#frame(opcode.binary, data);
  }

  /** Calls `listener` when the other side has caught up. */
  onDrain(listener: () => void): void {
    this.#socket.on('drain', listener);
  }

  /** Says goodbye with a status code and closes. */
  close(code: number): void {
    const status = Buffer.alloc(2);
    status.writeUInt16BE(code);
    this.#frame(opcode.close, status);
    this.#socket.end();
  }

  /** Cuts the connection as a machine that vanished. */
  destroy(): void {
    this.#socket.destroy();
  }

  #frame(kind: number, data: Uint8Array): boolean {
    if (!this.#socket.writable) return true;
    const head = Buffer.alloc(data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10);
    head[0] = 0x80 | kind;
    if (data.length < 126) head[1] = data.length;
    else if (data.length < 65_536) {
      head[1] = 126;
      head.writeUInt16BE(data.length, 2);
    } else {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(data.length), 2);
    }
    this.#socket.write(head);
    return this.#socket.write(data);
  }

  #read(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const frame = cutFrame(this.#pending);
      if (frame === undefined) return;
      this.#pending = this.#pending.subarray(frame.length);
      this.#take(frame);
    }
  }

  #take({ kind, final, data }: Frame): void {
    if (kind === opcode.ping) this.#frame(opcode.pong, data);
    else if (kind === opcode.close) this.close(1000);
    else if (kind !== opcode.pong) {
      this.#parts.push(data);
      if (!final) return;
      const message = Buffer.concat(this.#parts);
      this.#parts = [];
      this.emit('message', message);
    }
  }
}

interface Frame {
  readonly kind: number;
  readonly final: boolean;
  readonly data: Buffer;
  /** Bytes of the whole frame. */
  readonly length: number;
}

function cutFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const sizeAt = 2;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < sizeAt + extra + 4) return undefined;
  const size = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const maskAt = sizeAt + extra;
  const end = maskAt + 4 + size;
  if (bytes.length < end) return undefined;
  const data = Buffer.from(bytes.subarray(maskAt + 4, end));
  for (let index = 0; index < size; index += 1) data[index]! ^= bytes[maskAt + (index & 3)]!;
  return { kind: bytes[0]! & 0x0f, final: (bytes[0]! & 0x80) !== 0, data, length: end };
}

/** Accepts an upgrade with one of the protocols the client offers. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  protocol: string,
): WebSocketPeer {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n` +
      `Sec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
  );
  return new WebSocketPeer(socket, head);
}
