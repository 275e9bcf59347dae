/** Entry of the threads that print recorded flows. */

import { parentPort, workerData } from 'node:worker_threads';
import { serveChunks, type ChunkWorkerData } from '../output/recorded/chunk-worker.ts';

const data: ChunkWorkerData = workerData;
if (parentPort !== null) await serveChunks(parentPort, data);
