/** The file of acknowledged edges on disk: read once, and read again before each change, as people edit it meanwhile. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Clock } from '../../base/clock.ts';
import { FailureError, UsageError } from '../../base/errors.ts';
import { escapeControl } from '../../base/escape.ts';
import type { TextSink } from '../../base/logger.ts';
import { formatRfc3339 } from '../../base/time/rfc3339.ts';
import { addAcknowledged, parseAcknowledged, removeAcknowledged } from '../../tui/acknowledged-format.ts';
import type { AcknowledgedEdges } from '../../tui/tui-options.ts';
import { ownConfigPath } from '../config/config-path.ts';
import { replaceFile } from '../config/replace-file.ts';
import type { Environment } from '../flags/resolve.ts';
import { fullPath } from './file-paths.ts';

/** Others review it, so others may read it. */
const fileMode = 0o644;

const heading = '# Connections that were acknowledged as expected: one a line, remarks behind #.\n';

/** Where the file is, and who is told what is wrong in it. */
export interface AcknowledgedFileOptions {
  /** What `--acknowledged` says. */
  readonly named: string | undefined;
  readonly environment: Environment;
  /** Returns the text of a file, undefined when it cannot be read. */
  readonly readText: (path: string) => string | undefined;
  readonly stderr: TextSink;
  readonly clock: Clock;
}

/** Returns the path of the file, or undefined where nobody says one and the user has no home. */
export function acknowledgedPath(named: string | undefined, environment: Environment): string | undefined {
  if (named !== undefined && named !== '') return fullPath(named, environment);
  const config = ownConfigPath(environment);
  return config === undefined ? undefined : join(dirname(config), 'acknowledged');
}

function nowhere(): UsageError {
  return new UsageError('edges cannot be acknowledged: neither HOME nor XDG_CONFIG_HOME is set', {
    code: 'tui/no-home',
    hint: 'name a file with --acknowledged',
  });
}

function unreadable(path: string): FailureError {
  return new FailureError(`cannot read ${path}, so it is not written either`, {
    code: 'tui/acknowledged',
    hint: 'see who may read it, or name another file with --acknowledged',
  });
}

function unwritable(key: string): FailureError {
  return new FailureError(`the edge ${escapeControl(key)} cannot be told apart in a line of text`, {
    code: 'tui/acknowledged',
    hint: 'leave such flows out with a filter instead',
  });
}

/** The file, whose edges change with it. */
class AcknowledgedFile implements AcknowledgedEdges {
  readonly path: string;
  readonly keys = new Set<string>();
  readonly #options: AcknowledgedFileOptions;

  constructor(path: string, options: AcknowledgedFileOptions) {
    this.path = path;
    this.#options = options;
  }

  async add({ key }: { readonly key: string }): Promise<void> {
    const date = formatRfc3339(this.#options.clock.now()).slice(0, 'yyyy-mm-dd'.length);
    const text = this.#text();
    const changed = addAcknowledged(text === '' ? heading : text, { key, date, reason: '' });
    if (!parseAcknowledged(changed).keys.has(key)) throw unwritable(key);
    this.#replace(text, changed);
  }

  async remove({ key }: { readonly key: string }): Promise<void> {
    const text = this.#text();
    this.#replace(text, removeAcknowledged(text, key));
  }

  /** Takes what stands in the file, and tells of lines that are no edges; they stay where they are. */
  read(): void {
    const { readText, stderr } = this.#options;
    const text = readText(this.path) ?? '';
    for (const { line, message } of parseAcknowledged(text).faults) stderr.write(`${this.path}:${line}: ${message}\n`);
    this.#take(text);
  }

  #text(): string {
    if (this.path === '') throw nowhere();
    const text = this.#options.readText(this.path);
    if (text === undefined && existsSync(this.path)) throw unreadable(this.path);
    return text ?? '';
  }

  #replace(old: string, text: string): void {
    const hint = 'name another file with --acknowledged';
    if (text !== old) replaceFile(this.path, text, { mode: fileMode, code: 'tui/acknowledged', hint });
    this.#take(text);
  }

  #take(text: string): void {
    this.keys.clear();
    for (const key of parseAcknowledged(text).keys) this.keys.add(key);
  }
}

/**
 * Opens the file. Lines in it that are no edges are told on `stderr` with their place. Changes reject with UsageError where there is no
 * place for a file and with FailureError where it cannot be read or written.
 */
export function openAcknowledgedFile(options: AcknowledgedFileOptions): AcknowledgedEdges {
  const file = new AcknowledgedFile(acknowledgedPath(options.named, options.environment) ?? '', options);
  if (file.path !== '') file.read();
  return file;
}

/** Returns edges that are forgotten in the end: what somebody tries out on the demo must not hide the same edge of a real cluster. */
export function rememberedAcknowledged(): AcknowledgedEdges {
  const keys = new Set<string>();
  return {
    path: 'no file, until the demo is left',
    keys,
    async add({ key }) {
      keys.add(key);
    },
    async remove({ key }) {
      keys.delete(key);
    },
  };
}
