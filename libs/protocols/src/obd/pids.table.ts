/** One number in the data of a PID: `raw * scale + offset` in `unit`. */
export interface PidField {
  readonly name: string;
  /** Byte at which it begins. */
  readonly at: number;
  readonly width: 1 | 2 | 4;
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
  readonly sign: 'unsigned' | 'signed';
}

export interface PidEntry {
  readonly pid: number;
  readonly name: string;
  /** Bytes of data in modes 01 and 02. */
  readonly length: number;
  /** Empty where the bytes are bits or lists, which `pid-text.ts` tells, or the standard's own structure. */
  readonly fields: readonly PidField[];
}

type Width = PidField['width'];

const field = (name: string, at: number, width: Width, scale: number, offset: number, unit: string): PidField => ({
  name,
  at,
  width,
  scale,
  offset,
  unit,
  sign: 'unsigned',
});

/** One number over all of the data. */
const one = (pid: number, name: string, width: Width, unit: string, scale = 1, offset = 0): PidEntry => ({
  pid,
  name,
  length: width,
  fields: [field(name, 0, width, scale, offset, unit)],
});

const signed = (pid: number, name: string, unit: string, scale = 1): PidEntry => ({
  pid,
  name,
  length: 2,
  fields: [{ ...field(name, 0, 2, scale, 0, unit), sign: 'signed' }],
});

const bytes = (pid: number, name: string, length: number): PidEntry => ({ pid, name, length, fields: [] });
const bitmap = (pid: number): PidEntry => bytes(pid, 'PIDs supported', 4);

const PERCENT = 100 / 255;
const TRIM = 100 / 128;
const LAMBDA = 2 / 65_536;

const trim = (pid: number, name: string): PidEntry => one(pid, name, 1, '%', TRIM, -100);
const percent = (pid: number, name: string): PidEntry => one(pid, name, 1, '%', PERCENT);
const sensor = (index: number): string => `oxygen sensor ${index}`;

/** Voltage and trim of a narrow-band sensor. */
const narrow = (pid: number, index: number): PidEntry => ({
  pid,
  name: sensor(index),
  length: 2,
  fields: [
    field(`${sensor(index)} voltage`, 0, 1, 1 / 200, 0, 'V'),
    field(`${sensor(index)} short term fuel trim`, 1, 1, TRIM, -100, '%'),
  ],
});

const wideVoltage = (pid: number, index: number): PidEntry => ({
  pid,
  name: sensor(index),
  length: 4,
  fields: [
    field(`${sensor(index)} equivalence ratio`, 0, 2, LAMBDA, 0, ''),
    field(`${sensor(index)} voltage`, 2, 2, 8 / 65_536, 0, 'V'),
  ],
});

const wideCurrent = (pid: number, index: number): PidEntry => ({
  pid,
  name: sensor(index),
  length: 4,
  fields: [
    field(`${sensor(index)} equivalence ratio`, 0, 2, LAMBDA, 0, ''),
    field(`${sensor(index)} current`, 2, 2, 1 / 256, -128, 'mA'),
  ],
});

const bankTrim = (pid: number, name: string): PidEntry => ({
  pid,
  name,
  length: 2,
  fields: [field(`${name}, lower bank`, 0, 1, TRIM, -100, '%'), field(`${name}, upper bank`, 1, 1, TRIM, -100, '%')],
});

