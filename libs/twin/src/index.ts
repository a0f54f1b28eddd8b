export * from './battery/battery.js';
export * from './bus/bus.js';
export * from './image/header.js';
export * from './memory/flash.js';
