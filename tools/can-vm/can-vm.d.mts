export declare function whyNoVm(): Promise<string | undefined>;
export declare function runInVm(
  command: readonly string[],
  options: {
    readonly seconds: number;
    readonly hear: (bytes: Buffer) => void;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<{ readonly code: number; readonly sentence?: string }>;
