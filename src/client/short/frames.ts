/** Frames of HTTP/2 (RFC 9113, section 4 and 6), as far as one call needs them. */

/** What a client begins with. */
export const connectionPreface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Types of frames. */
export const FrameType = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames. */
export const FrameFlag = { ack: 1, endStream: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

/** Settings by their number. */
export const Setting = { headerTableSize: 1, enablePush: 2, initialWindowSize: 4 } as const;

/** The window of a stream and of a connection before anybody says otherwise. */
export const firstWindowBytes = 65_535;

/** The longest frame nobody has to agree to. */
export const longestFrameBytes = 16_384;

const headBytes = 9;

/** A frame that came. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Uint8Array;
}

/** Returns the bytes of a frame. */
export function frameBytes({ type, flags, stream, payload }: Frame): Uint8Array {
  const bytes = Buffer.alloc(headBytes + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, headBytes);
  return bytes;
}

/** Returns the payload of SETTINGS. */
export function settingsPayload(settings: readonly (readonly [setting: number, value: number])[]): Uint8Array {
  const bytes = Buffer.alloc(settings.length * 6);
  for (const [index, [setting, value]] of settings.entries()) {
    bytes.writeUInt16BE(setting, index * 6);
    bytes.writeUInt32BE(value, index * 6 + 2);
  }
  return bytes;
}

/** Returns a number of four bytes, the payload of WINDOW_UPDATE. */
export function windowPayload(bytes: number): Uint8Array {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return payload;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Returns the function that takes what comes of a connection and returns the frames it completes, which are views of what came; undefined
 * for a frame that is too long.
 */
export function createFrameReader(): (chunk: Uint8Array) => readonly Frame[] | undefined {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? asBuffer(chunk) : Buffer.concat([held, chunk]);
    const frames: Frame[] = [];
    let at = 0;
    while (at + headBytes <= held.length) {
      const length = held.readUIntBE(at, 3);
      if (length > longestFrameBytes) return undefined;
      const end = at + headBytes + length;
      if (end > held.length) break;
      const stream = held.readUInt32BE(at + 5) % 2 ** 31;
      frames.push({
        type: held[at + 3] ?? 0,
        flags: held[at + 4] ?? 0,
        stream,
        payload: held.subarray(at + headBytes, end),
      });
      at = end;
    }
    held = held.subarray(at);
    return frames;
  };
}
