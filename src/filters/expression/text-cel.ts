/** Filters Hubble has no field for, as CEL: text at either end, and the policies that decided. */

import { celString, literalPattern } from './cel-quote.ts';

const ends = ['source', 'destination'] as const;

const endTexts = ends.flatMap((end) => [
  `_flow.${end}.namespace`,
  `_flow.${end}.pod_name`,
  `_flow.${end}_service.name`,
  `_flow.IP.${end}`,
]);

/** Returns the regular expression (RE2) for a text in any letter case; fuzzy: its characters in order, anything between. */
export function textPattern(text: string, isFuzzy: boolean): string {
  const pieces = isFuzzy ? Array.from(text, literalPattern) : [literalPattern(text)];
  return `(?i)${pieces.join('.*')}`;
}

/** Returns CEL that is true of flows of which one end has the text in a namespace, pod, workload, service or domain name, or address. */
export function textExpression(text: string, isFuzzy: boolean): string {
  const matches = `matches(${celString(textPattern(text, isFuzzy))})`;
  const names = `([${endTexts.join(', ')}] + _flow.source_names + _flow.destination_names).exists(t, t.${matches})`;
  const workloads = ends.map((end) => `_flow.${end}.workloads.exists(w, w.name.${matches})`);
  return [names, ...workloads].join(' || ');
}

const policyLists =
  '[_flow.ingress_allowed_by, _flow.egress_allowed_by, _flow.ingress_denied_by, _flow.egress_denied_by]';

function nameTest(field: string, name: string): string {
  if (!name.includes('*')) return `${field} == ${celString(name)}`;
  const pattern = name.split('*').map(literalPattern).join('.*');
  return `${field}.matches(${celString(`^${pattern}$`)})`;
}

/**
 * Returns CEL that is true of flows a policy of this name decided: `name` or `namespace/name`, `*` for any part; `none` for
 * flows no policy decided.
 */
export function policyExpression(name: string): string {
  if (name === 'none') return `${policyLists}.all(l, l.size() == 0)`;
  const slash = name.indexOf('/');
  const ofName = nameTest('p.name', name.slice(slash + 1));
  const test = slash < 0 ? ofName : `${nameTest('p.namespace', name.slice(0, slash))} && ${ofName}`;
  return `${policyLists}.exists(l, l.exists(p, ${test}))`;
}
