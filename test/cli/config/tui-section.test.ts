import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../src/base/errors.ts';
import { readTuiSection } from '../../../src/cli/config/tui-section.ts';
import { readSettings } from '../../../src/cli/config/yaml-settings.ts';
import { readObserveLine } from '../../../src/cli/flags/observe-line.ts';
import { flowColumnNames } from '../../../src/tui/state/ui-state.ts';

const read = (text: string) => readTuiSection(text, 'c.yaml');

describe('the section tui', () => {
  it.each(['', 'theme: mono\n', 'tui:\n', '- a\n', 'a: [\n'])('is nothing in %j', (text) => {
    expect(read(text)).toEqual({ keys: {}, columns: undefined });
  });

  it('gives keys by command, one or several', () => {
    expect(read('tui:\n  keys:\n    pause: p\n    row-down: [j, Down, Ctrl-n]\n').keys).toEqual({
      pause: ['p'],
      'row-down': ['j', 'Down', 'Ctrl-n'],
    });
  });

  it('gives columns in their order, with widths; the others are hidden', () => {
    const { columns = [] } = read('tui:\n  columns: [time, verdict, "source:24"]\n');
    expect(columns.filter(({ isShown }) => isShown)).toEqual([
      { name: 'time', isShown: true, width: undefined },
      { name: 'verdict', isShown: true, width: undefined },
      { name: 'source', isShown: true, width: 24 },
    ]);
    expect(columns.map(({ name }) => name).toSorted()).toEqual([...flowColumnNames].toSorted());
  });

  it.each([
    ['tui: yes\n', 1, 'tui takes a section'],
    ['theme: mono\ntui:\n  kays:\n    pause: p\n', 3, 'unknown key: tui.kays'],
    ['tui:\n  keys: p\n', 2, 'tui.keys takes keys by command'],
    ['tui:\n  keys:\n    pause: p\n    paws: q\n', 4, 'tui.keys: there is no command "paws"'],
    ['tui:\n  keys:\n    pause: [p, Hyper-x]\n', 3, 'tui.keys.pause: "Hyper-x" is no key'],
    ['tui:\n  keys:\n    pause: {a: b}\n', 3, 'tui.keys.pause takes a key or a list of keys'],
    ['tui:\n  columns: time\n', 2, 'tui.columns takes a list of columns'],
    ['tui:\n  columns: []\n', 2, 'tui.columns takes a list of columns'],
    ['tui:\n  columns:\n    - time\n    - sauce\n', 4, 'tui.columns: there is no column "sauce"'],
    ['tui:\n  columns: [time, time]\n', 2, 'tui.columns has time twice'],
    ['tui:\n  columns: ["time:0"]\n', 2, 'tui.columns: "time:0" has no such width'],
    ['tui:\n  columns: ["time:x"]\n', 2, 'tui.columns: "time:x" has no such width'],
  ])('tells what is wrong in %j, with its line', (text, line, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(`c.yaml:${line}: ${message}`);
  });

  it('tells of two commands that would have one key', () => {
    expect(() => read('tui:\n  keys:\n    pause: j\n')).toThrow('j is the key of');
  });

  it('is passed over by whoever reads the flags of our own file', () => {
    const files = new Map([['/c/observe/config.yaml', 'tui:\n  keys:\n    pause: p\nserver: a:1\n']]);
    const context = {
      environment: { XDG_CONFIG_HOME: '/c' },
      readText: (path: string) => files.get(path),
      readSettings,
      now: () => ({ seconds: 0, nanos: 0 }),
    };
    expect(readObserveLine([], context)).toMatchObject({ flags: { values: { server: 'a:1' } } });
  });
});
