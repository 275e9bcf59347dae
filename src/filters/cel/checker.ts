/**
 * The type check of a CEL expression. The CEL library evaluates but does not check, and Hubble refuses an expression that
 * names what there is not, compares what cannot be compared or gives no bool, so that is found here before the first flow.
 */

import type { parse } from '@bufbuild/cel';
import type { Registry } from '@bufbuild/protobuf';

import { fieldType, literalType, namedType } from './schema-types.ts';
import { signaturesOf, type Signature } from './signatures.ts';
import { listType, mapType, operandText, plainTypes, TypeBindings, typeParameter, type CelType } from './types.ts';

/** A node of a parsed expression. */
export type CelNode = ReturnType<typeof parse>['expr'];

type Kind = NonNullable<CelNode['exprKind']['case']>;
type NodeOf<K extends Kind> = Extract<CelNode['exprKind'], { case: K }>['value'];

/** What an expression may name. */
export interface CelScope {
  /** Types by variable. */
  readonly variables: ReadonlyMap<string, CelType>;
  /** Package whose names need no prefix. */
  readonly container: string;
  readonly registry: Registry;
}

/** A fault of an expression: at which node, and what in the words of cel-go. */
export interface CelFault {
  readonly node: bigint;
  readonly message: string;
  /** The place is the first of this text from the start of the node on, where it is not the start itself. */
  readonly mark?: string;
}

/** The type an expression gives, and its faults in the order they were found; with faults the type means nothing. */
export interface CheckedExpression {
  readonly type: CelType;
  readonly faults: readonly CelFault[];
}

/** Checks an expression within `scope`. */
export function checkExpression(expression: CelNode, scope: CelScope): CheckedExpression {
  const checker = new Checker(scope);
  const type = checker.check(expression, scope.variables);
  return { type: checker.settle(type), faults: checker.faults };
}

type Variables = ReadonlyMap<string, CelType>;

const constantTypes: Readonly<Record<string, CelType>> = {
  boolValue: plainTypes.bool,
  bytesValue: plainTypes.bytes,
  doubleValue: plainTypes.double,
  int64Value: plainTypes.int,
  nullValue: plainTypes.null,
  stringValue: plainTypes.string,
  uint64Value: plainTypes.uint,
};

// Where the place of a call is not its start, as far as the parser of the CEL library and cel-go disagree about it.
const callMarks: Readonly<Record<string, string>> = { '_&&_': '&&', '_||_': '||', '_?_:_': '?' };

function callMark(name: string): string | undefined {
  return /^\w+$/.test(name) ? '(' : callMarks[name];
}

/** Returns `a.b.c` of a chain of plain selections, undefined for anything else. */
function qualifiedName({ exprKind }: CelNode): string | undefined {
  if (exprKind.case === 'identExpr') return exprKind.value.name;
  if (exprKind.case !== 'selectExpr' || exprKind.value.testOnly) return undefined;
  const operand = exprKind.value.operand === undefined ? undefined : qualifiedName(exprKind.value.operand);
  return operand === undefined ? undefined : `${operand}.${exprKind.value.field}`;
}

class Checker {
  readonly faults: CelFault[] = [];
  readonly #scope: CelScope;
  #bindings = new TypeBindings();
  #parameters = 0;

  constructor(scope: CelScope) {
    this.#scope = scope;
  }

  settle(type: CelType): CelType {
    return this.#bindings.settle(type);
  }

  check(node: CelNode | undefined, variables: Variables): CelType {
    if (node === undefined) return plainTypes.dyn;
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'constExpr':
        return constantTypes[exprKind.value.constantKind.case ?? ''] ?? plainTypes.dyn;
      case 'identExpr':
        return this.#named(exprKind.value.name, variables) ?? this.#undeclared(node.id, exprKind.value.name);
      case 'selectExpr':
        return this.#select(node, exprKind.value, variables);
      case 'callExpr':
        return this.#call(node, exprKind.value, variables);
      case 'listExpr':
        return listType(this.#joined(exprKind.value.elements.map((element) => this.check(element, variables))));
      case 'structExpr':
        return this.#struct(node, exprKind.value, variables);
      case 'comprehensionExpr':
        return this.#comprehension(exprKind.value, variables);
      default:
        return plainTypes.dyn;
    }
  }

