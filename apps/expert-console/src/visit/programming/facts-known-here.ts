import type { ExpertCertificate, UnitFinding } from '@baylink/contracts';
import { type Millis, millis, millivolts } from '@baylink/kernel';
import { type Facts, type GateName, known, unknown, type VehicleProfile, type VoltageFacts } from '@baylink/safety';
import type { VisitModel } from '../visit-model.js';
import type { FirmwareReport } from './firmware-report.js';

/** What a console can know. Everything else is asked at the shop, on the shop's own evidence. */
export const JUDGED_HERE: ReadonlySet<GateName> = new Set<GateName>([
  'VOLTAGE_CHECK',
  'CHECKSUM_MATCH',
  'IDENTITY_MATCH',
  'AUTHORITY',
  'DIAGNOSIS_FIRST',
]);

export interface KnownHere {
  readonly model: Pick<VisitModel, 'voltage' | 'scan'>;
  readonly unit: UnitFinding;
  readonly report: FirmwareReport;
  /** Whether the plan carries a publisher's signature of the file. */
  readonly signed: boolean;
  readonly profile: VehicleProfile;
  readonly certificate: ExpertCertificate;
  /** Milliseconds since the epoch; the shop's readings carry its own wall clock. */
  readonly wall: number;
}

/** The moment as which the facts are judged: that of the newest reading, because the two clocks need not agree. */
export const momentOf = ({ model, wall }: KnownHere): Millis => {
  const newest = model.voltage.samples.at(-1);
  return millis(newest === undefined ? wall : newest.second * 1000);
};

export function factsKnownHere(here: KnownHere): Facts {
  const { unit, report, signed, certificate, wall } = here;
  const now = momentOf(here);
  const atShop = unknown('only the shop knows');
  const { sha256, fileBytes, segments, header } = report;
  return {
    voltage: voltageFacts(here),
    link: atShop,
    ability: atShop,
    workstation: atShop,
    agreements: atShop,
    vehicle: atShop,
    backup: atShop,
    drill: atShop,
    rehearsal: atShop,
    acknowledgement: atShop,
    keys: atShop,
    authority: known(
      {
        key: certificate.sub,
        countersigner: null,
        expert: certificate.name,
        organisation: certificate.organisation,
        pinnedRoot: true,
        effects: certificate.effects,
        makes: certificate.makes,
        validUntil: millis(now + (certificate.exp * 1000 - wall)),
        revoked: false,
      },
      now,
      'certificate',
    ),
    diagnosis: diagnosis(here, now),
    identity: identity(unit, now),
    image: known(
      {
        fileDigest: sha256,
        fileSize: fileBytes,
        segments,
        hardware: header?.hardwareId ?? null,
        software: header?.softwareId ?? null,
        publisher: signed ? { kind: 'verified', name: 'to be checked at the shop' } : { kind: 'unsigned' },
      },
      now,
      'file in this browser',
    ),
  };
}

function voltageFacts({ model }: KnownHere): VoltageFacts {
  const { last, samples } = model.voltage;
  if (last === undefined) return [];
  const readings = samples.flatMap(({ second, volts }) =>
    volts === null ? [] : [{ at: millis(second * 1000), value: millivolts(Math.round(volts * 1000)) }],
  );
  const at = millis((samples.at(-1)?.second ?? 0) * 1000);
  return [
    {
      source: last.source,
      kind: 'shared',
      step: millivolts(1),
      samples: readings,
      standing: last.millivolts === null ? { kind: 'failed', at, why: last.sentence } : { kind: 'live' },
    },
  ];
}

function diagnosis({ model, unit, profile }: KnownHere, now: Millis): Facts['diagnosis'] {
  if (model.scan.state !== 'done') return unknown('no scan has been taken in this visit');
  const { units } = model.scan.scan;
  const complete = profile.units.every(({ address }) => units.some((one) => one.unit === address.logical));
  const findings = units.flatMap((one) =>
    one.dtcs.map(({ code, status }) => ({ unit: one.unit, dtc: code.toUpperCase(), status })),
  );
  return known({ vin: unit.vin ?? '', complete, findings }, now, 'scan');
}

function identity(finding: UnitFinding, now: Millis): Facts['identity'] {
  const { unit, vin, partNumber, hardware, software, serial } = finding;
  if (vin === null || partNumber === null || hardware === null || software === null || serial === null)
    return unknown('the scan did not read all of its identification');
  return known({ unit, vin, partNumber, hardware, software, serial }, now, 'scan');
}
