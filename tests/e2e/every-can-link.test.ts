import { flash, foreignFile, LOOKED_AND_CODED, wholeWork } from './whole-work.js';

const file = foreignFile();
const story = [...LOOKED_AND_CODED, flash(file)];

wholeWork(file, [
  { way: 'slcan', story },
  { way: 'slcan-fd', story },
  { way: 'slcan-kwp', story },
]);
