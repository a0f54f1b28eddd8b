import type { Chance } from '@baylink/kernel';
import { toBase64url } from '../bytes/base64url.js';
import type { RandomId } from './names.js';

/** A fresh identifier of 128 bits. */
export const newId = (chance: Chance): RandomId => toBase64url(chance.bytes(16));
