import { describe, expect, it } from 'vitest';

import { readSettings } from '../../../src/cli/config/yaml-settings.ts';
import { readObserveLine, type ObserveInvocation } from '../../../src/cli/flags/observe-line.ts';
import type { Environment } from '../../../src/cli/flags/resolve.ts';

interface Surroundings {
  readonly environment?: Environment;
  readonly files?: Readonly<Record<string, string>>;
}

function read(args: readonly string[], { environment = {}, files = {} }: Surroundings = {}): ObserveInvocation {
  return readObserveLine(args, {
    environment,
    readText: (path) => files[path],
    readSettings,
    now: () => ({ seconds: 1_700_000_000, nanos: 0 }),
  });
}

function flows(args: readonly string[], surroundings?: Surroundings) {
  const invocation = read(args, surroundings);
  if (invocation.kind !== 'flows' && invocation.kind !== 'demo') throw new Error(`it is ${invocation.kind}`);
  return invocation;
}

const home = { HOME: '/home/u' };

describe('precedence', () => {
  const file = { 'config.yaml': 'server: from-file:1\ntimeout: 9s\ndebug: true\n' };
  const environment = { HUBBLE_SERVER: 'from-environment:2', HUBBLE_DEBUG: 'false', HUBBLE_TIMEOUT: '' };

  it('is flag, environment, file, default', () => {
    const { values, origins } = flows(['--server', 'from-flag:3'], { environment, files: file }).flags;
    expect(values).toMatchObject({ server: 'from-flag:3', debug: false, timeout: 9000, 'request-timeout': 12_000 });
    expect(origins).toMatchObject({
      server: { kind: 'flag' },
      debug: { kind: 'environment', variable: 'HUBBLE_DEBUG' },
      timeout: { kind: 'file', path: 'config.yaml', line: 2 },
      'request-timeout': { kind: 'default' },
    });
  });

  it('gives filters and formats no variable and no key', () => {
    const { flags, request } = flows([], {
      environment: { HUBBLE_OUTPUT: 'json', HUBBLE_VERDICT: 'DROPPED' },
      files: { 'config.yaml': 'output: json\nlast: 3\n' },
    });
    expect(flags.values.output).toBe('compact');
    expect(request).toMatchObject({ number: 20n });
    expect(request.whitelist).toBeUndefined();
  });

  it('parts lists in variables at blanks', () => {
    const environment2 = { HUBBLE_ALLOWLIST: '{"verdict":["DROPPED"]} {"protocol":["tcp"]}' };
    expect(flows([], { environment: environment2 }).request.whitelist).toEqual([
      { verdict: [2] },
      { protocol: ['tcp'] },
    ]);
  });

  it('names the variable of a bad value', () => {
    expect(() => flows([], { environment: { HUBBLE_TIMEOUT: 'soon' } })).toThrow(
      'invalid value "soon" of HUBBLE_TIMEOUT: time: invalid duration "soon"',
    );
  });
});

describe('configuration files', () => {
  it.each<[string, Environment]>([
    ['config.yaml', home],
    ['/home/u/.config/hubble/config.yaml', home],
    ['/etc/xdg-u/hubble/config.yaml', { ...home, XDG_CONFIG_HOME: '/etc/xdg-u' }],
    ['/home/u/.hubble/config.yaml', home],
  ])('is found at %s', (path, environment) => {
    const { values } = flows([], { environment, files: { [path]: 'server: here:1' } }).flags;
    expect(values.server).toBe('here:1');
  });

  it('counts only the first that is there', () => {
    const files = { 'config.yaml': 'debug: true', '/home/u/.hubble/config.yaml': 'server: there:1' };
    const { values } = flows([], { environment: home, files }).flags;
    expect(values).toMatchObject({ debug: true, server: undefined });
  });

  it('is found for us alone, and wins key by key', () => {
    const files = {
      '/home/u/.config/observe/config.yaml': 'timeout: 1s',
      '/home/u/.config/hubble/config.yaml': 'timeout: 2s\nserver: there:1',
    };
    expect(flows([], { environment: home, files }).flags.values).toMatchObject({ timeout: 1000, server: 'there:1' });
    expect(() =>
      flows([], { environment: home, files: { '/home/u/.config/observe/config.yaml': 'timeout: x' } }),
    ).toThrow('invalid value "x" of key timeout in /home/u/.config/observe/config.yaml:1');
    expect(() => flows([], { environment: home, files: { '/home/u/.config/observe/config.yaml': '[' } })).toThrow(
      'configuration file /home/u/.config/observe/config.yaml: line ',
    );
  });

  it('passes over what is not ours in a file that was merely found', () => {
    const files = {
      'config.yaml': 'port-forward: true\ndebug: [1, 2]\ntimeout: 30\nserver: {a: b}\nrequest-timeout: 1s\n',
    };
    expect(flows([], { files }).flags.values).toMatchObject({
      debug: false,
      timeout: 5000,
      server: undefined,
      'request-timeout': 1000,
    });
    expect(flows([], { files: { 'config.yaml': '{ not yaml' } }).flags.values.debug).toBe(false);
  });

  it('is taken at its word when it was asked for', () => {
    const files = { 'my.yaml': 'timeout: 30', 'broken.yaml': 'a: [', 'config.yaml': 'server: other:1' };
    expect(() => flows(['--config', 'my.yaml'], { files })).toThrow(
      'invalid value "30" of key timeout in my.yaml:1: time: missing unit in duration "30"',
    );
    expect(() => flows(['--config', 'broken.yaml'], { files })).toThrow('configuration file broken.yaml: line ');
    expect(flows(['--config', 'gone.yaml'], { files }).flags.origins.server).toEqual({ kind: 'default' });
    expect(flows(['--config', 'config.yaml'], { files }).flags.values.server).toBe('other:1');
  });
});

