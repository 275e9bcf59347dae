import { describe, expect, test } from 'vitest';

import { parseRfc3339 } from '../../src/base/time/rfc3339.ts';
import { VerdictBasis } from '../../src/flow/flow-extension.ts';
import { formatObservedStatus } from '../../src/output/observed-status.ts';
import { describeWindows } from '../../src/output/windows.ts';

const at = (text: string) => parseRfc3339(text);

describe('windows', () => {
  test('times of one day', () => {
    const windows = [
      { retentionClass: 'denied-audited', since: at('2026-05-18T09:02:59Z') },
      { retentionClass: 'other', since: at('2026-05-18T09:51:00Z') },
    ];
    expect(describeWindows(windows)).toBe('denied and audited since 09:02, forwarded since 09:51');
  });

  test('the date is there when the times are not of one day', () => {
    const windows = [
      { retentionClass: 'denied-audited', since: at('2026-05-17T23:59:00Z') },
      { retentionClass: 'other', since: at('2026-05-18T00:01:00Z') },
    ];
    const expected = 'denied and audited since 2026-05-17 23:59, forwarded since 2026-05-18 00:01';
    expect(describeWindows(windows)).toBe(expected);
    const longer = { retentionClass: 'other', since: at('2026-05-17T09:00:00Z'), until: at('2026-05-18T09:00:00Z') };
    expect(describeWindows([longer])).toBe('forwarded since 2026-05-17 09:00');
  });

  test('an empty class, a class of a newer server', () => {
    expect(describeWindows([{ retentionClass: 'other' }, { retentionClass: 'dns' }])).toBe('no forwarded, no dns');
  });
});

describe('status of our own server', () => {
  test('an empty one says nothing', () => {
    expect(formatObservedStatus({})).toBe('');
  });

  test('sources, modes, windows, losses and warnings', () => {
    const text = formatObservedStatus({
      version: '0.1.0',
      sources: [
        {
          name: 'file:/var/log/kern.log',
          state: 'following',
          records: 5412n,
          flows: 40n,
          skipped: 5370n,
          skipped_by_reason: { 'not from the kernel': 70n, 'no packet log': 5300n, blank: 0n },
          rejected: { truncated: 1n, 'bad number': 1n },
          lost: 3n,
          suppressed: 12n,
          facility_known: false,
        },
        { name: 'kmsg:', state: 'failed', facility_known: true, message: 'no permission' },
      ],
      modes: [
        { drop_action_override: 'LogAndDrop', basis: VerdictBasis.ASSUMED },
        {
          node_name: 'node-1',
          drop_action_override: 'Drop',
          basis: VerdictBasis.FELIX_CONFIG,
          origin: 'felix.yaml: default',
          blind: true,
          warning: 'configuration is stale',
        },
      ],
      windows: [
        {
          retention_class: 'denied-audited',
          oldest: at('2026-05-18T09:02:59Z')!,
          newest: at('2026-05-18T10:00:00Z')!,
          held: 12n,
          capacity: 16_384n,
        },
        {
          retention_class: 'other',
          oldest: at('2026-05-18T09:51:00Z')!,
          newest: at('2026-05-18T10:00:00Z')!,
          held: 49_152n,
          capacity: 49_152n,
          evicted: 1023n,
        },
      ],
      lost: { kernel: 3n, queue: 0n, reader: 5n },
      log_rule_flows: 1200n,
      warnings: ['two sources read one ring'],
    });
    expect(text.split('\n')).toEqual([
      'Version: 0.1.0',
      'Source file:/var/log/kern.log (following): 5,412 records, 40 flows, ' +
        '5,370 skipped (no packet log 5,300, not from the kernel 70), 2 rejected (truncated 1, bad number 1), ' +
        'up to 3 lost, 12 messages of other subsystems suppressed',
      "  the source cannot tell the kernel's lines from forged ones",
      'Source kmsg: (failed): 0 records, 0 flows, 0 skipped, 0 rejected',
      '  no permission',
      'Drop action override of every node: LogAndDrop (assumed)',
      'Drop action override of node-1: Drop (Felix configuration: felix.yaml: default)',
      '  blind by configuration: this mode logs nothing',
      '  warning: configuration is stale',
      'Window (UTC): denied and audited since 09:02, forwarded since 09:51',
      '  denied and audited: 12 of 16,384 held, 0 evicted',
      '  forwarded: 49,152 of 49,152 held, 1,023 evicted',
      'Lost: kernel up to 3, reader 5',
      'Flows of Log rules, which carry no verdict: 1,200',
      'Warning: two sources read one ring',
      '',
    ]);
  });

  test.each([
    [VerdictBasis.LINE, 'the line itself'],
    [VerdictBasis.FLAG, 'flag'],
    [VerdictBasis.CHANGING, 'just changed'],
    [VerdictBasis.UPSTREAM, 'as reported'],
    [VerdictBasis.VERDICT_BASIS_UNKNOWN, 'unknown basis'],
    [99, 'unknown basis'],
  ])('basis %i', (basis, words) => {
    const text = formatObservedStatus({ modes: [{ drop_action_override: 'LogAndAccept', basis }] });
    expect(text).toBe(`Drop action override of every node: LogAndAccept (${words})\n`);
  });

  test('a source that has read nothing is not blamed for its facility', () => {
    expect(formatObservedStatus({ sources: [{ name: 'stdin:' }] })).not.toContain('forged');
    expect(formatObservedStatus({ sources: [{ name: 'stdin:', records: 1n }] })).toContain('forged');
  });

  test('no text of the server breaks out of its line', () => {
    const text = formatObservedStatus({ warnings: ['a\nb\u001b[2J'], sources: [{ name: '\r', message: '\u009b' }] });
    expect(text.split('\n')).toHaveLength(4);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
