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

async function run(load: () => Promise<Program>): Promise<void> {
  process.getBuiltinModule('node:module').enableCompileCache();
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
