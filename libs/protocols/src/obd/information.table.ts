/** Infotypes of mode 09. (SAE J1979-DA) */
export interface InfotypeEntry {
  readonly infotype: number;
  readonly name: string;
  /** Bytes of one item; a list of items tells how many there are (NODI on CAN, the message count on K-Line). */
  readonly itemLength: number;
  readonly form: 'text' | 'bytes' | 'counts';
}

const row = (
  infotype: number,
  name: string,
  itemLength: number,
  form: InfotypeEntry['form'] = 'bytes',
): InfotypeEntry => ({
  infotype,
  name,
  itemLength,
  form,
});

export const INFOTYPE = {
  vin: 0x02,
  calibrationId: 0x04,
  calibrationVerificationNumber: 0x06,
  performanceTracking: 0x08,
  ecuName: 0x0a,
} as const;

const INFOTYPES: readonly InfotypeEntry[] = [
  row(INFOTYPE.vin, 'VIN', 17, 'text'),
  row(INFOTYPE.calibrationId, 'calibration identification', 16, 'text'),
  row(INFOTYPE.calibrationVerificationNumber, 'calibration verification number', 4),
  row(INFOTYPE.performanceTracking, 'in-use performance tracking, spark ignition', 2, 'counts'),
  row(INFOTYPE.ecuName, 'ECU name', 20, 'text'),
  row(0x0b, 'in-use performance tracking, compression ignition', 2, 'counts'),
];

const BY_INFOTYPE = new Map(INFOTYPES.map((entry) => [entry.infotype, entry]));

export const infotypeEntry = (infotype: number): InfotypeEntry | undefined => BY_INFOTYPE.get(infotype);

/** On K-Line the odd infotype before each list tells how many messages the list takes. */
export const isMessageCount = (infotype: number): boolean =>
  infotype % 2 === 1 && BY_INFOTYPE.get(infotype + 1) !== undefined && infotype < 0x0b;
