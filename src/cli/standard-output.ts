/** Standard output with back-pressure, and an end when its reader goes away. */

import type { TextSink } from '../base/logger.ts';

/** The part of a Node stream that is used. */
export interface OutputStream {
  write(text: string | Uint8Array): boolean;
  /** Bytes that were written to it and have not gone on; not every stream tells. */
  readonly writableLength?: number;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Text on its way to standard output. */
export interface StandardOutput extends TextSink {
  /** Takes text as UTF-8, to go out behind what was written before; the bytes are the stream's from then on. */
  writeBytes(bytes: Uint8Array): void;
  /** Hands what was written since the last call to the stream; resolves when it may be given more. */
  flush(): Promise<void>;
  /** Whether all that was written has left the program, so that its bytes are nobody's any more. */
  readonly isEmpty: boolean;
  /** Aborted when the reader closed its end (`| head`): nothing more can be written, and that is fine. */
  readonly closed: AbortSignal;
}

/**
 * Returns standard output over `stream`. Writes are gathered and go out in one piece with `flush`, so that a batch of
 * flows costs one system call. A closed pipe (EPIPE) aborts `closed`; any other write error does the same, and is told by
 * whoever runs the program.
 */
export function createStandardOutput(stream: OutputStream): StandardOutput {
  const gone = new AbortController();
  let pending: (string | Uint8Array)[] = [];
  let resume: (() => void) | undefined;
  for (const event of ['drain', 'close'] as const) stream.on(event, () => resume?.());
  stream.on('error', () => {
    gone.abort();
    resume?.();
  });
  return {
    closed: gone.signal,
    get isEmpty() {
      return pending.length === 0 && stream.writableLength === 0;
    },
    write: (text) => {
      pending.push(text);
    },
    writeBytes: (bytes) => {
      pending.push(bytes);
    },
    flush: async () => {
      if (pending.length === 0 || gone.signal.aborted) return;
      const [first] = pending;
      const isBytesAlone = pending.length === 1 && first instanceof Uint8Array;
      const isTextAlone = pending.every((piece) => typeof piece === 'string');
      const text = isBytesAlone ? first : isTextAlone ? pending.join('') : Buffer.concat(pending.map(asBytes));
      pending = [];
      if (stream.write(text)) return;
      await new Promise<void>((settle) => {
        resume = settle;
      });
    },
  };
}

function asBytes(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}
