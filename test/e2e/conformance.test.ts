import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

import { createConformanceCounts, exemptCases, printCounts } from './conformance-counts.ts';
import { jsonLines, runProgram, type Finished } from './programs.ts';

/** One recorded run of the real `hubble` 1.19.4. */
interface RecordedCase {
  readonly name: string;
  readonly category: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly stdin?: boolean;
  readonly input_first?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
  readonly stderr_check: 'exact' | 'none' | 'set' | 'prefix';
  readonly exit: number;
  readonly compare: 'text' | 'json';
}

const folder = resolve(import.meta.dirname, '../fixtures/conformance/hubble');
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as RecordedCase[];

const exempt = exemptCases();
const counts = createConformanceCounts('of all commands over a file');

afterAll(() => printCounts(counts));

function argumentsOf(recorded: RecordedCase): string[] {
  const input = ['--input-file', recorded.stdin === true ? '-' : (recorded.input ?? 'flows.jsonl')];
  const [first, ...rest] = recorded.args;
  return recorded.input_first === true ? [first!, ...input, ...rest] : [...recorded.args, ...input];
}

async function run(recorded: RecordedCase): Promise<Finished> {
  const stdin = recorded.stdin === true ? readFileSync(join(folder, recorded.input ?? 'flows.jsonl')) : '';
  return await runProgram('observe', argumentsOf(recorded), { cwd: folder, stdin, env: recorded.env ?? {} });
}

const isSameData = (want: string, got: string): boolean =>
  want === got || isDeepStrictEqual(jsonLines(want), jsonLines(got));

/** Go's protobuf puts a no-break space into its errors in some builds, so that nobody compares them. */
const plainSpaces = (text: string): string => text.replaceAll('\u00a0', ' ');

/** The tail of some messages comes from a parser of Go. */
const cut = (text: string): string => (text.includes("':") ? text.slice(0, text.indexOf("':")) : text);

const words = (text: string): string =>
  text
    .split(/[^A-Za-z0-9_-]+/)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');

/** Our own second line (`hint: …`) and lines of ours are no part of the comparison. */
function withoutHints(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !line.startsWith('hint: '))
    .join('\n');
}

function isSameDiagnosis(recorded: RecordedCase, got: string): boolean {
  const shown = withoutHints(got);
  switch (recorded.stderr_check) {
    case 'none':
      return true;
    case 'set':
      return words(recorded.stderr) === words(shown);
    case 'prefix':
      return cut(recorded.stderr) === cut(shown);
    case 'exact':
      return recorded.compare === 'json' && recorded.stderr.startsWith('{')
        ? isSameData(recorded.stderr, shown)
        : plainSpaces(recorded.stderr) === shown;
    default:
      return recorded.stderr_check satisfies never;
  }
}

async function compare(recorded: RecordedCase): Promise<string | undefined> {
  const got = await run(recorded);
  if ((recorded.exit === 0) !== (got.code === 0)) return `exit code ${got.code}: ${got.stderr.slice(0, 200)}`;
  const sameOutput =
    recorded.compare === 'json' ? isSameData(recorded.stdout, got.stdout) : recorded.stdout === got.stdout;
  if (!sameOutput) return `stdout differs from line ${firstDifference(recorded.stdout, got.stdout)}`;
  if (!isSameDiagnosis(recorded, got.stderr)) return `stderr: want ${recorded.stderr} got ${got.stderr}`;
  return undefined;
}

function firstDifference(want: string, got: string): string {
  const [a, b] = [want.split('\n'), got.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  return `${at + 1}: want ${JSON.stringify(a[at])?.slice(0, 300)} got ${JSON.stringify(b[at])?.slice(0, 300)}`;
}

describe('recorded runs of the hubble CLI', () => {
  test('at most 3 in 100 are exempt, each a case there is', () => {
    const names = new Set(cases.map(({ name }) => name));
    expect([...exempt.keys()].filter((name) => !names.has(name))).toEqual([]);
    expect(exempt.size).toBeLessThanOrEqual(Math.floor(cases.length * 0.03));
  });

  test.concurrent.each(cases.map((recorded) => [recorded.name, recorded] as const))(
    '%s',
    { timeout: 60_000 },
    async (name, recorded) => {
      const difference = await compare(recorded);
      const isExempt = exempt.has(name);
      counts.add(recorded.category, difference === undefined ? 'equal' : isExempt ? 'exempt' : 'different');
      const complaint = difference ?? `is equal, so it must leave docs/hubble-differences.md: ${name}`;
      expect(difference !== undefined, complaint).toBe(isExempt);
    },
  );
});
