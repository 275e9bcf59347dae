import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

import { auditedText, deniedText, hubbleLine, kmsgLine, lines, packetMessage, syslogLine } from './packets.ts';
import { jsonLines, runProgram, temporaryFolder, type Finished } from './programs.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const fixtures = resolve(import.meta.dirname, '../fixtures');
const pods = resolve(import.meta.dirname, '../../demo/three-pods.jsonl');

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const observe = async (...args: string[]): Promise<Finished> => await runProgram('observe', args);
const rows = ({ stdout }: Finished): string[] => stdout.split('\n').slice(0, -1);

const log = file('kern.log', syslogLine());
const assumed =
  'verdicts rest on an assumed drop action override of LogAndDrop, as nothing is configured: ' +
  'a calico-drop line does not say whether the packet went on. Give --drop-action-override or --felix-config.\n';

describe.concurrent('observe --input-file reads', () => {
  const text = syslogLine() + syslogLine({ sourcePort: 2 });
  const inputs: readonly (readonly [string, string | Uint8Array])[] = [
    ['plain', text],
    ['gz', gzipSync(text)],
    ['zst', zstdCompressSync(text)],
  ];

  test.each(inputs)('a file and standard input: %s', async (name, content) => {
    const [fromFile, fromPipe] = await Promise.all([
      observe('--input-file', file(`read.${name}`, content)),
      runProgram('observe', ['--input-file', '-'], { stdin: content }),
    ]);
    expect(rows(fromFile)).toEqual([deniedText(), deniedText({ sourcePort: 2 })]);
    expect(fromPipe).toEqual(fromFile);
    expect(fromFile.code).toBe(0);
  });

  test('Hubble JSON lines', async () => {
    const finished = await observe('--input-file', pods);
    expect({ rows: rows(finished).length, stderr: finished.stderr }).toEqual({ rows: 11, stderr: '' });
  });

  test('several inputs, each in its own format', async () => {
    const finished = await observe('--input-file', log, '--input-file', pods, '--input-file', log);
    expect(rows(finished)).toHaveLength(13);
    expect(rows(finished).filter((row) => row === deniedText())).toHaveLength(2);
  });

  test('formats mixed in one file', async () => {
    const mixed = syslogLine() + hubbleLine('FORWARDED', 0, 1) + `[ 12.5] ${packetMessage()}\n` + syslogLine();
    expect(rows(await observe('--input-file', file('mixed.log', mixed)))).toHaveLength(4);
  });

  const wrapped: readonly string[] = [
    'syslog/rsyslog-imklog.traditional.log',
    'syslog/rsyslog-imklog.fileformat.log',
    'syslog/rsyslog-imklog.protocol23.log',
    'syslog/syslog-ng.iso.log',
    'syslog/syslog-ng.json',
    'journal/journal.short.log',
    'journal/journal.short-full.log',
    'journal/journal.json.jsonl',
    'journal/journal.export',
  ];

  test('one capture in every wrapping: the same packets', async () => {
    const addresses = await Promise.all(
      wrapped.map(async (name) => {
        const finished = await observe('--input-file', join(fixtures, name), '-o', 'json');
        return [name, jsonLines(finished.stdout).length] as const;
      }),
    );
    for (const [name, count] of addresses) expect(count, name).toBeGreaterThan(0);
  });
});

