/** The version of this package. */

declare const PACKAGE_VERSION: string | undefined;

/** Version from package.json, put in when bundling; `0.0.0-dev` when run from the sources. */
export const version = typeof PACKAGE_VERSION === 'string' ? PACKAGE_VERSION : '0.0.0-dev';
