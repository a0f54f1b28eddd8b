export { compileLibrary } from './c-library.js';
export { passThruHostScript } from './host-script.js';
