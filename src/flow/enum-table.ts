/** Names of enum codes, for every table in this folder. */

/** An enum: wire code by name, in the order of the schema. */
export type EnumTable = Readonly<Record<string, number>>;

const namesByTable = new WeakMap<EnumTable, ReadonlyMap<number, string>>();

function namesOf(table: EnumTable): ReadonlyMap<number, string> {
  let names = namesByTable.get(table);
  if (names === undefined) {
    names = new Map(Object.entries(table).map(([name, code]) => [code, name]));
    namesByTable.set(table, names);
  }
  return names;
}

/**
 * Returns the name of `code` (absent means 0), or its decimal digits when the table does not know it: what Hubble prints
 * for a code of a newer schema.
 */
export function enumName(table: EnumTable, code: number | undefined): string {
  return namesOf(table).get(code ?? 0) ?? String(code);
}

/** Returns the code of `name` (exact spelling), or undefined. */
export function enumCode(table: EnumTable, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
