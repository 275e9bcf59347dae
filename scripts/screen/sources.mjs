// Running the sources as they are: Node strips types itself, and this adds the JSX of .tsx files.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

function load(url, context, next) {
  if (!url.endsWith('.tsx')) return next(url, context);
  const path = fileURLToPath(url);
  const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), { jsx: { runtime: 'automatic' } });
  if (errors.length > 0) throw errors[0];
  return { format: 'module', source: code, shortCircuit: true };
}

/** Lets this process import the sources of the terminal UI; call it before the first import of them. */
export function admitSources() {
  // React measures every draw otherwise.
  process.env.NODE_ENV = 'production';
  registerHooks({ load });
}
