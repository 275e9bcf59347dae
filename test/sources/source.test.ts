import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { assertSingleKernelSource, openSource } from '../../src/sources/source.ts';
import { parseSourceSpec } from '../../src/sources/source-spec.ts';
import { pipeOf, readAll, run, sourceOptions, temporaryFolder, text } from './harness.ts';

const folder = temporaryFolder();

describe('the name of a source', () => {
  it.each([
    ['file:/var/log/kern.log', { kind: 'file', path: '/var/log/kern.log' }],
    ['file:kern.log', { kind: 'file', path: 'kern.log' }],
    ['file:a:b', { kind: 'file', path: 'a:b' }],
    ['kmsg:', { kind: 'kmsg', path: '/dev/kmsg' }],
    ['kmsg:/tmp/x', { kind: 'kmsg', path: '/tmp/x' }],
    ['stdin:', { kind: 'stdin' }],
  ])('%s is understood', (spec, source) => expect(parseSourceSpec(spec)).toEqual(source));

  it.each(['', 'file:', 'stdin:x', 'kmsg', 'tcp:1', 'files:/x', ':', 'FILE:/x'])(
    '%j is refused, with those known',
    (spec) => {
      expect(() => parseSourceSpec(spec)).toThrow(UsageError);
      expect(() => parseSourceSpec(spec)).toThrow(
        expect.objectContaining({
          message: `invalid source "${spec}"`,
          hint: expect.stringContaining('file:PATH, kmsg:, stdin:'),
        }),
      );
    },
  );

  it('that is a path alone gets its scheme proposed', () => {
    expect(() => parseSourceSpec('/var/log/kern.log')).toThrow(
      expect.objectContaining({ hint: 'for a file write file:/var/log/kern.log' }),
    );
  });

  it('is refused before anything is opened', () => {
    expect(() => openSource('nope:', sourceOptions())).toThrow(UsageError);
  });
});

describe('one kernel log a node', () => {
  it.each([
    [['kmsg:']],
    [['file:/var/log/kern.log', 'file:/mnt/node-2/kern.log']],
    [['kmsg:', 'file:/var/log/calico.log']],
    [['kmsg:', 'stdin:']],
    [['journal:', 'file:/var/log/kernels-of-truth.txt']],
    [[]],
  ])('%j may be read together', (specs) => expect(assertSingleKernelSource(specs)).toBeUndefined());

  it.each([
    [['kmsg:', 'journal:'], 'kmsg: and journal: are copies of the same kernel log'],
    [['kmsg:', 'file:/var/log/kern.log'], 'kmsg: and file:/var/log/kern.log are copies of the same kernel log'],
    [['file:/var/log/syslog', 'journal:'], 'journal: and file:/var/log/syslog are copies of the same kernel log'],
    [['kmsg:', 'file:messages-20261121'], 'kmsg: and file:messages-20261121 are copies of the same kernel log'],
    [['kmsg:', 'kmsg:'], 'the source kmsg: is given twice'],
    [['kmsg:', 'kmsg:/tmp/x'], 'kmsg: and kmsg:/tmp/x are copies of the same kernel log'],
    [['stdin:', 'stdin:'], 'the source stdin: is given twice'],
    [
      ['file:/var/log/x', 'file:/var/log/../log/x'],
      'file:/var/log/x and file:/var/log/../log/x are copies of the same kernel log',
    ],
  ])('%j are refused', (specs, message) => {
    expect(() => assertSingleKernelSource(specs)).toThrow(UsageError);
    expect(() => assertSingleKernelSource(specs)).toThrow(message);
  });
});

describe('opening a source', () => {
  it('reads stdin: to its end', async () => {
    const records = await readAll(openSource('stdin:', sourceOptions({ stdin: pipeOf('one\ntwo') })));
    expect(records.map((record) => [text(record), record.source, record.live])).toEqual([
      ['one', 'stdin:', false],
      ['two', 'stdin:', false],
    ]);
  });

  it('follows file:', async () => {
    writeFileSync(folder('kern.log'), 'one\n');
    const source = run((options) => openSource(`file:${folder('kern.log')}`, options));
    expect(await source.untilTexts(1)).toEqual(['one']);
    await source.stop();
  });

  it('reads kmsg: of a captured ring whole', async () => {
    const captured = readFileSync(new URL('../fixtures/kernel/bridge.kmsg', import.meta.url));
    writeFileSync(folder('ring'), captured);
    const source = run((options) => openSource(`kmsg:${folder('ring')}`, options));
    await source.untilIdle();
    await source.stop();
    expect(`${source.texts().join('\n')}\n`).toBe(captured.toString('latin1'));
  });
});
