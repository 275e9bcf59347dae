import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { auditedText, deniedText, lines, packetMessage, syslogLine } from './packets.ts';
import { jsonLines, runProgram, startProgram, temporaryFolder, type Finished } from './programs.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const program = resolve(import.meta.dirname, '../../dist/bin/observe.js');
const isRoot = process.getuid?.() === 0;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const observe = async (...args: string[]): Promise<Finished> => await runProgram('observe', args);

/** Reads `content` under LogAndDrop, so that nothing is assumed and stderr holds complaints alone. */
const read = async (name: string, content: string | Uint8Array, ...args: string[]): Promise<Finished> =>
  await observe('--input-file', file(name, content), '--drop-action-override', 'LogAndDrop', ...args);

/** Runs a pipeline of the shell; `$OBSERVE` runs the client. Returns the codes of its parts as `codes`. */
async function shell(script: string): Promise<{ stdout: string; stderr: string; codes: string }> {
  const child = spawn('bash', ['-c', `${script}; echo "\${PIPESTATUS[*]}" >&3`], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TZ: 'UTC',
      HOME: '/nonexistent-home',
      OBSERVE: `${process.execPath} ${program}`,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const textOf = (index: 1 | 2 | 3): Promise<string> =>
    new Promise((done) => {
      let text = '';
      child.stdio[index]?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.stdio[index]?.on('close', () => done(text));
    });
  const [stdout, stderr, codes] = await Promise.all([textOf(1), textOf(2), textOf(3)]);
  return { stdout, stderr, codes: codes.trim() };
}

const good = syslogLine();
const edit = (from: string, to: string): string => syslogLine().replace(from, to);

describe.concurrent('a record that cannot be read is counted, and its neighbours are shown', () => {
  const rejected: readonly (readonly [name: string, line: string, reason: string])[] = [
    ['cut in the middle of a key', `${good.slice(0, 100)}\n`, 'truncated'],
    ['cut in the middle of an address', `${good.slice(0, good.indexOf('SRC=') + 8)}\n`, 'truncated'],
    ['SRC missing', edit('SRC=192.168.128.30 ', ''), ''],
    ['an octet out of range', edit('192.168.128.30', '192.168.128.300'), 'bad address'],
    ['a length out of range', edit('LEN=60', 'LEN=99999999999999999999'), 'bad number'],
    ['a port out of range', edit('SPT=56248', 'SPT=70000'), 'bad number'],
    ['a negative number', edit('TTL=62', 'TTL=-1'), 'bad number'],
    ['two records in one line', `${good.trimEnd()}${packetMessage({ sourcePort: 2 })}\n`, 'two records in one line'],
  ];

  test.each(rejected)('%s', async (name, line, reason) => {
    const { stdout, stderr, code } = await read(`${name}.log`, good + line + good);
    expect(stdout).toBe(`${deniedText()}\n${deniedText()}\n`);
    expect(stderr).toMatch(/^warn: .* line 2: /);
    expect(stderr).toContain(`1 of 3 records could not be read: ${reason}`);
    expect(code).toBe(0);
  });

  test.each([
    ['a line of 1 MB before the record', `${'x'.repeat(1_048_576)}\n`],
    ['a record of 1 MB', edit('MAC=', `MAC=${'0'.repeat(1_048_576)}`)],
    ['a Hubble line of 1 MB that is no JSON', `{"flow":{"Summary":"${'x'.repeat(1_048_576)}\n`],
    ['4,096 empty lines', '\n'.repeat(4096)],
    ['random bytes', Uint8Array.from({ length: 50_000 }, (_, at) => (at * 7919 + (at >> 3) * 31) & 0xff)],
  ])('%s', async (name, content) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const whole = Buffer.concat([Buffer.from(good), bytes, Buffer.from(`\n${good}`)]);
    const { stdout, code } = await read(`${name}.log`, whole);
    const rows = stdout.split('\n').slice(0, -1);
    expect([rows[0], rows.at(-1), code]).toEqual([deniedText(), deniedText(), 0]);
  });

  test('the last line without its line end', async () => {
    expect((await read('no-end.log', good + good.trimEnd())).stdout).toBe(`${deniedText()}\n${deniedText()}\n`);
  });

  test('Windows line ends', async () => {
    expect((await read('crlf.log', good.replace('\n', ' \r\n'))).stdout).toBe(`${deniedText()}\n`);
  });
});

