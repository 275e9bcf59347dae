/**
 * Makes what the code reads of `proto/`: the JSON descriptor of the codec, the descriptor set of gRPC reflection, and the
 * same set as a module for CEL, which runs where nothing may be read from disk.
 *
 *   node scripts/generate.mjs           writes src/flow/generated
 *   node scripts/generate.mjs --check   writes nothing; exits 1 and names the files that are not what it would write
 *
 * Works offline. The files depend on `proto/` and the pinned tools alone, so a second run writes the same bytes.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const protoFolder = join(root, 'proto');
const generatedFolder = join(root, 'src', 'flow', 'generated');
const toolFolder = join(root, 'node_modules', '.bin');

/** Returns the `.proto` files below `folder` in a fixed order, as paths from `proto/`. */
function protoFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proto'))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
}

/** Runs a tool of `node_modules/.bin`; what it says goes to stderr. */
function run(tool, args) {
  execFileSync(join(toolFolder, tool), args, { cwd: root, stdio: ['ignore', 2, 2] });
}

/** Writes the JSON descriptor: every message and enum in the order of its file, names as written. */
function writeJsonDescriptor(path) {
  const files = protoFiles(protoFolder).map((name) => join('proto', name));
  run('pbjs', ['--target', 'json', '--keep-case', '--path', 'proto', '--out', path, ...files]);
}

/** Writes the `google.protobuf.FileDescriptorSet`, imports included, comments left out. */
function writeDescriptorSet(path) {
  run('buf', ['build', '--as-file-descriptor-set', '--exclude-source-info', '--output', path]);
}

/** Writes the descriptor set as a JSON module: its bytes in base64. */
function writeDescriptorModule(path) {
  const folder = mkdtempSync(join(tmpdir(), 'observed-generate-'));
  try {
    writeDescriptorSet(join(folder, 'descriptors.binpb'));
    const base64 = readFileSync(join(folder, 'descriptors.binpb')).toString('base64');
    writeFileSync(path, `${JSON.stringify({ base64 })}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const products = [
  { name: 'descriptor.json', write: writeJsonDescriptor },
  { name: 'descriptors.binpb', write: writeDescriptorSet },
  { name: 'descriptor-set.json', write: writeDescriptorModule },
];

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes every product in a temporary folder and returns those that differ from the committed ones. */
function makeProducts() {
  const folder = mkdtempSync(join(tmpdir(), 'observed-generate-'));
  try {
    return products.flatMap(({ name, write }) => {
      const made = join(folder, name);
      write(made);
      const bytes = readFileSync(made);
      const committed = join(generatedFolder, name);
      return readIfThere(committed)?.equals(bytes) === true ? [] : [{ committed, bytes }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const stale = makeProducts();
if (process.argv.includes('--check')) {
  for (const { committed } of stale) {
    process.stderr.write(`${relative(root, committed)} is not what proto/ says: run npm run generate\n`);
  }
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(generatedFolder, { recursive: true });
  for (const { committed, bytes } of stale) writeFileSync(committed, bytes);
  process.stderr.write(stale.length === 0 ? 'Nothing changed.\n' : `Wrote ${stale.length} file(s).\n`);
}
