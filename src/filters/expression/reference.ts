/** The language of the filter bar as a table, made from the tables that reading and completion use. */

import { barKeys } from './keys.ts';
import { barWords } from './words.ts';

/** A row of the reference. */
export interface BarReferenceRow {
  readonly group: 'Words' | 'Keys' | 'Together' | 'As they are';
  /** How it is written, such as `port:PORT`. */
  readonly form: string;
  readonly meaning: string;
  /** A whole term that can be read. */
  readonly example: string;
}

const together: readonly Omit<BarReferenceRow, 'group'>[] = [
  { form: 'A B', meaning: 'Both; of one key repeated, either', example: 'audited from:shop/' },
  { form: 'key:A,B', meaning: 'Either value', example: 'port:80,443' },
  { form: '-A, !A, not A', meaning: 'Not A; every such term leaves flows out by itself', example: '-dns' },
  { form: 'A or B', meaning: 'Either; binds closer than a blank', example: 'from:a/ or to:a/' },
  { form: 'A and B', meaning: 'Both, also of one key; binds closer than or', example: 'pod:a/ and pod:b/' },
  { form: '( )', meaning: 'Terms taken together', example: '-(dns or port:123)' },
  { form: '"A B"', meaning: 'A text with blanks or signs; as a word, always text to look for', example: '"10.0.0.1"' },
];

const asTheyAre: readonly Omit<BarReferenceRow, 'group'>[] = [
  {
    form: 'WORD',
    meaning:
      'Any other word: a port (53, :53), an address or network, a label (app=web), a pod (shop/web), with a * a domain; else text that a namespace, pod, workload, service or domain name or an address holds at either end, in any letter case',
    example: 'frontend',
  },
  { form: '-f WORD', meaning: 'The same text, its characters in order with anything between', example: '-f fnt' },
  {
    form: 'cel:"EXPRESSION"',
    meaning: 'Flows this CEL expression is true of',
    example: 'cel:"_flow.is_reply == true"',
  },
  {
    form: 'allowlist:{JSON}, denylist:{JSON}',
    meaning: 'Flows this FlowFilter matches, or all others',
    example: 'denylist:{"verdict":["FORWARDED"]}',
  },
  {
    form: '--flag VALUE, --not --flag VALUE',
    meaning: 'A filter flag of the command line; several mean together what they mean there',
    example: '--not --port 53',
  },
];

/** Returns the rows, in the order in which they are explained. */
export function barReference(): readonly BarReferenceRow[] {
  const keys = barKeys.map(({ name, placeholder, meaning, example }) => ({
    form: `${name}:${placeholder}`,
    meaning,
    example,
  }));
  return [
    ...barWords.map(({ word, meaning }) => ({ group: 'Words' as const, form: word, meaning, example: word })),
    ...keys.map((row) => ({ group: 'Keys' as const, ...row })),
    ...together.map((row) => ({ group: 'Together' as const, ...row })),
    ...asTheyAre.map((row) => ({ group: 'As they are' as const, ...row })),
  ];
}
