import type { Chapter } from '../../story/chapter.js';
import { scan } from './scan.js';

/** What the vehicle looks like when the work is done. */
export const postScan: Chapter = { ...scan, id: 'post-scan', title: 'Post-scan' };
