export * from './battery/battery.js';
export * from './boot/boot.js';
export * from './boot/software.js';
export * from './bus/bus.js';
export * from './car/index.js';
export * from './memory/flash.js';
export { ACTION_NAMES, faultOf, readAction } from './script/action.schema.js';
export { parseScript } from './script/script-text.js';
export * from './unit/index.js';