describe('the request', () => {
  it.each<[readonly string[], string | undefined]>([
    [['-o', 'json'], undefined],
    [['--all'], undefined],
    [['-o', 'json', '--extensions'], '0801'],
    [['-o', 'raw', '--all'], '0801'],
  ])('%j asks for extensions: %s', (args, value) => {
    const { extensions } = flows(args).request;
    expect(extensions?.type_url).toBe(value && 'type.googleapis.com/observed.v1.FlowsRequestExtension');
    expect(extensions?.value && Buffer.from(extensions.value).toString('hex')).toBe(value);
  });

  it('asks for fields as the format needs them', () => {
    expect(flows(['-o', 'json']).request.field_mask).toBeUndefined();
    expect(flows(['-o', 'raw']).request.field_mask).toBeUndefined();
    expect(flows(['--use-default-field-masks=false']).request.field_mask).toBeUndefined();
    expect(flows(['-o', 'json', '--field-mask', 'time,source.labels']).request.field_mask).toEqual({
      paths: ['time', 'source.labels'],
    });
    expect(flows([]).request.field_mask?.paths).toContain('verdict');
    expect(flows([]).request.field_mask?.paths).not.toContain('traffic_direction');
  });

  it.each<[readonly string[], string]>([
    [['--extensions'], 'compact output format is not compatible with extensions'],
    [['-o', 'table', '-f'], 'table output format is not compatible with follow mode'],
    [['-o', 'tab', '--follow'], 'table output format is not compatible with follow mode'],
    [['-o', 'xml', '--first', '1', '--last', '1'], 'invalid output format: xml'],
    [['--not', '-o', 'xml'], 'trailing --not found in the arguments'],
    [['--first', '1', '--last', '1', '--since', 'x'], 'cannot set both --first and --last'],
    [['--since', 'x', '--allowlist', '{'], 'failed to parse the since time: failed to convert x to time'],
    [
      ['--allowlist', '{', '-o', 'json', '--field-mask', 'nope'],
      "invalid --allowlist flag: failed to decode '{': unexpected EOF",
    ],
    [['-o', 'json', '--field-mask', 'nope'], 'failed to construct field mask'],
    [['--not', '--not', '--pod', 'a'], 'invalid argument "true" for "--not" flag: consecutive --not statements'],
  ])('%j is an error', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });

  it('has no default of 20 in the demo and offline', () => {
    expect(flows(['demo', '-o', 'json'])).toMatchObject({ kind: 'demo', request: {} });
    expect(flows(['demo', '-o', 'json']).request.number).toBeUndefined();
    const offline = flows(['-o', 'json', '--input-file', 'a', '--input-file', '-']);
    expect(offline.request).toEqual({});
    expect(offline.inputFiles).toEqual(['a', '-']);
  });
});

