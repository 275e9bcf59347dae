import { describe, expect, it } from 'vitest';
import { rotatedNames } from '../../src/sources/rotated-siblings.ts';

const names = (log: string, ...all: string[]) => rotatedNames(log, all).map((rotated) => rotated.name);

describe('rotated copies of a log', () => {
  it('are ordered oldest first, by number and not by text', () => {
    expect(
      names('kern.log', 'kern.log.1', 'kern.log.10.gz', 'kern.log', 'kern.log.2.gz', 'kern.log.9.gz', 'syslog.1'),
    ).toEqual(['kern.log.10.gz', 'kern.log.9.gz', 'kern.log.2.gz', 'kern.log.1']);
  });

  it.each([
    [['kern.log-20261121', 'kern.log-20261119.gz', 'kern.log-20261120.gz']],
    [['kern.log-2026-11-21', 'kern.log-2026-11-19.zst', 'kern.log-2026-11-20.gz']],
    [['kern.log-20261121-1763712000', 'kern.log-20261119-1763539200.gz', 'kern.log-20261120-1763625600']],
    [['kern.log.2026112113', 'kern.log.2026112111', 'kern.log.2026112112']],
  ])('are ordered by date: %j', ([newest, oldest, middle]) => {
    expect(names('kern.log', newest!, oldest!, middle!)).toEqual([oldest, middle, newest]);
  });

  it('may carry the mark before the extension', () => {
    expect(names('kern.log', 'kern-20261121.log', 'kern-20261120.log.gz', 'kern.1.log', 'kern.log')).toEqual([
      'kern.1.log',
      'kern-20261120.log.gz',
      'kern-20261121.log',
    ]);
  });

  it('count once while gzip has not removed the plain one', () => {
    expect(names('kern.log', 'kern.log.1', 'kern.log.1.gz')).toEqual(['kern.log.1']);
    expect(names('kern.log', 'kern.log.1.gz', 'kern.log.1')).toEqual(['kern.log.1']);
  });

  it('of a log without extension', () => {
    expect(names('syslog', 'syslog.1', 'syslog.2.gz', 'syslog-ng.conf')).toEqual(['syslog.2.gz', 'syslog.1']);
  });

  it.each([
    'kern.log',
    'kern.log.bak',
    'kern.log.1.xz',
    'kern.log~',
    'kern.logs.1',
    'kern.log.1.tmp',
    'kern.log.',
    '.1',
  ])('are not %s', (name) => expect(names('kern.log', name)).toEqual([]));
});
