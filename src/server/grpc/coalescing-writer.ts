/** Writing messages many at a time: what is ready goes out in few HTTP/2 writes, and one that is alone goes out alone, at once. */

import { nextOrAborted } from '../../base/abort.ts';
import type { AnswerStream } from './http2-stream.ts';

/** Bytes gathered before they are written: so large that the cost of a write no longer counts, so small that a reader is never far behind. */
const bytesPerWrite = 64 * 1024;

/** A flag that says whether the message is compressed (it is not), then four bytes of length: gRPC over HTTP/2, Length-Prefixed-Message. */
const frameHead = 5;

/** A message that is encoded when its turn has come. */
export interface EncodedMessage {
  encoded(): Uint8Array;
}

/**
 * Writes the messages to the stream, framed, in their order; resolves with true when there is room for the next ones, with false when nobody
 * is there to read any more. Messages are encoded only when those before them were taken, so that a slow reader holds up memory for one write.
 */
export async function writeFrames(
  stream: AnswerStream,
  messages: readonly EncodedMessage[],
  gone: AbortSignal,
): Promise<boolean> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for (const message of messages) {
    const encoded = message.encoded();
    gathered.push(encoded);
    bytes += frameHead + encoded.length;
    if (bytes < bytesPerWrite) continue;
    if (!(await write(stream, framed(gathered, bytes), gone))) return false;
    gathered = [];
    bytes = 0;
  }
  return bytes === 0 || (await write(stream, framed(gathered, bytes), gone));
}

/** Returns the messages as frames, one after the other; `bytes` is what they come to. */
function framed(messages: readonly Uint8Array[], bytes: number): Buffer {
  const chunk = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const message of messages) {
    chunk[at] = 0;
    chunk.writeUInt32BE(message.length, at + 1);
    chunk.set(message, at + frameHead);
    at += frameHead + message.length;
  }
  return chunk;
}

/** Resolves as `writeFrames` does. */
async function write(stream: AnswerStream, chunk: Buffer, gone: AbortSignal): Promise<boolean> {
  // A deadline or a reset ends the stream before the handler hears of it, and a write after the end would be an error.
  if (gone.aborted || stream.destroyed || stream.writableEnded) return false;
  if (!stream.write(chunk)) {
    await nextOrAborted((wake) => {
      stream.once('drain', wake).once('close', wake);
      return () => stream.off('drain', wake).off('close', wake);
    }, gone);
  }
  return !gone.aborted && !stream.destroyed;
}
