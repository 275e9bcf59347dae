/** The file of the views that are kept: those with a name, and that of the last time. */

import { join } from 'node:path';

import { FailureError, UsageError } from '../../base/errors.ts';
import type { TextSink } from '../../base/logger.ts';
import type { SettingsFile } from '../../tui/tui-options.ts';
import { replaceFile } from '../config/replace-file.ts';
import type { Environment } from '../flags/resolve.ts';
import { readSavedViews, savedViewsText, type SavedViews } from './settings-text.ts';

const nothing: SavedViews = { last: undefined, views: new Map() };

/** Where the file is read, and who is told that it cannot be used. */
export interface SettingsFileOptions {
  readonly environment: Environment;
  readonly readText: (path: string) => string | undefined;
  readonly stderr: TextSink;
  /** The filters of the last time are not wanted. */
  readonly isFiltered: boolean;
}

/** Returns where views are kept, or undefined where the user has no home. */
export function viewsPath({ XDG_STATE_HOME: state = '', HOME: home = '' }: Environment): string | undefined {
  if (state.startsWith('/')) return join(state, 'observe', 'views.json');
  return home === '' ? undefined : join(home, '.local', 'state', 'observe', 'views.json');
}

function nowhere(): UsageError {
  return new UsageError('views cannot be kept: neither HOME nor XDG_STATE_HOME is set', {
    code: 'tui/no-home',
    hint: 'set XDG_STATE_HOME to a folder',
  });
}

function broken(path: string, reason: string): FailureError {
  return new FailureError(`${path} is no file of views: ${reason}`, {
    code: 'tui/views',
    hint: 'mend the file or move it away; until then it is left as it is and no view is kept',
  });
}

function withOne(kept: SavedViews, name: string | undefined, settings: NonNullable<SavedViews['last']>): SavedViews {
  return name === undefined
    ? { ...kept, last: settings }
    : { ...kept, views: new Map([...kept.views, [name, settings]]) };
}

/**
 * Returns the file. One that cannot be used is told on `stderr` and never written over; saving then rejects with FailureError. Saving
 * reads the file again, as another `observe` may have written meanwhile.
 */
export function openSettingsFile(options: SettingsFileOptions): SettingsFile {
  const { environment, readText, stderr, isFiltered } = options;
  const path = viewsPath(environment);
  const read = (): SavedViews => {
    const text = path === undefined ? undefined : readText(path);
    if (path === undefined || text === undefined) return nothing;
    const result = readSavedViews(text);
    if (!result.ok) throw broken(path, result.message);
    return result.value;
  };
  let kept = nothing;
  try {
    kept = read();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    stderr.write(`${error.message}\nhint: ${error.hint}\n`);
  }
  const views = new Map(kept.views);
  return {
    path: path ?? '',
    last: isFiltered && kept.last !== undefined ? { ...kept.last, terms: [] } : kept.last,
    views,
    save: async (name, settings) => {
      if (path === undefined) throw nowhere();
      const now = withOne(read(), name, settings);
      replaceFile(path, savedViewsText(now), { code: 'tui/views', hint: 'see whether the folder can be written to' });
      if (name !== undefined) views.set(name, settings);
    },
  };
}
