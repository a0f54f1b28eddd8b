import { parentPort } from 'node:worker_threads';
import { type FileToLoad, loadImage } from '../image.js';

/** One file in, one image or sentence out. What a hostile file costs, it costs this thread. */
parentPort?.once('message', (file: FileToLoad) => {
  parentPort?.postMessage(loadImage(file));
});
