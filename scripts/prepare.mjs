// Runs before `npm start` and `npm test`: installs what is missing and builds what is stale. Everything it prints goes
// to stderr, so that `npm start --silent -- -o json | jq` gets data alone. Plain JavaScript that Node 12 can parse,
// because on a fresh clone the machine's own Node runs it; the Node of the tree is there only after the install.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installStamp = join(root, 'node_modules', '.install-stamp');
const buildStamp = join(root, 'dist', '.build-stamp');

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function filesBelow(folder) {
  const found = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesBelow(path));
    else found.push(path);
  }
  return found.slice().sort((a, b) => (a < b ? -1 : 1)); // oxlint-disable-line no-array-sort -- Node 12 has no toSorted
}

function isStamped(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.error || result.status !== 0) {
    const reason = result.error ? result.error.message : `exit code ${result.status}`;
    process.stderr.write(`${what} failed: ${command} ${args.join(' ')}: ${reason}\n`);
    process.exit(1);
  }
}

// npm tells its own path; without npm (called by hand) the one on PATH is taken.
const npmScript = process.env.npm_execpath;
const npm = npmScript ? [process.execPath, npmScript] : ['npm'];

const wantedInstall = digest(['package.json', 'package-lock.json']);
if (!isStamped(installStamp, wantedInstall)) {
  run('installing packages', npm[0], [
    ...npm.slice(1),
    'ci',
    '--include=dev',
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
  ]);
  writeFileSync(installStamp, wantedInstall);
}

const wantedBuild = digest(['package.json', 'package-lock.json', 'scripts/build.mjs', ...filesBelow('src')]);
if (!isStamped(buildStamp, wantedBuild)) {
  const node = join(root, 'node_modules', '.bin', 'node');
  run('building', existsSync(node) ? node : process.execPath, [join(root, 'scripts', 'build.mjs')]);
  writeFileSync(buildStamp, wantedBuild);
}
