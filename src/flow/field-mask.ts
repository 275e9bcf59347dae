/** Field masks over flows, as `GetFlowsRequest.field_mask` and `--field-mask` have them. */

import { UsageError } from '../base/errors.ts';
import { quote } from '../base/quote.ts';
import { trusted } from './codec/plain-message.ts';
import { messageSchema, type FieldSchema, type MessageSchema } from './codec/schema.ts';
import type { Flow } from './flow.ts';

/** The fields to keep; a field leads to the mask of its message, or to `whole`. */
export type FieldMaskTree = ReadonlyMap<string, FieldMaskTree | 'whole'>;

type MaskTree = Map<string, MaskTree | 'whole'>;

/** Fields of a message by name, as the mask sees a flow. */
type Fields = Readonly<Record<string, unknown>>;

/** Returns the message a path may go on into: a list ends every path. */
function messageBelow(field: FieldSchema): MessageSchema | undefined {
  return field.cardinality === 'single' && field.value.kind === 'message' ? field.value.message : undefined;
}

/** Returns the fields a path names, outermost first, or undefined when there is no such field. */
function fieldsOnPath(path: string): readonly FieldSchema[] | undefined {
  const fields: FieldSchema[] = [];
  let message: MessageSchema | undefined = messageSchema('flow.Flow');
  for (const name of path.split('.')) {
    const field: FieldSchema | undefined = message?.field(name);
    if (field === undefined) return undefined;
    fields.push(field);
    message = messageBelow(field);
  }
  return fields;
}

/** Returns true when `path` names a field of `flow.Flow`: the schema's own names, joined by dots, a list only at its end. */
export function isFlowPath(path: string): boolean {
  return fieldsOnPath(path) !== undefined;
}

/** True where our domain value has no parts to pick from: scalars, lists, wrappers and times. */
function isIndivisible(field: FieldSchema): boolean {
  const form = messageBelow(field)?.form;
  return form === undefined || form === 'wrapper' || form === 'timestamp';
}

function addPath(tree: MaskTree, fields: readonly FieldSchema[]): void {
  let level = tree;
  for (const [index, field] of fields.entries()) {
    const below = level.get(field.name);
    if (below === 'whole') return;
    if (index === fields.length - 1 || isIndivisible(field)) {
      level.set(field.name, 'whole');
      return;
    }
    const next: MaskTree = below ?? new Map<string, MaskTree | 'whole'>();
    level.set(field.name, next);
    level = next;
  }
}

function masked(message: Fields, tree: FieldMaskTree): Fields {
  const kept: Record<string, unknown> = {};
  for (const [name, below] of tree) {
    const value = message[name];
    if (value === undefined) continue;
    kept[name] = below === 'whole' ? value : masked(trusted<Fields>(value), below);
  }
  return kept;
}

/**
 * Returns a function that gives the fields of a flow that `paths` name, in the schema's names (`source.identity`); a path
 * to a message keeps all of it, an absent message stays absent. No paths keep everything, as an unset mask does. A part of
 * a time or wrapper (`time.seconds`) keeps the whole of it. Throws a UsageError with Hubble's message for a path that is no
 * field of `flow.Flow`.
 */
export function compileFieldMask(paths: readonly string[]): (flow: Flow) => Flow {
  const tree = fieldMaskTree(paths);
  if (paths.length === 0) return (flow) => flow;
  return (flow) => masked(trusted<Fields>(flow), tree);
}

/** Returns the fields of a flow that `paths` name. Throws what `compileFieldMask` throws. */
export function fieldMaskTree(paths: readonly string[]): FieldMaskTree {
  const tree: MaskTree = new Map();
  for (const path of paths) {
    const fields = fieldsOnPath(path);
    if (fields === undefined) {
      throw new UsageError(
        `failed to construct field mask: proto: invalid path ${quote(path)} for message "flow.Flow"`,
        {
          code: 'usage/field-mask',
          hint: 'Name fields as proto/flow/flow.proto does, such as time, source.identity or l4.TCP.flags.',
          details: { path },
        },
      );
    }
    addPath(tree, fields);
  }
  return tree;
}
