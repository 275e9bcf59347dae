/** Types of CEL as the checker reckons with them, after the language definition of CEL and cel-go, which Hubble compiles with. */

/** A type: its name and, of lists, maps, wrappers and types, the types inside. A message goes by its full name. */
export interface CelType {
  readonly kind: 'plain' | 'message' | 'list' | 'map' | 'wrapper' | 'type' | 'parameter';
  readonly name: string;
  readonly inner: readonly CelType[];
}

function plain(name: string): CelType {
  return { kind: 'plain', name, inner: [] };
}

/** The types that stand for themselves, by the name signatures use. */
export const plainTypes = {
  bool: plain('bool'),
  int: plain('int'),
  uint: plain('uint'),
  double: plain('double'),
  string: plain('string'),
  bytes: plain('bytes'),
  null: plain('null_type'),
  /** Anything: known when the expression runs. */
  dyn: plain('dyn'),
  timestamp: plain('google.protobuf.Timestamp'),
  duration: plain('google.protobuf.Duration'),
} as const;

/** Returns the type of a message by its full name. */
export function messageType(name: string): CelType {
  return { kind: 'message', name, inner: [] };
}

/** Returns a list of `element`. */
export function listType(element: CelType): CelType {
  return { kind: 'list', name: 'list', inner: [element] };
}

/** Returns a map from `key` to `value`. */
export function mapType(key: CelType, value: CelType): CelType {
  return { kind: 'map', name: 'map', inner: [key, value] };
}

/** Returns the type of a wrapper message: `value` or null. */
export function wrapperType(value: CelType): CelType {
  return { kind: 'wrapper', name: 'wrapper', inner: [value] };
}

/** Returns the type whose values are types. */
export function typeType(of: CelType): CelType {
  return { kind: 'type', name: 'type', inner: [of] };
}

/** Returns a type yet to be found, by a name that is its own within one expression. */
export function typeParameter(name: string): CelType {
  return { kind: 'parameter', name, inner: [] };
}

/** Returns the type as messages about the result name it, such as `list(string)`. */
export function typeText({ name, inner }: CelType): string {
  return inner.length === 0 ? name : `${name}(${inner.map(typeText).join(', ')})`;
}

const shortNames: Readonly<Record<string, string>> = {
  null_type: 'null',
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.Duration': 'duration',
};

/** Returns the type as messages about operands name it: like `typeText`, but with the short name of a time. */
export function operandText({ name, inner }: CelType): string {
  const short = shortNames[name] ?? name;
  return inner.length === 0 ? short : `${short}(${inner.map(operandText).join(', ')})`;
}

/** What the type parameters of an expression have turned out to be. */
export class TypeBindings {
  readonly #bound: Map<string, CelType>;

  constructor(bound: ReadonlyMap<string, CelType> = new Map()) {
    this.#bound = new Map(bound);
  }

  /** Returns bindings of their own that start as these. */
  copy(): TypeBindings {
    return new TypeBindings(this.#bound);
  }

  /** Returns `type` with all parameters that are known put in, the others left. */
  resolve(type: CelType): CelType {
    const bound = type.kind === 'parameter' ? this.#bound.get(type.name) : undefined;
    if (bound !== undefined) return this.resolve(bound);
    return type.inner.length === 0 ? type : { ...type, inner: type.inner.map((inner) => this.resolve(inner)) };
  }

  /** Returns `type` with `dyn` for every parameter that is not known. */
  settle(type: CelType): CelType {
    const known = this.resolve(type);
    if (known.kind === 'parameter') return plainTypes.dyn;
    if (known.inner.length === 0) return known;
    return { ...known, inner: known.inner.map((inner) => this.settle(inner)) };
  }

  /** Whether a value of `from` will do where `to` is wanted; binds parameters on the way, even when the answer is no. */
  assign(from: CelType, to: CelType): boolean {
    const [given, wanted] = [this.resolve(from), this.resolve(to)];
    if (wanted.kind === 'parameter') return this.#bind(wanted, given);
    if (given.kind === 'parameter') return this.#bind(given, wanted);
    const isFit = given === plainTypes.dyn || wanted === plainTypes.dyn || fits(given, wanted);
    if (isFit && to.kind === 'parameter') this.#widen(to, given);
    if (isFit || given.kind !== wanted.kind || !holdsOthers(given)) return isFit;
    return given.inner.every((inner, index) => this.assign(inner, wanted.inner[index] ?? plainTypes.dyn));
  }

  #bind(parameter: CelType, type: CelType): boolean {
    if (parameter.name === type.name) return true;
    if (mentions(type, parameter.name)) return false;
    this.#bound.set(parameter.name, type);
    return true;
  }

  // Of two types that go together the wider one is what the parameter stands for from here on.
  #widen(parameter: CelType, given: CelType): void {
    const bound = this.resolve(parameter);
    const isWider = given === plainTypes.dyn || given.kind === 'wrapper' || bound === plainTypes.null;
    if (isWider && bound !== plainTypes.dyn) this.#bound.set(parameter.name, given);
  }
}

function mentions(type: CelType, parameter: string): boolean {
  return type.name === parameter || type.inner.some((inner) => mentions(inner, parameter));
}

function takesNull({ kind, name }: CelType): boolean {
  const isTime = name === plainTypes.timestamp.name || name === plainTypes.duration.name;
  return kind === 'message' || kind === 'wrapper' || name === plainTypes.null.name || isTime;
}

function holdsOthers({ kind }: CelType): boolean {
  return kind === 'list' || kind === 'map';
}

function unwrapped(type: CelType): CelType {
  return type.kind === 'wrapper' ? (type.inner[0] ?? type) : type;
}

// Lists and maps are compared by what is inside them, which may hold parameters.
function fits(given: CelType, wanted: CelType): boolean {
  if (given === plainTypes.null) return takesNull(wanted);
  if (wanted === plainTypes.null) return takesNull(given);
  const [a, b] = [unwrapped(given), unwrapped(wanted)];
  if (a.kind === 'type') return b.kind === 'type';
  return (a.kind === 'plain' || a.kind === 'message') && a.kind === b.kind && a.name === b.name;
}
