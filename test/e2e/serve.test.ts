import { appendFileSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { auditedText, deniedText, hubbleLine, kmsgLine, lines, syslogLine } from './packets.ts';
import { jsonLines, runProgram, startProgram, temporaryFolder, type Finished } from './programs.ts';
import { serve } from './serving.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

const rows = ({ stdout }: Pick<Finished, 'stdout'>): string[] => stdout.split('\n').slice(0, -1);

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => done(true)).once('error', () => done(false));
    probe.once('connect', () => probe.destroy());
  });
}

describe.concurrent('observed follows', () => {
  test('a file that grows and is rotated away; its followers see every flow', { timeout: 60_000 }, async () => {
    await using serving = await serve({
      args: (folder) => {
        writeFileSync(join(folder, 'kern.log'), syslogLine({ sourcePort: 1 }));
        return ['--source', `file:${join(folder, 'kern.log')}`, '--drop-action-override', 'LogAndDrop'];
      },
    });
    const log = join(serving.folder, 'kern.log');
    await using client = serving.follow('--follow', '--all');
    await client.waitFor('stdout', /:1 \(unknown\)/);
    appendFileSync(log, syslogLine({ sourcePort: 2 }));
    await client.waitFor('stdout', /:2 \(unknown\)/);
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, syslogLine({ sourcePort: 3 }));
    writeFileSync(log, syslogLine({ sourcePort: 4 }));
    await client.waitFor('stdout', /:4 \(unknown\)/);
    const stopped = await serving.server.stop('SIGTERM');
    // A follower waits for its server to come back.
    const followed = await client.stop('SIGINT');
    expect(rows(followed)).toEqual([1, 2, 3, 4].map((sourcePort) => deniedText({ sourcePort })));
    expect({ server: stopped.code, stdout: stopped.stdout }).toEqual({ server: 0, stdout: '' });
    expect(existsSync(join(serving.folder, 'observed.sock'))).toBe(false);
  });

  test('a pipe, to its end and beyond', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(syslogLine() + syslogLine({ sourcePort: 2 }));
    await serving.until((answer) => rows(answer).length === 2);
    serving.server.child.stdin?.end(syslogLine({ sourcePort: 3 }));
    const { stdout } = await serving.until((answer) => rows(answer).length === 3);
    expect(stdout).toBe([56_248, 2, 3].map((sourcePort) => `${deniedText({ sourcePort })}\n`).join(''));
    const status = await serving.until(({ stdout: text }) => text.includes('(ended)'), 'status');
    expect(status.stdout).toContain('Source stdin: (ended): 3 records, 3 flows, 0 skipped, 0 rejected');
  });

  test('a pipe that is written as fast as it is read; its followers see flows meanwhile', async () => {
    await using serving = await serve({
      args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndAccept', '--capacity', '8192'],
    });
    await using client = serving.follow('-f', '-o', 'json');
    // The first line waits until there is a follower to take it.
    const first = setInterval(() => serving.server.child.stdin?.write(syslogLine()), 100);
    await client.waitFor('stdout', /\n/).finally(() => clearInterval(first));
    const before = rows({ stdout: client.text('stdout') }).length;
    const input = lines(30_000, (sourcePort) => syslogLine({ sourcePort }));
    await new Promise((written) => serving.server.child.stdin?.write(input, written));
    expect(rows({ stdout: client.text('stdout') }).length).toBeGreaterThan(before);
  });

  test('what it still holds when it is stopped reaches its followers', async () => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndAccept'] });
    await using client = serving.follow('-f', '--all', '-o', 'json');
    serving.server.child.stdin?.write(syslogLine());
    await client.waitFor('stdout', /\n/);
    serving.server.child.stdin?.write(lines(500, (sourcePort) => syslogLine({ sourcePort })));
    await serving.until(({ stdout }) => stdout.includes('501/'), 'status');
    await serving.server.stop('SIGTERM');
    await client.waitFor('stdout', /"source_port":499,/);
    const followed = await client.stop('SIGINT');
    expect(jsonLines(followed.stdout)).toHaveLength(501);
  });

  test('observe -f | head -1: a follower whose reader has left ends with 0', async () => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndAccept'] });
    await using client = serving.follow('-f', '--all');
    serving.server.child.stdin?.write(syslogLine());
    await client.waitFor('stdout', /\n/);
    client.child.stdout?.destroy();
    const feeding = setInterval(() => serving.server.child.stdin?.write(syslogLine()), 50);
    const { stderr, code } = await client.finished;
    clearInterval(feeding);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('a follower is interrupted with 130', async () => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--drop-action-override', 'LogAndAccept'] });
    await using client = serving.follow('-f', '--all');
    serving.server.child.stdin?.write(syslogLine());
    await client.waitFor('stdout', /\n/);
    expect(await client.stop('SIGINT')).toEqual({ stdout: `${auditedText}\n`, stderr: '', code: 130 });
  });
});

