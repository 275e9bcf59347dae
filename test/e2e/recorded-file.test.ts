// A long file of recorded flows is read by threads; from standard input it is read the usual way. Both must say the same.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { hubbleFlows } from '../../bench/inputs/hubble-flows.ts';
import { runProgram, temporaryFolder } from './programs.ts';

const flows = Array.from(hubbleFlows(900));

/** Puts lines behind every hundredth flow. */
function flowsWith(odd: readonly string[]): string {
  return flows.map((line, index) => (index % 100 === 99 ? [line, ...odd, ''].join('\n') : `${line}\n`)).join('');
}

const packet = 'IN=cali1 OUT=eth0 SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TTL=63 PROTO=TCP SPT=1 DPT=2 SYN';

const inputs: Readonly<Record<string, string>> = {
  'canonical lines': flowsWith([]),
  'a last line without its end': flowsWith([]).trimEnd(),
  'a last line that is cut off': flowsWith([]).slice(0, -100),
  'lines of other spellings': flowsWith([
    '{"flow": {"verdict": 4, "nodeName": "n"}}',
    '{"flow":{"verdict":"\\u0041UDIT"}}',
  ]),
  'lines that are broken': flowsWith([
    '{"flow":{"verdict":"AUD',
    '{"flow":{"verdict":"AUDIT"}}}',
    '{"flow":{"verdict":[]}}',
  ]),
  'fields of a newer Hubble': flowsWith(['{"flow":{"verdict":"AUDIT","no_such_field":1}}']),
  'lost events, node status and nothing': flowsWith([
    '{"lost_events":{"num_events_lost":"3"},"time":"2026-11-21T09:00:00Z"}',
    '{"node_status":{"state_change":"NODE_ERROR","node_names":["n"],"message":"m"}}',
    '{}',
  ]),
  'empty lines': flowsWith(['']),
  'a kernel log among them': flowsWith([`Nov 21 09:00:00 node kernel: calico-drop: ${packet}`]),
  'a container log among them': flowsWith([
    JSON.stringify({ log: `kernel: calico-drop: ${packet}\n`, stream: 'stdout', time: '2026-11-21T09:00:00Z' }),
  ]),
  'bytes that are no UTF-8 and others that are': flowsWith(['{"flow":{"Summary":"\u00e4\u2028\u{1f600}"}}']),
  'line ends of Windows': flowsWith([]).replaceAll('\n', '\r\n'),
  'a line of two megabytes': flowsWith([]).replace('"TCP Flags: SYN"', `"${'x'.repeat(2_000_000)}"`),
};

const questions: readonly (readonly string[])[] = [
  ['-o', 'json', '--verdict', 'AUDIT', '--verdict', 'FORWARDED'],
  ['-o', 'compact', '--since', '2026-11-21T09:00:00.1Z', '--not', '--pod', 'shop-1/', '--color', 'always'],
];

describe('a long file of recorded flows', () => {
  test.each(Object.entries(inputs))('with %s', { timeout: 60_000 }, async (_, content) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'flows.jsonl');
    const bytes = Buffer.from(content);
    writeFileSync(path, bytes);
    for (const question of questions) {
      const fromFile = await runProgram('observe', ['--input-file', path, ...question]);
      const fromPipe = await runProgram('observe', ['--input-file', '-', ...question], { stdin: bytes });
      expect({ ...fromFile, stderr: fromFile.stderr.replaceAll(path, '-') }, question.join(' ')).toEqual(fromPipe);
      expect(fromFile.stdout.length).toBeGreaterThan(10_000);
    }
  });

  test('says which filter is none before it reads', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'flows.jsonl');
    writeFileSync(path, flowsWith([]));
    const finished = await runProgram('observe', ['--input-file', path, '--ip', 'nowhere/99', '-o', 'json']);
    expect(finished).toMatchObject({ stdout: '', code: 2 });
  });
});
