/** What rows are drawn with. The same object as long as the screen is open. */

import { createContext } from 'react';
import type { Painter } from '../terminal/painter.ts';

/** The painter; undefined outside of a screen, where rows draw nothing. */
export const PainterContext = createContext<Painter | undefined>(undefined);
