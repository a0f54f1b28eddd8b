import { type ExpertCertificate, numericDateOf, type Refusal, type RunReport } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { VisitOffer } from '@baylink/transport-tunnel/shop';
import type { OpeningEntry } from '../ledger/visit-ledger.js';
import { scanVehicle } from '../scan/vehicle-scan.js';
import type { ShopParts } from '../shop-parts.js';
import type { ShopServices } from './conversation.js';
import type { FileDesk } from './file-desk.js';
import type { Visit } from './visit.js';

const UNKNOWN_VEHICLE = { make: 'unknown', model: '', year: null, vin: null };

/** The first entry of a visit's ledger: whose it is, whom it trusted, for which vehicle. */
export function openingEntry(parts: ShopParts, offer: VisitOffer, certificate: ExpertCertificate): OpeningEntry {
  const { signer, settings, pairing, cases } = parts;
  const root = pairing.organisation?.root;
  return {
    case: offer.case,
    shop: signer.jwk,
    shopName: settings.name,
    roots: root ? [root] : [],
    certificate: offer.certificate,
    expert: certificate.sub,
    vehicle: cases.open?.intake.vehicle ?? UNKNOWN_VEHICLE,
    software: 'baylink shop 0.1.0',
  };
}

/** What an expert in this visit can ask of this shop. */
export function servicesOf(parts: ShopParts, visit: Visit, files: FileDesk): ShopServices {
  const { settings, signer, vehicle, cases, jobs, visits, clock, changed } = parts;
  const { profile } = settings;
  const { ledger, id, caseId, certificate } = visit.options;
  return {
    tester: vehicle.tester,
    files,
    welcome: (helloId, expertNonce) => ({
      kind: 'welcome',
      id: helloId,
      nonce: visit.nonce ?? '',
      expertNonce,
      shop: signer.thumbprint,
      shopName: settings.name,
      version: 1,
      time: numericDateOf(clock.wall()),
      vehicle: { vin: cases.vin, make: profile.make, profile: profile.id },
      rules: settings.rules,
      ...(settings.limits === undefined ? {} : { limits: settings.limits }),
      agreements: profile.agreements.programming.map(({ id: agreement, version, sha256, title }) => ({
        id: agreement,
        version,
        sha256,
        title,
      })),
      runs: jobs.reports(),
    }),
    async scan(hear) {
      const result = await scanVehicle(vehicle.tester, profile.units, clock, hear);
      if (!result.ok) return result;
      cases.scanned(result.value.scan, result.value.complete);
      jobs.tick();
      changed();
      return ok({ kind: 'scan', scan: result.value.scan });
    },
    async countersigned(word) {
      const taken = await jobs.countersignatures.take(word);
      if (!taken.ok) {
        ledger.record({ kind: 'refusal', data: { question: 'countersignature', ...taken.error } });
        return taken;
      }
      return ok(`${taken.value.certificate.name} has countersigned plan ${taken.value.planDigest.slice(0, 12)}….`);
    },
    async offerPlan(jws): Promise<Result<RunReport, Refusal>> {
      const { nonce } = visit;
      if (nonce === undefined) return err({ rule: 'PLAN-NONCE', sentence: 'Say hello before you offer a plan.' });
      const offered = await jobs.offer(jws, { visit: id, case: caseId, nonce, certificate, epoch: parts.epoch() });
      if (!offered.ok) {
        const { rule, sentence } = offered.error;
        ledger.record({ kind: 'refusal', data: { question: 'plan', rule, sentence } });
        return offered;
      }
      const { plan, digest, report, second } = offered.value;
      const signed = second === undefined ? {} : { countersignature: second.countersigned };
      ledger.record({ kind: 'plan', data: { job: plan.job, plan: digest, expert: certificate.sub, jws, ...signed } });
      for (const { id: agreement, version, sha256, name } of parts.agreements.all()) {
        ledger.record({ kind: 'agreement', data: { id: agreement, version, sha256, by: name } });
      }
      if (plan.kind === 'programming') ledger.record({ kind: 'file', data: { ...plan.file, use: 'programming' } });
      changed();
      return ok(report);
    },
    phrase: (job, phrase) => jobs.phrase(job, phrase),
    stop: (job) => jobs.stop(job, 'expert'),
    async leave() {
      await visit.flushed();
      visits.close(id, 'the expert closed the visit');
    },
  };
}
