/** The server's side of SPDY/3.1 inside a websocket, as `kubectl port-forward` speaks it. */

import { readFileSync } from 'node:fs';
import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import type { WebSocketPeer } from './websocket-peer.ts';

const dictionary = readFileSync(new URL('../fixtures/kubernetes/spdy3-headers.dictionary', import.meta.url));
const type = { synStream: 1, synReply: 2, rstStream: 3, ping: 6 } as const;
const fin = 1;

/** A stream the client opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: ReadonlyMap<string, string>;
  write(data: Uint8Array): void;
  /** Closes this side. */
  end(): void;
  onData: (data: Buffer) => void;
  /** The client closed its side. */
  onEnd: () => void;
}

/** Header blocks of one direction are one zlib stream, cut at sync points. */
class HeaderReader {
  #compressed = Buffer.alloc(0);
  #read = 0;

  read(block: Buffer): ReadonlyMap<string, string> {
    this.#compressed = Buffer.concat([this.#compressed, block]);
    const all = inflateSync(this.#compressed, { dictionary, finishFlush: constants.Z_SYNC_FLUSH });
    const plain = all.subarray(this.#read);
    this.#read = all.length;
    const headers = new Map<string, string>();
    let at = 4;
    const text = () => {
      const length = plain.readUInt32BE(at);
      at += 4 + length;
      return plain.subarray(at - length, at).toString();
    };
    for (let count = plain.readUInt32BE(0); count > 0; count -= 1) headers.set(text(), text());
    return headers;
  }
}

/** Calls `onStream` for each stream the client opens. */
export function serveSpdy(peer: WebSocketPeer, onStream: (stream: SpdyStream) => void): void {
  const streams = new Map<number, SpdyStream>();
  const reader = new HeaderReader();
  let repliedOnce = false;
  let pending = Buffer.alloc(0);

  const control = (kind: number, payload: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(0x8003, 0);
    head.writeUInt16BE(kind, 2);
    head.writeUInt32BE(payload.length, 4);
    peer.send(Buffer.concat([head, payload]));
  };
  const data = (id: number, flags: number, payload: Uint8Array) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(id, 0);
    head.writeUInt32BE(payload.length, 4);
    head[4] = flags;
    peer.send(Buffer.concat([head, payload]));
  };
  const open = (payload: Buffer) => {
    const id = payload.readUInt32BE(0);
    const stream: SpdyStream = {
      id,
      headers: reader.read(payload.subarray(10)),
      write: (bytes) => data(id, 0, bytes),
      end: () => data(id, fin, Buffer.alloc(0)),
      onData: () => {},
      onEnd: () => {},
    };
    streams.set(id, stream);
    const reply = Buffer.alloc(4);
    reply.writeUInt32BE(id);
    const flush = { finishFlush: constants.Z_SYNC_FLUSH };
    const noHeaders = Buffer.alloc(4);
    const block = repliedOnce ? deflateRawSync(noHeaders, flush) : deflateSync(noHeaders, { ...flush, dictionary });
    repliedOnce = true;
    control(type.synReply, Buffer.concat([reply, block]));
    onStream(stream);
    return stream;
  };
  const takeControl = (kind: number, flags: number, payload: Buffer) => {
    if (kind === type.ping) control(type.ping, payload);
    else if (kind === type.rstStream) streams.get(payload.readUInt32BE(0))?.onEnd();
    else if (kind === type.synStream) {
      const stream = open(payload);
      if ((flags & fin) !== 0) stream.onEnd();
    }
  };
  const takeData = (id: number, flags: number, payload: Buffer) => {
    const stream = streams.get(id);
    if (payload.length > 0) stream?.onData(payload);
    if ((flags & fin) !== 0) stream?.onEnd();
  };

  peer.on('message', (message) => {
    pending = Buffer.concat([pending, message]);
    while (pending.length >= 8) {
      const end = 8 + (pending.readUInt32BE(4) & 0xff_ffff);
      if (pending.length < end) return;
      const payload = Buffer.from(pending.subarray(8, end));
      const first = pending.readUInt32BE(0);
      const flags = pending[4]!;
      pending = pending.subarray(end);
      if (first >= 0x8000_0000) takeControl(first & 0xffff, flags, payload);
      else takeData(first, flags, payload);
    }
  });
}
