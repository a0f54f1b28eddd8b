/** A plan as the shop has verified it: structurally what crosses the WAN, signed by the expert. Hex is lower case. */
export type Plan = CodingPlan | ProgrammingPlan;

interface PlanHead {
  v: 1;
  /** One job, one plan, one execution. */
  job: string;
  case: string;
  visit: string;
  shopNonce: string;
  target: PlanTarget;
  recovery: Recovery;
  agreements: AgreementReference[];
  setAside: SetAside[];
  /** What the expert wants stricter than profile and shop; looser wishes do not count. */
  limits?: PlanLimits | undefined;
  /** Seconds since 1970. */
  iat: number;
  exp: number;
}

/** Configuration values inside the software that is there. */
export interface CodingPlan extends PlanHead {
  kind: 'coding';
  writes: CodingWrite[];
}

/** New software from one file, named by its digest. */
export interface ProgrammingPlan extends PlanHead {
  kind: 'programming';
  file: {
    name: string;
    sha256: string;
    size: number;
    /** Of the first byte of a file that is nothing but bytes. */
    address?: number | undefined;
    /** Names of the memory blocks that are written, in a unit that has several. */
    blocks?: string[] | undefined;
    /** The session that is meant, in a file that holds several. */
    session?: string | undefined;
    /** Of the file's publisher. */
    signature?: string | undefined;
  };
  /** The maker's own file for the hardware and software that is there now: what brings back a unit that cannot be read. */
  original?: ProgrammingPlan['file'] | undefined;
  /** DIDs saved before and compared after. */
  snapshot: number[];
  /** What F189 must report afterwards, where the expert knows it. */
  expectSoftware?: string | undefined;
}

/** In the words of the shop's own policy, and as one-sided. */
export interface PlanLimits {
  voltage?:
    | {
        low?: number | undefined;
        high?: number | undefined;
        ripple?: number | undefined;
        soak?: number | undefined;
      }
    | undefined;
  batteryPercent?: number | undefined;
}

/** The unit as the expert saw it. */
export interface PlanTarget {
  vin: string;
  /** Logical address. */
  unit: number;
  partNumber: string;
  hardware: string;
  software: string;
  serial: string;
}

export interface CodingWrite {
  did: number;
  before: string;
  after: string;
}

export type Recovery = { method: 'restore-backup' } | { method: 'write-old-values' };

export interface AgreementReference {
  id: string;
  version: string;
  sha256: string;
}

export interface SetAside {
  unit: number;
  /** Six hex digits, upper case. */
  dtc: string;
  reason: string;
}
