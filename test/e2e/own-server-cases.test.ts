// The recorded answers of a Hubble server, given by ours out of the same state: the events come in as an exporter writes them.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createConformanceCounts, printCounts } from './conformance-counts.ts';
import { readRecorded } from './fake-hubble.ts';
import { serve, type Serving } from './serving.ts';

interface ServerCase {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdout: string;
  readonly exit: number;
}

interface State {
  readonly GetAgentEvents: readonly object[];
  readonly GetDebugEvents: readonly object[];
}

const state = readRecorded('server-fixture.json') as State;

/**
 * Cases about a state our server can be brought into. The addresses, ages and releases of other servers it cannot have, and the
 * recorded namespaces are in an order that no Hubble server gives.
 */
const cases = (readRecorded('server-cases.json') as readonly ServerCase[])
  .map((recorded) => ({ ...recorded, command: recorded.args.slice(0, 2).join(' ') }))
  .filter(({ command }) => ['observe agent-events', 'observe debug-events'].includes(command));

/** The recorded server gave all it had whatever number it was asked for; ours gives as many. */
function wanted({ args, stdout }: ServerCase): string {
  const at = args.indexOf('--last');
  return at < 0
    ? stdout
    : stdout
        .split('\n')
        .slice(-1 - Number(args[at + 1]))
        .join('\n');
}

/** The times of events in JSON. */
const timesOf = (text: string) => Array.from(text.matchAll(/"time":"([^"]*)"\}$/gm), ([, time]) => time);

const counts = createConformanceCounts('of our own server');
let serving: Serving;

beforeAll(async () => {
  const lines = [...state.GetAgentEvents, ...state.GetDebugEvents];
  serving = await serve({ stdin: lines.map((line) => `${JSON.stringify(line)}\n`).join('') });
  await serving.until(({ stdout }) => stdout.includes('(ended)'), 'status');
});

afterAll(async () => {
  await serving[Symbol.asyncDispose]();
  printCounts(counts);
});

describe('recorded answers, out of our own server', () => {
  test.concurrent.each(cases.map((recorded) => [recorded.name, recorded] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, recorded) => {
      const { stdout, code } = await serving.observe(...recorded.args);
      const got = { stdout, succeeded: code === 0 };
      const want = { stdout: wanted(recorded), succeeded: recorded.exit === 0 };
      counts.add(recorded.command, isDeepStrictEqual(got, want) ? 'equal' : 'different');
      expect(got).toEqual(want);
    },
  );

  test('an agent event is asked for as flows are', async () => {
    const [first, since] = await Promise.all([
      serving.observe('agent-events', '--first', '2', '-o', 'jsonpb'),
      serving.observe(
        'agent-events',
        '--since',
        '2023-11-14T22:15:10Z',
        '--until',
        '2023-11-14T22:15:11.5Z',
        '-o',
        'jsonpb',
      ),
    ]);
    expect(timesOf(first.stdout)).toEqual(['2023-11-14T22:15:00.123456789Z', '2023-11-14T22:15:01.123456789Z']);
    expect(timesOf(since.stdout)).toEqual(['2023-11-14T22:15:10.123456789Z', '2023-11-14T22:15:11.123456789Z']);
  });
});
