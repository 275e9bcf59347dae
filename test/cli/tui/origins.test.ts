import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/base/clock.ts';
import { ConnectError, InputError, UsageError } from '../../../src/base/errors.ts';
import type { Surroundings } from '../../../src/cli/program.ts';
import { createOriginFinder } from '../../../src/cli/tui/find-origin.ts';
import type { GetFlowsRequest } from '../../../src/flow/messages.ts';
import type { FlowOrigin } from '../../../src/tui/tui-options.ts';
import { portOf, startTestServer, tempFolder } from '../../helpers/grpc-server.ts';
import { forwarded } from '../../helpers/observed-events.ts';
import { aSink, anInvocation } from './an-invocation.ts';

function surroundings(environment: Surroundings['environment'] = {}): Surroundings {
  return {
    argv: [],
    environment,
    stdin: new PassThrough(),
    stdout: { write: () => true, on: () => undefined },
    stderr: aSink(),
    clock: systemClock(),
    runtime: { node: '26.0.0', platform: 'linux', arch: 'x64' },
    // Nobody has this id, so no socket on this machine is taken for one's own.
    uid: 4_000_000,
    interrupted: new AbortController().signal,
    onHangUp: () => {},
    readText: () => undefined,
  };
}

const finderFor = (args: readonly string[], environment?: Surroundings['environment']) =>
  createOriginFinder(anInvocation(args), surroundings(environment));

async function flowsOf(origin: FlowOrigin, request: GetFlowsRequest = {}): Promise<number> {
  const opened = await origin.open(() => {});
  try {
    let count = 0;
    for await (const batch of opened.observer.getFlows(request))
      count += batch.filter(({ flow }) => flow !== undefined).length;
    return count;
  } finally {
    await opened.close();
  }
}

const line = (ms: number, port: number) =>
  `<4>[ 1156.${ms}] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= SRC=192.168.128.30 DST=192.168.157.26 LEN=60 TOS=0x00 ` +
  `PREC=0x00 TTL=62 ID=5 DF PROTO=TCP SPT=56248 DPT=${port} WINDOW=64400 RES=0x00 SYN URGP=0 MARK=0xa000000`;

describe('a server', () => {
  it('that answers is an origin over the connection that was made', async () => {
    await using server = await startTestServer();
    server.store.append(forwarded('a'));
    const finder = finderFor(['--server', server.address]);
    const { origin, tried } = await finder.first();
    expect(origin).toMatchObject({ kind: 'server', name: server.address, cluster: undefined, isTls: false });
    expect(tried).toEqual([]);
    expect(await flowsOf(origin!, { number: 10n })).toBe(1);
    expect(await flowsOf(origin!, { number: 10n })).toBe(1);
    expect(finder.place()).toEqual({ kind: 'server', address: undefined });
  });

  it('goes by the name of its socket, and tells of policies', async () => {
    await using folder = await tempFolder();
    await using server = await startTestServer({ listen: [`unix://${folder.path}/observed.sock`] });
    const { origin } = await finderFor(['--server', server.address]).first();
    expect(origin?.name).toBe('unix:observed.sock');
    const opened = await origin!.open(() => {});
    const events = [];
    for await (const batch of opened.events!.getAgentEvents({ number: 1n })) events.push(...batch);
    expect(events).toEqual([]);
    await opened.close();
  });

  it('that does not answer is told with its reason', async () => {
    const found = await finderFor(['--server', '127.0.0.1:1']).first();
    expect(found.origin).toBeUndefined();
    expect(found.tried).toEqual([{ what: '127.0.0.1:1', outcome: 'connection refused' }]);
    await found.abandon();
  });

  it('that takes the connection and says nothing counts as none', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${portOf(mute)}`;
    const { tried } = await finderFor(['--server', address, '--timeout', '300ms']).first();
    expect(tried).toEqual([{ what: address, outcome: 'no answer within 0.3 s' }]);
    mute.close();
  });

  it('that nobody named is looked for, place by place', async () => {
    await using folder = await tempFolder();
    const { origin, tried } = await finderFor([], { XDG_RUNTIME_DIR: folder.path }).first();
    // A developer's machine may have one running.
    if (origin !== undefined) return;
    expect(tried[0]).toEqual({ what: `unix://${folder.path}/observed.sock`, outcome: 'no such socket' });
    expect(tried.at(-1)?.what).toBe('localhost:4245');
  });

  it('that the user names on screen is where the view is then', async () => {
    await using server = await startTestServer();
    const finder = finderFor(['--server', '127.0.0.1:1']);
    const origin = await finder.find({ kind: 'server', address: server.address });
    expect(finder.place()).toEqual({ kind: 'server', address: undefined });
    expect(await flowsOf(origin)).toBe(0);
    expect(finder.place()).toEqual({ kind: 'server', address: server.address });
    await expect(finder.find({ kind: 'server', address: '127.0.0.1:1' })).rejects.toBeInstanceOf(ConnectError);
    await expect(finder.find({ kind: 'server', address: 'nonsense' })).rejects.toBeInstanceOf(UsageError);
  });
});

