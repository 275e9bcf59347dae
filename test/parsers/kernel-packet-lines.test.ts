import { describe, expect, it } from 'vitest';
import { fixtureLines, parse } from './kernel-packet-lines.ts';
import { describePacket } from './packet-description.ts';

/** The envelopes in the fixtures: `kern.info: `, a time, a host and a tag, the uptime; ulogd has a host and no tag. */
const envelope =
  /^(kern\.info: )?([A-Z][a-z]{2} [ \d]\d [\d:.]+ |\d{4}-\S+ )?((\S+ )?(kernel: |kern\.log ))?(\[ *\d+\.\d+\] )?(vm )?/;

describe.each(['kernel-real', 'kernel-lab', 'nflog/ulogd-logemu'])('%s.log', (name) => {
  const lines = fixtureLines(`${name}.log`);
  const expected = fixtureLines(`${name}.expected.txt`);

  it('has an expected parse for each line', () => {
    expect(expected).toHaveLength(lines.length);
  });

  it.each(lines.map((line, index) => ({ number: index + 1, line, parsed: expected[index] })))(
    'line $number',
    ({ line, parsed }) => {
      const result = parse(line.replace(envelope, ''));
      const seen = result.kind === 'packet' ? describePacket(result.packet) : `${result.kind}: ${result.reason}`;
      expect(seen).toBe(parsed);
    },
  );
});
