/**
 * Kubernetes label selectors over Cilium labels: `k=v`, `k!=v`, `k in (a,b)`, `k notin (a)`, `k`, `!k`, `k>1`, joined by
 * commas that mean AND. A key may name the source of the label, as in `k8s:app`; without one any source will do.
 */

interface Label {
  readonly source: string;
  readonly key: string;
  readonly value: string;
}

type Operator = 'exists' | 'absent' | 'in' | 'notin' | '>' | '<';

interface Requirement {
  /** Undefined is any source. */
  readonly source: string | undefined;
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** A parsed selector: all requirements must hold; none selects everything. */
export type LabelSelector = readonly Requirement[];

/** A selector, or why the text is none in the words of Kubernetes, which Hubble prints. */
export type SelectorResult =
  | { readonly ok: true; readonly selector: LabelSelector }
  | { readonly ok: false; readonly reason: string };

class SelectorFault extends Error {}

const symbols = new Set(['(', ')', ',', '!', '=', '==', '!=', '<', '>']);

function isIdentifier(token: string): boolean {
  return token !== '' && !symbols.has(token);
}

/** Reads tokens left to right; '' stands for the end of the text. */
class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/==|!=|[(),!=<>]|[^\s(),!=<>]+/g) ?? [];
  }

  peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  take(): string {
    const token = this.peek();
    this.#at += 1;
    return token;
  }
}

function requirementFault(found: string, expected: string): SelectorFault {
  return new SelectorFault(`unable to parse requirement: found '${found}', expected: ${expected}`);
}

function parseKey(reader: TokenReader): Pick<Requirement, 'source' | 'key'> {
  const token = reader.take();
  if (!isIdentifier(token)) throw requirementFault(token, 'identifier');
  const colon = token.indexOf(':');
  return colon < 0 ? { source: undefined, key: token } : { source: token.slice(0, colon), key: token.slice(colon + 1) };
}

function parseSetValues(reader: TokenReader): readonly string[] {
  const open = reader.take();
  if (open !== '(') throw requirementFault(open, "'('");
  const values: string[] = [];
  for (;;) {
    values.push(isIdentifier(reader.peek()) ? reader.take() : '');
    const token = reader.take();
    if (token === ')') return values;
    if (token !== ',') throw requirementFault(token, "',', ')' or identifier");
  }
}

function parseValue(reader: TokenReader): readonly string[] {
  return [isIdentifier(reader.peek()) ? reader.take() : ''];
}

function parseNumber(reader: TokenReader): readonly string[] {
  const token = reader.take();
  if (!/^[-+]?\d+$/.test(token)) throw requirementFault(token, 'an integer');
  return [token];
}

function parseRequirement(reader: TokenReader): Requirement {
  if (reader.peek() === '!') {
    reader.take();
    return { ...parseKey(reader), operator: 'absent', values: [] };
  }
  const key = parseKey(reader);
  const next = reader.peek();
  if (next === '' || next === ',') return { ...key, operator: 'exists', values: [] };
  const operator = reader.take();
  if (operator === 'in' || operator === 'notin') return { ...key, operator, values: parseSetValues(reader) };
  if (operator === '=' || operator === '==') return { ...key, operator: 'in', values: parseValue(reader) };
  if (operator === '!=') return { ...key, operator: 'notin', values: parseValue(reader) };
  if (operator === '<' || operator === '>') return { ...key, operator, values: parseNumber(reader) };
  throw requirementFault(operator, 'in, notin, =, ==, !=, gt, lt');
}

function parseRequirements(text: string): LabelSelector {
  const reader = new TokenReader(text);
  const requirements: Requirement[] = [];
  while (reader.peek() !== '') {
    requirements.push(parseRequirement(reader));
    const separator = reader.take();
    if (separator === '') break;
    if (separator !== ',') throw new SelectorFault(`found '${separator}', expected: ',' or 'end of string'`);
    const after = reader.peek();
    if (!isIdentifier(after) && after !== '!') {
      throw new SelectorFault(`found '${after}', expected: identifier after ','`);
    }
  }
  return requirements;
}

/** Parses a selector. An empty text selects everything. */
export function parseSelector(text: string): SelectorResult {
  try {
    return { ok: true, selector: parseRequirements(text) };
  } catch (error) {
    if (error instanceof SelectorFault) return { ok: false, reason: error.message };
    throw error;
  }
}

function parseLabel(text: string): Label {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const colon = name.indexOf(':');
  return {
    source: colon < 0 ? '' : name.slice(0, colon),
    key: name.slice(colon + 1),
    value: equals < 0 ? '' : text.slice(equals + 1),
  };
}

/** Parses labels as flows carry them: `source:key=value`, source and value optional. */
export function parseLabels(labels: readonly string[]): readonly Label[] {
  return labels.map(parseLabel);
}

function holds(requirement: Requirement, labels: readonly Label[]): boolean {
  const { source, key, operator, values } = requirement;
  const label = labels.find((one) => one.key === key && (source === undefined || one.source === source));
  if (operator === 'absent') return label === undefined;
  if (operator === 'notin') return label === undefined || !values.includes(label.value);
  if (label === undefined) return false;
  if (operator === 'exists') return true;
  if (operator === 'in') return values.includes(label.value);
  if (!/^[-+]?\d+$/.test(label.value)) return false;
  const difference = BigInt(label.value) - BigInt(values[0] ?? '0');
  return operator === '>' ? difference > 0n : difference < 0n;
}

/** Whether `selector` selects something with these labels. */
export function selects(selector: LabelSelector, labels: readonly Label[]): boolean {
  return selector.every((requirement) => holds(requirement, labels));
}
