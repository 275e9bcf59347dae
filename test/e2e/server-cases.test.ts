// Everything but flows, asked of a server that gives the answers the recorded hubble got.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createConformanceCounts, printCounts } from './conformance-counts.ts';
import { readRecorded, recordedAddress, startFakeHubble, type FakeHubble } from './fake-hubble.ts';
import { runProgram } from './programs.ts';

interface ServerCase {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

const cases = readRecorded('server-cases.json') as readonly ServerCase[];
const counts = createConformanceCounts('of answers of a server');
let hubble: FakeHubble;

beforeAll(async () => {
  hubble = await startFakeHubble();
});

afterAll(async () => {
  await hubble[Symbol.asyncDispose]();
  printCounts(counts);
});

/** The command of a case, such as `agent-events`. */
const commandOf = ({ args }: ServerCase): string => (args[0] === 'observe' ? args[1] : args[0]) ?? '';

const withoutHints = (text: string): string => text.replace(/^hint: .*\n/gm, '');

describe('recorded answers of the hubble CLI', () => {
  test('status, lists, peers and both kinds of event are among the cases', () => {
    const firstWords = new Set(cases.map(commandOf));
    expect(firstWords).toEqual(new Set(['agent-events', 'debug-events', 'list', 'status', 'watch']));
  });

  test.concurrent.each(cases.map((recorded) => [recorded.name, recorded] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, recorded) => {
      const got = await runProgram('observe', [...recorded.args, '--server', hubble.address]);
      const shown = { ...got, stderr: withoutHints(got.stderr), code: got.code === 0 };
      const wanted = {
        stdout: recorded.stdout.replaceAll(recordedAddress, hubble.address),
        stderr: recorded.stderr,
        code: recorded.exit === 0,
      };
      counts.add(commandOf(recorded), isDeepStrictEqual(shown, wanted) ? 'equal' : 'different');
      expect(shown).toEqual(wanted);
    },
  );
});

describe('what events are asked for', () => {
  const most = 18_446_744_073_709_551_615n;
  const since = { seconds: 1_709_251_140, nanos: 0 };
  test.each<[readonly string[], object]>([
    [[], { number: 20n }],
    [['--last', '3'], { number: 3n }],
    [['--all'], { number: most }],
    [['-f'], { number: 20n, follow: true }],
    [['--since', '2024-02-29T23:59:00Z'], { since }],
    [['--since', '2024-02-29T23:59:00Z', '--last', '2', '--all'], { since, number: 2n }],
    [['--until', '2024-02-29T23:59:00Z'], { until: since }],
    [['-f', '--until', '2024-02-29T23:59:00Z'], { number: 20n, follow: true }],
    [['--first', '5'], { number: 5n, first: true }],
    [['--first', '5', '-f'], { number: 20n, follow: true }],
    [['--first', '5', '--last', '2'], { number: 2n }],
    [['-s', '--print-policy-names', '--print-raw-filters', '--field-mask', 'time'], { number: 20n }],
  ])('%j', async (flags, request) => {
    for (const words of [['agent-events'], ['observe', 'debug-events']]) {
      await using server = await startFakeHubble();
      const { code, stderr } = await runProgram('observe', [...words, ...flags, '--server', server.address]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(server.eventRequests).toEqual([request]);
    }
  });
});
