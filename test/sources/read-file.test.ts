import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { PassThrough } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { ExitCode } from '../../src/base/exit-codes.ts';
import { recordLimitBytes } from '../../src/flow/source-record.ts';
import { readInput } from '../../src/sources/read-file.ts';
import { openFilesBelow, pipeOf, readAll, readUntilError, sourceOptions, temporaryFolder, text } from './harness.ts';

const folder = temporaryFolder();
const lines = Array.from({ length: 20_000 }, (_, n) => `[${n}] calico-drop: IN=eth0 OUT=cali${n}`);
const log = `${lines.join('\n')}\n`;

describe('reading a file', () => {
  it('yields its records, numbered, as old as the file', async () => {
    writeFileSync(folder('kern.log'), 'one\ntwo\r\n\nlast');
    utimesSync(folder('kern.log'), 1_600_000_000, 1_600_000_000);
    const records = await readAll(readInput(folder('kern.log'), sourceOptions()));
    expect(records.map((record) => [record.line, text(record), record.live, record.receivedAt.seconds])).toEqual([
      [1, 'one', false, 1_600_000_000],
      [2, 'two', false, 1_600_000_000],
      [3, '', false, 1_600_000_000],
      [4, 'last', false, 1_600_000_000],
    ]);
    expect(new Set(records.map((record) => record.source))).toEqual(new Set([folder('kern.log')]));
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it.each([
    ['plain', Buffer.from(log)],
    ['gzip', gzipSync(log)],
    ['zstd', zstdCompressSync(log)],
  ])('tells %s by the bytes, not by the name', async (_name, bytes) => {
    writeFileSync(folder('kern.log'), bytes);
    const records = await readAll(readInput(folder('kern.log'), sourceOptions()));
    expect(records.map(text)).toEqual(lines);
  });

  it('yields an empty file without a record', async () => {
    writeFileSync(folder('empty'), '');
    expect(await readAll(readInput(folder('empty'), sourceOptions()))).toEqual([]);
  });

  it('hands on a line of 3 MB cut, and the next one whole', async () => {
    writeFileSync(folder('kern.log'), `${'x'.repeat(3_000_000)}\nnext\n`);
    const records = await readAll(readInput(folder('kern.log'), sourceOptions()));
    expect(records.map((record) => record.bytes.length)).toEqual([recordLimitBytes + 1, 4]);
  });

  it('yields what a truncated gzip file holds, then fails', async () => {
    const bytes = gzipSync(log);
    writeFileSync(folder('kern.log.2.gz'), bytes.subarray(0, bytes.length - 2000));
    const { records, error } = await readUntilError(readInput(folder('kern.log.2.gz'), sourceOptions()));
    expect(records.length).toBeGreaterThan(10_000);
    expect(records.slice(0, -1)).toEqual(lines.slice(0, records.length - 1));
    expect(error).toBeInstanceOf(InputError);
  });

  it('reads on when the file is removed meanwhile', async () => {
    writeFileSync(folder('kern.log'), log);
    let count = 0;
    for await (const batch of readInput(folder('kern.log'), sourceOptions())) {
      rmSync(folder('kern.log'), { force: true });
      count += batch.records.length;
    }
    expect(count).toBe(lines.length);
  });

  it('closes the file when it is left early', async () => {
    writeFileSync(folder('kern.log'), log);
    for await (const batch of readInput(folder('kern.log'), sourceOptions())) {
      expect(batch.records.length).toBeGreaterThan(0);
      break;
    }
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it.each([
    ['plain', Buffer.from(log)],
    ['gzip', gzipSync(log)],
  ])('ends without an error when it is aborted, in a %s file', async (_name, bytes) => {
    writeFileSync(folder('kern.log'), bytes);
    const abort = new AbortController();
    let batches = 0;
    for await (const batch of readInput(folder('kern.log'), sourceOptions({ signal: abort.signal }))) {
      expect(batch.records.length).toBeGreaterThan(0);
      batches += 1;
      abort.abort();
    }
    expect(batches).toBeLessThan(20);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('opens nothing when it was aborted before', async () => {
    expect(await readAll(readInput('/no/such/file', sourceOptions({ signal: AbortSignal.abort() })))).toEqual([]);
  });
});

const failure = async (path: string) => (await readUntilError(readInput(path, sourceOptions()))).error;

describe('a file that cannot be read', () => {
  it('is named when it is missing, as Hubble words it', async () => {
    const error = await failure(folder('no.log'));
    expect(error).toMatchObject({
      message: `open ${folder('no.log')}: no such file or directory`,
      code: 'input/enoent',
      exitCode: ExitCode.input,
      hint: expect.any(String),
    });
  });

  it('is named when it is a directory, and nothing stays open', async () => {
    expect(await failure(folder())).toMatchObject({ message: `read ${folder()}: is a directory` });
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('is named when a part of its path is a file', async () => {
    writeFileSync(folder('a'), '');
    expect(await failure(folder('a/b'))).toMatchObject({ message: `open ${folder('a/b')}: not a directory` });
  });

  it('is named when it is a link to itself', async () => {
    symlinkSync(folder('loop'), folder('loop'));
    expect(await failure(folder('loop'))).toMatchObject({
      message: `open ${folder('loop')}: too many levels of symbolic links`,
    });
  });

  it('is named with its control characters escaped', async () => {
    expect(await failure(folder('\x1b[2J'))).toMatchObject({ message: expect.stringContaining('\\x1b[2J') });
  });

  it.skipIf(!existsSync('/proc/self/mem'))('is named when reading it fails (skipped without /proc)', async () => {
    // Address 0 of a process is never mapped, so the first read fails for everyone.
    expect(await failure('/proc/self/mem')).toMatchObject({ message: 'read /proc/self/mem: input/output error' });
  });

  it.skipIf(process.getuid?.() !== 0)('is named when we may not read it (run as root, to become nobody)', async () => {
    mkdirSync(folder('d'));
    writeFileSync(folder('d/kern.log'), 'secret\n', { mode: 0o600 });
    chmodSync(folder(), 0o755);
    process.seteuid?.(65_534);
    try {
      expect(await failure(folder('d/kern.log'))).toMatchObject({
        message: `open ${folder('d/kern.log')}: permission denied`,
        exitCode: ExitCode.input,
        hint: expect.stringContaining('adm'),
      });
    } finally {
      process.seteuid?.(0);
    }
  });
});

describe('reading standard input', () => {
  it.each([
    ['plain', Buffer.from(log)],
    ['gzip', gzipSync(log)],
    ['zstd', zstdCompressSync(log)],
  ])('yields the records of a %s pipe', async (_name, bytes) => {
    const records = await readAll(readInput('-', sourceOptions({ stdin: pipeOf(bytes) })));
    expect(records.map(text)).toEqual(lines);
    expect(records[0]).toMatchObject({ source: '-', line: 1 });
  });

  it('says idle once while nothing comes, and takes what comes then as live', async () => {
    const stdin = new PassThrough();
    stdin.write('old\n');
    const seen: unknown[] = [];
    for await (const batch of readInput('-', sourceOptions({ stdin }))) {
      seen.push(batch.idle ? 'idle' : batch.records.map((record) => [text(record), record.live]));
      if (batch.idle) stdin.end('new\nrest');
    }
    expect(seen).toEqual([[['old', false]], 'idle', [['new', true]], [['rest', true]]]);
  });

  it('reads text of a stream with an encoding', async () => {
    const stdin = pipeOf('größe\n').setEncoding('utf8');
    const [record] = await readAll(readInput('-', sourceOptions({ stdin })));
    expect(Buffer.from(record?.bytes ?? []).toString()).toBe('größe');
  });

  it('fails with an InputError when the pipe does, after what it gave', async () => {
    const stdin = new PassThrough();
    stdin.write('one\n');
    const reading = readUntilError(
      (async function* () {
        for await (const batch of readInput('-', sourceOptions({ stdin }))) {
          yield batch;
          stdin.destroy(Object.assign(new Error('boom'), { code: 'EIO' }));
        }
      })(),
    );
    const { records, error } = await reading;
    expect(records).toEqual(['one']);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ message: 'read -: input/output error' });
  });

  it('ends at once when it is aborted while it waits, and destroys the stream', async () => {
    const stdin = new PassThrough();
    const abort = new AbortController();
    stdin.write('one\n');
    const records: string[] = [];
    for await (const batch of readInput('-', sourceOptions({ stdin, signal: abort.signal }))) {
      records.push(...batch.records.map(text));
      if (batch.idle) setImmediate(() => abort.abort());
    }
    expect(records).toEqual(['one']);
    expect(stdin.destroyed).toBe(true);
  });

  it('fails when it was read before', async () => {
    const options = sourceOptions({ stdin: pipeOf('one\n') });
    await readAll(readInput('-', options));
    const { error } = await readUntilError(readInput('-', options));
    expect(error).toMatchObject({ message: 'read -: it was read to its end before', hint: expect.any(String) });
  });

  it('ends when it is left early while the stream waits', async () => {
    const stdin = new PassThrough();
    stdin.write('one\n');
    for await (const batch of readInput('-', sourceOptions({ stdin }))) if (batch.idle) break;
    expect(stdin.destroyed).toBe(true);
  });
});

describe('reading a FIFO', () => {
  it('waits for a writer, reads to the end and closes it', async () => {
    execFileSync('mkfifo', [folder('pipe')]);
    const reading = readAll(readInput(folder('pipe'), sourceOptions()));
    const writer = spawn('sh', ['-c', 'sleep 0.05; printf "one\\ntwo\\n" > "$0"', folder('pipe')]);
    expect((await reading).map(text)).toEqual(['one', 'two']);
    expect(writer.pid).toBeGreaterThan(0);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('can be aborted before anyone writes', async () => {
    execFileSync('mkfifo', [folder('pipe')]);
    const abort = new AbortController();
    const reading = readAll(readInput(folder('pipe'), sourceOptions({ signal: abort.signal })));
    setTimeout(() => abort.abort(), 30);
    expect(await reading).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(openFilesBelow(folder())).toEqual([]);
  });
});

describe('reading a file that grows', () => {
  it('stops at the end it finds', async () => {
    writeFileSync(folder('kern.log'), 'one\n');
    const records: string[] = [];
    for await (const batch of readInput(folder('kern.log'), sourceOptions())) {
      records.push(...batch.records.map(text));
      if (records.length === 1) appendFileSync(folder('kern.log'), 'two\n');
    }
    expect(records).toEqual(['one', 'two']);
  });
});
