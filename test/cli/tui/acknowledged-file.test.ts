import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FailureError, UsageError } from '../../../src/base/errors.ts';
import {
  acknowledgedPath,
  openAcknowledgedFile,
  rememberedAcknowledged,
} from '../../../src/cli/tui/acknowledged-file.ts';
import type { Edge } from '../../../src/flow/edge.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';
import { fakeClock } from '../../helpers/observed-events.ts';
import { aSink } from './an-invocation.ts';

function anEdge(source: string, destination: string, port: string): Edge {
  return { source, destination, port, key: `${source} -> ${destination} ${port}`.trim() };
}

const db = anEdge('shop/frontend', 'shop/db', '5432/TCP');
const web = anEdge('world', 'shop/web', '80/TCP');
const readText = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

async function atHome() {
  const folder = await tempFolder();
  const path = join(folder.path, 'observe', 'acknowledged');
  const stderr = aSink();
  const environment = { XDG_CONFIG_HOME: folder.path };
  return {
    path,
    stderr,
    written: () => readFileSync(path, 'utf8'),
    put: (text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    open: (read = readText) =>
      openAcknowledgedFile({ named: undefined, environment, readText: read, stderr, clock: fakeClock() }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe('the file of acknowledged edges', () => {
  it('is not there until an edge is acknowledged; then it says what it is, and when', async () => {
    await using home = await atHome();
    const file = home.open();
    expect(file.path).toBe(home.path);
    expect(existsSync(home.path)).toBe(false);
    await file.add(db);
    await file.add(web);
    expect(home.written()).toBe(
      '# Connections that were acknowledged as expected: one a line, remarks behind #.\n' +
        'shop/frontend -> shop/db 5432/TCP  # 2023-11-14\nworld -> shop/web 80/TCP  # 2023-11-14\n',
    );
    expect([...file.keys]).toEqual([db.key, web.key]);
    expect([...home.open().keys]).toEqual([db.key, web.key]);
    expect(statSync(home.path).mode & 0o044).toBe(0o044 & ~process.umask());
  });

  it('keeps every remark and what others added meanwhile', async () => {
    await using home = await atHome();
    const text = '# ours\n\nshop/frontend -> shop/db 5432/TCP  # agreed\nworld -> shop/web 80/TCP\n# end\n';
    home.put(text);
    const file = home.open();
    home.put(`${text}shop/cron -> world 443/TCP\n`);
    await file.remove(web);
    expect(home.written()).toBe(
      '# ours\n\nshop/frontend -> shop/db 5432/TCP  # agreed\n# end\nshop/cron -> world 443/TCP\n',
    );
    expect([...file.keys]).toEqual([db.key, 'shop/cron -> world 443/TCP']);
    await file.add(db);
    expect(home.written().match(/shop\/db/gu)).toHaveLength(1);
  });

  it('tells of lines that are no edges, with their place, and goes on', async () => {
    await using home = await atHome();
    home.put('shop/frontend => shop/db\nworld -> shop/web 80/TCP\n');
    const file = home.open();
    expect(home.stderr.text).toContain(`${home.path}:1: no edge: `);
    expect([...file.keys]).toEqual([web.key]);
    await file.add(db);
    expect(home.written()).toMatch(/^shop\/frontend => shop\/db\n/u);
  });

  it('does not write an edge that would be read as something else', async () => {
    await using home = await atHome();
    const hostile = anEdge('a\nworld', 'shop/web', '80/TCP');
    await expect(home.open().add(hostile)).rejects.toBeInstanceOf(FailureError);
    expect(existsSync(home.path)).toBe(false);
  });

  it('does not replace a file it cannot read', async () => {
    await using home = await atHome();
    home.put('mine\n');
    await expect(home.open(() => undefined).add(db)).rejects.toThrow(`cannot read ${home.path}`);
    expect(home.written()).toBe('mine\n');
  });

  it.skipIf(process.getuid?.() === 0)('tells when the folder cannot be written to', async () => {
    await using home = await atHome();
    home.put('');
    chmodSync(dirname(home.path), 0o500);
    await expect(home.open().add(db)).rejects.toThrow(`cannot write ${home.path}`);
    chmodSync(dirname(home.path), 0o700);
  });

  it('has no place without a home', async () => {
    const options = { named: undefined, environment: {}, readText, stderr: aSink(), clock: fakeClock() };
    const file = openAcknowledgedFile(options);
    expect(file).toMatchObject({ path: '' });
    await expect(file.add(db)).rejects.toBeInstanceOf(UsageError);
  });
});

it('stands where the user says, or beside the configuration', () => {
  expect(acknowledgedPath('~/a', { HOME: '/h' })).toBe('/h/a');
  expect(acknowledgedPath(undefined, { HOME: '/h' })).toBe('/h/.config/observe/acknowledged');
  expect(acknowledgedPath('', { XDG_CONFIG_HOME: '/c' })).toBe('/c/observe/acknowledged');
});

describe('edges acknowledged in the demo', () => {
  it('are known until it is left, and stand in no file', async () => {
    const edges = rememberedAcknowledged();
    const edge = { source: 'a', destination: 'b', port: '1/TCP', key: 'a -> b 1/TCP' };
    await edges.add(edge);
    expect([...edges.keys]).toEqual([edge.key]);
    await edges.remove(edge);
    expect(edges.keys.size).toBe(0);
  });
});
