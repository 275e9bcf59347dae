// Completion as a person meets it: the scripts in real shells, in a terminal.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { portOf } from '../helpers/grpc-server.ts';
import { startFakeHubble, type FakeHubble } from './fake-hubble.ts';
import { runProgram, temporaryFolder } from './programs.ts';
import { completeIn, installObserve, isInstalled, runIn, typedShells } from './shells.ts';

const folder = temporaryFolder();
// As it is, names of the server come within 200 ms or not at all; a busy machine gets more.
const wait = '30s';
const env = {
  OBSERVE_COMPLETION_WAIT: wait,
  PATH: `${folder.path}:${process.env['PATH'] ?? ''}`,
  HOME: folder.path,
  TZ: 'UTC',
};
let hubble: FakeHubble;

beforeAll(async () => {
  installObserve(folder.path);
  writeFileSync(join(folder.path, 'flows-of-mine.jsonl'), '');
  hubble = await startFakeHubble();
});

afterAll(async () => {
  folder[Symbol.dispose]();
  await hubble[Symbol.asyncDispose]();
});

const patiently = { timeout: 60_000 };

/** What is typed, and the line after TAB. HUBBLE and FOLDER stand for what is only known later. */
const typed: readonly (readonly [string, string])[] = [
  ['observe stat', 'observe status'],
  ['observe config vi', 'observe config view'],
  ['observe config set timeo', 'observe config set timeout'],
  ['observe --verd', 'observe --verdict'],
  ['observe --verdict DR', 'observe --verdict DROPPED'],
  ['observe --verdict dro', 'observe --verdict DROPPED'],
  ['observe --verdict=DR', 'observe --verdict=DROPPED'],
  ['observe --not -t trace:from-net', 'observe --not -t trace:from-network'],
  ['observe --type=trace:from-net', 'observe --type=trace:from-network'],
  ['observe -fo js', 'observe -fo json'],
  ['observe --drop-reason-desc POLICY_DENY', 'observe --drop-reason-desc POLICY_DENY'],
  ['observe --protocol sc', 'observe --protocol sctp'],
  ['observe --time-format Year', 'observe --time-format YearMonthDay'],
  ['observe --tcp-flags SYN,FI', 'observe --tcp-flags SYN,FIN'],
  ['observe observe agent', 'observe observe agent-events'],
  ['observe list nodes -o wi', 'observe list nodes -o wide'],
  ['observe --input-file FOLDER/flows-of', 'observe --input-file FOLDER/flows-of-mine.jsonl'],
  ['observe --server HUBBLE --namespace kube', 'observe --server HUBBLE --namespace kube-system'],
  ['observe --server HUBBLE --node-name=default/node-b', 'observe --server HUBBLE --node-name=default/node-b'],
];

function lacks(...commands: readonly string[]): { readonly skipped: boolean; readonly why: string } {
  const missing = commands.filter((command) => !isInstalled(command));
  const skipped = missing.length > 0;
  return { skipped, why: skipped ? ` (skipped: ${missing.join(' and ')} not installed)` : '' };
}

const lackingOf = { bash: lacks('bash', 'script'), zsh: lacks('zsh', 'script'), fish: lacks('fish') };

describe.skipIf(lackingOf.bash.skipped)(`bash${lackingOf.bash.why}`, () => {
  typesIn('bash');
});

describe.skipIf(lackingOf.zsh.skipped)(`zsh${lackingOf.zsh.why}`, () => {
  typesIn('zsh');
});

function real(text: string): string {
  return text.replace('HUBBLE', hubble.address).replace('FOLDER', folder.path);
}

function typesIn(name: 'bash' | 'zsh'): void {
  test.concurrent.each(typed)('%s', patiently, async (line, completed) => {
    expect(await completeIn(typedShells[name], real(line), env)).toBe(real(completed));
  });
}

describe.skipIf(lackingOf.fish.skipped)(`fish${lackingOf.fish.why}`, () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['observe stat', ['status']],
    ['observe --verdict DR', ['DROPPED']],
    ['observe --verdict=DR', ['--verdict=DROPPED']],
    ['observe -t trace:from-n', ['trace:from-network']],
    ['observe -o j', ['json', 'jsonpb']],
    ['observe config get nothing', []],
    ['observe --namespace ku', ['kube-system']],
    ['observe --input-file flows-of', ['flows-of-mine.jsonl']],
  ];

  test.concurrent.each(cases)('%s', patiently, async (line, texts) => {
    const script = `observe completion fish | source; complete -C '${line}'`;
    const stdout = await runIn('fish', ['--no-config', '-c', script], {
      env: { ...env, HUBBLE_SERVER: hubble.address },
      cwd: folder.path,
    });
    const offered = stdout
      .split('\n')
      .filter(Boolean)
      .map((one) => one.split('\t')[0]);
    expect(offered).toEqual(texts);
  });
});

describe('powershell', () => {
  // No distribution packages it, so it is required nowhere.
  const installed = isInstalled('pwsh', 'optional');

  test.skipIf(!installed)(`completes a verdict${installed ? '' : ' (skipped: pwsh not installed)'}`, async () => {
    const script = `observe completion powershell | Out-String | Invoke-Expression
      (TabExpansion2 'observe --verdict DR' 20).CompletionMatches.CompletionText`;
    const stdout = await runIn('pwsh', ['-NoProfile', '-Command', script], { env, cwd: folder.path });
    expect(stdout.trim()).toBe('DROPPED');
  });
});

describe('what the scripts ask', () => {
  test('answers with descriptions and whether files fit', async () => {
    const { stdout, stderr, code } = await runProgram('observe', ['__complete', 'list', '']);
    expect({ stdout, stderr, code }).toEqual({
      stdout: 'nodes\tList the nodes flows come from\nnamespaces\tList the namespaces seen in flows\n:4\n',
      stderr: '',
      code: 0,
    });
    expect((await runProgram('observe', ['__completeNoDesc', '--input-file', ''])).stdout).toBe(':0\n');
  });

  test('goes without the server when it accepts and says nothing', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = `127.0.0.1:${portOf(mute)}`;
    const { stdout, stderr, code } = await runProgram('observe', ['__complete', '--server', address, '--pod', '']);
    mute.close();
    expect({ stdout, stderr, code }).toEqual({ stdout: ':4\n', stderr: '', code: 0 });
  });

  test('says nothing about a server that is not there', async () => {
    const { stdout, stderr, code } = await runProgram('observe', ['__complete', '--server', '127.0.0.1:1', '-n', '']);
    expect({ stdout, stderr, code }).toEqual({ stdout: ':4\n', stderr: '', code: 0 });
  });

  test('starts no port-forward and no ssh for it', async () => {
    for (const way of [['-P'], ['--server', 'ssh://nobody@127.0.0.1:1']]) {
      const { stdout, stderr, code } = await runProgram('observe', ['__complete', ...way, '-n', '']);
      expect({ stdout, stderr, code }).toEqual({ stdout: ':4\n', stderr: '', code: 0 });
    }
  });

  test.each([[['--pod', '"']], [['--nope', '']], [['list', 'nothing', '']], [['--', '--ver']], [[]]])(
    '%j is nothing to fail at',
    async (args) => {
      const { stderr, code } = await runProgram('observe', ['__complete', ...args]);
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    },
  );

  test('a shell there is none for', async () => {
    const { stderr, code } = await runProgram('observe', ['completion', 'fihs']);
    expect({ stderr, code }).toEqual({
      stderr: 'unknown command "fihs" for "observe completion"\nhint: did you mean fish?\n',
      code: 2,
    });
  });
});
