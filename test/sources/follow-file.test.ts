import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followFile } from '../../src/sources/follow-file.ts';
import type { SourceOptions } from '../../src/sources/source-batch.ts';
import {
  memoryLogger,
  openDescriptors,
  openFilesBelow,
  readUntilError,
  run,
  sourceOptions,
  temporaryFolder,
} from './harness.ts';

const folder = temporaryFolder();
const log = () => folder('kern.log');
const follow = (more: Partial<SourceOptions> = {}) => run((options) => followFile(log(), options), more);

describe('back-fill', () => {
  it('reads the rotated copies oldest first, then the file', async () => {
    writeFileSync(folder('kern.log.3.gz'), gzipSync('a1\na2\n'));
    writeFileSync(folder('kern.log.2.zst'), zstdCompressSync('b1\nb2'));
    writeFileSync(folder('kern.log.1'), 'c1\n');
    writeFileSync(log(), 'd1\nd2\n');
    writeFileSync(folder('syslog.1'), 'not ours\n');
    utimesSync(folder('kern.log.1'), 1_600_000_000, 1_600_000_000);
    const source = follow();
    expect(await source.untilTexts(7)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'd1', 'd2']);
    await source.stop();
    expect(source.records.map((record) => record.line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(source.records.every((record) => !record.live)).toBe(true);
    expect(source.records[4]?.receivedAt).toEqual({ seconds: 1_600_000_000, nanos: 0 });
    expect(new Set(source.records.map((record) => record.source))).toEqual(new Set([`file:${log()}`]));
  });

  it('goes on with what is written, live', async () => {
    writeFileSync(log(), 'old\n');
    const source = follow();
    await source.untilIdle();
    appendFileSync(log(), 'new\n');
    await source.untilTexts(2);
    await source.stop();
    expect(source.records.map((record) => record.live)).toEqual([false, true]);
  });

  it('keeps within its limit, the newest first, and says what it left out', async () => {
    writeFileSync(folder('kern.log.3'), 'x'.repeat(50));
    writeFileSync(folder('kern.log.2'), 'y'.repeat(50));
    writeFileSync(folder('kern.log.1'), 'z'.repeat(50));
    writeFileSync(log(), 'now\n');
    const logger = memoryLogger();
    const source = follow({ backFillBytes: 110, logger });
    await source.untilIdle();
    await source.stop();
    expect(source.texts()).toEqual(['y'.repeat(50), 'z'.repeat(50), 'now']);
    expect(logger.lines).toEqual([expect.stringContaining('the 1 oldest rotated files are not read back')]);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('starts a file above the limit at a line', async () => {
    writeFileSync(folder('kern.log.1'), 'older\n');
    writeFileSync(log(), 'first line\nsecond line\nthird line\n');
    const source = follow({ backFillBytes: 23 });
    await source.untilIdle();
    appendFileSync(log(), 'fourth\n');
    expect(await source.untilTexts(3)).toEqual(['second line', 'third line', 'fourth']);
    await source.stop();
  });

  it('notices a cut of a file whose beginning it skipped', async () => {
    writeFileSync(log(), 'first line\nsecond line\n');
    const source = follow({ backFillBytes: 12 });
    await source.untilIdle();
    writeFileSync(log(), 'new\n');
    expect(await source.untilTexts(2)).toEqual(['second line', 'new']);
    await source.stop();
  });

  it('tells of a broken copy and reads the others', async () => {
    writeFileSync(folder('kern.log.2.gz'), gzipSync('a\n'.repeat(1000)).subarray(0, 20));
    mkdirSync(folder('kern.log.3.gz'));
    writeFileSync(folder('kern.log.1'), 'b\n');
    writeFileSync(log(), 'c\n');
    const logger = memoryLogger();
    const source = follow({ logger });
    await source.untilIdle();
    await source.stop();
    expect(source.texts().slice(-2)).toEqual(['b', 'c']);
    expect(logger.lines).toEqual([
      expect.stringContaining('kern.log.3.gz: is a directory'),
      expect.stringContaining('kern.log.2.gz: broken gzip data'),
    ]);
  });

  it('does not read the followed file twice when a copy is a link to it', async () => {
    writeFileSync(log(), 'once\n');
    execFileSync('ln', [log(), folder('kern.log.1')]);
    const source = follow();
    await source.untilIdle();
    await source.stop();
    expect(source.texts()).toEqual(['once']);
  });
});

describe('following', () => {
  it('waits for the rest of a line', async () => {
    writeFileSync(log(), 'ha');
    const source = follow();
    await source.untilIdle();
    expect(source.texts()).toEqual([]);
    appendFileSync(log(), 'lf\nnext\n');
    expect(await source.untilTexts(2)).toEqual(['half', 'next']);
    await source.stop();
  });

  it('reads the old file to its end after a rename, then the new one', async () => {
    writeFileSync(log(), '1\n');
    const source = follow();
    await source.untilIdle();
    appendFileSync(log(), '2\n');
    renameSync(log(), folder('kern.log.1'));
    writeFileSync(log(), '');
    // A daemon writes to the file it has open until it is told to open the new one.
    appendFileSync(folder('kern.log.1'), '3\nlast');
    await source.untilTexts(3);
    appendFileSync(log(), '4\n');
    expect(await source.untilTexts(5)).toEqual(['1', '2', '3', 'last', '4']);
    await source.stop();
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('reads what was rotated away between two looks', async () => {
    writeFileSync(log(), '1\n');
    const source = follow();
    await source.untilIdle();
    renameSync(log(), folder('kern.log.3'));
    writeFileSync(folder('kern.log.2.gz'), gzipSync('2\n'));
    writeFileSync(folder('kern.log.1'), '3\n');
    writeFileSync(log(), '4\n');
    expect(await source.untilTexts(4)).toEqual(['1', '2', '3', '4']);
    await source.stop();
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('starts anew after a cut, with what the copy holds beyond it', async () => {
    writeFileSync(log(), '1\n2\n');
    const source = follow();
    await source.untilIdle();
    // All of this happens before the source gets a turn, as it may between two looks.
    appendFileSync(log(), '3\n');
    copyFileSync(log(), folder('kern.log.1'));
    truncateSync(log(), 0);
    appendFileSync(log(), '4\n');
    expect(await source.untilTexts(4)).toEqual(['1', '2', '3', '4']);
    await source.stop();
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('notices a cut although the file has grown past where it was', async () => {
    writeFileSync(log(), '1\n2\n');
    const source = follow();
    await source.untilIdle();
    truncateSync(log(), 0);
    appendFileSync(log(), 'three\nfour\nfive\n');
    expect(await source.untilTexts(5)).toEqual(['1', '2', 'three', 'four', 'five']);
    await source.stop();
  });

  it('takes no copy for its own that holds something else', async () => {
    writeFileSync(folder('kern.log.1'), 'aaaaaaaaaaaaaaaaaaaaaaa\n');
    writeFileSync(log(), '1\n2\n');
    const source = follow();
    await source.untilIdle();
    writeFileSync(log(), '3\n');
    expect((await source.untilTexts(4)).slice(1)).toEqual(['1', '2', '3']);
    await source.stop();
  });

  it('waits for a file that vanishes, says so once, and goes on when it is back', async () => {
    writeFileSync(log(), '1\n');
    const logger = memoryLogger();
    const source = follow({ logger });
    await source.untilIdle();
    rmSync(log());
    await expect.poll(() => logger.lines).toHaveLength(1);
    writeFileSync(folder('other'), 'wakes the watch of the folder\n');
    writeFileSync(log(), '2\n');
    expect(await source.untilTexts(2)).toEqual(['1', '2']);
    await source.stop();
    expect(logger.lines).toEqual([
      `warn: file:${log()}: open ${log()}: no such file or directory; waiting for it to come back`,
      `info: file:${log()}: the file is back`,
    ]);
  });

  it('waits while a directory stands in its place', async () => {
    writeFileSync(log(), '1\n');
    const logger = memoryLogger();
    const source = follow({ logger });
    await source.untilIdle();
    rmSync(log());
    mkdirSync(log());
    await expect.poll(() => logger.lines.join('\n')).toContain('is a directory');
    rmSync(log(), { recursive: true });
    writeFileSync(log(), '2\n');
    expect(await source.untilTexts(2)).toEqual(['1', '2']);
    await source.stop();
  });

  it('follows the file behind a symbolic link', async () => {
    mkdirSync(folder('real'));
    writeFileSync(folder('real/file'), '1\n');
    symlinkSync(folder('real/file'), log());
    const source = follow();
    await source.untilIdle();
    appendFileSync(folder('real/file'), '2\n');
    expect(await source.untilTexts(2)).toEqual(['1', '2']);
    await source.stop();
  });

  it('says idle once for each silence', async () => {
    writeFileSync(log(), '1\n');
    const source = follow();
    await source.untilIdle();
    appendFileSync(log(), '2\n');
    await source.untilIdle();
    await source.stop();
    expect(source.idles()).toBe(2);
  });

  it('frees all it holds when it is stopped', async () => {
    writeFileSync(log(), '1\n');
    const before = openDescriptors();
    const source = follow();
    await source.untilIdle();
    await source.stop();
    await expect.poll(openDescriptors).toBeLessThanOrEqual(before);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('loses and repeats nothing over random writes, renames and cuts', async () => {
    const step = fc.constantFrom('write', 'write', 'half', 'rename', 'copytruncate', 'look');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        rmSync(folder(), { recursive: true, force: true });
        mkdirSync(folder());
        writeFileSync(log(), '0\n');
        const source = follow();
        await source.untilIdle();
        let written = 0;
        let half = '';
        let rotations = 0;
        const write = (end: string) => {
          written += half === '' ? 1 : 0;
          appendFileSync(log(), half === '' ? `${written}${end}` : end);
          half = end === '' ? `${written}` : '';
        };
        const shift = () => {
          rotations += 1;
          for (let n = rotations; n > 1; n -= 1) {
            if (existsSync(folder(`kern.log.${n - 1}`)))
              renameSync(folder(`kern.log.${n - 1}`), folder(`kern.log.${n}`));
          }
        };
        for (const each of steps) {
          if (each === 'half' ? half === '' : each === 'write') write(each === 'half' ? '' : '\n');
          if (each === 'look') await new Promise((resolve) => setTimeout(resolve, 15));
          if (each === 'rename' || each === 'copytruncate') {
            if (half !== '') write('\n');
            // A copy that is cut while nothing of it was seen yet, twice, is beyond any reader.
            if (each === 'copytruncate') await source.untilTexts(written + 1);
            shift();
            if (each === 'rename') renameSync(log(), folder('kern.log.1'));
            else {
              copyFileSync(log(), folder('kern.log.1'));
              truncateSync(log(), 0);
            }
            write('\n');
            if (each === 'copytruncate') await source.untilTexts(written + 1);
          }
        }
        if (half !== '') write('\n');
        const expected = Array.from({ length: written + 1 }, (_, n) => String(n));
        expect(await source.untilTexts(expected.length)).toEqual(expected);
        await source.stop();
      }),
      { numRuns: 25 },
    );
  });
});

const failure = async (path: string) => (await readUntilError(followFile(path, sourceOptions()))).error;

describe('a log that cannot be followed', () => {
  it('is named when it is missing at the start', async () => {
    expect(await failure(log())).toMatchObject({
      message: `open ${log()}: no such file or directory`,
      hint: expect.any(String),
    });
  });

  it('is named when its folder is missing', async () => {
    const path = folder('no/kern.log');
    expect(await failure(path)).toMatchObject({ message: `open ${path}: no such file or directory` });
  });

  it('is named when it is a directory', async () => {
    expect(await failure(folder())).toMatchObject({ message: `read ${folder()}: is a directory` });
  });

  it('is named when it is a pipe, with the way on', async () => {
    execFileSync('mkfifo', [folder('pipe')]);
    expect(await failure(folder('pipe'))).toMatchObject({
      message: expect.stringContaining('not a regular file'),
      hint: expect.stringContaining('stdin:'),
    });
    expect(openFilesBelow(folder())).toEqual([]);
  });
});

const logrotate = ['/usr/sbin/logrotate', '/usr/bin/logrotate'].find((path) => existsSync(path));

describe.skipIf(logrotate === undefined && process.env['REQUIRE_PEERS'] === undefined)(
  'logrotate itself (skipped where it is not installed)',
  () => {
    it.each([
      'create',
      'copytruncate',
      'create\n  dateext\n  dateformat -%Y%m%d-%s',
      'create\n  compress\n  delaycompress',
    ])('loses nothing with %s', async (mode) => {
      writeFileSync(log(), '1\n');
      writeFileSync(folder('x.conf'), `${log()} {\n  su root root\n  rotate 5\n  ${mode}\n}\n`, { mode: 0o600 });
      const rotate = () => execFileSync(logrotate!, ['-f', '-s', folder('state'), folder('x.conf')]);
      const source = follow();
      await source.untilIdle();
      appendFileSync(log(), '2\n');
      rotate();
      appendFileSync(log(), '3\n');
      await source.untilTexts(3);
      appendFileSync(log(), '4\n');
      await source.untilTexts(4);
      // Two copies of one second would get one name; logrotate refuses that.
      if (!mode.includes('dateext')) rotate();
      appendFileSync(log(), '5\n');
      expect(await source.untilTexts(5)).toEqual(['1', '2', '3', '4', '5']);
      await source.stop();
      expect(readFileSync(log(), 'utf8')).toMatch(/^(?:3\n4\n)?5\n$/);
    });
  },
);
