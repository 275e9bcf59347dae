/** Which input files `--follow` follows. */

import { createDetector } from '../parsers/detector.ts';
import { compressionOf } from '../sources/decompress.ts';
import { readHead } from '../sources/file-head.ts';

/** Bytes that are looked at: some 200 lines of a kernel log, or 40 flows. */
const headBytes = 65_536;

const hubbleName = /\.jsonl?$/i;

/**
 * Tells whether `path` is a log that is to be followed: a plain file that holds no recorded flows. `hubble observe --follow` ends
 * with a file of them, and so do we; a kernel log it cannot read at all. Told by the first 64 KiB; a file with nothing in it that is
 * known, an empty one too, is a log unless it is named `.json` or `.jsonl`. Pipes, standard input (`-`), compressed files and what
 * cannot be read are none: reading them says what is wrong.
 */
export async function isGrowingLog(path: string): Promise<boolean> {
  if (path === '-') return false;
  const head = await readHead(path, headBytes);
  if (head === undefined || compressionOf(head) !== undefined) return false;
  const detector = createDetector();
  for (const line of linesOf(head)) {
    const { kind } = detector.parse(line);
    if (kind === 'response') return false;
    if (kind === 'packet') return true;
  }
  return !hubbleName.test(path);
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    yield bytes.subarray(start, end === -1 ? bytes.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}
