/** Where the value of a flag comes from. */

/** The origin of a value; high to low: flag, environment, file, default. */
export type Origin =
  | { readonly kind: 'flag' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  | { readonly kind: 'default' };

/** Returns the origin in words, such as `--server` or `HUBBLE_SERVER`, for the flag `name`. */
export function originText(name: string, origin: Origin): string {
  switch (origin.kind) {
    case 'flag':
      return `--${name}`;
    case 'environment':
      return origin.variable;
    case 'file':
      return `${origin.path}:${origin.line}`;
    default:
      origin satisfies { kind: 'default' };
      return 'default';
  }
}
