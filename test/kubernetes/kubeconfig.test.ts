import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import { loadKubeconfig, type KubeconfigOptions } from '../../src/kubernetes/kubeconfig.ts';
import { tempFolder } from '../helpers/grpc-server.ts';

interface Wanted {
  readonly current?: string;
  /** Names of contexts, each with a cluster `https://NAME` + `mark`. */
  readonly contexts: readonly string[];
  readonly mark?: string;
}

function kubeconfig({ current, contexts, mark = '' }: Wanted): string {
  const named = (kind: string, body: (name: string) => object) =>
    contexts.map((name) => ({ name, [kind]: body(name) }));
  return JSON.stringify({
    'current-context': current,
    contexts: named('context', (name) => ({ cluster: name, user: 'me' })),
    clusters: named('cluster', (name) => ({ server: `https://${name}${mark}` })),
    users: [{ name: 'me', user: { token: `token${mark}` } }],
  });
}

interface WrongConfig {
  readonly what: string;
  readonly text: string;
  readonly context?: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

function serverOf(options: KubeconfigOptions): string | undefined {
  return loadKubeconfig(options).getCurrentCluster()?.server;
}

function errorOf(options: KubeconfigOptions): unknown {
  try {
    return serverOf(options);
  } catch (error) {
    return error;
  }
}

describe('the kubeconfig', () => {
  test('is the named file, else those of KUBECONFIG, else that of the home folder', async () => {
    await using folder = await tempFolder();
    const { path } = folder;
    await mkdir(join(path, '.kube'));
    await writeFile(join(path, '.kube', 'config'), kubeconfig({ current: 'home', contexts: ['home'] }));
    await writeFile(join(path, 'a'), kubeconfig({ current: 'a', contexts: ['a'] }));
    await writeFile(join(path, 'b'), kubeconfig({ current: 'b', contexts: ['b'] }));
    const environment = { HOME: path, KUBECONFIG: join(path, 'a') };
    expect(serverOf({ environment: { HOME: path } })).toBe('https://home');
    expect(serverOf({ environment })).toBe('https://a');
    expect(serverOf({ environment, kubeconfig: join(path, 'b') })).toBe('https://b');
    expect(serverOf({ environment, kubeconfig: '' })).toBe('https://a');
  });

  test('of several files is their union; the first counts, missing files do not', async () => {
    await using folder = await tempFolder();
    const [a, b, none] = ['a', 'b', 'none'].map((name) => join(folder.path, name));
    await writeFile(a!, kubeconfig({ contexts: ['both', 'a'], mark: '-1' }));
    await writeFile(b!, kubeconfig({ current: 'both', contexts: ['both', 'b'], mark: '-2' }));
    const environment = { KUBECONFIG: [none, a, b].join(':') };
    expect(serverOf({ environment })).toBe('https://both-1');
    expect(serverOf({ environment, context: 'b' })).toBe('https://b-2');
    expect(loadKubeconfig({ environment }).getCurrentUser()?.token).toBe('token-1');
  });

  test('reads files beside itself', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'config');
    const cluster = { server: 'https://x', 'certificate-authority': 'ca.crt' };
    await writeFile(
      path,
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'c' } }],
        clusters: [{ name: 'c', cluster }],
      }),
    );
    const config = loadKubeconfig({ environment: {}, kubeconfig: path });
    expect(config.getCurrentCluster()?.caFile).toBe(join(folder.path, 'ca.crt'));
    // Without a user of its own the client would leave the CA out as well.
    expect(config.getCurrentUser()).not.toBeNull();
  });

  test.each([
    ['no file', {}, /^no kubeconfig: HOME is not set$/, /--kubeconfig FILE/],
    [
      'no file at home',
      { HOME: '/nonexistent' },
      /^no kubeconfig: nothing in \/nonexistent\/\.kube\/config$/,
      /KUBECONFIG/,
    ],
    [
      'a missing file',
      { KUBECONFIG: '/nonexistent' },
      /^cannot read the kubeconfig \/nonexistent: no such file/,
      /config view/,
    ],
  ])('%s is told', (_, environment, message, hint) => {
    const error = errorOf({ environment });
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(hint) as unknown,
    });
  });

  test.each<WrongConfig>([
    {
      what: 'no such context',
      text: kubeconfig({ current: 'a', contexts: ['a', 'b'] }),
      context: 'c',
      message: /^no context "c" in/,
      hint: /^contexts: a, b$/,
    },
    {
      what: 'no current context',
      text: kubeconfig({ contexts: ['a'] }),
      message: /has no current context$/,
      hint: /^name one with --kube-context; contexts: a$/,
    },
    { what: 'no contexts at all', text: '{}', message: /no current context$/, hint: /the kubeconfig has no contexts$/ },
    {
      what: 'text that is none',
      text: '{{',
      message: /^the kubeconfig .*config is none: /,
      hint: /kubectl config view/,
    },
    {
      what: 'a cluster that is not there',
      text: JSON.stringify({ 'current-context': 'a', contexts: [{ name: 'a', context: { cluster: 'b' } }] }),
      message: /^the context "a" names a cluster/,
      hint: /^choose another with --kube-context; contexts: a$/,
    },
  ])('$what is told', async ({ text, context, message, hint }) => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'config');
    await writeFile(path, text);
    const error = errorOf({ environment: {}, kubeconfig: path, context });
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringMatching(hint) as unknown,
    });
  });
});
