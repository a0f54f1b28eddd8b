/** As typed. */
export interface Intake {
  readonly make: string;
  readonly model: string;
  readonly year: string;
  readonly vin: string;
  readonly complaint: string;
}

/** As it is sent. A year that is no number stays the text that it is, so that the server can name it. */
export interface IntakeSent {
  readonly vehicle: {
    readonly make: string;
    readonly model: string;
    readonly year: number | string | null;
    readonly vin: string | null;
  };
  readonly complaint: string;
}

export function readIntake({ make, model, year, vin, complaint }: Intake): IntakeSent {
  const typed = year.trim();
  return {
    vehicle: {
      make: make.trim(),
      model: model.trim(),
      year: typed === '' ? null : /^\d+$/.test(typed) ? Number(typed) : typed,
      vin: vin.trim() === '' ? null : vin.replace(/\s/g, '').toUpperCase(),
    },
    complaint: complaint.trim(),
  };
}