  // What is wrong already must not be found wrong again by whatever it is part of: its type goes with everything.
  #fault(node: bigint, message: string, mark?: string): CelType {
    this.faults.push(mark === undefined ? { node, message } : { node, message, mark });
    return plainTypes.dyn;
  }

  #undeclared(node: bigint, name: string, mark?: string): CelType {
    return this.#fault(node, `undeclared reference to '${name}' (in container '${this.#scope.container}')`, mark);
  }

  /** Names are looked for in the container first; a leading dot asks for the full name. */
  #candidates(name: string): readonly string[] {
    return name.startsWith('.') ? [name.slice(1)] : [`${this.#scope.container}.${name}`, name];
  }

  #named(name: string, variables: Variables): CelType | undefined {
    for (const candidate of this.#candidates(name)) {
      const type = variables.get(candidate) ?? namedType(this.#scope.registry, candidate);
      if (type !== undefined) return type;
    }
    return undefined;
  }

  #select(node: CelNode, { operand, field, testOnly }: NodeOf<'selectExpr'>, variables: Variables): CelType {
    const name = qualifiedName(node);
    const named = name === undefined ? undefined : this.#named(name, variables);
    if (named !== undefined) return named;
    const type = this.#bindings.resolve(this.check(operand, variables));
    const selected = this.#field({ node: node.id, ...(testOnly ? { mark: '(' } : {}) }, type, field);
    return testOnly ? plainTypes.bool : selected;
  }

  #field({ node, mark }: Omit<CelFault, 'message'>, type: CelType, field: string): CelType {
    if (type.kind === 'map') return type.inner[1] ?? plainTypes.dyn;
    if (type === plainTypes.dyn || type.kind === 'parameter') return plainTypes.dyn;
    if (type.kind !== 'message') {
      return this.#fault(node, `type '${operandText(type)}' does not support field selection`, mark);
    }
    return fieldType(this.#scope.registry, type.name, field) ?? this.#fault(node, `undefined field '${field}'`, mark);
  }

  #call(node: CelNode, call: NodeOf<'callExpr'>, variables: Variables): CelType {
    const operands = call.args.map((argument) => this.check(argument, variables));
    const isMethod = call.target !== undefined;
    if (isMethod) operands.unshift(this.check(call.target, variables));
    const signatures = signaturesOf(call.function);
    if (signatures === undefined) return this.#undeclared(node.id, call.function, '(');
    return this.#result(signatures, isMethod, operands) ?? this.#noOverload(node.id, call.function, operands, isMethod);
  }

  /** Returns the result of the signatures that fit; several with different results give any type. */
  #result(signatures: readonly Signature[], isMethod: boolean, operands: readonly CelType[]): CelType | undefined {
    let result: CelType | undefined;
    for (const signature of signatures) {
      if (signature.isMethod !== isMethod || signature.operands.length !== operands.length) continue;
      const fresh = this.#instantiate(signature);
      const attempt = this.#bindings.copy();
      if (!operands.every((operand, index) => attempt.assign(operand, fresh.operands[index] ?? plainTypes.dyn)))
        continue;
      this.#bindings = attempt;
      const type = attempt.resolve(fresh.result);
      result = result === undefined || result.name === type.name ? (result ?? type) : plainTypes.dyn;
    }
    return result;
  }

  #instantiate(signature: Signature): Signature {
    const fresh = new TypeBindings(new Map(['A', 'B'].map((name) => [name, this.#fresh()])));
    const replace = (type: CelType): CelType => fresh.resolve(type);
    return { ...signature, operands: signature.operands.map(replace), result: replace(signature.result) };
  }

  #fresh(): CelType {
    this.#parameters += 1;
    return typeParameter(`_${this.#parameters}`);
  }

  #noOverload(node: bigint, name: string, operands: readonly CelType[], isMethod: boolean): CelType {
    const texts = operands.map((operand) => operandText(this.settle(operand)));
    const applied = isMethod ? `${texts[0]}.(${texts.slice(1).join(', ')})` : `(${texts.join(', ')})`;
    return this.#fault(node, `found no matching overload for '${name}' applied to '${applied}'`, callMark(name));
  }

  /** Returns the type that takes all of `types`: any, when they do not go together. */
  #joined(types: readonly CelType[]): CelType {
    const joined = this.#fresh();
    return types.every((type) => this.#bindings.assign(type, joined)) ? joined : plainTypes.dyn;
  }

  #struct(node: CelNode, { messageName, entries }: NodeOf<'structExpr'>, variables: Variables): CelType {
    if (messageName !== '') return this.#message(node, messageName, { entries, variables });
    const keys = entries.map(({ keyKind }) =>
      keyKind.case === 'mapKey' ? this.check(keyKind.value, variables) : plainTypes.string,
    );
    return mapType(this.#joined(keys), this.#joined(entries.map(({ value }) => this.check(value, variables))));
  }

  #message(
    node: CelNode,
    name: string,
    { entries, variables }: Pick<NodeOf<'structExpr'>, 'entries'> & { readonly variables: Variables },
  ): CelType {
    const { registry } = this.#scope;
    const found = this.#candidates(name).find((candidate) => literalType(registry, candidate) !== undefined);
    if (found === undefined) return this.#undeclared(node.id, name, '{');
    for (const { id, keyKind, value } of entries) {
      const field = keyKind.case === 'fieldKey' ? keyKind.value : '';
      const given = this.check(value, variables);
      const wanted = fieldType(registry, found, field) ?? this.#fault(id, `undefined field '${field}'`, ':');
      if (this.#bindings.assign(given, wanted)) continue;
      const [want, got] = [operandText(wanted), operandText(this.settle(given))];
      this.#fault(id, `expected type of field '${field}' is '${want}' but provided type is '${got}'`, ':');
    }
    return literalType(registry, found) ?? plainTypes.dyn;
  }

  #comprehension(loop: NodeOf<'comprehensionExpr'>, variables: Variables): CelType {
    const element = this.#elementType(loop.iterRange, variables);
    const accumulated = this.check(loop.accuInit, variables);
    const outer = new Map(variables).set(loop.accuVar, accumulated);
    const inner = new Map(outer).set(loop.iterVar, element);
    this.#expect(loop.loopCondition, plainTypes.bool, inner);
    this.#expect(loop.loopStep, accumulated, inner);
    return this.check(loop.result, outer);
  }

  #expect(node: CelNode | undefined, wanted: CelType, variables: Variables): void {
    const given = this.check(node, variables);
    if (node === undefined || this.#bindings.assign(given, wanted)) return;
    const [want, got] = [operandText(this.settle(wanted)), operandText(this.settle(given))];
    this.#fault(node.id, `expected type '${want}' but found '${got}'`);
  }

  /** Returns what a loop over `range` goes through: elements of a list, keys of a map. */
  #elementType(range: CelNode | undefined, variables: Variables): CelType {
    const type = this.#bindings.resolve(this.check(range, variables));
    if (type.kind === 'list' || type.kind === 'map') return type.inner[0] ?? plainTypes.dyn;
    if (type === plainTypes.dyn || type.kind === 'parameter') return plainTypes.dyn;
    return this.#fault(
      range?.id ?? 0n,
      `expression of type '${operandText(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
  }
}