describe.concurrent('the line of the Calico documentation', () => {
  test('is denied under the default, which is said once', async () => {
    const twice = file('twice.log', syslogLine() + syslogLine({ sourcePort: 2 }));
    expect(await observe('--input-file', twice)).toEqual({
      stdout: `${deniedText()}\n${deniedText({ sourcePort: 2 })}\n`,
      stderr: assumed,
      code: 0,
    });
  });

  test.each(['LogAndAccept', 'logandaccept', 'LOGANDACCEPT', 'log-and-accept', 'LOG_AND_ACCEPT', 'LogandAccept'])(
    'is audited under --drop-action-override %s, and nothing is assumed',
    async (mode) => {
      const finished = await observe('--input-file', log, '--drop-action-override', mode);
      expect(finished).toEqual({ stdout: `${auditedText}\n`, stderr: '', code: 0 });
    },
  );

  test('is the original line under -o raw', async () => {
    const { stdout } = await observe('--input-file', log, '-o', 'raw');
    expect(stdout).toBe(syslogLine());
  });

  test('carries line, mark and basis with --extensions', async () => {
    const marked = file('marked.log', syslogLine().replace('URGP=0', 'URGP=0 MARK=0x1000000'));
    const { stdout } = await observe('--input-file', marked, '-o', 'json', '--extensions');
    expect(jsonLines(stdout)[0]).toMatchObject({
      flow: {
        extensions: { mark: 16_777_216, verdict_basis: 'ASSUMED', in_interface: 'tunl0', log_prefix: 'calico-drop' },
      },
    });
  });
});

