/** The start of both programs, in a language that Node 12 can still parse and run. */

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

async function run(load: () => Promise<Program>): Promise<void> {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
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
  run(load).catch((error: unknown) => {
    process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