describe.concurrent('observed tells of itself', () => {
  test('a limit in bytes holds fewer flows than the capacity, the newest among them', async () => {
    await using serving = await serve({
      stdin: lines(6000, (sourcePort) => syslogLine({ sourcePort: sourcePort + 1 })),
      args: () => ['--source', 'stdin:', '--memory-limit', '1MiB', '--drop-action-override', 'LogAndAccept'],
    });
    const whole = await serving.until(({ stdout }) => stdout.includes('(ended)'), 'status');
    const [, held] = /^Current\/Max Flows: ([\d,]+)\/65,536/m.exec(whole.stdout) ?? [];
    const flows = Number(held?.replace(',', ''));
    expect(flows).toBeGreaterThan(1000);
    expect(flows).toBeLessThan(4000);
    expect((await serving.observe('--last', '1')).stdout).toContain(':6000 (unknown)');
  });

  test('status: held and capacity, sources by reason, the mode and where it is from', async () => {
    await using serving = await serve({
      args: () => ['--source', 'stdin:', '--capacity', '500', '--drop-action-override', 'LogAndAccept'],
    });
    const forgedAndLost = kmsgLine(6, 1, 1) + kmsgLine(14, 2, 666) + kmsgLine(6, 5, 2);
    const broken = `${kmsgLine(6, 6, 3).slice(0, 60)}\n`;
    serving.server.child.stdin?.write(forgedAndLost + broken + kmsgLine(6, 7, 4));
    const { stdout, stderr, code } = await serving.until((answer) => answer.stdout.includes('3 flows'), 'status');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain(`Healthcheck (via ${serving.target}): Ok\nCurrent/Max Flows: 3/500 (0.60%)\n`);
    expect(stdout).toMatch(/^Flows\/s: \d+\.\d\d$/m);
    expect(stdout).toMatch(/^Uptime: \d+s$/m);
    expect(stdout).toContain('5 records, 3 flows, 1 skipped (not from the kernel 1), 1 rejected (truncated 1)');
    expect(stdout).toContain('up to 2 lost');
    expect(stdout).not.toContain('cannot tell');
    expect(stdout).toContain('Drop action override of every node: LogAndAccept (flag: --drop-action-override)');
    expect(stdout).toContain('denied and audited: 3 of 125 held, 0 evicted');
    expect(stdout).toContain('forwarded: 0 of 375 held, 0 evicted');
  });

  test('status: what is assumed, and a source that cannot tell forged lines', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(syslogLine());
    const { stdout } = await serving.until((answer) => answer.stdout.includes('1 flow,'), 'status');
    expect(stdout).toContain('Source stdin: (following): 1 record, 1 flow, 0 skipped, 0 rejected\n');
    expect(stdout).toContain("  the source cannot tell the kernel's lines from forged ones\n");
    expect(stdout).toContain('Drop action override of every node: LogAndDrop (assumed, as nothing is configured)\n');
  });

  test('status -o json, list nodes, list namespaces', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(hubbleLine('FORWARDED', 0, 1) + syslogLine());
    await serving.until((answer) => rows(answer).length === 2);
    const [status, nodes, namespaces] = await Promise.all([
      serving.observe('status', '-o', 'json'),
      serving.observe('list', 'nodes', '-o', 'json'),
      serving.observe('list', 'namespaces'),
    ]);
    expect(jsonLines(status.stdout)[0]).toMatchObject({ num_flows: '2', max_flows: '65536', num_connected_nodes: 2 });
    expect(nodes.stdout).toContain('"edge/worker-7"');
    expect(nodes.stdout).toContain('"default/ubuntu"');
    expect(namespaces.stdout).toContain('shop');
    expect([status.code, nodes.code, namespaces.code]).toEqual([0, 0, 0]);
  });
});

