import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { compressionOf, decompress } from '../../src/sources/decompress.ts';

async function* chunked(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function plain(chunks: AsyncIterable<Uint8Array>): Promise<{ text: string; error: unknown }> {
  const parts: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const part of decompress(chunks, 'kern.log.gz')) parts.push(Buffer.from(part));
  } catch (thrown) {
    error = thrown;
  }
  return { text: Buffer.concat(parts).toString('latin1'), error };
}

const log = Array.from({ length: 12_000 }, (_, n) => `line ${n} ${Math.sin(n)}`).join('\n');

describe('decompress', () => {
  it.each([
    ['gzip', gzipSync(log)],
    ['zstd', zstdCompressSync(log)],
    ['plain', Buffer.from(log)],
    ['two gzip members', Buffer.concat([gzipSync(log.slice(0, 9000)), gzipSync(log.slice(9000))])],
    ['two zstd frames', Buffer.concat([zstdCompressSync(log.slice(0, 9000)), zstdCompressSync(log.slice(9000))])],
    ['gzip with padding', Buffer.concat([gzipSync(log), Buffer.alloc(512)])],
  ])('reads %s, in chunks of any size', async (_name, bytes) => {
    for (const size of [50, 1000, 100_000]) {
      expect(await plain(chunked(bytes, size))).toEqual({ text: log, error: undefined });
    }
  });

  it.each(['', 'a', '\x1f', '\x1f\x8c..', '(\xb5/'])('passes on %j, which only begins like a magic', async (text) => {
    expect(await plain(chunked(Buffer.from(text, 'latin1')))).toEqual({ text, error: undefined });
  });

  it.each([
    ['gzip', gzipSync(log)],
    ['zstd', zstdCompressSync(log)],
  ])('gives what can be read of a truncated %s file, then fails', async (name, bytes) => {
    const { text, error } = await plain(chunked(bytes.subarray(0, bytes.length - 3000)));
    expect(text.length).toBeGreaterThan(10_000);
    expect(log.startsWith(text)).toBe(true);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ message: expect.stringContaining(`read kern.log.gz: broken ${name} data`) });
  });

  it('gives what comes before broken data, then fails', async () => {
    const bytes = Buffer.from(gzipSync(log));
    bytes.fill(0xff, 30_000, 30_100);
    const { text, error } = await plain(chunked(bytes));
    expect(text.length).toBeGreaterThan(10_000);
    expect(error).toBeInstanceOf(InputError);
  });

  it('never hangs and never throws anything but an InputError on random bytes after a magic', async () => {
    const magic = fc.constantFrom([0x1f, 0x8b, 8, 0], [0x28, 0xb5, 0x2f, 0xfd]);
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
        const { error } = await plain(chunked(Buffer.from([...head, ...tail]), 7));
        if (error !== undefined) kinds.add(error instanceof Error ? error.name : 'no error at all');
      }),
    );
    expect([...kinds]).toEqual(['InputError']);
  });

  it('ends what it reads from when it is ended early', async () => {
    let ended = false;
    async function* source() {
      try {
        yield* chunked(gzipSync(log), 100);
      } finally {
        ended = true;
      }
    }
    for await (const part of decompress(source(), 'x')) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    expect(ended).toBe(true);
  });

  it('tells the compression by the magic alone', () => {
    expect(compressionOf(gzipSync('x'))).toBe('gzip');
    expect(compressionOf(zstdCompressSync('x'))).toBe('zstd');
    expect(compressionOf(new Uint8Array(0))).toBeUndefined();
  });
});
