import { describe, expect, it } from 'vitest';

import { anOpenTui } from './builders/an-open-tui.ts';

function commandWith(flags: readonly string[]): string {
  return ['observe', '--server', 'node-1:4245', ...flags].join(' ');
}

describe('the terminal UI', () => {
  it('shows the command that the program around it would copy, with the place it looks at', async () => {
    const { terminal, shows } = anOpenTui({ terms: ['audited'], ports: { commandWith } });
    await shows('/ audited');
    terminal.type('v');
    await shows('the whole command');
    expect(await terminal.text()).toContain('observe --server node-1:4245 --verdict AUDITED');
  });
});
