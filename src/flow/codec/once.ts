/** Work that is done on first use. */

/** Returns a function that calls `make` at its first call and gives that value ever after. `make` must be pure. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
