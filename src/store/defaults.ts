/** Numbers of the store and why they are what they are. */

/** Flows kept without `--capacity`: sixteen times Hubble's 4,095, some 25 to 50 MB. */
export const defaultCapacity = 65_536;

/** The most that is sensible to hold in one process: some 6 to 12 GB. */
export const maxCapacity = 16_777_216;

/** Lost events and states of nodes kept beside the flows: one a second for more than an hour. */
export const noticeCapacity = 4096;