const felix = (name: string, mode: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: {name: ${name}}\nspec: {dropActionOverride: ${mode}}\n---\n`;

describe.concurrent('policy flags of observe', () => {
  const yaml = file('felix.yaml', felix('default', 'LogAndDrop') + felix('node.ubuntu', 'LogAndAccept'));
  const ini = file('felix.cfg', '[global]\nDropActionOverride = LogAndAccept\n');

  test('--felix-config: node.<name> wins over default', async () => {
    expect((await observe('--input-file', log, '--felix-config', yaml)).stdout).toBe(`${auditedText}\n`);
    const other = await observe('--input-file', log, '--felix-config', yaml, '--log-node-name', 'other');
    expect(other).toEqual({ stdout: `${deniedText()}\n`, stderr: '', code: 0 });
  });

  test('--felix-config: felix.cfg', async () => {
    expect((await observe('--input-file', log, '--felix-config', ini)).stdout).toBe(`${auditedText}\n`);
  });

  test('--drop-action-override goes over --felix-config', async () => {
    const finished = await observe('--input-file', log, '--felix-config', yaml, '--drop-action-override', 'LogAndDrop');
    expect(finished.stdout).toBe(`${deniedText()}\n`);
  });

  const rule = file('rule.log', syslogLine({ prefix: 'calico-packet' }));

  test('a Log rule decides nothing; asked for verdicts, observe says so', async () => {
    const [shown, asked] = await Promise.all([
      observe('--input-file', rule),
      observe('--input-file', rule, '--verdict', 'AUDITED'),
    ]);
    expect(shown.stdout).toContain(' TRACED ');
    expect(shown.stderr).toBe('');
    expect(asked).toMatchObject({ stdout: '', code: 0 });
    expect(asked.stderr).toContain('1 flow of Calico Log rules in this window carries no verdict');
    expect(asked.stderr).toContain("--prefix-verdict 'calico-packet*=AUDITED'");
  });

  test('--prefix-verdict says what a Log rule means', async () => {
    const finished = await observe('--input-file', rule, '--prefix-verdict', 'calico-packet*=AUDITED');
    expect(finished).toEqual({ stdout: `${auditedText}\n`, stderr: '', code: 0 });
    const ignored = await observe('--input-file', rule, '--prefix-verdict', 'calico-packet*=ignore');
    expect(ignored).toMatchObject({ stdout: '', code: 0 });
  });

  test('--log-prefix-template reads the policy back', async () => {
    const named = file('named.log', syslogLine({ prefix: 'calico-packet default:shop/allow-web' }));
    const finished = await observe('--input-file', named, '-o', 'json', '--log-prefix-template', 'calico-packet %t:%p');
    expect(finished.stdout).toContain('allow-web');
    expect(jsonLines(finished.stdout)).toHaveLength(1);
  });

  test('--log-node-name and --cluster-name name the node', async () => {
    const finished = await observe(
      '--input-file',
      log,
      '-o',
      'json',
      '--log-node-name',
      'n1',
      '--cluster-name',
      'prod',
    );
    expect(jsonLines(finished.stdout)[0]).toMatchObject({ node_name: 'prod/n1', flow: { node_name: 'prod/n1' } });
  });

  test('--log-timezone reads stamps without a zone in it', async () => {
    const finished = await observe('--input-file', log, '--log-timezone', 'Europe/Berlin');
    expect(finished.stdout).toMatch(/^May 18 16:42:44\.000: /);
  });

  test('--device-prefix says which devices are workloads', async () => {
    const tap = file('tap.log', syslogLine({ output: 'tap0123' }));
    const [unknown, known] = await Promise.all([
      observe('--input-file', tap),
      observe('--input-file', tap, '--device-prefix', 'tap'),
    ]);
    expect(unknown.stdout).toContain(' TRAFFIC_DIRECTION_UNKNOWN DENIED ');
    expect(known.stdout).toContain(' INGRESS DENIED ');
  });
});

describe.concurrent('what a log tells besides packets', () => {
  test('a line a process forged is counted, never shown', async () => {
    const forged = file('forged.kmsg', kmsgLine(6, 1, 1) + kmsgLine(14, 2, 666) + kmsgLine(6, 3, 3));
    const finished = await observe('--input-file', forged);
    expect(rows(finished)).toHaveLength(2);
    expect(finished.stdout).not.toContain(':666 ');
    expect(finished.stderr).toContain('1 record passed over: written by a process, not by the kernel\n');
  });

  test('a gap of sequence numbers is a lost event with its count', async () => {
    const gap = file('gap.kmsg', kmsgLine(6, 1, 1) + kmsgLine(6, 7, 2));
    const events = jsonLines((await observe('--input-file', gap, '-o', 'json')).stdout);
    expect(events.map((event) => Object.keys(event)[0])).toEqual(['flow', 'lost_events', 'flow']);
    expect(events[1]).toMatchObject({ lost_events: { num_events_lost: '5' } });
  });

  test('records that cannot be read: the first of each kind at once, all by reason at the end', async () => {
    const broken =
      lines(3, () => `${syslogLine().slice(0, 100)}\n`) + syslogLine({ source: '1.2.3.999' }) + syslogLine();
    const finished = await observe('--input-file', file('broken.log', broken));
    expect(finished.stdout).toBe(`${deniedText()}\n`);
    const said = finished.stderr.split('\n');
    expect(said.filter((line) => line.startsWith('warn: '))).toHaveLength(2);
    expect(said.filter((line) => line.includes('line 2:'))).toEqual([]);
    expect(said).toContain('4 of 5 records could not be read: truncated 3, bad address 1');
    expect(finished.code).toBe(0);
  });

  test('a log without packets says so', async () => {
    const finished = await observe('--input-file', file('other.log', 'Jan  1 00:00:00 host sshd[1]: hello\n'));
    expect(finished).toEqual({ stdout: '', stderr: 'no packet log and no flow in 1 record\n', code: 0 });
  });

  test('every real record of the kernel fixtures is shown', async () => {
    const names = ['bridge', 'legacy-ct', 'legacy-noct', 'nft-noct-opts'];
    const finished = await Promise.all(
      names.map((name) => observe('--input-file', join(fixtures, 'kernel', `${name}.kmsg`), '-o', 'json')),
    );
    const flows = finished.flatMap(({ stdout }) => jsonLines(stdout).filter((line) => 'flow' in line));
    const truth = jsonLines(readFileSync(join(fixtures, 'kernel/expected.jsonl'), 'utf8'));
    expect(flows).toHaveLength(truth.filter(({ kind }) => kind === 'packet').length);
    expect(finished.map(({ stderr }) => /could not be read/.test(stderr))).toEqual([false, false, false, false]);
  });
});
