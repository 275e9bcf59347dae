import { describe, expect, it } from 'vitest';

import type { Environment } from '../../../src/cli/flags/resolve.ts';
import { appearanceOf, zoneNames } from '../../../src/cli/tui/appearance.ts';
import { anInvocation } from './an-invocation.ts';

const now = { seconds: 1_700_000_000, nanos: 0 };

function appearance(args: readonly string[], environment: Environment = {}, files: Record<string, string> = {}) {
  const { flags } = anInvocation(args, { environment, files });
  return appearanceOf(flags, { environment, readText: (path) => files[path], now });
}

const configured = { XDG_CONFIG_HOME: '/c' };
const configFile = (text: string) => ({ '/c/observe/config.yaml': text });

describe('theme', () => {
  it.each<[readonly string[], Environment, string]>([
    [[], {}, 'terminal'],
    [['--theme', 'high-contrast'], {}, 'high-contrast'],
    [[], { HUBBLE_THEME: 'high-contrast' }, 'high-contrast'],
    [[], { NO_COLOR: '1' }, 'mono'],
    [[], { NO_COLOR: '' }, 'terminal'],
    [['--color', 'always'], { NO_COLOR: '1' }, 'terminal'],
    [['--theme', 'high-contrast'], { NO_COLOR: '1' }, 'high-contrast'],
    [['--color', 'never'], {}, 'mono'],
    [['--color', 'never', '--theme', 'high-contrast'], {}, 'mono'],
  ])('of %j in %j is %s', (args, environment, theme) => {
    expect(appearance(args, environment).theme).toBe(theme);
  });

  it('of the configuration gives way to NO_COLOR', () => {
    const files = configFile('theme: high-contrast\n');
    expect(appearance([], configured, files).theme).toBe('high-contrast');
    expect(appearance([], { ...configured, NO_COLOR: '1' }, files).theme).toBe('mono');
  });

  it('must be one there is', () => {
    expect(() => appearance(['--theme', 'solarized'])).toThrow('expected one of terminal, high-contrast, mono');
  });
});

describe('ASCII', () => {
  it.each<[readonly string[], Environment, boolean]>([
    [[], {}, false],
    [['--ascii'], {}, true],
    [[], { LANG: 'de_DE.UTF-8' }, false],
    [[], { LANG: 'C.utf8' }, false],
    [[], { LANG: 'C' }, true],
    [[], { LC_ALL: 'de_DE.ISO-8859-1', LANG: 'de_DE.UTF-8' }, true],
    [[], { LC_ALL: '', LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, false],
    [[], { TERM: 'linux', LANG: 'en_US.UTF-8' }, true],
    [['--ascii=false'], { TERM: 'linux' }, false],
    [[], { HUBBLE_ASCII: 'true' }, true],
  ])('of %j in %j is %j', (args, environment, expected) => {
    expect(appearance(args, environment).isAscii).toBe(expected);
  });
});

describe('the clock', () => {
  it('is in the zone that was asked for', () => {
    expect(appearance(['--timezone', 'America/New_York'])).toMatchObject({ zone: 'America/New_York', zoneName: 'EST' });
    expect(appearance([], configured, configFile('timezone: UTC\n'))).toMatchObject({ zone: 'UTC', zoneName: 'UTC' });
  });

  it('is that of the machine otherwise', () => {
    expect(zoneNames('local', now)).toEqual({ zone: 'UTC', zoneName: 'UTC' });
  });

  it('is refused a zone that is none', () => {
    expect(() => appearance(['--timezone', 'Mars/Base'])).toThrow('no such time zone');
  });
});

it('serves screen readers by flag, by variable of ours, and by that of Ink', () => {
  expect(appearance([]).isScreenReader).toBe(false);
  expect(appearance(['--screen-reader']).isScreenReader).toBe(true);
  expect(appearance([], { HUBBLE_SCREEN_READER: '1' }).isScreenReader).toBe(true);
  expect(appearance([], { INK_SCREEN_READER: 'true' }).isScreenReader).toBe(true);
});

it('takes keys and columns from the section of the configuration, and the view of the flag', () => {
  const files = configFile('tui:\n  keys: {pause: p}\n  columns: [verdict]\n');
  const { keys, settings, view } = appearance(['--view', 'rollout'], configured, files);
  expect(keys).toEqual({ pause: ['p'] });
  expect(settings.columns?.filter(({ isShown }) => isShown).map(({ name }) => name)).toEqual(['verdict']);
  expect(view).toBe('rollout');
});

it('looks only into the file of --config where there is one', () => {
  const files = { ...configFile('tui:\n  keys: {pause: p}\n'), 'other.yaml': 'theme: mono\n' };
  expect(appearance(['--config', 'other.yaml'], configured, files)).toMatchObject({ keys: {}, theme: 'mono' });
});
