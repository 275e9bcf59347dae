import { describe, expect, it } from 'vitest';

import { observedFlags } from '../../../src/cli/flags/observed-flags.ts';
import { readObservedLine } from '../../../src/cli/flags/observed-line.ts';
import type { Environment } from '../../../src/cli/flags/resolve.ts';

function read(args: readonly string[], environment: Environment = {}, yaml?: string) {
  const invocation = readObservedLine(args, {
    environment,
    readText: (path) => (path === 'observed.yaml' ? yaml : undefined),
  });
  if (invocation.kind !== 'serve' && invocation.kind !== 'check') throw new Error(`it is ${invocation.kind}`);
  return invocation;
}

const configured = ['--config', 'observed.yaml'];

describe('readObservedLine', () => {
  it('has defaults', () => {
    const { kind, flags, logReading } = read(['--source', 'kmsg:']);
    expect(kind).toBe('serve');
    expect(flags.values).toMatchObject({
      source: ['kmsg:'],
      listen: [],
      capacity: 65_536,
      'log-level': 'info',
      'insecure-listen': false,
    });
    expect(logReading).toEqual({
      nodeLabels: new Map(),
      clusterName: 'default',
      zone: 'local',
      felixConfigPaths: [],
      prefixVerdicts: [],
      devicePrefixes: [],
    });
  });

  it('reads every key of a file', () => {
    const values: Readonly<Record<string, string>> = {
      'insecure-listen': 'true',
      capacity: '7',
      'memory-limit': '2GiB',
      'log-level': 'debug',
      'log-timezone': 'UTC',
      'strict-field-mask': 'true',
      'tls-min-version': '1.2',
      'node-label': '[a=1]',
      'prefix-verdict': '["audit *=AUDITED"]',
    };
    const keys = Object.entries(observedFlags)
      .filter(([, flag]) => flag.scope === 'everywhere')
      .map(([name]) => name);
    const yaml = keys.map((key) => `${key}: ${values[key] ?? 'text'}\n`).join('');
    const { origins, values: read_ } = read(configured, {}, yaml).flags;
    expect(keys.map((key) => Object.entries(origins).find(([name]) => name === key)?.[1].kind)).toEqual(
      keys.map(() => 'file'),
    );
    expect(read_).toMatchObject({
      capacity: 7,
      'memory-limit': 2 ** 31,
      'node-label': ['a=1'],
      source: ['text'],
      'node-name': 'text',
    });
  });

  it('prefers flag over environment over file', () => {
    const yaml = 'capacity: 1\nnode-name: from-file\ndrop-action-override: LogAndDrop\nlisten: [a:1, b:2]\n';
    const environment = { OBSERVED_CAPACITY: '2', OBSERVED_NODE_NAME: 'from-environment', OBSERVED_LISTEN: 'c:3, d:4' };
    const { flags, logReading } = read([...configured, '--capacity', '3'], environment, yaml);
    expect(flags.values).toMatchObject({ capacity: 3, 'node-name': 'from-environment', listen: ['c:3', 'd:4'] });
    expect(logReading.override).toEqual({ text: 'LogAndDrop', kind: 'flag', origin: 'observed.yaml:3' });
  });

  it.each([
    ['268435456', 2 ** 28],
    ['1048576B', 2 ** 20],
    ['1024KiB', 2 ** 20],
    ['256MiB', 2 ** 28],
    ['256Mi', 2 ** 28],
    ['2GiB', 2 ** 31],
    ['1Ti', 2 ** 40],
  ])('takes a number of bytes: %s', (text, bytes) => {
    expect(read(['--memory-limit', text]).flags.values['memory-limit']).toBe(bytes);
    expect(read([], { OBSERVED_MEMORY_LIMIT: text }).flags.values['memory-limit']).toBe(bytes);
  });

  it.each(['', '0', '2', '64KiB', '1048575', '-1', '1.5GiB', '256MB', '256 MiB', '256mib', 'much', '99999999TiB'])(
    'says what is wrong with a number of bytes: "%s"',
    (text) => {
      expect(() => read(['--memory-limit', text])).toThrow(/memory-limit/);
    },
  );

  it("says where the mode is from, Felix's own variable last", () => {
    const environment = { OBSERVED_DROP_ACTION_OVERRIDE: 'Drop', FELIX_DROPACTIONOVERRIDE: 'Accept' };
    expect(read([], environment).logReading.override).toEqual({
      text: 'Drop',
      kind: 'flag',
      origin: 'OBSERVED_DROP_ACTION_OVERRIDE',
    });
    expect(read([], { FELIX_DROPACTIONOVERRIDE: 'Accept' }).logReading.override?.kind).toBe('felix-environment');
  });

  it('checks without serving', () => {
    expect(read([...configured, '--check-config'], {}, '').kind).toBe('check');
    expect(read([...configured, '--check-config'], {}, '# nothing but a comment\n').kind).toBe('check');
  });

  it('takes a key without a value as not set', () => {
    expect(read(configured, {}, 'node-name:\nlisten:\n').flags.values).toMatchObject({
      'node-name': undefined,
      listen: [],
    });
  });

  it.each([
    ['capcity: 5\n', 'observed.yaml:1: unknown key: capcity', 'did you mean capacity?'],
    ['listen: a:1\nsorce: x\n', 'observed.yaml:2: unknown key: sorce', 'did you mean source?'],
    ['config: x\n', 'observed.yaml:1: unknown key: config', expect.stringContaining('the keys are source')],
    ['capacity: [1, 2]\n', 'observed.yaml:1: key capacity takes one value, not a list', 'write capacity: 1'],
    [
      'listen: {a: b}\n',
      expect.stringContaining('observed.yaml:1: key listen takes a text or a list of texts'),
      expect.any(String),
    ],
    ['- a\n', 'observed.yaml:1: the file is no mapping of keys to values', expect.any(String)],
    ['a: 1\na: 2\n', expect.stringContaining('observed.yaml:2: '), expect.any(String)],
    ['listen: [a\n', expect.stringContaining('observed.yaml:'), expect.any(String)],
    [
      '\ncapacity: many\n',
      'invalid value "many" of key capacity in observed.yaml:2: strconv.ParseUint: parsing "many": invalid syntax',
      undefined,
    ],
    [
      'insecure-listen: perhaps\n',
      expect.stringContaining('of key insecure-listen in observed.yaml:1: strconv.ParseBool'),
      undefined,
    ],
    [
      'log-level: loud\n',
      expect.stringContaining('expected one of debug, info, warn, error'),
      'one of debug, info, warn, error',
    ],
  ])('rejects %j', (yaml, message, hint) => {
    expect(() => read(configured, {}, yaml)).toThrow(expect.objectContaining({ message, hint }));
  });

  it.each<[readonly string[], string, string]>([
    [
      ['--capacity', '0'],
      'invalid argument "0" for "--capacity" flag: must be at least 1',
      '--capacity takes N; --help says more',
    ],
    [
      ['file:/var/log/kern.log'],
      'unknown command "file:/var/log/kern.log" for "observed"',
      'did you mean --source file:/var/log/kern.log?',
    ],
    [['serve'], 'unknown command "serve" for "observed"', 'observed takes flags only; --help lists them'],
    [['--sorce', 'x'], 'unknown flag: --sorce', 'did you mean --source?'],
    [
      configured,
      'configuration file observed.yaml: cannot be read',
      'check that the file is there and that observed may read it',
    ],
  ])('%j is an error', (args, message, hint) => {
    expect(() => read(args)).toThrow(expect.objectContaining({ message, hint }));
  });
});
