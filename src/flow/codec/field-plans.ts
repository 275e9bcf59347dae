/** Which fields an object has, found once for all objects alike. */

/** A field that a plan is made of. */
interface NamedField {
  readonly name: string;
}

/** Sequences of names that are remembered. Programs make objects in a few ways; the order of names in a JSON text is up to whoever wrote it. */
const mostSteps = 4096;

/** One name further in a sequence. */
class Step<Field> {
  /** The fields of an object with just the names up to here. */
  plan: readonly Field[] | undefined;
  /** The step that was taken last: objects alike come one after the other. */
  lastName = '';
  lastStep: Step<Field> | undefined;
  readonly steps = new Map<string, Step<Field>>();
}

/**
 * Finds the fields of an object by the sequence of its names: most messages have a few of many fields, and asking for each of them by name costs
 * more than writing those that are there.
 */
export class FieldPlans<Field extends NamedField> {
  readonly #fields: readonly Field[];
  readonly #known: ReadonlySet<string>;
  readonly #root = new Step<Field>();
  #steps = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#known = new Set(fields.map(({ name }) => name));
  }

  /** Returns the fields whose names `source` has, in the order the fields were given in; all of them where objects have become too many. */
  of(source: Readonly<Record<string, unknown>>): readonly Field[] {
    let step = this.#root;
    for (const name in source) {
      const next = step.lastName === name ? step.lastStep : this.#step(step, name);
      if (next === undefined) return this.#fields;
      step = next;
    }
    return (step.plan ??= this.#planFor(source));
  }

  #step(from: Step<Field>, name: string): Step<Field> | undefined {
    let next = from.steps.get(name);
    if (next === undefined) {
      if (this.#steps >= mostSteps || !this.#known.has(name)) return undefined;
      this.#steps += 1;
      next = new Step<Field>();
      from.steps.set(name, next);
    }
    from.lastName = name;
    from.lastStep = next;
    return next;
  }

  #planFor(source: Readonly<Record<string, unknown>>): readonly Field[] {
    return this.#fields.filter(({ name }) => Object.hasOwn(source, name));
  }
}
