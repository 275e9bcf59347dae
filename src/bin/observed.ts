#!/usr/bin/env node
// Nothing is imported statically: an older Node must be able to read this file and say what is wrong.
import type { Program } from './start.ts';
import { start } from './start.ts';

start('observed', (): Promise<Program> => import('../cli/observed.ts'));
