/** The additions to Hubble's output and input: csv, md, fields, the schema, `--at`, merged and followed files. */

import { spawnSync } from 'node:child_process';
import { appendFileSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

import { validate } from '../helpers/json-schema.ts';
import { deniedText, hubbleLine, lines, syslogLine } from './packets.ts';
import { serve } from './serving.ts';
import { jsonLines, runProgram, startProgram, temporaryFolder, type Finished, type Running } from './programs.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const observe = async (...args: string[]): Promise<Finished> => await runProgram('observe', args);
const rows = ({ stdout }: Finished): string[] => stdout.split('\n').slice(0, -1);
const schema = JSON.parse(readFileSync(join(root, 'docs/flow.schema.json'), 'utf8')) as Readonly<
  Record<string, unknown>
>;

describe.concurrent('every line of the demo', () => {
  test.each([
    ['json', []],
    ['jsonpb', []],
    ['json', ['--extensions']],
    ['json', ['--fields', 'time,verdict,source.pod_name']],
    ['json', ['--field-mask', 'uuid,l4']],
  ])('is described by the schema: -o %s %j', async (format, more) => {
    const objects = jsonLines((await observe('demo', '-o', format, ...more)).stdout);
    expect(objects).toHaveLength(154);
    expect(objects.flatMap((object) => validate(schema, object))).toEqual([]);
  });

  test('is a row of csv and of md behind the header', async () => {
    const [csv, md] = await Promise.all([observe('demo', '-o', 'csv'), observe('demo', '-o', 'md')]);
    expect(rows(csv)).toHaveLength(1 + 154);
    expect(rows(csv)[0]).toMatch(/^time,node_name,verdict,/);
    expect(rows(md)).toHaveLength(2 + 154);
    expect(new Set(rows(md).map((row) => row.replaceAll(/\\./g, '').split('|').length))).toEqual(new Set([8]));
    expect([csv, md].map(({ stderr, code }) => ({ stderr, code }))).toEqual([
      { stderr: '', code: 0 },
      { stderr: '', code: 0 },
    ]);
  });
});

describe.concurrent('--fields', () => {
  const input = file('fields.jsonl', hubbleLine('DROPPED', 0, 7));

  test('picks columns', async () => {
    const { stdout } = await observe(
      '--input-file',
      input,
      '-o',
      'csv',
      '--fields',
      'verdict,source.pod_name,l4.TCP.destination_port',
    );
    expect(stdout).toBe('verdict,source.pod_name,l4.TCP.destination_port\nDROPPED,frontend,80\n');
  });

  test('is applied here, where the field mask is what a server is asked for', async () => {
    const [fields, mask] = await Promise.all([
      observe('--input-file', input, '-o', 'json', '--fields', 'verdict'),
      observe('--input-file', input, '-o', 'json', '--field-mask', 'verdict'),
    ]);
    expect(jsonLines(fields.stdout)).toEqual([{ flow: { verdict: 'DROPPED' } }]);
    // As Hubble prints a recorded file, whatever the mask.
    expect(mask.stdout).toBe(hubbleLine('DROPPED', 0, 7));
  });

  test('refuses what is no field', async () => {
    const { stdout, stderr, code } = await observe('--input-file', input, '-o', 'md', '--fields', 'pod');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain('invalid argument "pod" for "--fields" flag: no such field of a flow');
  });
});

describe.concurrent('--field-mask over a log', () => {
  test('leaves what it names, as a server would', async () => {
    const { stdout } = await observe(
      '--input-file',
      file('mask.log', syslogLine()),
      '-o',
      'json',
      '--field-mask',
      'verdict,IP.source',
    );
    expect(jsonLines(stdout)).toEqual([{ flow: { verdict: 'DROPPED', IP: { source: '192.168.128.30' } } }]);
  });
});

describe.concurrent('--at', () => {
  const input = file(
    'at.jsonl',
    lines(300, (second) => hubbleLine('DROPPED', second, second)),
  );

  test('shows the flows around a moment, both ends included, and says what was meant', async () => {
    const { stdout, stderr } = await observe(
      '--input-file',
      input,
      '--at',
      '2024-03-01T09:02Z',
      '--window',
      '4s',
      '-o',
      'json',
    );
    expect(jsonLines(stdout).map(({ time }) => time)).toEqual(
      [58, 59, 60, 61, 62].map(
        (second) => `2024-03-01T09:0${second < 60 ? 1 : 2}:${String(second % 60).padStart(2, '0')}Z`,
      ),
    );
    expect(stderr).toBe(
      '2024-03-01T09:02Z is 2024-03-01T09:02:00Z: flows from 2024-03-01T09:01:58Z to 2024-03-01T09:02:02Z\n',
    );
  });

  test('states day and zone of a bare clock time', async () => {
    const { stderr, code } = await observe('--input-file', input, '--at', '14:03', '--log-timezone', 'Europe/Berlin');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^14:03 is \d{4}-\d\d-\d\dT1[23]:03:00Z \(time zone Europe\/Berlin\): flows from /);
  });
});

