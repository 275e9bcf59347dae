import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { freePort, startForwarder } from './forwarder.ts';
import { packetMessage } from './packets.ts';
import { jsonLines, runProgram, startProgram, temporaryFolder, type Running } from './programs.ts';

const everyMs = 20;
const linesEach = 10;

/** Writes 500 lines a second, each with a stamp of its own, until it is disposed of. */
function startWriter(path: string): { readonly written: () => number } & Disposable {
  let count = 0;
  const timer = setInterval(() => {
    let text = '';
    for (let line = 0; line < linesEach; line += 1) {
      count += 1;
      const micros = String(line).padStart(3, '0');
      const stamp = new Date().toISOString().replace('Z', `${micros}Z`);
      text += `${stamp} node kernel: ${packetMessage({ sourcePort: 1 + (count % 60_000) })}\n`;
    }
    appendFileSync(path, text);
  }, everyMs);
  return { written: () => count, [Symbol.dispose]: () => clearInterval(timer) };
}

async function startServer(port: number, log: string): Promise<Running> {
  const args = ['--listen', `127.0.0.1:${port}`, '--source', `file:${log}`, '--drop-action-override', 'LogAndDrop'];
  const server = startProgram('observed', args);
  await server.waitFor('stderr', /listening on/);
  return server;
}

function uuids(json: string): string[] {
  return jsonLines(json).flatMap(({ flow }) => {
    const uuid = flow instanceof Object && 'uuid' in flow ? flow.uuid : undefined;
    return typeof uuid === 'string' ? [uuid] : [];
  });
}

function gaps(text: string): number {
  return text.match(/^reconnected to /gm)?.length ?? 0;
}

describe('a follower', () => {
  test('prints each flow once, over 20 breaks of the server and of the way to it', { timeout: 120_000 }, async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'kern.log');
    writeFileSync(log, '');
    const port = await freePort();
    let server = await startServer(port, log);
    await using forwarder = await startForwarder(port);
    const follower = startProgram('observe', ['--server', forwarder.address, '--follow', '--all', '-o', 'json']);
    using writer = startWriter(log);
    await follower.waitFor('stdout', /uuid/);

    const restart = async (signal: NodeJS.Signals): Promise<void> => {
      await server.stop(signal);
      server = await startServer(port, log);
    };
    const cutAndRestore = async (): Promise<void> => {
      await forwarder.cut();
      await wait(100);
      await forwarder.restore();
    };
    const [kill, stop] = [() => restart('SIGKILL'), () => restart('SIGTERM')];
    const breaks = [cutAndRestore, kill, cutAndRestore, stop, cutAndRestore];
    for (let made = 1; made <= 20; made += 1) {
      await breaks[made % breaks.length]?.();
      await follower.waitFor('stderr', new RegExp(`(?:^reconnected to [^\\n]*\\n[^]*){${made}}`, 'm'));
      // The next break meets a stream that has gone on, not one that has just begun.
      await wait(100);
    }

    writer[Symbol.dispose]();
    const written = writer.written();
    const held = async (): Promise<string[]> =>
      uuids((await runProgram('observe', ['--server', forwarder.address, '--all', '-o', 'json'])).stdout);
    await expect.poll(async () => (await held()).length, { timeout: 20_000, interval: 500 }).toBe(written);
    const wanted = await held();
    await expect
      .poll(() => follower.text('stdout').split('\n').length, { timeout: 20_000, interval: 500 })
      .toBeGreaterThan(written);
    const { stdout, stderr, code } = await follower.stop('SIGINT');
    await server.stop();
    const printed = uuids(stdout);
    expect(new Set(printed).size).toBe(printed.length);
    expect(printed.toSorted()).toEqual(wanted.toSorted());
    expect(gaps(stderr)).toBe(20);
    expect(code).toBe(130);
  });

  test('ends with the error of the connection where it is not to reconnect', async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'kern.log');
    writeFileSync(log, `${new Date().toISOString()} node kernel: ${packetMessage()}\n`);
    const port = await freePort();
    const server = await startServer(port, log);
    const address = `127.0.0.1:${port}`;
    const follower = startProgram('observe', ['--server', address, '--follow', '--all', '--no-reconnect']);
    await follower.waitFor('stdout', /DENIED/);
    await server.stop('SIGKILL');
    const { code, stderr } = await follower.finished;
    expect({ code, reconnected: stderr.includes('reconnected') }).toEqual({ code: 3, reconnected: false });
  });

  test('that waits for a server that is away ends at once when it is interrupted', async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'kern.log');
    writeFileSync(log, `${new Date().toISOString()} node kernel: ${packetMessage()}\n`);
    const port = await freePort();
    const server = await startServer(port, log);
    const follower = startProgram('observe', ['--server', `127.0.0.1:${port}`, '--follow', '--all']);
    await follower.waitFor('stdout', /DENIED/);
    await server.stop('SIGTERM');
    await follower.waitFor('stderr', /; trying again\n/);
    expect((await follower.stop('SIGINT')).code).toBe(130);
  });

  test('that finds no server fails at once', async () => {
    const port = await freePort();
    const { code, stderr } = await runProgram('observe', ['--server', `127.0.0.1:${port}`, '--follow']);
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('connection refused') });
  });
});
