/** Compressed input made plain, told by its first bytes and never by its name. */

import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { escapeControl } from '../base/escape.ts';
import { InputError } from '../base/errors.ts';
import { inflateSliceBytes, plainChunkBytes } from './defaults.ts';

/** A compression that is read. */
export type Compression = 'gzip' | 'zstd';

const magic: Readonly<Record<Compression, readonly number[]>> = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
};

/** Returns the compression whose magic bytes `head` starts with (RFC 1952, RFC 8878). */
export function compressionOf(head: Uint8Array): Compression | undefined {
  const starts = (bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (starts(magic.gzip)) return 'gzip';
  return starts(magic.zstd) ? 'zstd' : undefined;
}

/**
 * Yields the plain bytes of `chunks`, decompressed when they start as gzip (several members too) or zstd (several
 * frames too). Of input that is cut short or broken, everything readable is yielded first; then it throws an InputError
 * that names `path`. Ending the iteration early ends that of `chunks`.
 */
export async function* decompress(chunks: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator);
    const compression = compressionOf(head);
    const all = startingWith(head, iterator);
    yield* compression === undefined ? all : inflate(all, compression, path);
  } finally {
    await iterator.return?.();
  }
}

/** Reads until the bytes are more than the beginning of a magic: a pipe may stay silent after very few. */
async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (mayBecomeMagic(head)) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

function mayBecomeMagic(head: Uint8Array): boolean {
  return Object.values(magic).some(
    (bytes) => head.length < bytes.length && head.every((byte, at) => bytes[at] === byte),
  );
}

async function* startingWith(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  path: string,
): AsyncGenerator<Uint8Array> {
  const inflater = createInflater(
    compression === 'gzip'
      ? createGunzip({ chunkSize: plainChunkBytes })
      : createZstdDecompress({ chunkSize: plainChunkBytes }),
  );
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && !inflater.over(); at += inflateSliceBytes) {
        yield* await inflater.write(chunk.subarray(at, at + inflateSliceBytes));
      }
      if (inflater.over()) break;
    }
    yield* await inflater.end();
    const failure = inflater.failure();
    if (failure !== undefined) throw brokenInput(compression, path, failure);
  } finally {
    inflater.destroy();
  }
}

function brokenInput(compression: Compression, path: string, cause: Error): InputError {
  return new InputError(`read ${escapeControl(path)}: broken ${compression} data: ${cause.message}`, {
    code: 'input/compression',
    hint: 'the file was cut short or is still being written; the records before that point were read',
    cause,
  });
}

interface Inflater {
  /** Resolves with the plain bytes that `slice` gave, when it is used up or the data turned out broken. */
  write(slice: Uint8Array): Promise<Uint8Array[]>;
  end(): Promise<Uint8Array[]>;
  /** True when nothing more can come: the data is broken, or what follows it is padding. */
  over(): boolean;
  failure(): Error | undefined;
  destroy(): void;
}

/**
 * Feeds the stream by hand: an ordinary `for await` over it would throw away what is still buffered when it fails, and
 * those are the last records before the break.
 */
function createInflater(stream: Gunzip | ZstdDecompress): Inflater {
  let plain: Uint8Array[] = [];
  let failure: Error | undefined;
  let ended = false;
  let settle: (() => void) | undefined;
  stream.on('data', (bytes: Uint8Array) => plain.push(bytes));
  // A write that fails, or that comes after the end of the data, never calls back: these end the wait.
  stream.on('error', (error: Error) => {
    failure = error;
    settle?.();
  });
  stream.on('end', () => {
    ended = true;
    settle?.();
  });

  const after = async (start: () => void): Promise<Uint8Array[]> => {
    if (failure === undefined && !ended) {
      await new Promise<void>((resolve) => {
        settle = resolve;
        start();
      });
    }
    const ready = plain;
    plain = [];
    return ready;
  };

  return {
    write: (slice) => after(() => stream.write(slice, () => settle?.())),
    end: () => after(() => stream.end()),
    over: () => ended || failure !== undefined,
    failure: () => failure,
    destroy: () => void stream.destroy(),
  };
}