describe('log reading', () => {
  it('gathers what was said', () => {
    const args = [
      '--log-node-name',
      'n1',
      '--log-node-label',
      'a=1',
      '--log-node-label',
      'b=x=y',
      '--drop-action-override',
      'LogAndAccept',
    ];
    const more = [
      '--felix-config',
      'f',
      '--prefix-verdict',
      'audit *=AUDITED',
      '--device-prefix',
      'eni',
      '--log-timezone',
      'Europe/Berlin',
    ];
    expect(flows([...args, ...more], { environment: { FELIX_DROPACTIONOVERRIDE: 'Drop' } }).logReading).toEqual({
      nodeName: 'n1',
      nodeLabels: new Map([
        ['a', '1'],
        ['b', 'x=y'],
      ]),
      clusterName: 'default',
      zone: 'Europe/Berlin',
      override: { text: 'LogAndAccept', kind: 'flag', origin: '--drop-action-override' },
      felixConfigPaths: ['f'],
      prefixVerdicts: ['audit *=AUDITED'],
      devicePrefixes: ['eni'],
    });
  });

  it("takes Felix's own variable where the flag is not set", () => {
    expect(flows([], { environment: { FELIX_DROPACTIONOVERRIDE: 'LOGandDROP' } }).logReading.override).toEqual({
      text: 'LOGandDROP',
      kind: 'felix-environment',
      origin: 'FELIX_DROPACTIONOVERRIDE',
    });
    expect(flows([]).logReading.override).toBeUndefined();
  });

  it.each([
    [['--log-node-label', 'a'], 'invalid argument "a" for "--log-node-label" flag: expected KEY=VALUE'],
    [['--log-timezone', 'Mars'], 'invalid argument "Mars" for "--log-timezone" flag: no such time zone'],
    [['--prefix-verdict', 'x'], 'invalid argument "x" for "--prefix-verdict" flag: expected GLOB=VERDICT'],
  ])('%j is an error', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });
});

describe('other commands', () => {
  it.each<[readonly string[], object]>([
    [['status', '-o', 'dict'], { kind: 'status', flags: { values: { output: 'dict' } } }],
    [
      ['list', 'nodes', '--server', 'a:1'],
      { kind: 'list', what: 'nodes', flags: { values: { output: 'table', server: 'a:1' } } },
    ],
    [['list', 'namespaces'], { kind: 'list', what: 'namespaces' }],
    [['version'], { kind: 'version', short: false }],
    [['--version'], { kind: 'version', short: true }],
    [
      ['observe', 'agent-events', '-f'],
      { kind: 'events', what: 'agent', format: 'compact', request: { follow: true } },
    ],
    [['debug-events', '-o', 'JSON'], { kind: 'events', what: 'debug', format: 'json', request: { number: 20n } }],
    [['w', 'peer', '--server', 'a:1'], { kind: 'watch-peers', flags: { values: { server: 'a:1' } } }],
    [['config', 'set', 'tls', 'true', '-D'], { kind: 'config', action: 'set', words: ['tls', 'true'] }],
    [['completion', 'zsh', '--no-descriptions'], { kind: 'text', text: expect.stringContaining('#compdef observe') }],
    [
      ['__complete', '--server', 'a:1', '-n', ''],
      { kind: 'complete', args: ['--server', 'a:1', '-n', ''], descriptions: true, server: { server: 'a:1' } },
    ],
    [['__completeNoDesc', '""'], { kind: 'complete', args: [''], descriptions: false }],
    [['completion'], { kind: 'text', text: expect.stringContaining('observe completion bash|zsh|fish|powershell') }],
    [['list'], { kind: 'text', text: expect.stringContaining('observe list COMMAND [flags]') }],
    [['status', '--help'], { kind: 'text', text: expect.stringContaining('observe status [flags]') }],
    [['help', 'list', 'nodes'], { kind: 'text', text: expect.stringContaining('observe list nodes [flags]') }],
    [['help', 'list'], { kind: 'text', text: expect.stringContaining('list namespaces') }],
    [['help', 'config', 'set'], { kind: 'text', text: expect.stringContaining('observe config set KEY [VALUE]') }],
    [['help'], { kind: 'text', text: expect.stringContaining('observe [flags]') }],
  ])('%j', (args, expected) => {
    expect(read(args)).toMatchObject(expected);
  });

  it.each([
    [['status', '--verdict', 'DROPPED'], 'unknown flag: --verdict'],
    [['agent-events', '--verdict', 'DROPPED'], 'unknown flag: --verdict'],
    [['agent-events', '-o', 'raw'], 'invalid output format: raw'],
    [['agent-events', '-o', 'table', '-f'], 'table output format is not compatible with follow mode'],
    [['debug-events', '--since', 'x'], 'failed to parse the since time: failed to convert x to time'],
    [['completion', 'csh'], 'unknown command "csh" for "observe completion"'],
    [['help', 'nothing'], 'unknown command "nothing" for "observe"'],
    [['--verdict', 'dropped'], 'invalid argument "dropped" for "--verdict" flag: invalid --verdict value: dropped'],
  ])('%j is an error', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });

  it('knows the compatibility variable', () => {
    expect(flows([], { environment: { HUBBLE_COMPAT: 'x, Legacy-JSON-output' } }).legacyJson).toBe(true);
    expect(flows([]).legacyJson).toBe(false);
  });
});
