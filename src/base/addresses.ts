/** Where the server listens and where clients look when nobody said. Both sides must agree, so both read it here. */

/** The variables of the environment that decide about addresses. */
export interface AddressEnvironment {
  readonly XDG_RUNTIME_DIR?: string | undefined;
  readonly TMPDIR?: string | undefined;
}

/** The TCP address of a server that runs as an ordinary user, and Hubble's own default target. */
const loopbackAddress = '127.0.0.1:4245';
const hubbleDefaultTarget = 'localhost:4245';
const rootSocket = 'unix:///run/observed.sock';

/**
 * Returns the socket of the user `uid`: root's under /run, anybody else's in the runtime folder, or in a folder of the
 * user's own below the temporary folder where there is none.
 */
function socketOf(env: AddressEnvironment, uid: number): string {
  if (uid === 0) return rootSocket;
  if (env.XDG_RUNTIME_DIR?.startsWith('/')) return `unix://${trimSlash(env.XDG_RUNTIME_DIR)}/observed.sock`;
  const temp = env.TMPDIR?.startsWith('/') ? trimSlash(env.TMPDIR) : '/tmp';
  return `unix://${temp}/observed-${uid}/observed.sock`;
}

function trimSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/**
 * Returns what `observed` listens on without `--listen`: as root (`uid` 0) a unix socket and nothing else, as another
 * user its own socket and the loopback interface.
 */
export function defaultListenAddresses(env: AddressEnvironment, uid: number): readonly string[] {
  return uid === 0 ? [rootSocket] : [socketOf(env, uid), loopbackAddress];
}

/**
 * Returns where `observe` looks without `--server`, in this order: the user's own socket, root's socket (the group
 * `observed` may use it), Hubble's default target.
 */
export function defaultServerCandidates(env: AddressEnvironment, uid: number): readonly string[] {
  return [...new Set([socketOf(env, uid), rootSocket, hubbleDefaultTarget])];
}

/** Returns the path of a `unix:///path` or `unix:path` address, undefined for any other address. */
export function unixSocketPath(address: string): string | undefined {
  if (!address.startsWith('unix:')) return undefined;
  const rest = address.slice('unix:'.length);
  return rest.startsWith('//') ? rest.slice(2) : rest;
}

/** A host and a port. The host of `:4245` is empty. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Returns the parts of `host:port`, `[v6]:port` or `:port`; undefined when it is none of them. */
export function parseHostPort(address: string): HostPort | undefined {
  const match = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^[\]:/\s]*)):(\d{1,5})$/.exec(address);
  if (match === null) return undefined;
  const port = Number(match[3]);
  return port > 65_535 ? undefined : { host: match[1] ?? match[2] ?? '', port };
}

/** Tells whether `host` can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const plain = host.toLowerCase();
  return plain === 'localhost' || plain === '::1' || /^127(?:\.\d{1,3}){3}$/.test(plain);
}
