/** The version of this package. */

declare const PACKAGE_VERSION: string | undefined;

/** Version from package.json, put in when bundling; `0.0.0-dev` when run from the sources. */
export const version = typeof PACKAGE_VERSION === 'string' ? PACKAGE_VERSION : '0.0.0-dev';

/** What a program runs on. */
export interface Runtime {
  /** Version of Node, such as `26.10.0`. */
  readonly node: string;
  /** Operating system by Node's name, such as `linux`. */
  readonly platform: string;
  /** Processor by Node's name, such as `x64`. */
  readonly arch: string;
}

/** Go's names, which Hubble prints, where Node has others. */
const goNames: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['ia32', '386'],
  ['win32', 'windows'],
]);

/** Returns the line of the version command, in the shape of Hubble's: `observe 0.1.0 run by node26.10.0 on linux/amd64`. */
export function longVersion(program: string, { node, platform, arch }: Runtime): string {
  const system = [platform, arch].map((name) => goNames.get(name) ?? name).join('/');
  return `${program} ${version} run by node${node} on ${system}\n`;
}