describe.concurrent('control characters of data never reach a terminal', () => {
  const wild = 'calico-\u001b[31mdrop\u0007\u009b2J\u0000';
  const inputs: readonly (readonly [string, string | Uint8Array])[] = [
    ['in a prefix', syslogLine({ prefix: wild })],
    ['in a device', syslogLine({ output: 'cali\u001b[2Jx' })],
    ['in an address', syslogLine({ source: '1.2.3.\u001b]0;x\u0007' })],
    ['in the host name', good.replace('ubuntu', 'ub\u001b[5mntu')],
    ['in Hubble JSON', `{"flow":{"Summary":"\\u001b[31mred\\u0007","node_name":"\\u001bn","verdict":"FORWARDED"}}\n`],
    ['in JSON that is none', '{"flow":\u001b[31m}\n'],
    ['as bytes that are no UTF-8', Buffer.concat([Buffer.from([0xff, 0xc0, 0x1b, 0x5b]), Buffer.from(good)])],
  ];
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

  test.each(inputs)('%s', async (name, content) => {
    for (const args of [['--print-node-name'], ['-o', 'dict'], ['-o', 'raw', '-D']]) {
      const { stdout, stderr, code } = await read(`control ${name}.log`, content, ...args);
      expect(control.exec(stdout), `stdout of ${args.join(' ')}`).toBeNull();
      expect(control.exec(stderr), `stderr of ${args.join(' ')}`).toBeNull();
      expect(code).toBe(0);
    }
  });

  test('in arguments', async () => {
    for (const args of [
      ['--\u001b[31m'],
      ['--ip', '\u001b[31m'],
      ['--input-file', '/\u001b[31m'],
      ['\u001b[31mstatus'],
    ]) {
      const { stderr, code } = await observe(...args);
      expect(control.exec(stderr), args.join(' ')).toBeNull();
      expect(code).not.toBe(0);
    }
  });
});

describe.concurrent('an input that cannot be opened', () => {
  const missing = join(folder.path, 'missing.log');
  const directory = join(folder.path, 'a-directory');
  mkdirSync(directory);

  test('a file that is not there', async () => {
    const stderr = `open ${missing}: no such file or directory\nhint: check the path\n`;
    expect(await observe('--input-file', missing)).toEqual({ stdout: '', stderr, code: 5 });
  });

  test('a directory', async () => {
    const stderr = `read ${directory}: is a directory\nhint: name a file in it\n`;
    expect(await observe('--input-file', directory)).toEqual({ stdout: '', stderr, code: 5 });
  });

  test.skipIf(!isRoot)('no permission (skipped when not root: the test gives its rights away)', async () => {
    const secret = file('secret.log', good);
    chmodSync(secret, 0o000);
    chmodSync(folder.path, 0o755);
    const { stderr, code } = await runProgram('observe', ['--input-file', secret], { uid: 65_534 });
    expect(stderr).toContain(`open ${secret}: permission denied\nhint: `);
    expect(code).toBe(5);
  });

  test('beside one that can', async () => {
    const { stderr, code } = await observe('--input-file', file('first.log', good), '--input-file', missing);
    expect(stderr).toContain(`open ${missing}: no such file or directory`);
    expect(code).toBe(5);
  });

  test('gzip that was cut short', async () => {
    const { gzipSync } = await import('node:zlib');
    const whole = gzipSync(lines(2000, (sourcePort) => syslogLine({ sourcePort })));
    const { stdout, stderr, code } = await read('cut.gz', whole.subarray(0, whole.length - 2000));
    expect(stdout.split('\n').length).toBeGreaterThan(100);
    expect(stderr).toContain('broken gzip data');
    expect(code).toBe(5);
  });
});