describe.concurrent('several inputs', () => {
  test('are merged by time: a file, gzip and standard input', async () => {
    const even = file(
      'even.jsonl',
      lines(200, (index) => hubbleLine('DROPPED', index * 3, 1)),
    );
    const zipped = file('odd.jsonl.gz', gzipSync(lines(200, (index) => hubbleLine('FORWARDED', index * 3 + 1, 2))));
    const stdin = lines(200, (index) => hubbleLine('DROPPED', index * 3 + 2, 3));
    const args = ['--input-file', even, '--input-file', zipped, '--input-file', '-', '-o', 'csv'];
    const { stdout } = await runProgram('observe', [...args, '--fields', 'time,source_port'], { stdin });
    const printed = stdout.split('\n').slice(1, -1);
    expect(printed).toHaveLength(600);
    expect(printed.map((row) => row.split(',')[1])).toEqual(
      Array.from({ length: 600 }, (_, at) => String((at % 3) + 1)),
    );
    expect(printed.map((row) => Date.parse(row.split(',')[0] ?? ''))).toEqual(
      Array.from({ length: 600 }, (_, at) => Date.UTC(2024, 2, 1, 9) + at * 1000),
    );
  });

  test('may be a redirected file', () => {
    const program = join(root, 'dist/bin/observe.js');
    const from = openSync(file('redirected.log', syslogLine()), 'r');
    const { stdout } = spawnSync(process.execPath, [program, '--input-file', '-'], {
      stdio: [from, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${deniedText()}\n`);
  });
});

const portOf = (line: unknown): number =>
  (line as { flow: { l4: { TCP: { source_port: number } } } }).flow.l4.TCP.source_port;

/** Stops a follower that a test started, also when the test fails. */
async function stopped(running: Running, body: () => Promise<void>): Promise<Finished> {
  try {
    await body();
  } finally {
    running.child.kill('SIGINT');
  }
  return await running.finished;
}

describe.concurrent('--follow of a server', () => {
  test.each(['compact', 'json', 'csv', 'md'])('prints each line as it comes, data alone: -o %s', async (format) => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndDrop'] });
    const running = serving.follow('-f', '--all', '-o', format);
    const { stdout, stderr } = await stopped(running, async () => {
      for (const sourcePort of [40_001, 40_002, 40_003]) {
        serving.server.child.stdin?.write(syslogLine({ sourcePort }));
        await running.waitFor('stdout', new RegExp(`${sourcePort}.*\\n$`));
      }
    });
    expect(stdout.match(/4000\d/g)).toEqual(['40001', '40002', '40003']);
    expect(stderr).toBe('');
  });
});

describe.concurrent('--follow over a file', () => {
  test('prints each line as it is written, data alone, until it is interrupted', async () => {
    const path = file('follow.log', syslogLine({ sourcePort: 1 }));
    const running = startProgram('observe', ['--input-file', path, '-f', '-o', 'csv', '--fields', 'source_port']);
    const { stdout, code } = await stopped(running, async () => {
      await running.waitFor('stdout', /^source_port\n1\n$/);
      await running.waitFor('stderr', /^verdicts rest on an assumed .*\n$/);
      appendFileSync(path, syslogLine({ sourcePort: 2 }));
      await running.waitFor('stdout', /\n2\n$/);
      appendFileSync(path, syslogLine({ sourcePort: 3 }));
      await running.waitFor('stdout', /\n3\n$/);
    });
    expect({ stdout, code }).toEqual({ stdout: 'source_port\n1\n2\n3\n', code: 130 });
  });

  test('takes --last and filters, and waits at an empty log', async () => {
    const path = file('empty.log', '');
    const full = file(
      'full.log',
      lines(50, (index) => syslogLine({ sourcePort: index + 1 })),
    );
    const args = [
      '--input-file',
      path,
      '--input-file',
      full,
      '-f',
      '--last',
      '2',
      '--not',
      '--from-port',
      '50',
      '-o',
      'json',
    ];
    const running = startProgram('observe', args);
    const { stdout } = await stopped(running, async () => {
      await running.waitFor('stdout', /"source_port":49.*\n/);
      appendFileSync(path, syslogLine({ sourcePort: 50 }) + syslogLine({ sourcePort: 51 }));
      await running.waitFor('stdout', /"source_port":51.*\n/);
    });
    expect(jsonLines(stdout).map(portOf)).toEqual([48, 49, 51]);
  });

  test('goes on with a pipe', async () => {
    const running = startProgram('observe', ['--input-file', '-', '-f']);
    const { stdout } = await stopped(running, async () => {
      running.child.stdin?.write(syslogLine({ sourcePort: 1 }));
      await running.waitFor('stdout', /:1 \(unknown\).*\n$/);
      running.child.stdin?.write(syslogLine({ sourcePort: 2 }));
      await running.waitFor('stdout', /:2 \(unknown\).*\n$/);
    });
    expect(stdout.split('\n')).toHaveLength(3);
  });

  test('ends with recorded flows, as with Hubble', async () => {
    const path = file(
      'recorded.jsonl',
      lines(5, (second) => hubbleLine('DROPPED', second, second)),
    );
    const finished = await observe('--input-file', path, '-f', '--last', '2');
    expect({ rows: rows(finished).length, code: finished.code }).toEqual({ rows: 2, code: 0 });
  });
});
