export * from './battery/battery.js';
export * from './boot/boot.js';
export * from './boot/software.js';
export * from './bus/bus.js';
export * from './car/index.js';
export * from './image/header.js';
export * from './memory/flash.js';
export * from './unit/index.js';
