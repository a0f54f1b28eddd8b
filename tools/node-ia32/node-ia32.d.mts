export declare function whyNoNodeIa32(): string | undefined;
export declare function prepareNodeIa32(): Promise<{
  readonly node: string;
  readonly folder: string;
  readonly compiler: string;
}>;
