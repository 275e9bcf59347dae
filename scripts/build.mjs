// Bundles both programs into dist/: one entry a program, one chunk a command, so that each start loads only its own.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: {
    observe: 'src/bin/observe.ts',
    observed: 'src/bin/observed.ts',
    'chunk-worker': 'src/bin/chunk-worker.ts',
  },
  platform: 'node',
  // It reads a .proto file beside its own code, which a bundle would move away from it.
  external: ['grpc-health-check'],
  transform: {
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"', PACKAGE_VERSION: JSON.stringify(version) },
  },
  logLevel: 'warn',
});
await bundle.write({
  dir: join(root, 'dist'),
  format: 'esm',
  entryFileNames: 'bin/[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
});
await bundle.close();
for (const name of ['observe', 'observed']) chmodSync(join(root, 'dist', 'bin', `${name}.js`), 0o755);
