import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { jsonLines, runProgram, temporaryFolder } from './programs.ts';

/** Flows in the bundled captures: 143 log lines and 11 lines of Hubble JSON. */
const logLines = 143;
const hubbleLines = 11;
const all = logLines + hubbleLines;
const audited = 25;

const sockets = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('observe-demo-'));

const rows = (text: string): string[] => text.split('\n').slice(0, -1);

const demo = async (...args: string[]) => await runProgram('observe', ['demo', ...args]);

describe.concurrent('observe demo', () => {
  test('shows every flow of the captures, data alone on stdout, nothing on stderr', async () => {
    const { stdout, stderr, code } = await demo('-o', 'json');
    const flows = jsonLines(stdout);
    expect({ flows: flows.length, stderr, code }).toEqual({ flows: all, stderr: '', code: 0 });
    const emitters = flows.map(({ flow }) => (flow as { emitter?: { name: string } }).emitter?.name);
    expect(emitters.filter((name) => name === 'observed')).toHaveLength(logLines);
  });

  test('prints the same on every run', async () => {
    const runs = await Promise.all([demo('-o', 'json'), demo('-o', 'json')]);
    expect(runs[0].stdout).toBe(runs[1].stdout);
  });

  test('tells audited from denied, and the story of three pods', async () => {
    const { stdout } = await demo();
    expect(stdout).toContain(' AUDITED ');
    expect(stdout).toContain(' DENIED ');
    expect(stdout).toContain('policy-verdict:none INGRESS AUDITED');
    expect(stdout).toContain('policy-verdict:L3-Only INGRESS ALLOWED');
    expect(rows(stdout)).toHaveLength(all);
  });

  test.each(['AUDITED', 'AUDIT'])('--verdict %s shows audited flows alone', async (verdict) => {
    const { stdout, code } = await demo('--verdict', verdict);
    expect(rows(stdout).filter((row) => row.includes(' AUDITED '))).toHaveLength(audited);
    expect({ rows: rows(stdout).length, code }).toEqual({ rows: audited, code: 0 });
  });

  test('--last and --first show as many, from either end', async () => {
    const [whole, last, first] = await Promise.all([demo(), demo('--last', '3'), demo('--first', '2')]);
    expect(rows(last.stdout)).toEqual(rows(whole.stdout).slice(-3));
    expect(rows(first.stdout)).toEqual(rows(whole.stdout).slice(0, 2));
    expect([last.code, first.code]).toEqual([0, 0]);
  });

  test('names the two nodes its captures were taken as, and the nodes of the pods', async () => {
    const { stdout } = await demo('-o', 'json');
    const nodes = new Set(jsonLines(stdout).map((line) => String(line['node_name'])));
    expect(nodes.size).toBeGreaterThanOrEqual(3);
  });

  test('leaves no socket behind', async () => {
    using folder = temporaryFolder();
    const { code } = await runProgram('observe', ['demo', '--last', '1'], { env: { TMPDIR: folder.path } });
    expect({ code, left: sockets(folder.path) }).toEqual({ code: 0, left: [] });
  });

  test('-f plays to the end, loses nothing, and ends', { timeout: 60_000 }, async () => {
    using folder = temporaryFolder();
    const { stdout, stderr, code } = await runProgram('observe', ['demo', '-f', '-o', 'json'], {
      env: { TMPDIR: folder.path },
    });
    expect({ flows: jsonLines(stdout).length, stderr, code, left: sockets(folder.path) }).toEqual({
      flows: all,
      stderr: '',
      code: 0,
      left: [],
    });
  });

  test('refuses --input-file', async () => {
    const { stderr, code } = await demo('--input-file', 'x');
    expect(stderr).toContain('cannot use --input-file with observe demo');
    expect(code).toBe(2);
  });
});
