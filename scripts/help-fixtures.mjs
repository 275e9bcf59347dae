// Writes what --help of every command prints into test/fixtures/cli, where a test holds the programs to it. Look at the difference before
// it is committed: these texts are what people read first.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandHelp } from '../src/cli/help.ts';
import { observeCommands, observedCommand } from '../src/cli/flags/commands.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'test', 'fixtures', 'cli');
for (const [name, command] of Object.entries({ ...observeCommands, observed: observedCommand })) {
  writeFileSync(join(folder, `help-${name}.txt`), commandHelp(command));
}