describe.concurrent('what is kept', () => {
  const flood =
    lines(5, (at) => hubbleLine('DROPPED', at, at)) + lines(1000, (at) => hubbleLine('FORWARDED', 600 + at, at));

  test('a flood of forwarded flows evicts no denied one, and every answer says how far it reaches', async () => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--capacity', '100'] });
    serving.server.child.stdin?.write(flood);
    const whole = await serving.until(({ stdout }) => stdout.includes(':999 '), '--all');
    const denied = await serving.observe('--verdict', 'DROPPED', '-o', 'json');
    expect(rows(whole)).toHaveLength(5 + 1 + 75);
    expect(rows(whole).filter((row) => row.includes('EVENTS LOST'))).toEqual([
      expect.stringMatching(/ EVENTS LOST: HUBBLE_RING_BUFFER .*\b925\b/),
    ]);
    expect(rows(whole)[5]).toContain('EVENTS LOST');
    expect(whole.stderr).toBe('denied and audited since 09:00, forwarded since 09:25\n');
    const left = jsonLines(denied.stdout).filter((line) => 'flow' in line);
    expect(left).toHaveLength(5);
    expect(denied.stderr).toBe(whole.stderr);
  });

  test('a reader that was overrun is told exactly how many flows it missed', { timeout: 60_000 }, async () => {
    await using serving = await serve({ args: () => ['--source', 'stdin:', '--capacity', '100'] });
    await using client = serving.follow('-f', '--all', '-o', 'json');
    serving.server.child.stdin?.write(hubbleLine('FORWARDED', 0, 1));
    await client.waitFor('stdout', /\n/);
    client.child.kill('SIGSTOP');
    const count = 20_000;
    serving.server.child.stdin?.write(lines(count, (at) => hubbleLine('FORWARDED', at, at)));
    await serving.until(({ stdout }) => stdout.includes('20,001 records'), 'status');
    client.child.kill('SIGCONT');
    await client.waitFor('stdout', new RegExp(`"source_port":${count - 1},`));
    const events = jsonLines((await client.stop('SIGINT')).stdout) as { lost_events?: { num_events_lost: string } }[];
    const lost = events.flatMap((event) => event.lost_events ?? []);
    const missed = lost.reduce((sum, { num_events_lost: number }) => sum + Number(number), 0);
    expect(missed).toBeGreaterThan(0);
    expect(events.length - lost.length + missed).toBe(count + 1);
  });
});

const yaml = (folder: string): string => `
source: ["file:${folder}/kern.log"]
listen: ["unix://${folder}/observed.sock", "127.0.0.1:0"]
insecure-listen: false
capacity: 500
node-name: from-file
node-label: [zone=a]
cluster-name: prod
drop-action-override: LogAndAccept
felix-config: []
prefix-verdict: ["calico-packet*=AUDITED"]
log-prefix-template: "calico-packet %t"
device-prefix: [cali]
log-timezone: Europe/Berlin
log-level: info
`;
const check = async (...args: string[]): Promise<Finished> => await runProgram('observed', [...args, '--check-config']);

async function withConfig(text: (folder: string) => string, body: (path: string) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const path = join(folder.path, 'observed.yaml');
  writeFileSync(path, text(folder.path));
  await body(path);
}

