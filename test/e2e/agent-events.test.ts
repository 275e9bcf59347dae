import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { deniedText, syslogLine } from './packets.ts';
import { jsonLines, startProgram } from './programs.ts';
import { serve } from './serving.ts';

const felix = (mode: string): string =>
  `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata:\n  name: default\nspec:\n  dropActionOverride: ${mode}\n`;

describe.concurrent('agent events of observed', () => {
  test('without an exporter of Hubble there are none, and followers wait', async () => {
    await using serving = await serve({ stdin: syslogLine() });
    const [agent, debug] = await Promise.all([serving.observe('agent-events'), serving.observe('debug-events')]);
    expect([agent, debug]).toEqual(Array.from({ length: 2 }, () => ({ stdout: '', stderr: '', code: 0 })));
  });

  test('a change of the drop action override is one', async () => {
    await using serving = await serve({
      args: (folder) => {
        writeFileSync(join(folder, 'felix.yaml'), felix('LogAndDrop'));
        return ['--source', 'stdin:', '--felix-config', join(folder, 'felix.yaml'), '--node-name', 'w1'];
      },
    });
    await using follower = startProgram('observe', ['agent-events', '-f', '-o', 'jsonpb', '--server', serving.target]);
    writeFileSync(join(serving.folder, 'felix.yaml'), felix('LogAndAccept'));
    serving.server.child.kill('SIGHUP');
    await follower.waitFor('stdout', /\n/);
    const origin: unknown = expect.stringContaining('felix.yaml');
    const [{ agent_event: event, node_name: node } = {}] = jsonLines(follower.text('stdout'));
    const { type, notification } = (event as { unknown: { type: string; notification: string } }).unknown;
    expect({ node, type }).toEqual({ node: 'default/w1', type: 'drop-action-override' });
    expect(JSON.parse(notification)).toEqual({ node: '', from: 'LogAndDrop', to: 'LogAndAccept', origin });
    const { stdout } = await serving.observe('agent-events');
    expect(stdout).toContain(
      'AGENT_EVENT_UNKNOWN (type: drop-action-override, notification: {"node":"","from":"LogAndDrop"',
    );
  });
});

describe.concurrent('the field mask a client sends by itself', () => {
  test('is answered with what its text shows', async () => {
    await using serving = await serve({ stdin: syslogLine() });
    const { stdout } = await serving.until((answer) => answer.stdout !== '', '--all');
    expect(stdout).toBe(`${deniedText()}\n`);
  });

  test('is kept to with --strict-field-mask', async () => {
    await using serving = await serve({
      stdin: syslogLine(),
      args: () => ['--source', 'stdin:', '--strict-field-mask'],
    });
    const { stdout } = await serving.until((answer) => answer.stdout !== '', '--all');
    expect(stdout).toContain('policy-verdict:none TRAFFIC_DIRECTION_UNKNOWN DENIED');
    const whole = await serving.observe('--all', '--use-default-field-masks=false');
    expect(whole.stdout).toBe(`${deniedText()}\n`);
  });
});
