/** The numbers of the sources, each with its reason. */

/**
 * Bytes asked for in one read of a file: large enough that system calls do not count, small enough to stay in cache.
 */
export const readChunkBytes = 262_144;

/**
 * Compressed bytes given to the decompressor at once. Deflate grows by at most 1032 times, so that no more than 17 MiB
 * of plain text are ever held, whatever the file says.
 */
export const inflateSliceBytes = 16_384;

/** Plain bytes handed on at once: the 16 KiB of zlib's default make four times as many batches. */
export const plainChunkBytes = 65_536;

/**
 * A source is idle when nothing came for this time. The two lines that one packet leaves in the kernel log are
 * microseconds apart; a person does not notice 10 ms.
 */
export const idleAfterMs = 10;

/** How often a followed file is looked at when no change was notified: network file systems notify nothing. */
export const filePollMs = 250;

/**
 * Bytes of log read back before a file is followed: 64 MiB are some 250,000 packet-log lines, four times the default
 * capacity of the store. A compressed file counts `compressedWeight` times its size.
 */
export const defaultBackFillBytes = 67_108_864;

/** What a byte of a compressed kernel log stands for: measured ratios are 8 to 15. */
export const compressedWeight = 12;

/**
 * Bytes before the read position that are remembered, to tell a file that was cut and grew again from one that grew.
 */
export const tailBytes = 64;

/** Shortest and longest pause between two looks at an empty kernel ring. */
export const kmsgPollMs = { least: 2, most: 50 } as const;

/**
 * The pause is the silence so far divided by this number: a node that denies a packet each second is looked at every 4
 * ms, one that was quiet for 13 s every 50 ms.
 */
export const kmsgSilenceDivisor = 250;

/** Records of the kernel ring that are read before the event loop gets a turn. */
export const kmsgBatchRecords = 512;

/**
 * Room for one record of `/dev/kmsg`; the kernel writes at most 8 KiB (CONSOLE_EXT_LOG_MAX) and fails a smaller read.
 */
export const kmsgRecordBytes = 16_384;
