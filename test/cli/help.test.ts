import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { ExitCode } from '../../src/base/exit-codes.ts';
import { observeCommands, observedCommand, type CommandText } from '../../src/cli/flags/commands.ts';
import { readSettings } from '../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../src/cli/flags/observe-line.ts';
import { readObservedLine } from '../../src/cli/flags/observed-line.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { cliReference } from '../../src/cli/help/markdown.ts';

const context = { environment: {}, readText: () => '', readSettings, now: () => ({ seconds: 0, nanos: 0 }) };
const commands: readonly (readonly [string, CommandText])[] = [
  ...Object.entries(observeCommands),
  ['observed', observedCommand],
];

function golden(name: string): string {
  return readFileSync(new URL(`../fixtures/cli/help-${name}.txt`, import.meta.url), 'utf8');
}

describe('help', () => {
  it.each(commands)('of %s is as recorded', (name, command) => {
    expect(commandHelp(command)).toBe(golden(name));
  });

  it.each(commands)('of %s names every flag and fits 100 columns', (_name, command) => {
    const text = commandHelp(command);
    expect(Object.keys(command.table).filter((name) => !text.includes(`--${name}`))).toEqual([]);
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it.each(commands)('of %s shows examples that are accepted', (_name, { examples }) => {
    for (const { command } of examples) {
      const [program, ...args] = command.replace(/^.*\| /, '').split(' ');
      const read = () => (program === 'observed' ? readObservedLine(args, context) : readObserveLine(args, context));
      expect(read).not.toThrow();
    }
  });

  it('has one letter for one flag', () => {
    for (const [, { table }] of commands) {
      const letters = Object.values(table).flatMap(({ short }) => short ?? []);
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
});

describe('docs/cli.md', () => {
  const written = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

  it('is what the flag tables make', () => {
    expect(written).toBe(cliReference());
  });

  it('names every exit code', () => {
    expect(Object.values(ExitCode).filter((code) => !written.includes(`| ${code} |`))).toEqual([]);
  });
});
