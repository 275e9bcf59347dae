import { describe, expect, it } from 'vitest';

import { anOpenTui } from './builders/an-open-tui.ts';

function commandWith(flags: readonly string[]): string {
  return ['observe', '--server', 'node-1:4245', ...flags].join(' ');
}

function lastOver(origin: string) {
  const last = { terms: ['denied'], origin };
  return { settings: { path: '/p', last, views: new Map(), save: async () => {} } };
}

describe('the terminal UI', () => {
  it('puts the filters of the last time in force over the same server', async () => {
    const { terminal, shows } = anOpenTui({ ports: lastOver('node-1:4245') });
    await shows('/ denied');
    expect(await terminal.text()).toContain('/ denied');
  });

  it('offers those of another server alone', async () => {
    const { terminal, shows } = anOpenTui({ ports: lastOver('node-2:4245') });
    await shows('no filter; u brings back denied');
    expect(await terminal.text()).toContain('no filter; u brings back denied');
  });

  it('puts those of the command line before them', async () => {
    const { terminal, shows } = anOpenTui({ terms: ['audited'], ports: lastOver('node-1:4245') });
    await shows('/ audited');
    expect(await terminal.text()).toContain('/ audited');
  });

  it('shows the command that the program around it would copy, with the place it looks at', async () => {
    const { terminal, shows } = anOpenTui({ terms: ['audited'], ports: { commandWith } });
    await shows('/ audited');
    terminal.type('v');
    await shows('the whole command');
    expect(await terminal.text()).toContain('observe --server node-1:4245 --verdict AUDITED');
  });
});
