import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerLine } from '../../../src/tui/screens/header.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import {
  aFlowEntry,
  aSnapshot,
  aTimeline,
  at,
  plainLines,
  screenSettings,
  type SnapshotOptions,
} from '../builders/flow-screen.ts';

function headerOf(columns: number, options: SnapshotOptions = {}): string {
  const [line = ''] = headerLine(aSnapshot(options), screenSettings(), { columns, rows: 1 });
  expect(textWidth(line)).toBe(columns);
  return plainLines([line])[0] ?? '';
}

function wordsOf(columns: number, options: SnapshotOptions = {}): readonly string[] {
  return headerOf(columns, options).trim().split(/ {2,}/);
}

function wordsOfServer(name: string, isTls: boolean | undefined): readonly string[] {
  return wordsOf(160, { session: { name, isTls } });
}

describe('headerLine', () => {
  it('tells the server at the left and how it stands at the right', () => {
    expect(wordsOf(120)).toEqual([
      'observe',
      'prod-eu',
      'unix:observed.sock',
      'LIVE',
      '12/12 nodes',
      '1,204/s',
      'lost 0',
      'held 51 m',
      'UTC',
    ]);
  });

  it('drops cluster, server and zone before what matters', () => {
    expect(wordsOf(88)).not.toContain('prod-eu');
    expect(wordsOf(76)).not.toContain('unix:observed.sock');
    expect(wordsOf(60)).toEqual(['observe', 'LIVE', '12/12 nodes', '1,204/s', 'lost 0', 'held 51 m']);
    expect(wordsOf(40)).toEqual(['LIVE', '12/12 nodes', '1,204/s', 'lost 0']);
  });

  it.each<readonly [string, SnapshotOptions, string]>([
    ['scrolled', { flows: { isFollowing: false } }, 'LIVE, scrolled'],
    ['connecting', { session: { state: { kind: 'connecting' } } }, 'CONNECTING'],
    ['ended', { session: { state: { kind: 'ended' } } }, 'ENDED'],
    ['failed', { session: { state: { kind: 'failed', message: '', hint: '' } } }, 'FAILED'],
    ['replaying', { session: { state: { kind: 'replay', at: at(0) } } }, 'REPLAY 18:42:44'],
    ['reconnecting', { session: { state: { kind: 'reconnecting', retryAtMs: 3600, reason: '' } } }, '↻ 3 s'],
    [
      'paused',
      { flows: { pausedAt: 1 }, timeline: aTimeline([aFlowEntry(), aFlowEntry(), aFlowEntry()]) },
      '▮▮ PAUSED 2 waiting',
    ],
  ])('says that it is %s', (_, options, state) => {
    expect(wordsOf(120, options)).toContain(state);
  });

  it('says of a pause that the connection is gone as well', () => {
    const options: SnapshotOptions = {
      flows: { pausedAt: 0 },
      session: { state: { kind: 'reconnecting', retryAtMs: 2000, reason: '' } },
    };
    expect(headerOf(120, options)).toContain('▮▮ PAUSED 0 waiting  ↻ 1 s');
  });

  it('tells who lost flows, and stands out then', () => {
    expect(wordsOf(120, { session: { lost: { source: 12, reader: 3 } } })).toContain('lost 12 source, 3 reader');
    expect(wordsOf(120, { session: { lost: { source: 0, reader: 3 } } })).toContain('lost 3 reader');
    const [line] = headerLine(aSnapshot({ session: { lost: { source: 1, reader: 0 } } }), screenSettings(), {
      columns: 100,
      rows: 1,
    });
    expect(line).toContain('\u001B[35mlost 1 source');
  });

  it('tells whether the connection is encrypted, but not of a socket', () => {
    expect(wordsOfServer('tls://node-1:4245', true)).toContain('tls');
    expect(wordsOfServer('node-1:4245', false)).toContain('no tls');
    expect(wordsOfServer('unix:observed.sock', false).join(' ')).not.toContain('tls');
    expect(wordsOfServer('kern.log', undefined).join(' ')).not.toContain('tls');
  });

  it('tells that verdicts rest on a mode nobody set, for as long as they do', () => {
    expect(wordsOf(100, { session: { assumedMode: 'LogAndDrop' } })).toContain('≈ LogAndDrop assumed');
    expect(wordsOf(60, { session: { assumedMode: 'LogAndDrop' } })).toContain('≈ LogAndDrop assumed');
  });

  it('does not claim to connect on the start screen', () => {
    const session = { state: { kind: 'connecting' } } as const;
    expect(wordsOf(100, { session, ui: { start: { tried: [] } } })).toContain('NO SERVER');
  });

  it('never wraps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 300 }),
        fc.nat(),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        (columns, lost, name) => {
          const options = {
            session: { name, cluster: name, lost: { source: lost, reader: lost }, flowsPerSecond: lost },
          };
          expect(textWidth(headerOf(columns, options))).toBe(columns);
        },
      ),
    );
  });
});
