export { type DiskSubject, diskContract } from './disk.contract.js';
