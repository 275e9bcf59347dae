import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { isGrowingLog } from '../../src/client/growing-log.ts';
import { temporaryFolder } from '../sources/harness.ts';

const folder = temporaryFolder();

const packet =
  'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= SRC=192.168.128.30 ' +
  'DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=56743 DF PROTO=TCP SPT=56248 DPT=80 WINDOW=29200 RES=0x00 SYN URGP=0';
const other = 'May 18 18:42:44 ubuntu kernel: [ 1156.1] usb 1-1: new device';
const flow = '{"flow":{"verdict":"DROPPED"}}';

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(folder(name), content);
  return folder(name);
}

const recorded = (name: string) => readFileSync(new URL(`../fixtures/conformance/hubble/${name}`, import.meta.url));

describe('--follow follows', () => {
  it.each<[string, string]>([
    ['kern.log', `${packet}\n`],
    ['kern.log', `${other}\n${packet}\n`],
    ['kern.log', packet],
    ['nothing-known.log', `${other}\n`],
    ['empty.log', ''],
    ['kern.json', `${packet}\n`],
  ])('%s', async (name, content) => {
    expect(await isGrowingLog(file(name, content))).toBe(true);
  });
});

describe('--follow ends with', () => {
  it.each<[string, string | Uint8Array]>([
    ['recorded flows', `${flow}\n`],
    ['recorded flows without a line end', flow],
    ['recorded flows behind what is none', `nothing\n{}\n${flow}\n`],
    ['gzip', gzipSync(`${packet}\n`)],
    ['zstd', zstdCompressSync(`${packet}\n`)],
  ])('%s', async (_name, content) => {
    expect(await isGrowingLog(file('input', content))).toBe(false);
  });

  it.each(['flows.jsonl', 'nonl.jsonl', 'crlf.jsonl', 'odd.jsonl', 'long.jsonl', 'empty.jsonl'])(
    'the recorded %s',
    async (name) => {
      expect(await isGrowingLog(file(name, recorded(name)))).toBe(false);
    },
  );

  it('what is no plain file, and what is not there', async () => {
    mkdirSync(folder('d'));
    execFileSync('mkfifo', [folder('pipe')]);
    const answers = await Promise.all(['-', folder('d'), folder('pipe'), folder('missing')].map(isGrowingLog));
    expect(answers).toEqual([false, false, false, false]);
  });
});