describe.concurrent('configuration of observed', () => {
  test(
    'every key is taken; a flag goes over the environment, which goes over the file',
    { timeout: 60_000 },
    async () => {
      using folder = temporaryFolder();
      const path = join(folder.path, 'observed.yaml');
      writeFileSync(path, yaml(folder.path));
      writeFileSync(join(folder.path, 'kern.log'), syslogLine());
      const run = async (args: string[], env: Record<string, string>): Promise<{ flow: unknown; status: string }> => {
        await using server = startProgram('observed', ['--config', path, ...args], { env });
        const [, port] = await server.waitFor('stderr', /listening on .*, 127\.0\.0\.1:(\d+)/);
        const target = `127.0.0.1:${port}`;
        let stdout = '';
        while (stdout === '') ({ stdout } = await runProgram('observe', ['--server', target, '-o', 'json']));
        const status = await runProgram('observe', ['--server', target, 'status']);
        await server.stop();
        return { flow: jsonLines(stdout)[0], status: status.stdout };
      };
      const fromFile = await run([], {});
      expect(fromFile.flow).toMatchObject({ node_name: 'prod/from-file', flow: { verdict: 'AUDIT' } });
      expect(fromFile.flow).toMatchObject({ time: expect.stringMatching(/16:42:44/) });
      expect(fromFile.status).toContain('1/500');
      expect(fromFile.status).toContain(`LogAndAccept (flag: ${path}:9)`);
      const mixed = await run(['--node-name', 'from-flag'], {
        OBSERVED_NODE_NAME: 'from-environment',
        OBSERVED_DROP_ACTION_OVERRIDE: 'LogAndDrop',
      });
      expect(mixed.flow).toMatchObject({ node_name: 'prod/from-flag', flow: { verdict: 'DROPPED' } });
      expect(mixed.status).toContain('LogAndDrop (flag: OBSERVED_DROP_ACTION_OVERRIDE)');
    },
  );

  test('--check-config looks without serving', async () => {
    await withConfig(yaml, async (path) => {
      const fine = { stdout: 'the configuration is in order\n', stderr: '', code: 0 };
      expect(await check('--config', path)).toEqual(fine);
    });
  });

  test.each([
    ['an unknown key', 'capcity: 5', 'unknown key: capcity', 'did you mean capacity?'],
    ['a value that is none', 'capacity: lots', 'capacity', ''],
    ['a mode that is none', 'drop-action-override: LogAndRun', '"LogAndRun" is no drop action override', 'LogAndDrop'],
    ['a list for one value', 'capacity: [1, 2]', 'key capacity takes one value', ''],
    ['no YAML', 'capacity: [', '', 'key: value'],
    ['a source that is none', 'source: [fiel:/x]', 'invalid source "fiel:/x"', 'file:PATH'],
    [
      'an address others can reach',
      'listen: ["0.0.0.0:4245"]',
      'refusing to listen on 0.0.0.0:4245',
      '--insecure-listen',
    ],
  ])('%s is an error that names the file or the value', async (_name, text, message, hint) => {
    await withConfig(
      () => `${text}\n`,
      async (path) => {
        const { stdout, stderr, code } = await check('--config', path);
        expect(stderr).toContain(message);
        expect(stderr).toContain(hint);
        expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
      },
    );
  });

  test.each([
    [['--sorce', 'x'], 'unknown flag: --sorce', 'did you mean --source?'],
    [['file:/x'], 'unknown command "file:/x"', 'did you mean --source file:/x?'],
    [['--capacity', '0'], 'must be at least 1', '--capacity takes N'],
    [['--listen', ':4245'], 'refusing to listen on :4245', '--insecure-listen'],
    [['--listen', 'nonsense'], 'invalid listen address nonsense', 'unix:///path'],
    [['--source', 'kmsg:', '--source', 'file:/var/log/kern.log'], 'copies of the same kernel log', 'keep one of them'],
    [['--config', '/missing.yaml'], 'configuration file /missing.yaml: cannot be read', 'check that the file is there'],
  ])('%j is refused', async (args, message, hint) => {
    const { stderr, code } = await check(...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(code).toBe(2);
  });
});

describe.concurrent('where observed listens', () => {
  test('a socket in use: the address, and whom to ask', async () => {
    await using serving = await serve();
    const path = join(serving.folder, 'observed.sock');
    expect(statSync(path).mode & 0o777).toBe(0o660);
    const second = await runProgram('observed', ['--source', 'stdin:', '--listen', serving.target]);
    expect(second.stderr).toContain(`cannot listen on ${serving.target}: a server is listening there already\nhint: `);
    expect(second.stderr).toContain(`ss -lxp src ${path}`);
    expect(second.code).toBe(1);
    expect((await serving.observe('status')).code).toBe(0);
  });

  test('a port in use', async () => {
    await using server = startProgram('observed', ['--source', 'stdin:', '--listen', '127.0.0.1:0']);
    const [, port] = await server.waitFor('stderr', /listening on 127\.0\.0\.1:(\d+)/);
    const second = await runProgram('observed', ['--source', 'stdin:', '--listen', `127.0.0.1:${port}`]);
    expect(second.stderr).toContain(`cannot listen on 127.0.0.1:${port}: the address is in use`);
    expect(second.stderr).toContain(`ss -ltnp 'sport = :${port}'`);
    expect(second.code).toBe(1);
    expect((await server.stop()).code).toBe(0);
  });

  test('a socket that a killed server left is replaced; another file is not', async () => {
    await using killed = await serve();
    await killed.server.stop('SIGKILL');
    const path = join(killed.folder, 'observed.sock');
    expect(existsSync(path)).toBe(true);
    await using next = startProgram('observed', ['--source', 'stdin:', '--listen', killed.target]);
    await next.waitFor('stderr', /listening on/);
    expect((await killed.observe('status')).code).toBe(0);
    expect((await next.stop()).code).toBe(0);
    writeFileSync(path, 'precious');
    const refused = await runProgram('observed', ['--source', 'stdin:', '--listen', killed.target]);
    expect(refused.stderr).toContain('it exists and is not a socket');
    expect(refused.code).toBe(1);
  });

  test('a log that is not there is an error that names it', async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'missing.log');
    const listen = `unix://${join(folder.path, 'observed.sock')}`;
    const { stderr, code } = await runProgram('observed', ['--source', `file:${log}`, '--listen', listen]);
    expect(stderr).toContain(`open ${log}: no such file or directory\nhint: check the path\n`);
    expect(code).toBe(5);
  });
});

