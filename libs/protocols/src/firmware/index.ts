export * from './crc32.js';
export * from './image.js';
export { parseFirmware } from './parse.js';
export * from './write.js';
