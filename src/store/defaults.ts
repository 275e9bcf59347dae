/** Numbers of the store and why they are what they are. */

/** Events kept without `--capacity`: sixteen times Hubble's 4,095, some 100 MB of objects at most. */
export const defaultCapacity = 65_536;

/** The most that is sensible to hold as objects in one process. */
export const maxCapacity = 16_777_216;
