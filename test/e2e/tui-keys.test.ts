import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { keyTable } from '../../src/tui/keys/key-table.ts';
import { serve, type Serving } from './serving.ts';
import { fits, hasTmux, openTerminal, type Terminal } from './tmux.ts';
import { sceneLine, sceneLines } from './tui-flows.ts';
import { keySessions, type KeySession, type Step } from './tui-key-sessions.ts';

const felix = (mode: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata:\n  name: default\nspec:\n  dropActionOverride: ${mode}\n`;

const flowCount = 123;

/** A server with 121 connections, the last one tried three times, and two changes of the mode. */
async function serveScene(): Promise<Serving> {
  let config = '';
  const serving = await serve({
    args: (folder) => {
      config = join(folder, 'felix.yaml');
      writeFileSync(config, felix('LogAndDrop'));
      return ['--source', 'stdin:', '--felix-config', config];
    },
  });
  const again = [0, 1, 3].map((later) => sceneLine({ index: 120, second: 120 + later })).join('');
  serving.server.child.stdin?.write(sceneLines(120) + again);
  await serving.until(({ stdout }) => stdout.includes(`: ${flowCount}/`), 'status');
  for (const mode of ['LogAndAccept', 'LogAndDrop']) {
    writeFileSync(config, felix(mode));
    serving.server.child.kill('SIGHUP');
    await serving.until(({ stdout }) => stdout.includes(`"to":"${mode}"`), 'agent-events');
  }
  return serving;
}

/** Writes over the screen as another program would that shares the terminal. */
async function scribble(terminal: Terminal, text: string): Promise<void> {
  const tty = (await terminal.tmux('display-message', '-p', '-t', 'main', '#{pane_tty}')).trim();
  writeFileSync(tty, `\u001B[12;30H${text}`);
  await terminal.until((pane) => pane.text.includes(text));
}

/** Takes a step and waits for what it shows; returns whether that was on screen already before the key. */
async function take(terminal: Terminal, step: Step): Promise<boolean> {
  const look = step.isStyled === true ? 'styled' : 'plain';
  if (step.scribble !== undefined) await scribble(terminal, step.scribble);
  const isSeenBefore = fits(await terminal.pane(look), step.sees);
  if (step.press !== '') await terminal.press(step.press);
  if (step.types !== undefined) await terminal.type(step.types);
  await terminal.until(step.sees, { look }).catch((error: unknown) => {
    throw new Error(nameOf(step), { cause: error });
  });
  return isSeenBefore;
}

function nameOf({ press, types = '', does }: Step): string {
  return `${press} ${types} (${does ?? 'on the way'})`;
}

const pressed = new Set(
  keySessions.flatMap(({ steps }) =>
    steps.flatMap(({ does, press }) => (does === undefined ? [] : `${press} ${does}`)),
  ),
);

test('every key of the key table has a step', () => {
  const missing = keyTable
    .flatMap(({ name, keys }) => keys.map((key) => `${key} ${name}`))
    .filter((key) => !pressed.has(key));
  expect(missing).toEqual([]);
});

test('no step is of a key that the table does not have', () => {
  const known = new Set(keyTable.flatMap(({ name, keys }) => keys.map((key) => `${key} ${name}`)));
  expect([...pressed].filter((key) => !known.has(key))).toEqual([]);
});

describe.skipIf(!hasTmux).concurrent('keys in a terminal (tmux)', { timeout: 60_000 }, () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serveScene();
  }, 60_000);
  afterAll(async () => {
    await serving[Symbol.asyncDispose]();
  });

  test.each(keySessions)('$name', async ({ args, begin, steps }: KeySession) => {
    await using terminal = await openTerminal();
    await terminal.command(`observe ${args.replace('TARGET', serving.target)}`);
    await terminal.until(begin);
    for (const [index, step] of steps.entries()) {
      expect(await take(terminal, step), `step ${index}, ${nameOf(step)}: seen before`).toBe(false);
    }
  });
});