describe('files', () => {
  it('are read from the beginning each time, and tell their nodes without being read for them', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'kern.log');
    writeFileSync(path, `${line(246_182, 80)}\n${line(246_183, 5432)}\n`);
    const finder = finderFor(['--input-file', path, '--log-node-name', 'worker-1']);
    const { origin } = await finder.first();
    expect(origin).toMatchObject({ kind: 'file', name: 'kern.log', cluster: undefined, isTls: undefined });
    const opened = await origin!.open(() => {});
    const { observer, events } = opened;
    expect(events).toBeUndefined();
    expect((await observer.getNodes()).nodes).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      const shown = [];
      for await (const batch of observer.getFlows({ whitelist: [{ destination_port: ['80'] }] })) shown.push(...batch);
      expect(shown).toHaveLength(1);
      expect((await observer.getNodes()).nodes).toMatchObject([{ name: 'default/worker-1', num_flows: 2n }]);
    }
    expect(await observer.observedStatus()).toMatchObject({ sources: [{ records: 2n, flows: 2n }] });
    await opened.close();
    expect(finder.place()).toEqual({ kind: 'files', paths: [path] });
  });

  it('that cannot be read are told before the screen is taken', async () => {
    await using folder = await tempFolder();
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const finder = finderFor(['--input-file', join(folder.path, 'none')]);
    await expect(finder.first()).rejects.toBeInstanceOf(InputError);
    await expect(finder.find({ kind: 'file', path: folder.path })).rejects.toThrow('is a directory');
    await expect(finder.find({ kind: 'file', path: pipe })).rejects.toThrow('it can be read only once');
  });

  it('may be named from the home of the user', async () => {
    await using folder = await tempFolder();
    writeFileSync(join(folder.path, 'a.log'), `${line(1, 80)}\n`);
    const finder = finderFor([], { HOME: folder.path });
    const origin = await finder.find({ kind: 'file', path: '~/a.log' });
    expect(await flowsOf(origin)).toBe(1);
    expect(finder.place()).toEqual({ kind: 'files', paths: [join(folder.path, 'a.log')] });
  });
});

describe('the demo', () => {
  it('with a part asked for is there at once, and ends also where it is followed', async () => {
    const { origin } = await finderFor(['demo', '--last', '5']).first();
    expect(origin).toMatchObject({ kind: 'demo', name: 'demo' });
    expect(await flowsOf(origin!, { follow: true, number: 5n })).toBe(5);
  });

  it('plays live otherwise', async () => {
    const finder = finderFor([]);
    const origin = await finder.find({ kind: 'demo' });
    const opened = await origin.open(() => {});
    const stop = new AbortController();
    const before = systemClock().now().seconds;
    for await (const batch of opened.observer.getFlows({ follow: true, number: 1000n }, { signal: stop.signal })) {
      expect(batch[0]?.time?.seconds).toBeGreaterThanOrEqual(before - 1);
      stop.abort();
    }
    await opened.close();
    expect(finder.place()).toEqual({ kind: 'demo' });
  });

  it('takes no files', async () => {
    await expect(finderFor(['demo', '--input-file', 'x']).first()).rejects.toBeInstanceOf(UsageError);
  });
});
