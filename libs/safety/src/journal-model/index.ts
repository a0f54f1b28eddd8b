export { type Arrow, BEGIN, JournalModel, type LetterSource, letterOf, readArrows } from './journal-model.js';
