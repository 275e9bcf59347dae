/** Which moments of the demo the documents show. */

import { textOf } from './cells.ts';
import { demoScreen, type DemoScene } from './demo-screen.ts';
import { svgOf } from './svg.ts';

// 2026-11-21 09:50:39.680 UTC: the frontend has just tried the database for the third time, which audit mode lets pass.
const until = { seconds: 1_795_254_639, nanos: 680_000_000 };

const begins = ['09:50:39.672', 'held 13 s'];

const beside: DemoScene = {
  columns: 120,
  rows: 32,
  terms: ['tcp'],
  until,
  begins,
  keys: ['i', 'z', 'z', '\r'],
  shows: ['would be denied · INGRESS to shop/db', '1 s a bar'],
};

const alone: DemoScene = { columns: 100, rows: 24, terms: ['tcp'], until, begins, keys: [], shows: [] };

const texts = {
  title: 'observe demo: flows of three nodes, one of them looked at',
  description:
    'The flow table at the left, with denied, audited and allowed connections. The newest row, shop/frontend to shop/db ' +
    'on port 5432, is audited: the detail at the right says why it would be denied and which rule would allow it. Below are ' +
    'bars of verdicts over time, and the keys.',
};

/** Returns the picture (SVG) and the frame of 100 × 24 (text). */
export async function demoPictures(): Promise<{ readonly svg: string; readonly frame: string }> {
  return { svg: svgOf(await demoScreen(beside), texts), frame: textOf(await demoScreen(alone)) };
}
