// Bundles both programs into dist/: one entry a program, one chunk a command, so that each start loads only its own.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// Ink loads its own debugger where DEV is true: it is not installed, and a user's DEV means something else.
const withoutInkDebugger = {
  name: 'without-ink-debugger',
  transform: {
    filter: { id: /node_modules\/ink\/build\// },
    handler: (code) => code.replaceAll("process.env['DEV']", "'false'"),
  },
};

// long starts the WebAssembly engine to multiply and divide, which nothing here does with it; it does without where that fails.
const withoutWebAssembly = {
  name: 'without-web-assembly',
  transform: {
    filter: { id: /node_modules\/long\// },
    handler: (code) => code.replace('wasm = new WebAssembly.Instance(', 'wasm = null && new WebAssembly.Instance('),
  },
};

// An import of a module of Node's reads every property it has, and with them what Node itself loads on first use only: fetch behind
// node:http, the streams behind node:fs. Asked for by this function it comes as it is.
const withLazyBuiltins = {
  name: 'with-lazy-builtins',
  renderChunk: (code) =>
    code
      .replaceAll(/^import \{ ([^}]*) \} from "([^"]+)";$/gm, (line, names, id) =>
        isBuiltin(id) ? `const { ${names.replaceAll(' as ', ': ')} } = process.getBuiltinModule("${id}");` : line,
      )
      .replaceAll(/__require\("([^"]+)"\)/g, (call, id) =>
        isBuiltin(id) ? `process.getBuiltinModule("${id}")` : call,
      ),
};

const reexport = /^import \{ ([^}]*) \} from "\.\/([^"]+)";\s*export \{ ([^}]*) \};\s*$/;

/** Returns what `import("facade")` is to become, undefined for a chunk that is more than a door to another one. */
function shortcut(code) {
  const [, names, target, exported] = reexport.exec(code) ?? [];
  const pairs = names?.split(', ').map((pair) => pair.split(' as '));
  // A name given out under another one would need more than this.
  if (pairs === undefined || pairs.map(([from, to = from]) => to).join(', ') !== exported) return undefined;
  const members = pairs.map(([from, to = from]) => `${to}: chunk.${from}`).join(', ');
  return `${target}").then((chunk) => ({ ${members} }))`;
}

// What is imported dynamically and stands in a chunk with others gets a file of its own that only exports it again. Each file costs a
// start the better part of a millisecond.
const withoutFacades = {
  name: 'without-facades',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
    for (const { fileName, code } of chunks.filter(({ isEntry }) => !isEntry)) {
      const target = shortcut(code);
      if (target === undefined) continue;
      const name = fileName.split('/').at(-1);
      for (const chunk of chunks) chunk.code = chunk.code.replaceAll(`${name}")`, target);
      delete bundle[fileName];
    }
  },
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
const common = {
  cwd: root,
  platform: 'node',
  // It reads .proto files beside its own code, which a bundle would move away from it. Nothing here asks grpc-js for what it loads it for.
  external: ['@grpc/proto-loader'],
  transform: {
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"', PACKAGE_VERSION: JSON.stringify(version) },
  },
  plugins: [withoutInkDebugger, withoutWebAssembly, withLazyBuiltins, withoutFacades],
  logLevel: 'warn',
};
const written = {
  dir: join(root, 'dist'),
  format: 'esm',
  entryFileNames: 'bin/[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
  // Half the text, and one byte a character: what need not be read starts sooner. Names and lines stay, for readable stacks.
  charset: 'ascii',
  comments: { legal: true, annotation: false, jsdoc: false },
};

const programs = await rolldown({
  ...common,
  input: { observe: 'src/bin/observe.ts', observed: 'src/bin/observed.ts' },
});
await programs.write({
  ...written,
  codeSplitting: {
    // A start pays for each file it reads: what is always loaded together is one file.
    groups: [
      { name: 'start', test: /src\/bin\/start\.ts$/, priority: 3 },
      { name: 'observe', test: /src\/cli\/observe\.ts$|rolldown\/runtime/, priority: 2 },
      { name: 'flows', test: /src\/cli\/commands\/flows\.ts$/, priority: 1 },
      {
        name: 'logs',
        test: /src\/cli\/log-pipeline\.ts$|src\/client\/file-observer\.ts$|src\/cli\/recorded\/recorded-reader\.ts$/,
        priority: 0.7,
      },
      { name: 'server', test: /src\/cli\/commands\/server-observer\.ts$/, priority: 0.5 },
      { name: 'serve', test: /src\/cli\/commands\/serve\.ts$/, priority: 0 },
    ],
  },
});
await programs.close();

// By itself: a thread would otherwise read what the programs share, most of which it has no use for.
const thread = await rolldown({ ...common, input: { 'chunk-worker': 'src/bin/chunk-worker.ts' } });
await thread.write(written);
await thread.close();
for (const name of ['observe', 'observed']) chmodSync(join(root, 'dist', 'bin', `${name}.js`), 0o755);
