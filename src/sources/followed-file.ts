/** One file that is read while others write to it. */

import type { FileHandle } from 'node:fs/promises';
import { readChunkBytes, tailBytes } from './defaults.ts';
import { inputError } from './input-error.ts';
import { fileIdentity, openFile } from './open-file.ts';
import { InputError } from '../base/errors.ts';
import { escapeControl } from '../base/escape.ts';

/** How far a file was read, with the last bytes before that point to know it again by. */
export interface FilePosition {
  readonly offset: number;
  /** At most `tailBytes` bytes. */
  readonly tail: Uint8Array;
}

/** What the next read found. */
export type FollowedRead =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Nothing more for now. */
  | { readonly kind: 'end' }
  /** The file does not hold any more what was read of it: it was cut, whatever its size is now. */
  | { readonly kind: 'replaced' };

/** A file, read on from a position. */
export interface FollowedFile {
  readonly path: string;
  /** What tells it from other files under whatever name. */
  readonly identity: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Reads on. Throws an InputError when the file system fails. */
  read(): Promise<FollowedRead>;
  position(): FilePosition;
  /** Goes on from `position`, perhaps one in an earlier copy of this file. */
  moveTo(position: FilePosition): void;
  close(): Promise<void>;
}

/** The beginning of a file. */
export const fileStart: FilePosition = { offset: 0, tail: new Uint8Array(0) };

/**
 * Opens a regular file to be followed from its beginning. Throws an InputError when it cannot be opened or is none.
 */
export async function openFollowed(path: string): Promise<FollowedFile> {
  const { handle, stats } = await openFile(path);
  if (!stats.isFile()) {
    await handle.close();
    throw new InputError(`read ${escapeControl(path)}: not a regular file, so it cannot be followed`, {
      code: 'input/not-a-file',
      hint: 'pipe it in instead: --source stdin:',
    });
  }
  let at = fileStart;
  return {
    path,
    identity: fileIdentity(stats),
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    async read() {
      const found = await readAfter(handle, at).catch((error: unknown) => {
        throw inputError('read', path, error);
      });
      if (found.kind === 'bytes') at = advanced(at, found.bytes);
      return found;
    },
    position: () => at,
    moveTo(position) {
      at = position;
    },
    close: () => handle.close(),
  };
}

/**
 * Moves `file` to the first line that begins at or after `offset` (above 0), or to its end when there is none.
 */
export async function skipToLine(file: FollowedFile, offset: number): Promise<void> {
  file.moveTo({ offset: offset - 1, tail: fileStart.tail });
  for (let read = await file.read(); read.kind === 'bytes'; read = await file.read()) {
    const at = read.bytes.indexOf(0x0a) + 1;
    if (at === 0) continue;
    const line = file.position().offset - read.bytes.length + at;
    file.moveTo({ offset: line, tail: Buffer.from(read.bytes.subarray(Math.max(0, at - tailBytes), at)) });
    return;
  }
}

/** The tail is read once more with what follows, so that a file that was cut and grew past our offset is noticed. */
async function readAfter(handle: FileHandle, at: FilePosition): Promise<FollowedRead> {
  const known = at.tail.length;
  const buffer = Buffer.allocUnsafeSlow(known + readChunkBytes);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, at.offset - known);
  if (bytesRead < known || buffer.compare(at.tail, 0, known, 0, known) !== 0) return { kind: 'replaced' };
  if (bytesRead === known) return { kind: 'end' };
  const bytes = buffer.subarray(known, bytesRead);
  // A short line must not keep a whole read's room alive.
  return { kind: 'bytes', bytes: bytes.length * 4 < buffer.length ? Buffer.from(bytes) : bytes };
}

function advanced(at: FilePosition, bytes: Uint8Array): FilePosition {
  const recent = bytes.length >= tailBytes ? bytes : Buffer.concat([at.tail, bytes]);
  return { offset: at.offset + bytes.length, tail: Buffer.from(recent.subarray(-tailBytes)) };
}
