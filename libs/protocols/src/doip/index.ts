export * from './codec.js';
export * from './codes.table.js';
export * from './datagram.js';
export * from './entity/index.js';
export * from './header.js';
export * from './message.js';
export { kindOf, PAYLOADS } from './payloads.table.js';
export { type Frame, type FramePolicy, STREAM_START, type StreamState, splitStream } from './stream.js';
export * from './tester/index.js';
