export * from './checksum/index.js';
export * from './crc32.js';
export * from './image.js';
export * from './image-header.js';
export * from './inspection.js';
export { type FirmwareReading, parseFirmware } from './parse.js';
export * from './repair/index.js';
export { toVbf, type VbfContent } from './vbf/write.js';
export * from './write.js';
