import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError, UsageError } from '../../src/base/errors.ts';
import { felixObjectsFor, findFelixSetting, parseFelixConfig } from '../../src/policy/felix-config.ts';
import type { FelixObject } from '../../src/policy/felix-settings.ts';
import type { NodeLabels } from '../../src/policy/node-selector.ts';
import { felixFile } from './felix-files.ts';

function problem(text: string, path = 'felix.yaml'): UsageError {
  try {
    parseFelixConfig({ path, text });
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** What becomes of any text; an error that is none of ours gets through. */
function outcome(text: string): 'objects' | 'AppError' {
  try {
    parseFelixConfig({ path: 'x', text });
    return 'objects';
  } catch (error) {
    if (error instanceof AppError) return 'AppError';
    throw error;
  }
}

const felixObject = (spec: string, name = 'default') =>
  `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

describe('parseFelixConfig', () => {
  test('a List of resources', () => {
    const file = parseFelixConfig(felixFile('list.yaml'));
    expect(file.objects.map(({ name, scope, origin }) => [name, scope.kind, origin])).toEqual([
      ['default', 'default', 'list.yaml (default)'],
      ['node.worker-1', 'node', 'list.yaml (node.worker-1)'],
      ['node.worker-2.example.com', 'node', 'list.yaml (node.worker-2.example.com)'],
      ['edge', 'selector', 'list.yaml (edge)'],
    ]);
    expect(file.objects[0]?.settings).toEqual({
      dropActionOverride: 'LogAndDrop',
      interfacePrefix: ['cali', 'eni'],
      logPrefix: 'calico-packet %k:%p',
    });
    expect(file.warnings).toEqual([
      'list.yaml (forgotten): passed over, as its name is neither default nor node.<node> and it has no nodeSelector',
    ]);
  });

  test('several documents, the stored version, other kinds between', () => {
    const [object, ...rest] = parseFelixConfig(felixFile('stored.yaml')).objects;
    expect(rest).toEqual([]);
    expect(object?.settings).toEqual({ dropActionOverride: 'LogAndAccept', logPrefix: 'audited' });
  });

  test('a typed list as JSON', () => {
    expect(parseFelixConfig(felixFile('typed-list.json')).objects).toMatchObject([
      { name: 'default', settings: { dropActionOverride: 'Drop' } },
    ]);
  });

  test('felix.cfg', () => {
    expect(parseFelixConfig(felixFile('felix.cfg')).objects).toEqual([
      {
        scope: { kind: 'file' },
        name: 'felix.cfg',
        origin: 'felix.cfg',
        settings: { dropActionOverride: 'LogAndAccept', interfacePrefix: ['tap'], logDropActionOverride: true },
      },
    ]);
  });

  test.each([
    [
      felixObject('{ dropActionOverride: LogAndReject }'),
      'felix.yaml (default): spec.dropActionOverride: "LogAndReject"',
      'LogAndAccept',
    ],
    [felixObject('{ dropActionOverride: 7 }'), 'felix.yaml (default): spec.dropActionOverride: "7"', 'LogAndAccept'],
    [
      felixObject('{ logDropActionOverride: maybe }'),
      'felix.yaml (default): spec.logDropActionOverride: "maybe"',
      'true, false',
    ],
    [felixObject('{ interfacePrefix: " , " }'), 'felix.yaml (default): spec.interfacePrefix', 'cali,eni'],
    [felixObject('{ logPrefix: [a] }'), 'felix.yaml (default): spec.logPrefix: ["a"]', 'a text'],
    [
      felixObject('{ nodeSelector: "pool = edge" }', 'edge'),
      'spec.nodeSelector "pool = edge" is not understood',
      'has()',
    ],
    [
      felixObject('{ nodeSelector: "all()" }', 'node.a'),
      'felix.yaml (node.a): spec.nodeSelector is not allowed here',
      'name of its own',
    ],
    [felixObject('{ nodeSelector: 3 }', 'edge'), 'felix.yaml (edge): spec.nodeSelector is no text', 'selector'],
    [felixObject('{}').replace('/v3', '/v4'), 'apiVersion "projectcalico.org/v4"', 'crd.projectcalico.org/v1'],
    [felixObject('[]'), 'felix.yaml (default): spec is no mapping', 'key: value'],
    [felixObject('{}').replace('name: default', 'labels: {}'), 'has no metadata.name', 'default'],
    ['kind: ConfigMap\n', 'felix.yaml: no FelixConfiguration in it', 'kubectl get'],
    ['', 'felix.yaml: no FelixConfiguration in it', 'kubectl get'],
    ['just words', 'felix.yaml: a document is no Kubernetes object', 'FelixConfiguration'],
    ['kind: List\n', 'felix.yaml: a List has no items', 'FelixConfiguration'],
    ['a: [', 'felix.yaml: ', 'valid YAML'],
    ['[global]\nDropActionOverride = sometimes', 'felix.yaml: dropActionOverride: "sometimes"', 'LogAndAccept'],
    ['[global]\nDropActionOverride', 'felix.yaml:2: not understood: "DropActionOverride"', 'Key = value'],
  ])('%j is an error that names the place and what is allowed', (text, message, hint) => {
    const error = problem(text);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  test('aliases cannot unfold into a flood', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    expect(problem(`l0: &l0 [x]\n${levels.join('\n')}\n`).message).toContain('felix.yaml: ');
  });

  test('anything is read or an AppError', () => {
    const pieces = [
      'kind: ',
      'FelixConfiguration',
      'List',
      'items:',
      '\n- ',
      '\n',
      '[a]',
      'spec: ',
      '{',
      '}',
      '= ',
      '&a ',
      '*a',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        expect(outcome(input)).toMatch(/^(?:objects|AppError)$/);
      }),
      { numRuns: 1000 },
    );
  });
});

const read = (name: string, mode: string) =>
  parseFelixConfig({ path: name, text: felixObject(`{ dropActionOverride: ${mode} }`, name) }).objects;

describe('which object decides', () => {
  const objects = [felixFile('felix.cfg'), felixFile('list.yaml')].flatMap((file) => parseFelixConfig(file).objects);
  const withoutFile = objects.filter(({ scope }) => scope.kind !== 'file');
  const edge = new Map([['pool', 'edge']]);

  test.each<[string, readonly FelixObject[], string, NodeLabels | undefined, string, string]>([
    ['felix.cfg over everything', objects, 'worker-1', edge, 'LogAndAccept', 'felix.cfg'],
    ['node.<name>', withoutFile, 'worker-1', undefined, 'LogAndAccept', 'list.yaml (node.worker-1)'],
    ['node.<name> over a selector', withoutFile, 'worker-1', edge, 'LogAndAccept', 'list.yaml (node.worker-1)'],
    [
      'the full name in the log',
      withoutFile,
      'worker-1.example.com',
      undefined,
      'LogAndAccept',
      'list.yaml (node.worker-1)',
    ],
    [
      'a key that the node has not falls through',
      withoutFile,
      'worker-2',
      undefined,
      'LogAndDrop',
      'list.yaml (default)',
    ],
    [
      'a key that the node has not falls through to the selector',
      withoutFile,
      'worker-2',
      edge,
      'Accept',
      'list.yaml (edge)',
    ],
    ['a selector over default', withoutFile, 'worker-3', edge, 'Accept', 'list.yaml (edge)'],
    [
      'a selector that does not select',
      withoutFile,
      'worker-3',
      new Map([['pool', 'core']]),
      'LogAndDrop',
      'list.yaml (default)',
    ],
    ['default', withoutFile, 'worker-3', undefined, 'LogAndDrop', 'list.yaml (default)'],
  ])('%s', (_name, from, node, ...rest) => {
    const [labels, value, origin] = rest;
    expect(findFelixSetting(felixObjectsFor(from, { name: node, labels }), 'dropActionOverride')).toEqual({
      value,
      origin,
    });
  });

  test('the whole name beats a short one, a later file an earlier one', () => {
    const named = [
      ...read('node.a', 'Drop'),
      ...read('node.a.example.com', 'LogAndDrop'),
      ...read('default', 'Accept'),
    ];
    const find = (node: string) =>
      findFelixSetting(felixObjectsFor(named, { name: node, labels: undefined }), 'dropActionOverride')?.value;
    expect(find('a.example.com')).toBe('LogAndDrop');
    expect(find('a')).toBe('Drop');
    const twice = [...read('default', 'Drop'), ...read('default', 'LogAndAccept')];
    expect(
      findFelixSetting(felixObjectsFor(twice, { name: 'a', labels: undefined }), 'dropActionOverride')?.value,
    ).toBe('LogAndAccept');
  });
});
