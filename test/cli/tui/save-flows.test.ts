import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { FailureError } from '../../../src/base/errors.ts';
import { createLogger } from '../../../src/base/logger.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { fileOrigin } from '../../../src/cli/tui/file-origin.ts';
import { flowsText, saveText } from '../../../src/cli/tui/save-flows.ts';
import { lookAt } from '../../../src/cli/tui/file-paths.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';
import { aFlowResponse } from '../../output/a-flow.ts';
import { aSink, anInvocation } from './an-invocation.ts';

const { flags, logReading } = anInvocation();
const responses = [aFlowResponse({ uuid: 'a' }), aFlowResponse({ uuid: 'b', Summary: 'x | y, "z"' })];

describe('the text of a view', () => {
  it('is what the lines of the format are', () => {
    expect(flowsText('csv', responses, flags.values).split('\n')).toHaveLength(4);
    expect(flowsText('md', responses, flags.values)).toMatch(/^\| TIMESTAMP \| SOURCE /u);
    expect(flowsText('jsonl', [], flags.values)).toBe('');
  });

  it('as JSON lines can be opened again', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'view.jsonl');
    saveText(path, flowsText('jsonl', responses, flags.values));
    const logger = createLogger(aSink(), 'error');
    const origin = await fileOrigin([path], {
      reading: logReading,
      stdin: new PassThrough(),
      logger,
      clock: systemClock(),
    });
    const opened = await origin.open(() => {});
    const read: GetFlowsResponse[] = [];
    for await (const batch of opened.observer.getFlows({})) read.push(...batch);
    await opened.close();
    expect(read.map(({ flow }) => [flow?.uuid, flow?.Summary])).toEqual([
      ['a', 'TCP Flags: SYN'],
      ['b', 'x | y, "z"'],
    ]);
  });
});

describe('saving', () => {
  it('writes a file others may read, makes its folder, and counts bytes', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'new', 'view.csv');
    expect(saveText(path, 'grün\n')).toBe(6);
    expect(readFileSync(path, 'utf8')).toBe('grün\n');
    expect(statSync(path).mode & 0o444).toBe(0o444 & ~process.umask());
  });

  it('puts the new file in the place of the old one, behind a link too', async () => {
    await using folder = await tempFolder();
    const [path, link] = [join(folder.path, 'a'), join(folder.path, 'b')];
    writeFileSync(path, 'old');
    symlinkSync(path, link);
    saveText(link, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('refuses what is no plain file, and names what cannot be written', async () => {
    await using folder = await tempFolder();
    expect(() => saveText('/dev/null', 'x')).toThrow('cannot write /dev/null: it is no plain file');
    expect(() => saveText(folder.path, 'x')).toThrow(FailureError);
    writeFileSync(join(folder.path, 'file'), '');
    expect(() => saveText(join(folder.path, 'file', 'x'), 'x')).toThrow(FailureError);
  });
});

it('looks at a path as people type it', async () => {
  await using folder = await tempFolder();
  mkdirSync(join(folder.path, 'logs'));
  const environment = { HOME: folder.path };
  expect(lookAt('~/logs', environment)).toEqual({ path: join(folder.path, 'logs'), exists: true });
  expect(lookAt('~/none', environment)).toEqual({ path: join(folder.path, 'none'), exists: false });
  expect(lookAt('x/../none-here', {})).toEqual({ path: join(process.cwd(), 'none-here'), exists: false });
});
