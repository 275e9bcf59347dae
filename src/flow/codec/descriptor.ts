/**
 * The committed JSON descriptor: what `proto/` declares, by full name.
 *
 * protobufjs reads it too, into a reflection of ten times the code and some ten milliseconds, which every start of the client
 * would wait for. The tests hold what is read here against that reflection.
 */

import descriptor from '../generated/descriptor.json' with { type: 'json' };

/** A field as pbjs writes it. `type` is a scalar, or a name looked for from the message outwards. */
export interface DeclaredField {
  readonly type: string;
  readonly id: number;
  readonly rule?: string;
  /** Of a map; `type` then is that of the values. */
  readonly keyType?: string;
}

/** A message as pbjs writes it. */
export interface DeclaredMessage {
  readonly name: string;
  readonly fields: Readonly<Record<string, DeclaredField>>;
  readonly oneofs: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
}

/** An enum as pbjs writes it: codes by name, in the order of the file. */
export interface DeclaredEnum {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** A package, message, enum or service: what it has tells which. */
interface DescriptorNode {
  readonly nested?: Readonly<Record<string, DescriptorNode>>;
  readonly fields?: DeclaredMessage['fields'];
  readonly oneofs?: DeclaredMessage['oneofs'];
  readonly values?: DeclaredEnum['values'];
  readonly methods?: object;
}

/** Everything that is declared, by full name without a leading dot, in the order of the descriptor. */
export interface Declarations {
  readonly messages: ReadonlyMap<string, DeclaredMessage>;
  readonly enums: ReadonlyMap<string, DeclaredEnum>;
}

/** Returns the declarations in `root`, those inside a message after it. */
export function readDeclarations(root: DescriptorNode = descriptor): Declarations {
  const messages = new Map<string, DeclaredMessage>();
  const enums = new Map<string, DeclaredEnum>();
  const visit = ({ nested = {} }: DescriptorNode, prefix: string): void => {
    for (const [key, node] of Object.entries(nested)) {
      const name = prefix + key;
      const { fields, oneofs = {}, values } = node;
      if (fields !== undefined) messages.set(name, { name, fields, oneofs });
      if (values !== undefined) enums.set(name, { name, values });
      visit(node, `${name}.`);
    }
  };
  visit(root, '');
  return { messages, enums };
}

/**
 * Returns the first of the full names that `type` may stand for inside the message `scope` that `isDeclared`, by protobuf's rule:
 * the innermost scope first. Undefined when none is.
 */
export function resolveTypeName(
  type: string,
  scope: string,
  isDeclared: (name: string) => boolean,
): string | undefined {
  for (let outer = scope; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const name = `${outer}.${type}`;
    if (isDeclared(name)) return name;
  }
  return isDeclared(type) ? type : undefined;
}