describe.concurrent('a command line that is wrong', () => {
  const input = ['--input-file', file('fine.log', good)];
  const wrong: readonly (readonly [args: readonly string[], message: string, hint: string])[] = [
    [['--verdcit', 'AUDITED'], 'unknown flag: --verdcit', 'did you mean --verdict?'],
    [['--folow'], 'unknown flag: --folow', 'did you mean --follow?'],
    [['-Z'], "unknown shorthand flag: 'Z' in -Z", '--help lists all flags'],
    [['statsu'], 'unknown command "statsu" for "observe"', 'did you mean status?'],
    [['list', 'noeds'], 'unknown command "noeds" for "observe list"', 'did you mean nodes?'],
    [['--since', '5x', ...input], 'failed to parse the since time', 'a duration back from now (5m, 1.5h)'],
    [['--timeout', '5', ...input], 'time: missing unit in duration', '--timeout takes DURATION'],
    [['--ip', '10.0.0.0/99', ...input], 'invalid IP prefix "10.0.0.0/99"', ''],
    [['--ip', '10.0.0', ...input], '10.0.0', ''],
    [['--port', '70000', ...input], '70000', ''],
    [['--verdict', 'MAYBE', ...input], 'MAYBE', ''],
    [['--output', 'jsn', ...input], 'invalid output format: jsn', 'use one of compact'],
    [['--last', 'ten', ...input], 'invalid argument "ten" for "--last" flag', '--last takes N'],
    [['--drop-action-override', 'Maybe', ...input], '"Maybe" is no drop action override', 'LogAndAccept'],
    [['--prefix-verdict', 'x', ...input], 'expected GLOB=VERDICT', ''],
    [['--log-timezone', 'Mars/Phobos', ...input], 'no such time zone', '--log-timezone takes ZONE'],
    [['--server'], 'flag needs an argument: --server', '--server takes ADDRESS'],
  ];

  test.each(wrong)('%j', async (args, message, hint) => {
    const { stdout, stderr, code } = await observe(...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });

  test('a Felix configuration that is not there, and one that is broken', async () => {
    const [missing, broken] = await Promise.all([
      observe(...input, '--felix-config', '/missing.yaml'),
      observe(...input, '--felix-config', file('broken.yaml', 'kind: [')),
    ]);
    expect(missing.stderr).toContain('--felix-config: open /missing.yaml: no such file or directory');
    expect(broken.stderr).toContain('broken.yaml');
    expect([missing.code, broken.code]).toEqual([5, 2]);
  });
});

describe.concurrent('a reader that goes away', () => {
  const long = file(
    'long.log',
    lines(20_000, () => good),
  );

  test.each(['compact', 'json', 'raw'])('observe -o %s | head -1', async (format) => {
    const finished = await shell(
      `$OBSERVE --input-file ${long} --drop-action-override LogAndDrop -o ${format} | head -1`,
    );
    expect({ ...finished, stdout: finished.stdout.split('\n').length }).toEqual({
      stdout: 2,
      stderr: '',
      codes: '0 0',
    });
  });

  test.each(['demo', '--help', 'help', 'version'])('observe %s | true', async (word) => {
    const { stderr, codes } = await shell(`$OBSERVE ${word} | true`);
    expect({ stderr, codes }).toEqual({ stderr: '', codes: '0 0' });
  });

  test('a writer that goes on while the reader has left does not keep observe', async () => {
    const finished = await shell(
      `(while cat ${long}; do :; done) 2>/dev/null | $OBSERVE --input-file - --drop-action-override LogAndAccept | head -1`,
    );
    expect(finished.stdout).toBe(`${auditedText}\n`);
    expect(finished.stderr).toBe('');
    expect(finished.codes).toMatch(/^\d+ 0 0$/);
  });
});

describe.concurrent('standard output that cannot be written', () => {
  test.each(['--help', 'demo', 'demo -o json'])('observe %s > /dev/full', async (words) => {
    const { stderr, codes } = await shell(`$OBSERVE ${words} > /dev/full`);
    expect(stderr).toMatch(/^cannot write to standard output: ENOSPC.*\nhint: /);
    expect(codes).toBe('1');
  });
});

describe.concurrent('signals', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends reading a pipe with 130, after what was read', async (signal) => {
    await using running = startProgram('observe', ['--input-file', '-', '--drop-action-override', 'LogAndAccept']);
    running.child.stdin?.write(good);
    await running.waitFor('stdout', /AUDITED/);
    const { stdout, stderr, code } = await running.stop(signal);
    expect({ stdout, stderr, code }).toEqual({ stdout: `${auditedText}\n`, stderr: '', code: 130 });
  });
});

test('a file that vanishes while it is read is read to its end', async () => {
  const path = file(
    'vanishing.log',
    lines(50_000, () => good),
  );
  await using running = startProgram('observe', [
    '--input-file',
    path,
    '-o',
    'json',
    '--drop-action-override',
    'LogAndDrop',
  ]);
  await running.waitFor('stdout', /\n/);
  rmSync(path);
  const { stdout, stderr, code } = await running.finished;
  expect({ flows: jsonLines(stdout).length, stderr, code }).toEqual({ flows: 50_000, stderr: '', code: 0 });
});