describe('where observe looks', () => {
  const hint = 'hint: start `observed`, or read a log without a server: --input-file FILE\n';

  test('an address that was given: one line, two ways on, exit code 3', async () => {
    using folder = temporaryFolder();
    const target = `unix://${join(folder.path, 'none.sock')}`;
    const stderr = `cannot reach ${target}: no such socket\n${hint}`;
    const runs = await Promise.all([
      runProgram('observe', ['--server', target]),
      runProgram('observe', [], { env: { HUBBLE_SERVER: target } }),
      runProgram('observe', ['-f'], { env: { HUBBLE_SERVER: target } }),
    ]);
    for (const run of runs) expect(run).toEqual({ stdout: '', stderr, code: 3 });
    const port = await runProgram('observe', ['status', '--server', '127.0.0.1:1']);
    expect(port).toEqual({ stdout: '', stderr: `cannot reach 127.0.0.1:1: connection refused\n${hint}`, code: 3 });
  });

  test('HUBBLE_SERVER, and --server over it', async () => {
    await using serving = await serve();
    serving.server.child.stdin?.write(syslogLine());
    await serving.until((answer) => rows(answer).length === 1);
    const fromEnvironment = await runProgram('observe', [], { env: { HUBBLE_SERVER: serving.target } });
    expect(fromEnvironment.stdout).toBe(`${deniedText()}\n`);
    const given = await runProgram('observe', ['--server', serving.target], { env: { HUBBLE_SERVER: 'unix:///none' } });
    expect(given.stdout).toBe(`${deniedText()}\n`);
  });

  test.skipIf(!isRoot)(
    'as an ordinary user: the socket in XDG_RUNTIME_DIR (skipped when not root)',
    async (context) => {
      if (await answers(4245)) context.skip('port 4245 is taken');
      using folder = temporaryFolder();
      const { chownSync } = await import('node:fs');
      const runtime = join(folder.path, 'runtime');
      mkdirSync(runtime);
      for (const path of [folder.path, runtime]) chownSync(path, nobody, nobody);
      const user = { uid: nobody, env: { XDG_RUNTIME_DIR: runtime } };
      const socket = `unix://${runtime}/observed.sock`;
      const nothing = await runProgram('observe', [], user);
      expect(nothing.code).toBe(3);
      expect(nothing.stderr).toMatch(/^no server answers; looked at [^\n]*\nhint: /);
      expect(nothing.stderr).toContain(`looked at ${socket} (no such socket), unix:///run/observed.sock (`);
      expect(nothing.stderr).toContain('localhost:4245 (connection refused)');
      await using server = startProgram('observed', ['--source', 'stdin:'], user);
      await server.waitFor('stderr', /listening on/);
      expect(server.text('stderr')).toContain(`listening on ${socket}, 127.0.0.1:4245`);
      server.child.stdin?.end(syslogLine());
      let found = await runProgram('observe', [], user);
      while (found.stdout === '') found = await runProgram('observe', [], user);
      expect(found.stdout).toBe(`${deniedText()}\n`);
      const byPort = await runProgram('observe', ['--server', 'localhost:4245'], user);
      expect(byPort.stdout).toBe(`${deniedText()}\n`);
      expect((await server.stop()).code).toBe(0);
      expect(existsSync(join(runtime, 'observed.sock'))).toBe(false);
    },
  );
});
