import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FailureError, UsageError } from '../../../src/base/errors.ts';
import { openSettingsFile, viewsPath } from '../../../src/cli/tui/settings-file.ts';
import type { SavedSettings } from '../../../src/tui/state/saved-settings.ts';
import { flowColumnNames } from '../../../src/tui/state/ui-state.ts';
import { tempFolder } from '../../helpers/grpc-server.ts';
import { aSink } from './an-invocation.ts';

const whole: SavedSettings = {
  tab: 'top',
  terms: ['audited', '-port:53'],
  columns: flowColumnNames.map((name, at) => ({ name, isShown: at !== 1, width: at === 2 ? 24 : undefined })),
  timeStyle: 'delta',
  isFolding: false,
  isHistogramOpen: true,
  hasEndpointColors: true,
  top: { groupBy: ['source', 'port'], sortBy: 'audited', isDescending: true },
  policies: { groupBy: ['policy'], sortBy: 'whom', isDescending: false },
  history: ['audited', 'from:shop/'],
};

const readText = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

async function atHome() {
  const folder = await tempFolder();
  const environment = { XDG_STATE_HOME: folder.path };
  const path = viewsPath(environment) ?? '';
  const stderr = aSink();
  return {
    path,
    stderr,
    open: (isFiltered = false) => openSettingsFile({ environment, readText, stderr, isFiltered }),
    put: (text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe('the file of views', () => {
  it('starts with nothing, silently', async () => {
    await using home = await atHome();
    const file = home.open();
    expect(file).toMatchObject({ path: home.path, last: undefined });
    expect(file.views.size).toBe(0);
    expect(home.stderr.text).toBe('');
  });

  it('gives back all that was kept: the last view and those with names', async () => {
    await using home = await atHome();
    const file = home.open();
    await file.save(undefined, { tab: 'nodes' });
    await file.save('rollout', whole);
    await file.save(undefined, whole);
    expect(file.views.get('rollout')).toEqual(whole);
    const again = home.open();
    expect(again.last).toEqual(whole);
    expect([...again.views]).toEqual([['rollout', whole]]);
    expect(readFileSync(home.path, 'utf8').endsWith('}\n')).toBe(true);
  });

  it('leaves out the filters of the last time where the command line has its own', async () => {
    await using home = await atHome();
    await home.open().save(undefined, whole);
    expect(home.open(true).last).toEqual({ ...whole, terms: [] });
  });

  it('keeps what another one wrote meanwhile', async () => {
    await using home = await atHome();
    const [one, other] = [home.open(), home.open()];
    await one.save('mine', { tab: 'top' });
    await other.save('yours', { tab: 'nodes' });
    expect([...home.open().views.keys()]).toEqual(['mine', 'yours']);
  });

  it('says nothing of parts it does not know', async () => {
    await using home = await atHome();
    home.put('{"version": 2, "last": {"tab": "top", "sparkle": true}, "views": {}}');
    expect(home.open().last).toEqual({ tab: 'top' });
    expect(home.stderr.text).toBe('');
  });

  it('fills in columns that came later', async () => {
    await using home = await atHome();
    home.put('{"last": {"columns": [{"name": "verdict", "isShown": true}]}}');
    const columns = home.open().last?.columns ?? [];
    expect(columns[0]).toEqual({ name: 'verdict', isShown: true, width: undefined });
    expect(columns.map(({ name }) => name).toSorted()).toEqual([...flowColumnNames].toSorted());
  });

  it.each([
    ['{"last": {', 'JSON'],
    ['[]', 'the file is no object'],
    ['{"views": {"a": {"tab": "sofa"}}}', 'views.a.tab is none of flows, top'],
    ['{"last": {"terms": ["a", 1]}}', 'last.terms[1] is no text'],
    [
      '{"last": {"top": {"groupBy": ["source"], "sortBy": "luck", "isDescending": true}}}',
      'last.top.sortBy is none of',
    ],
    ['{"last": {"columns": [{"name": "time", "isShown": 1}]}}', 'last.columns[0].isShown is neither'],
    ['{"last": {"columns": [{"name": "time", "isShown": true, "width": -1}]}}', 'width is no number of cells'],
  ])('tells of %s and leaves it alone', async (text, reason) => {
    await using home = await atHome();
    home.put(text);
    const file = home.open();
    expect(home.stderr.text).toContain(`${home.path} is no file of views: `);
    expect(home.stderr.text).toContain(reason);
    await expect(file.save(undefined, whole)).rejects.toBeInstanceOf(FailureError);
    expect(readFileSync(home.path, 'utf8')).toBe(text);
  });

  it('says where views would be kept when there is no home', async () => {
    const file = openSettingsFile({ environment: {}, readText: () => undefined, stderr: aSink(), isFiltered: false });
    await expect(file.save('a', {})).rejects.toBeInstanceOf(UsageError);
  });

  it.skipIf(process.getuid?.() === 0)('tells when the folder cannot be written to', async () => {
    await using home = await atHome();
    chmodSync(dirname(dirname(home.path)), 0o500);
    await expect(home.open().save('a', {})).rejects.toThrow(home.path);
  });
});

describe('the place of views', () => {
  it.each([
    [{ XDG_STATE_HOME: '/s', HOME: '/h' }, '/s/observe/views.json'],
    [{ HOME: '/h' }, '/h/.local/state/observe/views.json'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/h' }, '/h/.local/state/observe/views.json'],
    [{}, undefined],
  ])('in %j is %s', (environment, path) => {
    expect(viewsPath(environment)).toBe(path);
  });
});
