/** The start of both programs, in a language that Node 12 can still parse and run. */

import { version as programVersion } from '../cli/version.ts';

/** What a program's module exports. */
export interface Program {
  /** Runs the program and resolves with its exit code. */
  main(): Promise<number>;
}

const leastMajor = 22;
const leastMinor = 15;

function isTooOld(version: string): boolean {
  const parts = version.split('.');
  const major = Number(parts[0]);
  return major < leastMajor || (major === leastMajor && Number(parts[1]) < leastMinor);
}

/**
 * Answers `--version` alone before anything else is loaded, in a third of the time. Returns false for every other line, and where
 * the answer cannot be written: the whole program then says why.
 */
function answersVersion(name: string): boolean {
  if (process.argv.length !== 3 || process.argv[2] !== '--version') return false;
  try {
    process.getBuiltinModule('node:fs').writeSync(1, `${name} ${programVersion}\n`);
    return true;
  } catch {
    return false;
  }
}

/** Returns the user's folder for what can be made again, by the XDG Base Directory Specification; undefined where there is none. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: cache = '', HOME: home = '' } = process.env;
  if (cache.startsWith('/')) return cache;
  return home.startsWith('/') ? `${home}/.cache` : undefined;
}

/**
 * Keeps what the engine compiles for the next start. Node's own place for it is shared by all users of the machine, and what lies there is run:
 * so it is a folder of the user's, and without one nothing is kept.
 */
function keepCompiled(): void {
  const base = cacheFolder();
  if (base === undefined) return;
  const { existsSync, mkdirSync } = process.getBuiltinModule('node:fs');
  const folder = `${base}/observe/compiled`;
  try {
    // One by one: Node makes folders with those above them, and never ends where the system takes none, as in /proc.
    for (const path of [base, `${base}/observe`, folder]) if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    process.getBuiltinModule('node:module').enableCompileCache(folder);
  } catch {
    // A start that takes some milliseconds longer is no reason to say anything.
  }
}

async function run(load: () => Promise<Program>): Promise<void> {
  keepCompiled();
  const program = await load();
  process.exitCode = await program.main();
}

/**
 * Runs the program `load` gives and leaves with its exit code. Under a Node older than 22.15 it says so in one line,
 * with the mend, and leaves with 1.
 */
export function start(name: string, load: () => Promise<Program>): void {
  const version = process.versions.node;
  if (isTooOld(version)) {
    process.stderr.write(
      `${name} needs Node ${leastMajor}.${leastMinor} or newer, this is ${version}: run it with \`npx ${name}\` in the checkout, which has its own Node\n`,
    );
    process.exitCode = 1;
    return;
  }
  if (answersVersion(name)) return;
  run(load).catch((error: unknown) => {
    process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
