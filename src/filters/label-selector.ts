/**
 * Kubernetes label selectors over Cilium labels: `k=v`, `k!=v`, `k in (a,b)`, `k notin (a)`, `k`, `!k`, `k>1`, joined by
 * commas that mean AND. A key may name the source of the label, as in `k8s:app`; without one, and with `any:`, any source
 * will do.
 */

import { quote } from '../base/quote.ts';
import { findLabel, type Label, type LabelKey } from './label-set.ts';
import { labelKeyFault, labelValueFault } from './label-syntax.ts';

type Operator = 'exists' | 'absent' | 'in' | 'notin' | '>' | '<';

interface Requirement {
  readonly key: LabelKey;
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

const integer = /^[-+]?\d+$/;
const symbols = new Set(['(', ')', ',', '!', '=', '==', '!=', '<', '>']);

function isIdentifier(token: string): boolean {
  return token !== '' && !symbols.has(token);
}

/** Reads tokens left to right; '' stands for the end of the text. */
class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/==|!=|[(),!=<>]|[^ \t\r\n(),!=<>]+/g) ?? [];
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

/** Returns the length of `text` up to the comma, included, that ends its first requirement. */
function requirementLength(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) return at + 1;
  }
  return text.length;
}

/**
 * Kubernetes knows no sources, so Cilium writes them before the key with a dot: `k8s:app` is `k8s.app`, and a key without one
 * is `any.app`. Error messages show that form.
 */
function withDottedSources(text: string): string {
  let dotted = '';
  for (let rest = text; rest !== '';) {
    const [head = '', before = '', key = ''] = /^([\s!]*)([^\s=!,]*)/.exec(rest) ?? [];
    const tail = rest.slice(head.length);
    const length = requirementLength(tail);
    dotted += before + (key.includes(':') ? key.replace(':', '.') : `any.${key}`) + tail.slice(0, length);
    rest = tail.slice(length);
  }
  return dotted;
}

function expected(what: string, found: string): SelectorFault {
  return new SelectorFault(`found '${found}', expected: ${what}`);
}

function invalidValue(path: string, value: string, fault: string): string {
  return `${path}: Invalid value: ${quote(value)}: ${fault}`;
}

function parseKey(reader: TokenReader): string {
  const token = reader.take();
  if (!isIdentifier(token)) throw expected('identifier', token);
  const fault = labelKeyFault(token);
  if (fault !== undefined) throw new SelectorFault(invalidValue('<nil>', token, fault));
  return token;
}

// Between commas there may be nothing, which is the empty value.
function parseSetValues(reader: TokenReader): readonly string[] {
  const open = reader.take();
  if (open !== '(') throw new SelectorFault(`found '${open}' expected: '('`);
  const first = reader.peek();
  if (!isIdentifier(first) && first !== ',' && first !== ')') throw expected("',', ')' or identifier", first);
  const values: string[] = [];
  for (;;) {
    const hasValue = isIdentifier(reader.peek());
    values.push(hasValue ? reader.take() : '');
    const token = reader.take();
    if (token === ')') return values;
    if (token !== ',') throw expected(hasValue ? "',' or ')'" : "',', or identifier", token);
  }
}

function parseValue(reader: TokenReader): readonly string[] {
  const token = reader.peek();
  if (token === '' || token === ',') return [''];
  if (!isIdentifier(token)) throw expected('identifier', token);
  return [reader.take()];
}

function valueFaults(key: string, operator: Operator, values: readonly string[]): readonly string[] {
  const faults: string[] = [];
  const inOrder = [...new Set(values)].toSorted();
  for (const [index, value] of inOrder.entries()) {
    const path = `values[${index}]`;
    if ((operator === '<' || operator === '>') && !integer.test(value)) {
      faults.push(invalidValue(path, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    }
    const fault = labelValueFault(value);
    if (fault !== undefined) faults.push(invalidValue(`${path}[${key}]`, value, fault));
  }
  return faults;
}

function requirement(key: string, operator: Operator, values: readonly string[] = []): Requirement {
  const faults = valueFaults(key, operator, values);
  if (faults.length > 0) throw new SelectorFault(faults.length === 1 ? faults[0] : `[${faults.join(', ')}]`);
  const dot = key.indexOf('.');
  return { key: { source: key.slice(0, dot), key: key.slice(dot + 1) }, operator, values };
}

function parseRequirement(reader: TokenReader): Requirement {
  if (reader.peek() === '!') {
    reader.take();
    return requirement(parseKey(reader), 'absent');
  }
  const key = parseKey(reader);
  const next = reader.peek();
  if (next === '' || next === ',') return requirement(key, 'exists');
  const operator = reader.take();
  if (operator === 'in' || operator === 'notin') return requirement(key, operator, parseSetValues(reader));
  if (operator === '=' || operator === '==') return requirement(key, 'in', parseValue(reader));
  if (operator === '!=') return requirement(key, 'notin', parseValue(reader));
  if (operator === '<' || operator === '>') return requirement(key, operator, parseValue(reader));
  throw expected('in, notin, =, ==, !=, gt, lt', operator);
}

function checkedRequirement(reader: TokenReader): Requirement {
  try {
    return parseRequirement(reader);
  } catch (error) {
    if (error instanceof SelectorFault) throw new SelectorFault(`unable to parse requirement: ${error.message}`);
    throw error;
  }
}

function parseRequirements(text: string): LabelSelector {
  const reader = new TokenReader(text);
  const requirements: Requirement[] = [];
  while (reader.peek() !== '') {
    const start = reader.peek();
    if (!isIdentifier(start) && start !== '!') throw expected("!, identifier, or 'end of string'", start);
    requirements.push(checkedRequirement(reader));
    const separator = reader.take();
    if (separator === '') break;
    if (separator !== ',') throw expected("',' or 'end of string'", separator);
    const after = reader.peek();
    if (!isIdentifier(after) && after !== '!') throw expected("identifier after ','", after);
  }
  return requirements;
}

/** Parses a selector. An empty text selects everything. */
export function parseSelector(text: string): SelectorResult {
  try {
    return { ok: true, selector: parseRequirements(withDottedSources(text)) };
  } catch (error) {
    if (error instanceof SelectorFault) return { ok: false, reason: error.message };
    throw error;
  }
}

function holds({ key, operator, values }: Requirement, labels: readonly Label[]): boolean {
  const label = findLabel(labels, key);
  if (operator === 'absent') return label === undefined;
  if (operator === 'notin') return label === undefined || !values.includes(label.value);
  if (label === undefined) return false;
  if (operator === 'exists') return true;
  if (operator === 'in') return values.includes(label.value);
  if (!integer.test(label.value)) return false;
  const difference = BigInt(label.value) - BigInt(values[0] ?? '0');
  return operator === '>' ? difference > 0n : difference < 0n;
}

/** Whether `selector` selects something with these labels. */
export function selects(selector: LabelSelector, labels: readonly Label[]): boolean {
  return selector.every((one) => holds(one, labels));
}
