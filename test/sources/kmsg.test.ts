import { execFileSync } from 'node:child_process';
import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  openSync,
  closeSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/base/exit-codes.ts';
import { kmsgPath, readKmsg } from '../../src/sources/kmsg.ts';
import { openFilesBelow, readUntilError, run, sourceOptions, temporaryFolder, text } from './harness.ts';

const folder = temporaryFolder();

function readable(): boolean {
  try {
    accessSync(kmsgPath, constants.R_OK | constants.W_OK);
    closeSync(openSync(kmsgPath, 'r'));
    return true;
  } catch {
    return false;
  }
}

const skipRing = !readable() && process.env['REQUIRE_PEERS'] === undefined;

describe.skipIf(skipRing)("the kernel's own ring (skipped where /dev/kmsg may not be read)", () => {
  it('gives what was there, then what comes, and only that is live', async () => {
    const source = run((options) => readKmsg(kmsgPath, options));
    await source.untilIdle();
    const before = source.records.length;
    expect(before).toBeGreaterThan(0);
    expect(source.records.every((record) => !record.live)).toBe(true);
    const mark = `observed-test ${process.pid}-${Date.now()}`;
    writeFileSync(kmsgPath, `<5>${mark}\n`);
    const marked = () => source.records.find((record) => text(record).endsWith(`;${mark}`));
    await source.until(() => marked() !== undefined);
    await source.stop();
    expect(marked()).toMatchObject({ live: true, source: 'kmsg:' });
    // What a process writes is of facility user (1), severity notice (5): 13.
    expect(text(marked()!)).toMatch(/^13,\d+,\d+,-/);
  });

  it('gives whole records, numbered in the order of the ring', async () => {
    const source = run((options) => readKmsg(kmsgPath, options));
    await source.untilIdle();
    await source.stop();
    const sequences = source.texts().map((record) => Number(record.split(',')[1]));
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(source.records.map((record) => record.line)).toEqual(sequences.map((_, n) => n + 1));
    expect(source.texts().every((record) => /^\d+,\d+,\d+,[^;]*;/.test(record) && !record.endsWith('\n'))).toBe(true);
  });

  it('closes the ring when it is stopped', async () => {
    const source = run((options) => readKmsg(kmsgPath, options));
    await source.untilIdle();
    expect(openFilesBelow(kmsgPath)).toHaveLength(1);
    await source.stop();
    expect(openFilesBelow(kmsgPath)).toEqual([]);
  });

  const restriction = '/proc/sys/kernel/dmesg_restrict';
  const restricted = existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1';
  it.skipIf(process.getuid?.() !== 0 || !restricted)(
    'tells how to be allowed to (skipped unless root under kernel.dmesg_restrict=1)',
    async () => {
      process.seteuid?.(65_534);
      try {
        expect((await readUntilError(readKmsg(kmsgPath, sourceOptions()))).error).toMatchObject({
          message: expect.stringMatching(/^open \/dev\/kmsg: (?:operation not permitted|permission denied)$/),
          hint: expect.stringMatching(/CAP_SYSLOG.*kernel\.dmesg_restrict/),
          exitCode: ExitCode.input,
        });
      } finally {
        process.seteuid?.(0);
      }
    },
  );
});

describe('a file or pipe with records of the ring', () => {
  it('is read to its end, then on', async () => {
    writeFileSync(folder('ring'), '5,1,100,-;one\n5,2,200,-;two\n');
    const source = run((options) => readKmsg(folder('ring'), options));
    await source.untilIdle();
    appendFileSync(folder('ring'), '5,3,300,-;three\n');
    expect(await source.untilTexts(3)).toEqual(['5,1,100,-;one', '5,2,200,-;two', '5,3,300,-;three']);
    await source.stop();
    expect(source.records.map((record) => record.live)).toEqual([false, false, true]);
    expect(source.records[0]?.source).toBe(`kmsg:${folder('ring')}`);
    expect(openFilesBelow(folder())).toEqual([]);
  });

  it('is waited for when it is a FIFO, one writer after another', async () => {
    execFileSync('mkfifo', [folder('pipe')]);
    const source = run((options) => readKmsg(folder('pipe'), options));
    await source.untilIdle();
    for (const n of [1, 2]) {
      const writer = openSync(folder('pipe'), 'w');
      writeSync(writer, `5,${n},100,-;record\n`);
      closeSync(writer);
      await source.untilTexts(n);
    }
    await source.stop();
    expect(source.texts()).toEqual(['5,1,100,-;record', '5,2,100,-;record']);
  });

  it('is given out in several batches when there is much', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `5,${n},${n},-;${'x'.repeat(100)}`);
    writeFileSync(folder('ring'), `${lines.join('\n')}\n`);
    const source = run((options) => readKmsg(folder('ring'), options));
    expect(await source.untilTexts(3000)).toEqual(lines);
    await source.stop();
  });

  it('says idle once while it is silent', async () => {
    writeFileSync(folder('ring'), '5,1,100,-;one\n');
    const source = run((options) => readKmsg(folder('ring'), options));
    await source.untilIdle();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await source.stop();
    expect(source.idles()).toBe(1);
  });
});

const failure = async (path: string) => (await readUntilError(readKmsg(path, sourceOptions()))).error;

describe('a ring that cannot be opened', () => {
  it('is named when it is missing, with what to do in a container', async () => {
    expect(await failure(folder('none'))).toMatchObject({
      message: `open ${folder('none')}: no such file or directory`,
      hint: expect.stringContaining('/dev/kmsg'),
    });
  });

  it('is named when it is a directory, and nothing stays open', async () => {
    expect(await failure(folder())).toMatchObject({ message: `read ${folder()}: is a directory` });
    expect(openFilesBelow(folder())).toEqual([]);
  });
});
