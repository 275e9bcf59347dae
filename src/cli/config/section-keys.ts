/** Keys of our configuration file that are no flags but sections of their own. */

/** Keys and columns of the terminal UI. */
export const tuiSectionKey = 'tui';
