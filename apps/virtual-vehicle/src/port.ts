/** Something of this process that others are connected to and that has to be let go of. */
export interface Port {
  close(): Promise<void>;
}
