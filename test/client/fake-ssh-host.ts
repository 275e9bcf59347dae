/** A host reached by an `ssh` that is a script of ours. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { tempFolder } from '../helpers/grpc-server.ts';

const script = resolve(import.meta.dirname, 'fake-ssh.mjs');

/** A start of the script. */
export interface SshRun {
  readonly pid: number;
  readonly args: readonly string[];
}

/** The host. */
export interface FakeSshHost extends AsyncDisposable {
  /** Has the script as `ssh` on its PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has the script say something to stderr, and end, when it is started; see fake-ssh.mjs. */
  order(orders: { readonly say?: string; readonly exit?: number }): Promise<void>;
  /** Takes the orders back. */
  forget(): Promise<void>;
  /** Every start so far. */
  runs(): Promise<readonly SshRun[]>;
}

/** Makes a host on which the remote ends in `places` lead to local TCP ports, and all others are refused. */
export async function fakeSshHost(places: Readonly<Record<string, number>>): Promise<FakeSshHost> {
  const folder = await tempFolder();
  const at = (name: string): string => `${folder.path}/${name}`;
  await writeFile(at('ssh'), `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
  await writeFile(at('log'), '');
  return {
    environment: {
      PATH: `${folder.path}:/usr/bin:/bin`,
      FAKE_SSH_PLACES: JSON.stringify(places),
      FAKE_SSH_LOG: at('log'),
      FAKE_SSH_ORDERS: at('orders'),
    },
    order: (orders) => writeFile(at('orders'), JSON.stringify(orders)),
    forget: () => rm(at('orders')),
    runs: async () =>
      (await readFile(at('log'), 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as SshRun),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
