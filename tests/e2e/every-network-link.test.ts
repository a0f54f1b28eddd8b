import { flash, foreignFile, LOOKED_AND_CODED, wholeWork } from './whole-work.js';

const file = foreignFile();
const story = [...LOOKED_AND_CODED, flash(file)];

wholeWork(file, [
  { way: 'doip', story },
  { way: 'doips', story },
]);
