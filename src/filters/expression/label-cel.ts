/** Label selectors as CEL over the labels of an endpoint or node. */

import { parseSelector, type LabelSelector } from '../label-selector.ts';
import type { LabelKey } from '../label-set.ts';
import { celJoin, celNot, celString, literalPattern } from './cel-quote.ts';

type Requirement = LabelSelector[number];

// A label is written `source:key=value`; without a source it is of the source `unspec`, `$` and `reserved.` are `reserved`.
const sourcePatterns: Readonly<Record<string, string>> = {
  any: String.raw`(?:[^:$][^:]*:|\$|reserved\.|:)?`,
  reserved: String.raw`(?:reserved:|\$|reserved\.)`,
  unspec: '(?:unspec:|:)?',
};

function keyPattern({ source, key }: LabelKey): string {
  const before = Object.hasOwn(sourcePatterns, source) ? sourcePatterns[source] : `${literalPattern(source)}:`;
  return `^${before ?? ''}${literalPattern(key)}`;
}

// Of several labels with the key the first one counts, as in the filter; only any source can have several.
function valueTest(labels: string, { key }: Requirement, values: readonly string[]): string {
  const whole = `${keyPattern(key)}=?(?:${values.map(literalPattern).join('|')})$`;
  const exact = values.includes('') ? whole : whole.replace('=?(?:', '=(?:');
  if (key.source !== 'any') return `${labels}.exists(l, l.matches(${celString(exact)}))`;
  const withKey = `${labels}.filter(l, l.matches(${celString(`${keyPattern(key)}(?:=|$)`)}))`;
  return `${withKey}.size() > 0 && ${withKey}[0].matches(${celString(exact)})`;
}

function requirementExpression(labels: string, requirement: Requirement): string | undefined {
  const { key, operator, values } = requirement;
  const exists = `${labels}.exists(l, l.matches(${celString(`${keyPattern(key)}(?:=|$)`)}))`;
  // The key of a network is that of all networks inside it, and numbers cannot be cut out of a label.
  if (key.source === 'cidr' || operator === '>' || operator === '<') return undefined;
  switch (operator) {
    case 'exists':
      return exists;
    case 'absent':
      return celNot(exists);
    case 'in':
      return valueTest(labels, requirement, values);
    case 'notin':
      return celNot(valueTest(labels, requirement, values));
    default:
      return operator satisfies never;
  }
}

/** Returns CEL that is true where `labels` (CEL for a list of texts) fit a selector, or undefined where CEL cannot say it. */
export function labelExpression(labels: string, selector: string): string | undefined {
  const parsed = parseSelector(selector);
  if (!parsed.ok) return undefined;
  if (parsed.selector.length === 0) return 'true';
  const tests = parsed.selector.map((requirement) => requirementExpression(labels, requirement));
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : celJoin(known, '&&');
}
