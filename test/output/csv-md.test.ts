import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { UsageError } from '../../src/base/errors.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import { csvColumns, madeColumnNames, markdownColumns, requireColumns } from '../../src/output/flow-columns.ts';
import { createPrinter } from '../../src/output/printer.ts';
import { aFlow, aFlowResponse, aTime, plainOptions, printed } from './a-flow.ts';

const lost: GetFlowsResponse = { lost_events: { source: 3, num_events_lost: 5n }, time: aTime };

function csv(flow: Flow, ...fields: string[]): string {
  return printed([{ flow }], { format: 'csv', fields }).stdout;
}

function md(flow: Flow, ...fields: string[]): string {
  return printed([{ flow }], { format: 'md', fields }).stdout;
}

const cell = (text: string): string => csv({ Summary: text }, 'Summary').slice('Summary\n'.length, -1);
const mdCell = (text: string): string => md({ Summary: text }, 'Summary').split('\n')[2] ?? '';

/** Reads CSV back as RFC 4180 has it, with either line end. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (token.lastIndex < text.length) {
    const [, quoted, bare = '', end] = token.exec(text) ?? [];
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('csv', () => {
  it('has a header and a row a flow', () => {
    expect(printed([aFlowResponse(), aFlowResponse({ verdict: 2 })], { format: 'csv', color: true }).stdout).toBe(
      `${csvColumns.join(',')}\n` +
        '2024-02-29T23:59:01.982485567Z,default/node-1,AUDIT,policy-verdict:none INGRESS,INGRESS,,,192.168.128.30,56248,,,192.168.157.26,80,TCP,,TCP Flags: SYN\n' +
        '2024-02-29T23:59:01.982485567Z,default/node-1,DROPPED,policy-verdict:none INGRESS,INGRESS,,,192.168.128.30,56248,,,192.168.157.26,80,TCP,,TCP Flags: SYN\n',
    );
  });

  it('is the header alone without flows', () => {
    expect(printed([], { format: 'csv', fields: ['time', 'uuid'] })).toEqual({ stdout: 'time,uuid\n', stderr: '' });
  });

  it('is nothing when the answer failed before its first flow', () => {
    const written: string[] = [];
    const sink = { write: (text: string) => void written.push(text) };
    createPrinter({ ...plainOptions, format: 'csv', out: sink, err: sink }).end('broken');
    expect(written).toEqual([]);
  });

  it('tells losses on stderr', () => {
    const { stdout, stderr } = printed([lost, aFlowResponse()], { format: 'csv', fields: ['verdict'] });
    expect(stdout).toBe('verdict\nAUDIT\n');
    expect(stderr).toBe('Feb 29 23:59:01.982 EVENTS LOST: HUBBLE_RING_BUFFER CPU(0) 5\n');
  });

  it.each<[string, Flow, string]>([
    ['is_reply', { is_reply: false }, 'false'],
    ['l4.TCP.flags', { l4: { TCP: { flags: { SYN: true } } } }, '"{""SYN"":true}"'],
    ['source.labels', { source: { labels: ['a=b', 'c'] } }, '"a=b,c"'],
    ['source.workloads', { source: { workloads: [{ name: 'web' }] } }, '"[{""name"":""web""}]"'],
    ['socket_cookie', { socket_cookie: 9_007_199_254_740_993n }, '9007199254740993'],
    ['verdict', { verdict: 99 }, '99'],
    ['verdict', {}, ''],
    ['source.pod_name', {}, ''],
    ['time', { time: { seconds: 0, nanos: 0 } }, '1970-01-01T00:00:00Z'],
    ['protocol', { l4: { ICMPv4: { type: 8 } } }, 'ICMPv4'],
    ['destination_port', { l4: { UDP: { destination_port: 53 } } }, '53'],
    ['destination_port', { l4: { ICMPv4: {} } }, ''],
    ['SOURCE', aFlow(), '192.168.128.30:56248'],
    ['VERDICT', aFlow(), 'AUDITED'],
  ])('%s of %o', (field, flow, expected) => {
    expect(csv(flow, field)).toBe(`${field}\n${expected}\n`);
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [' blank', '" blank"'],
    ['\u001b[31mred', '^[[31mred'],
    ['\u202eabc', '\\u{202e}abc'],
    ['a\rb', 'a\\rb'],
  ])('quotes %j', (text, expected) => {
    expect(cell(text)).toBe(expected);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', '＋1', '－1', '＠a'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(readCsv(csv({ Summary: text }, 'Summary'))[1]).toEqual([`'${text}`]);
    },
  );

  it('leaves numbers of ours alone', () => {
    expect(csv({ event_type: { type: -1 } }, 'event_type.type')).toBe('event_type.type\n-1\n');
  });

  it('has as many cells as columns, and none begins a formula, whatever the data holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (summary, pod) => {
        const [header, row] = readCsv(
          csv({ Summary: summary, source: { pod_name: pod } }, 'Summary', 'source.pod_name', 'uuid'),
        );
        expect(header).toEqual(['Summary', 'source.pod_name', 'uuid']);
        expect(row).toHaveLength(3);
        for (const text of row ?? []) expect(text).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('csv of harmless text', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\w[ -~\n]*$/), (text) => {
        expect(readCsv(csv({ Summary: text }, 'Summary', 'uuid'))[1]).toEqual([text, '']);
      }),
    );
  });
});

describe('md', () => {
  it('is a table with the columns of the table', () => {
    expect(printed([aFlowResponse()], { format: 'md', color: true }).stdout).toBe(
      '| TIMESTAMP | SOURCE | DESTINATION | TYPE | VERDICT | SUMMARY |\n' +
        '| --- | --- | --- | --- | --- | --- |\n' +
        '| Feb 29 23:59:01.982 | 192.168.128.30:56248 | 192.168.157.26:80 | policy-verdict:none INGRESS | AUDITED | TCP Flags: SYN |\n',
    );
  });

  it('shows the node when it is asked for, and the time as it is asked for', () => {
    const { stdout } = printed([aFlowResponse()], { format: 'md', nodeName: true, timeFormat: 'RFC3339' });
    expect(stdout).toContain(`| ${markdownColumns(true).join(' | ')} |`);
    expect(stdout).toContain('| 2024-02-29T23:59:01Z | default/node-1 |');
  });

  it('has fields of the schema as columns, too', () => {
    expect(md(aFlow(), 'IP.source', 'node_name')).toBe(
      '| IP.source | node_name |\n| --- | --- |\n| 192.168.128.30 | default/node-1 |\n',
    );
  });

  it.each([
    ['a|b', '| a\\|b |'],
    ['a\nb', '| a<br>b |'],
    ['`rm`', '| \\`rm\\` |'],
    ['\\|', '| \\\\\\| |'],
    ['**x** <b> [a](b) &amp; ~~s~~ $x$', '| \\*\\*x\\*\\* \\<b> \\[a\\](b) \\&amp; \\~\\~s\\~\\~ \\$x\\$ |'],
    ['POLICY_DENIED _x_', '| POLICY_DENIED \\_x\\_ |'],
    ['\u001b[2J', '| ^\\[\\[2J |'],
  ])('escapes %j', (text, expected) => {
    expect(mdCell(text)).toBe(expected);
  });

  it('is one line a flow with as many cells as columns, whatever the data holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const lines = md({ Summary: text, node_name: text }, 'Summary', 'node_name').split('\n');
        expect(lines).toHaveLength(4);
        expect((lines[2] ?? '').replaceAll(/\\./g, '').split('|')).toHaveLength(4);
      }),
    );
  });
});

describe('--fields over JSON', () => {
  it('prints what a server with that field mask would have sent', () => {
    const { stdout } = printed([aFlowResponse(), lost], { format: 'json', fields: ['verdict', 'IP.source', 'time'] });
    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        flow: { time: '2024-02-29T23:59:01.982485567Z', verdict: 'AUDIT', IP: { source: '192.168.128.30' } },
        time: '2024-02-29T23:59:01.982485567Z',
      },
      { lost_events: { source: 'HUBBLE_RING_BUFFER', num_events_lost: '5' }, time: '2024-02-29T23:59:01.982485567Z' },
    ]);
  });

  it('holds for bare flows, too', () => {
    const options = { format: 'json', fields: ['verdict'], legacyJson: true } as const;
    expect(printed([aFlowResponse()], options).stdout).toBe('{"verdict":"AUDIT"}\n');
  });
});

describe('names of columns', () => {
  it('are fields of the schema everywhere, those of the table in text alone', () => {
    expect(() => requireColumns([...csvColumns, ...madeColumnNames], 'text')).not.toThrow();
    expect(() => requireColumns(['l4.TCP.flags', 'source.labels'], 'json')).not.toThrow();
    expect(() => requireColumns(['SOURCE'], 'json')).toThrow(UsageError);
  });

  it.each(['pod', 'nodeName', 'source.labels.x', '', 'time.', '__proto__', 'source.nope'])('%j is none', (name) => {
    expect(() => requireColumns([name], 'text')).toThrow(`for "--fields" flag: no such field of a flow`);
  });
});
