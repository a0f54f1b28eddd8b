/**
 * The tables as Kysely sees them. Moments are wall-clock milliseconds, keys are the `x` of an Ed25519 JWK, and a
 * party is named by its thumbprint.
 */
export interface Schema {
  broker_state: { key: string; value: string };
  organisations: { thumbprint: string; name: string; x: string; registered_at: number };
  enrolments: {
    code: string;
    thumbprint: string;
    name: string;
    x: string;
    certificate: string | null;
    expires_at: number;
  };
  /** The certificate with which an expert last signed in. */
  experts: { thumbprint: string; organisation: string; name: string; certificate: string };
  shops: { thumbprint: string; name: string; x: string };
  pairings: { shop: string; organisation: string; approved_by: string; paired_at: number };
  pairing_requests: {
    device_code_digest: string;
    user_code: string;
    shop: string;
    shop_name: string;
    x: string;
    expires_at: number;
    organisation: string | null;
  };
  /** Wrong user codes that an expert has entered. */
  pairing_tries: { expert: string; at: number };
  cases: {
    id: string;
    shop: string;
    vehicle: string;
    complaint: string;
    opened_at: number;
    closed_at: number | null;
  };
  visits: {
    id: string;
    case_id: string;
    shop: string;
    expert: string;
    expert_name: string;
    certificate: string;
    opened_at: number;
    closed_at: number | null;
  };
  blobs: { sha256: string; shop: string; size: number; stored_at: number };
  checkpoints: { visit: string; size: number; jws: string; witness: string; at: number };
}
