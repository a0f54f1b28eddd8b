import type { Chapter } from '../story/chapter.js';
import { anotherPlansAcknowledgement } from './refusals/another-plans-acknowledgement.js';
import { damagedFile } from './refusals/damaged-file.js';
import { expertWithoutAuthority } from './refusals/expert-without-authority.js';
import { noAcknowledgement } from './refusals/no-acknowledgement.js';
import { planAlteredOnItsWay } from './refusals/plan-altered-on-its-way.js';
import { voltageSourceSilent } from './refusals/voltage-source-silent.js';
import { voltageTooLow } from './refusals/voltage-too-low.js';
import { wrongHardware } from './refusals/wrong-hardware.js';
import { closeCase } from './road/close-case.js';
import { codeBody } from './road/code-body.js';
import { flashDoip } from './road/flash-doip.js';
import { flashSlcan } from './road/flash-slcan.js';
import { identify } from './road/identify.js';
import { openCase } from './road/open-case.js';
import { pair } from './road/pair.js';
import { postScan } from './road/post-scan.js';
import { scan } from './road/scan.js';
import { verifyLedgers } from './road/verify-ledgers.js';
import { brokerKilled } from './survivals/broker-killed.js';
import { shopKilled } from './survivals/shop-killed.js';

/**
 * The whole story in the order in which it is told. From "voltage too low" to "no acknowledgement" one flash waits at the
 * shop, so that its backup and the ten seconds of steady supply are paid for once.
 */
export const chapters: readonly Chapter[] = [
  pair,
  openCase,
  scan,
  identify,
  codeBody,
  expertWithoutAuthority,
  wrongHardware,
  voltageTooLow,
  voltageSourceSilent,
  anotherPlansAcknowledgement,
  noAcknowledgement,
  damagedFile,
  planAlteredOnItsWay,
  flashSlcan,
  brokerKilled,
  shopKilled,
  flashDoip,
  postScan,
  closeCase,
  verifyLedgers,
];
