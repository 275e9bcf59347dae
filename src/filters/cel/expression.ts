/**
 * FlowFilter.experimental.cel_expression: CEL over `_flow`, which is the flow as a message of Hubble's schema. The CEL
 * library and the schema take a while to load; import this module only when there is an expression.
 */

import { celEnv, celFunc, CelScalar, isCelError, objectType, parse, plan, type CelResult } from '@bufbuild/cel';
import { createFileRegistry, fromBinary, type DescMessage, type Message, type Registry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

import { BugError, type UsageError } from '../../base/errors.ts';
import { once } from '../../flow/codec/once.ts';
import { encodeMessage } from '../../flow/codec/wire.ts';
import type { Flow } from '../../flow/flow.ts';
import { descriptorSetBytes } from '../../flow/descriptor-set.ts';
import { quote } from '../../base/quote.ts';
import { filterError, type FlowPredicate } from '../predicate.ts';
import { compileRegexp } from '../regexp.ts';
import { checkExpression, type CelScope } from './checker.ts';
import { faultText, syntaxFaultText } from './fault-text.ts';
import { messageType, plainTypes, typeText } from './types.ts';

const variable = '_flow';
const container = 'flow';
const flowName = 'flow.Flow';

interface FlowSchema {
  readonly registry: Registry;
  readonly flow: DescMessage;
  readonly scope: CelScope;
}

function readSchema(): FlowSchema {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetBytes()));
  const flow = registry.getMessage(flowName);
  if (flow === undefined) throw new BugError(`the descriptor set has no ${flowName}`, { code: 'filter/schema' });
  const scope = { variables: new Map([[variable, messageType(flowName)]]), container, registry };
  return { registry, flow, scope };
}

const schema = once(readSchema);

const { BOOL, STRING } = CelScalar;

// CEL has it as a method and as a function, the library only as a method.
const matchesFunction = celFunc('matches', [STRING, STRING], BOOL, (text, pattern) => {
  const compiled = compileRegexp(pattern);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.test(text);
});

const environment = once(() => {
  const { registry, flow } = schema();
  return celEnv({
    namespace: container,
    registry,
    variables: { [variable]: objectType(flow) },
    funcs: [matchesFunction],
  });
});

type Program = (bindings: { readonly [variable]: Message }) => CelResult;

function refuse(reason: string): UsageError {
  return filterError(`error compiling CEL expression: ${reason}`);
}

// As in cel-go, which counts code points: no memory or time is spent on what nobody writes.
const longestExpression = 100_000;

function parseExpression(text: string): ReturnType<typeof parse> {
  if (text.length > longestExpression) throw refuse(`expression size exceeds limit: ${longestExpression}`);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw refuse(syntaxFaultText(text, error));
  }
}

function compileExpression(text: string): Program {
  const parsed = parseExpression(text);
  const { type, faults } = checkExpression(parsed.expr, schema().scope);
  if (faults.length > 0) {
    const positions = parsed.sourceInfo?.positions ?? {};
    const texts = faults.map((fault) => faultText(text, positions[String(fault.node)] ?? 0, fault));
    throw refuse(texts.join('\n'));
  }
  if (type !== plainTypes.bool) throw refuse(`got ${quote(typeText(type))}, wanted "bool" result type`);
  return plan(environment(), parsed);
}

function compileWithinStack(text: string): Program {
  try {
    return compileExpression(text);
  } catch (error) {
    // Parser, check and plan go down the expression by recursion, and anybody may send one that is nested without end.
    if (error instanceof RangeError) throw refuse('expression recursion limit exceeded');
    throw error;
  }
}

/**
 * Compiles expressions; the result holds for a flow that one of them is true of. As in Hubble, an expression that fails on a
 * flow is no match, whatever comes after it. Throws UsageError with Hubble's message for one that is no CEL or gives no bool.
 */
export function compileCelExpressions(expressions: readonly string[]): FlowPredicate {
  const programs = expressions.map(compileWithinStack);
  const { flow: description } = schema();
  return (flow: Flow) => {
    const message = fromBinary(description, encodeMessage(flowName, flow));
    for (const program of programs) {
      const result = program({ [variable]: message });
      if (isCelError(result)) return false;
      if (result === true) return true;
    }
    return false;
  };
}
