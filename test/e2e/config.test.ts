// `observe config`, with files, environment and flags as people have them.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';

import { runProgram, temporaryFolder } from './programs.ts';

/** A home of its own for each test, and `observe config` in it. */
function atHome(env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const file = join(folder.path, '.config', 'hubble', 'config.yaml');
  return {
    file,
    ownFile: join(folder.path, '.config', 'observe', 'config.yaml'),
    folder: folder.path,
    config: async (...args: string[]) =>
      await runProgram('observe', ['config', ...args], { env: { HOME: folder.path, ...env }, cwd: folder.path }),
    run: async (...args: string[]) =>
      await runProgram('observe', args, { env: { HOME: folder.path, ...env }, cwd: folder.path }),
    written: () => readFileSync(file, 'utf8'),
    put: (path: string, text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const fine = { stderr: '', code: 0 };

describe('set', () => {
  test.each([
    ['debug', 'true', 'debug: true\n'],
    ['debug', '0', 'debug: false\n'],
    ['timeout', '90s', 'timeout: 1m30s\n'],
    ['timeout', '5', 'timeout: 5ns\n'],
    ['server', 'unix:///run/observed.sock', 'server: unix:///run/observed.sock\n'],
    ['port-forward-port', '4300', 'port-forward-port: 4300\n'],
    ['kubeconfig', '~/other', 'kubeconfig: ~/other\n'],
    ['allowlist', '{"verdict":["DROPPED"]}', `allowlist:\n    - '{"verdict":["DROPPED"]}'\n`],
  ])('%s %s', async (key, value, text) => {
    using home = atHome();
    expect(await home.config('set', key, value)).toEqual({ stdout: '', ...fine });
    expect(home.written()).toBe(text);
    expect(statSync(home.file).mode & 0o777).toBe(0o600);
  });

  test('without a value writes the default', async () => {
    using home = atHome();
    await home.config('set', 'timeout', '1m');
    await home.config('set', 'debug', 'true');
    await home.config('set', 'timeout');
    await home.config('set', 'server');
    expect(parse(home.written())).toEqual({ timeout: '5s', debug: true, server: 'localhost:4245' });
  });

  test('keeps what a person wrote', async () => {
    using home = atHome();
    home.put(home.file, '# mine\nserver: a:1 # staging\nunknown: [1]\n');
    await home.config('set', 'server', 'b:2');
    expect(home.written()).toBe('# mine\nserver: b:2 # staging\nunknown: [1]\n');
  });

  test('writes the file that is named by flag or environment', async () => {
    using home = atHome({ HUBBLE_CONFIG: 'from-env.yaml' });
    await home.config('set', 'debug', 'true');
    await home.config('set', 'debug', 'true', '--config', 'sub/from-flag.yaml');
    for (const path of ['from-env.yaml', 'sub/from-flag.yaml']) {
      expect(readFileSync(join(home.folder, path), 'utf8')).toBe('debug: true\n');
    }
  });

  test('says when another file is read in this folder', async () => {
    using home = atHome();
    home.put(join(home.folder, 'config.yaml'), 'debug: true\n');
    const { stderr, code } = await home.config('set', 'debug', 'false');
    expect(code).toBe(0);
    expect(stderr).toBe(`note: ./config.yaml is read instead of ${home.file} in this folder\n`);
  });

  test('changes our own file where there is one', async () => {
    using home = atHome();
    home.put(home.ownFile, 'timeout: 1s\n');
    await home.config('set', 'timeout', '2s');
    expect(readFileSync(home.ownFile, 'utf8')).toBe('timeout: 2s\n');
  });

  test.each([
    [['set', 'bogus', '1'], 'unknown key: bogus'],
    [['set', 'servr', 'a:1'], 'unknown key: servr\nhint: did you mean server?'],
    [
      ['set', 'debug', 'maybe'],
      'cannot assign value=maybe for key=debug, expected type=bool: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      ['set', 'timeout', 'soon'],
      'cannot assign value=soon for key=timeout, expected type=duration: time: invalid duration "soon"',
    ],
    [
      ['set', 'port-forward-port', '70000'],
      'cannot assign value=70000 for key=port-forward-port, expected type=uint16: strconv.ParseUint: parsing "70000": value out of range',
    ],
    [['set'], "invalid arguments: set requires exactly 1 or 2 argument(s): got ''"],
    [['set', 'a', 'b', 'c'], "invalid arguments: set requires exactly 1 or 2 argument(s): got 'a b c'"],
    [['get', 'a', 'b'], "invalid arguments: get requires exactly 0 or 1 argument: got 'a b'"],
    [['get', 'bogus'], 'unknown key: bogus'],
    [['reset', 'bogus'], 'unknown key: bogus'],
    [['reset', 'a', 'b'], "invalid arguments: reset requires exactly 0 or 1 argument: got 'a b'"],
    [['sett'], 'unknown command "sett" for "observe config"\nhint: did you mean set?'],
  ])('%j is an error', async (args, message) => {
    using home = atHome();
    const { stdout, stderr, code } = await home.config(...args);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(`${message}\n`);
    expect(() => home.written()).toThrow('ENOENT');
  });

  test('leaves a file alone that is no YAML', async () => {
    using home = atHome();
    home.put(home.file, 'a: [\n');
    const { stderr, code } = await home.config('set', 'debug', 'true');
    expect(code).toBe(2);
    expect(stderr).toContain(`configuration file ${home.file}: `);
    expect(home.written()).toBe('a: [\n');
  });
});

describe('get and view', () => {
  test.each([
    ['server', 'localhost:4245\n'],
    ['debug', 'false\n'],
    ['timeout', '5s\n'],
    ['request-timeout', '12s\n'],
    ['allowlist', '[]\n'],
    ['port-forward-port', '4245\n'],
    ['kube-namespace', 'kube-system\n'],
    ['kubeconfig', '""\n'],
  ])('the default of %s', async (key, text) => {
    using home = atHome();
    expect(await home.config('get', key)).toEqual({ stdout: text, ...fine });
  });

  test('flag over environment over file', async () => {
    using home = atHome({ HUBBLE_TIMEOUT: '2s', HUBBLE_ALLOWLIST: '{"a":1} {"b":2}' });
    home.put(home.file, 'timeout: 1s\nserver: a:1\ndebug: true\n');
    const value = async (...args: string[]) => (await home.config('get', ...args)).stdout;
    expect(await value('timeout')).toBe('2s\n');
    expect(await value('timeout', '--timeout', '90s')).toBe('1m30s\n');
    expect(await value('server')).toBe('a:1\n');
    expect(await value('debug', '--debug=false')).toBe('false\n');
    expect(await value('allowlist')).toBe(`- '{"a":1}'\n- '{"b":2}'\n`);
  });

  test('our own file wins over that of Hubble', async () => {
    using home = atHome();
    home.put(home.file, 'timeout: 1s\nserver: a:1\n');
    home.put(home.ownFile, 'timeout: 3s\n');
    expect((await home.config('get', 'timeout')).stdout).toBe('3s\n');
    expect((await home.config('get', 'server')).stdout).toBe('a:1\n');
  });

  test('all keys, sorted, as YAML; get without a key is the same', async () => {
    using home = atHome();
    const { stdout, stderr, code } = await home.config('view');
    expect({ stderr, code }).toEqual(fine);
    const values = parse(stdout) as Record<string, unknown>;
    expect(Object.keys(values)).toEqual(Object.keys(values).toSorted());
    expect(values).toMatchObject({ config: home.file, server: 'localhost:4245', debug: false, allowlist: [] });
    expect((await home.config('get')).stdout).toBe(stdout);
  });

  test('show what is wrong instead of failing at it', async () => {
    using home = atHome({ HUBBLE_DEBUG: 'maybe' });
    home.put(home.file, 'timeout: soon\n');
    expect((await home.config('get', 'debug')).stdout).toBe('maybe\n');
    expect((await home.config('get', 'timeout')).stdout).toBe('soon\n');
  });
});

describe('reset', () => {
  test('one key', async () => {
    using home = atHome();
    home.put(home.file, 'timeout: 1s # slow\ndebug: true\n');
    expect(await home.config('reset', 'timeout')).toEqual({ stdout: '', ...fine });
    expect(home.written()).toBe('timeout: 5s # slow\ndebug: true\n');
  });

  test('all keys, where Hubble fails half way: what is in force afterwards are the defaults', async () => {
    using home = atHome();
    const before = (await home.config('view')).stdout;
    home.put(home.file, '# mine\nserver: a:1\ntimeout: 1s\ndebug: true\nallowlist: ["{}"]\n');
    expect((await home.config('view')).stdout).not.toBe(before);
    expect(await home.config('reset')).toEqual({ stdout: '', ...fine });
    expect((await home.config('view')).stdout).toBe(before);
    expect(home.written()).toMatch(/^# mine\n/);
    expect(home.written()).not.toMatch(/^(?:server|config):/m);
  });
});

test('the word alone shows what there is', async () => {
  using home = atHome();
  const { stdout, code } = await home.config();
  expect(code).toBe(0);
  expect(stdout).toContain('observe config COMMAND [flags]');
  for (const action of ['get', 'set', 'reset', 'view']) expect(stdout).toContain(`config ${action} `);
});

test('what was set is what other commands use', async () => {
  using home = atHome();
  await home.config('set', 'server', '127.0.0.1:1');
  const { stderr, code } = await home.run('status');
  expect(code).toBe(3);
  expect(stderr).toContain('127.0.0.1:1');
});
