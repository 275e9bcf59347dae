// The same flows through a server and straight out of the file: the answer is the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonLines, runProgram, type Finished } from './programs.ts';
import { serve, type Serving } from './serving.ts';

const recorded = resolve(import.meta.dirname, '../fixtures/conformance/hubble/flows.jsonl');

/** A line of the recorded file, as far as it is looked at. */
interface RecordedLine {
  readonly flow?: object;
  readonly time?: string;
}

/** A server of a file. */
interface Served extends AsyncDisposable {
  readonly serving: Serving;
  readonly file: string;
  /** What the server says and what the file says. */
  both(...args: readonly string[]): Promise<{ readonly served: Finished; readonly read: Finished }>;
}

async function serveLines(lines: readonly string[]): Promise<Served> {
  const serving = await serve({
    args: (folder) => {
      writeFileSync(join(folder, 'flows.jsonl'), lines.map((line) => `${line}\n`).join(''));
      return ['--source', `file:${join(folder, 'flows.jsonl')}`];
    },
  });
  const file = join(serving.folder, 'flows.jsonl');
  await serving.until(({ stdout }) => stdout.includes(`${lines.length} records,`), 'status');
  return {
    serving,
    file,
    both: async (...args) => {
      const answers = [serving.observe(...args), runProgram('observe', ['--input-file', file, ...args])] as const;
      const [served, read] = await Promise.all(answers);
      return { served, read };
    },
    [Symbol.asyncDispose]: () => serving[Symbol.asyncDispose](),
  };
}

const lines = readFileSync(recorded, 'utf8').trimEnd().split('\n');

/**
 * The flows alone, in the order of time. What is no flow a server gives whatever is asked for, and a file does not; and where an
 * answer starts and ends a server looks for in the order in which flows came.
 */
const ordered = lines
  .map((line) => ({ line, ...(JSON.parse(line) as RecordedLine) }))
  .filter(({ flow, time }) => flow !== undefined && time !== undefined)
  .toSorted((a, b) => Date.parse(a.time ?? '') - Date.parse(b.time ?? ''))
  .map(({ line }) => line);

let everything: Served;
let flowsAlone: Served;

beforeAll(async () => {
  [everything, flowsAlone] = await Promise.all([serveLines(lines), serveLines(ordered)]);
});

afterAll(async () => {
  await everything[Symbol.asyncDispose]();
  await flowsAlone[Symbol.asyncDispose]();
});

describe.concurrent('every format', () => {
  test.each<readonly string[]>([
    ['compact'],
    ['dict'],
    ['table'],
    ['tab'],
    ['json'],
    ['jsonpb'],
    ['raw'],
    ['compact', '--print-node-name', '--print-policy-names', '--numeric', '--color', 'always'],
    ['dict', '--print-node-name', '--print-policy-names', '--time-format', 'RFC3339Nano'],
    ['table', '--ip-translation=false', '--time-format', 'RFC3339Micro'],
    ['compact', '--use-default-field-masks=false'],
  ])('%s %s %s %s %s %s', async (...format) => {
    const { served, read } = await everything.both('--all', '-o', ...format);
    expect(read.stdout).not.toBe('');
    expect(served).toEqual(read);
  });
});

test('a field mask leaves of each flow what it names; a file gives all of it, as with Hubble', async () => {
  const { served, read } = await flowsAlone.both('--all', '-o', 'json', '--field-mask', 'time,verdict,l7');
  const whole = jsonLines(read.stdout).map(({ flow, time }) => {
    const { time: at, verdict, l7 } = flow as Readonly<Record<string, unknown>>;
    return JSON.parse(JSON.stringify({ flow: { time: at, verdict, l7 }, time })) as unknown;
  });
  expect(whole).toHaveLength(ordered.length);
  expect(jsonLines(served.stdout)).toEqual(whole);
});

describe.concurrent('filters', () => {
  test.each<readonly string[]>([
    ['--verdict', 'DROPPED'],
    ['--not', '--verdict', 'FORWARDED'],
    ['--type', 'policy-verdict'],
    ['--type', 'l7', '--protocol', 'http'],
    ['--protocol', 'tcp', '--to-port', '443'],
    ['--namespace', 'shop'],
    ['--from-pod', 'kube-system/', '--verdict', 'DROPPED', '--verdict', 'AUDIT'],
    ['--ip', '10.0.0.0/8'],
    ['--label', 'app'],
    ['--identity', 'world'],
    ['--traffic-direction', 'ingress'],
    ['--http-method', 'GET'],
    ['--node-name', 'default/node-1'],
    ['--workload', 'web'],
    ['--tcp-flags', 'SYN'],
    ['--cel-expression', '_flow.l4.TCP.flags.SYN'],
    ['--cel-expression', '_flow.verdict == Verdict.DROPPED'],
    ['--uuid', 'cfe88306-b2b0-e626-d339-388da34b4b38'],
    ['--since', '2024-03-01T00:00:00Z', '--until', '2024-03-01T00:00:10Z'],
    ['--first', '7'],
    ['--last', '7'],
  ])('%s %s %s %s', async (...filters) => {
    const all = filters.some((flag) => ['--first', '--last', '--since'].includes(flag)) ? [] : ['--all'];
    const { served, read } = await flowsAlone.both(...all, ...filters, '-o', 'json');
    expect(read.code).toBe(0);
    expect(served).toEqual(read);
  });

  test('a server gives what is no flow whatever is asked for, a file does not', async () => {
    const { served, read } = await everything.both('--all', '--verdict', 'DROPPED', '-o', 'json');
    const [fromServer, fromFile] = [jsonLines(served.stdout), jsonLines(read.stdout)];
    expect(fromServer.filter((line) => 'flow' in line)).toEqual(fromFile);
    expect(fromServer.filter((line) => 'lost_events' in line)).toEqual(
      jsonLines(lines.filter((line) => line.startsWith('{"lost_events"')).join('\n')),
    );
    expect(jsonLines(served.stderr)).toHaveLength(5);
    expect(read.stderr).toBe('');
  });
});
