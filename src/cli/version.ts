/** The version of this package. */

declare const __VERSION__: string | undefined;

/** Version from package.json, put in when bundling; `0.0.0-dev` when run from the sources. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-dev';