const eight = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** SAE J1979-DA, modes 01 and 02. */
export const PIDS: readonly PidEntry[] = [
  ...[0x00, 0x20, 0x40, 0x60, 0x80, 0xa0, 0xc0].map(bitmap),
  bytes(0x01, 'monitor status since DTCs cleared', 4),
  bytes(0x02, 'DTC that caused the freeze frame', 2),
  bytes(0x03, 'fuel system status', 2),
  percent(0x04, 'calculated engine load'),
  one(0x05, 'engine coolant temperature', 1, '°C', 1, -40),
  trim(0x06, 'short term fuel trim, bank 1'),
  trim(0x07, 'long term fuel trim, bank 1'),
  trim(0x08, 'short term fuel trim, bank 2'),
  trim(0x09, 'long term fuel trim, bank 2'),
  one(0x0a, 'fuel pressure', 1, 'kPa', 3),
  one(0x0b, 'intake manifold absolute pressure', 1, 'kPa'),
  one(0x0c, 'engine speed', 2, '1/min', 1 / 4),
  one(0x0d, 'vehicle speed', 1, 'km/h'),
  one(0x0e, 'ignition timing advance', 1, '°', 1 / 2, -64),
  one(0x0f, 'intake air temperature', 1, '°C', 1, -40),
  one(0x10, 'mass air flow', 2, 'g/s', 1 / 100),
  percent(0x11, 'absolute throttle position'),
  bytes(0x12, 'commanded secondary air status', 1),
  bytes(0x13, 'oxygen sensors, two banks', 1),
  ...eight.map((index) => narrow(0x13 + index, index)),
  bytes(0x1c, 'OBD requirements', 1),
  bytes(0x1d, 'oxygen sensors, four banks', 1),
  bytes(0x1e, 'auxiliary input status', 1),
  one(0x1f, 'run time since engine start', 2, 's'),
  one(0x21, 'distance with MIL on', 2, 'km'),
  one(0x22, 'fuel rail pressure relative to manifold', 2, 'kPa', 0.079),
  one(0x23, 'fuel rail gauge pressure', 2, 'kPa', 10),
  ...eight.map((index) => wideVoltage(0x23 + index, index)),
  percent(0x2c, 'commanded EGR'),
  one(0x2d, 'EGR error', 1, '%', TRIM, -100),
  percent(0x2e, 'commanded evaporative purge'),
  percent(0x2f, 'fuel level'),
  one(0x30, 'warm-ups since DTCs cleared', 1, ''),
  one(0x31, 'distance since DTCs cleared', 2, 'km'),
  signed(0x32, 'evaporative system vapour pressure', 'Pa', 1 / 4),
  one(0x33, 'barometric pressure', 1, 'kPa'),
  ...eight.map((index) => wideCurrent(0x33 + index, index)),
  one(0x3c, 'catalyst temperature, bank 1 sensor 1', 2, '°C', 1 / 10, -40),
  one(0x3d, 'catalyst temperature, bank 2 sensor 1', 2, '°C', 1 / 10, -40),
  one(0x3e, 'catalyst temperature, bank 1 sensor 2', 2, '°C', 1 / 10, -40),
  one(0x3f, 'catalyst temperature, bank 2 sensor 2', 2, '°C', 1 / 10, -40),
  bytes(0x41, 'monitor status this driving cycle', 4),
  one(0x42, 'control module voltage', 2, 'V', 1 / 1000),
  one(0x43, 'absolute load', 2, '%', PERCENT),
  one(0x44, 'commanded equivalence ratio', 2, '', LAMBDA),
  percent(0x45, 'relative throttle position'),
  one(0x46, 'ambient air temperature', 1, '°C', 1, -40),
  percent(0x47, 'absolute throttle position B'),
  percent(0x48, 'absolute throttle position C'),
  percent(0x49, 'accelerator pedal position D'),
  percent(0x4a, 'accelerator pedal position E'),
  percent(0x4b, 'accelerator pedal position F'),
  percent(0x4c, 'commanded throttle actuator'),
  one(0x4d, 'time with MIL on', 2, 'min'),
  one(0x4e, 'time since DTCs cleared', 2, 'min'),
  bytes(0x4f, 'external test equipment scaling', 4),
  { ...one(0x50, 'maximum mass air flow', 1, 'g/s', 10), length: 4 },
  bytes(0x51, 'fuel type', 1),
  percent(0x52, 'alcohol fuel percentage'),
  one(0x53, 'absolute evaporative system vapour pressure', 2, 'kPa', 1 / 200),
  signed(0x54, 'evaporative system vapour pressure', 'Pa'),
  bankTrim(0x55, 'short term secondary oxygen sensor trim, banks 1 and 3'),
  bankTrim(0x56, 'long term secondary oxygen sensor trim, banks 1 and 3'),
  bankTrim(0x57, 'short term secondary oxygen sensor trim, banks 2 and 4'),
  bankTrim(0x58, 'long term secondary oxygen sensor trim, banks 2 and 4'),
  one(0x59, 'fuel rail absolute pressure', 2, 'kPa', 10),
  percent(0x5a, 'relative accelerator pedal position'),
  percent(0x5b, 'hybrid battery pack remaining life'),
  one(0x5c, 'engine oil temperature', 1, '°C', 1, -40),
  one(0x5d, 'fuel injection timing', 2, '°', 1 / 128, -210),
  one(0x5e, 'engine fuel rate', 2, 'L/h', 1 / 20),
  bytes(0x5f, 'emission requirements', 1),
  one(0x61, "driver's demand engine torque", 1, '%', 1, -125),
  one(0x62, 'actual engine torque', 1, '%', 1, -125),
  one(0x63, 'engine reference torque', 2, 'Nm'),
  bytes(0x64, 'engine percent torque data', 5),
  bytes(0x65, 'auxiliary inputs and outputs supported', 2),
  bytes(0x66, 'mass air flow sensors', 5),
  bytes(0x67, 'engine coolant temperature sensors', 3),
  bytes(0x7d, 'NOx NTE control area status', 1),
  bytes(0x7e, 'PM NTE control area status', 1),
  one(0x8d, 'absolute throttle position G', 1, '%', PERCENT),
  one(0x8e, 'engine friction torque', 1, '%', 1, -125),
  one(0xa2, 'cylinder fuel rate', 2, 'mg/stroke', 1 / 32),
  one(0xa6, 'odometer', 4, 'km', 1 / 10),
];

const BY_PID = new Map(PIDS.map((entry) => [entry.pid, entry]));

export const pidEntry = (pid: number): PidEntry | undefined => BY_PID.get(pid);
