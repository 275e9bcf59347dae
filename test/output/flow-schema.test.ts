import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { packFlowExtension } from '../../src/flow/codec/extension.ts';
import { messageToJson } from '../../src/flow/codec/json.ts';
import { validate } from '../helpers/json-schema.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

interface RecordedCase {
  readonly name: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly env?: Readonly<Record<string, string>>;
}

const schema = read('docs/flow.schema.json') as Readonly<Record<string, unknown>>;
const cases = read('test/fixtures/conformance/hubble/cases.json') as readonly RecordedCase[];

const jsonLinesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{"'))
    .map((line) => JSON.parse(line) as unknown);

const part = (name: string) => ({ $ref: `#/$defs/${name}` });
const isLegacy = ({ env }: RecordedCase) => env?.['HUBBLE_COMPAT'] !== undefined;

/** A valid line with one thing changed. */
const line = (flow: object) => ({ flow: { verdict: 'DROPPED', ...flow }, node_name: 'a/b' });

describe('docs/flow.schema.json', () => {
  it('is what the descriptor says', () => {
    const script = fileURLToPath(new URL('scripts/flow-schema.mjs', root));
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
  });

  const json = cases.filter(({ stdout, stderr }) => jsonLinesOf(stdout + stderr).length > 0);

  it('is held against recorded lines enough', () => {
    expect(json.filter((one) => !isLegacy(one)).flatMap(({ stdout }) => jsonLinesOf(stdout)).length).toBeGreaterThan(
      400,
    );
    expect(json.some(isLegacy)).toBe(true);
  });

  it.each(json.map((one) => [one.name, one] as const))('describes every line of %s', (_name, one) => {
    const wanted = isLegacy(one) ? { anyOf: [part('flow.Flow'), part('flow.LostEvent')] } : schema;
    const faults = jsonLinesOf(one.stdout + one.stderr).flatMap((each) => validate(wanted, each, { root: schema }));
    expect(faults).toEqual([]);
  });

  it('describes the record behind a flow', () => {
    const extensions = packFlowExtension({ raw_line: 'calico-drop: IN=', mark: 5, verdict_basis: 2 });
    const printed = JSON.parse(messageToJson('observer.GetFlowsResponse', { flow: { extensions } })) as unknown;
    expect(validate(schema, printed)).toEqual([]);
    const spoilt = { flow: { extensions: { '@type': packFlowExtension({}).type_url, raw_lime: '' } } };
    expect(validate(schema, spoilt).join()).toContain('raw_lime');
  });

  it('takes codes of a newer schema as numbers', () => {
    expect(validate(schema, line({ verdict: 99 }))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a field that is none', line({ pod: 'a' })],
    ['the spelling protobuf also reads', line({ nodeName: 'a' })],
    ['a name no enum has', line({ verdict: 'REFUSED' })],
    ['a 64-bit number that is no string', line({ socket_cookie: 7 })],
    ['a time without a zone', line({ time: '2024-03-01T00:00:00' })],
    ['an empty list', line({ source_names: [] })],
    ['two members of a oneof', line({ l4: { TCP: {}, UDP: {} } })],
    ['a port below zero', line({ l4: { TCP: { source_port: -1 } } })],
    ['nothing at all', {}],
    ['a flow and a loss', { flow: {}, lost_events: {} }],
    ['a text', 'flow'],
  ])('refuses %s', (_name, value) => {
    expect(validate(schema, value)).not.toEqual([]);
  });
});
