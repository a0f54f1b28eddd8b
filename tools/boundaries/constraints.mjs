/**
 * Who may import whom (docs/architecture.md), in the terms of Nx: `only` lists the direct dependencies that a project
 * may declare; `never` follows chains, so nothing can be reached through somebody else either.
 * That an import is declared at all is Biome's noUndeclaredDependencies and TypeScript's project references.
 */
export const constraints = {
  kernel: { only: [] },
  protocols: { only: ['kernel'] },
  twin: { only: ['kernel', 'protocols'] },
  /** Data files only. */
  profiles: { only: [] },
  safety: { only: ['kernel', 'protocols', 'profiles'] },
  contracts: { only: ['kernel'] },
  ledger: { only: ['kernel', 'contracts'] },
  'transport-vehicle': { only: ['kernel', 'protocols'] },
  'transport-tunnel': { only: ['kernel', 'contracts'] },
  broker: { only: ['kernel', 'contracts', 'ledger', 'transport-tunnel'], never: ['protocols', 'safety', 'twin'] },
  'shop-client': {
    only: [
      'kernel',
      'protocols',
      'twin',
      'profiles',
      'safety',
      'contracts',
      'ledger',
      'transport-vehicle',
      'transport-tunnel',
    ],
    never: ['broker', 'testing'],
  },
  'expert-console': {
    only: ['kernel', 'contracts', 'ledger', 'protocols', 'safety', 'transport-tunnel'],
    never: ['transport-vehicle', 'testing'],
  },
  'virtual-vehicle': {
    only: ['kernel', 'protocols', 'twin', 'transport-vehicle'],
    never: ['safety', 'contracts', 'testing'],
  },
  simulator: {
    only: ['kernel', 'protocols', 'twin', 'safety', 'contracts', 'shop-client', 'testing', 'transport-vehicle'],
    never: ['broker'],
  },
  cli: {
    only: [
      'kernel',
      'contracts',
      'ledger',
      'transport-tunnel',
      'broker',
      'shop-client',
      'virtual-vehicle',
      'simulator',
    ],
  },
  testing: {
    only: ['kernel', 'protocols', 'twin', 'safety', 'contracts', 'ledger', 'transport-vehicle', 'transport-tunnel'],
  },
  demo: { only: ['kernel', 'contracts', 'ledger', 'transport-tunnel'] },
  /** Measures the project as a user meets it, and holds it against what only a measurement may do. */
  bench: { only: ['kernel', 'protocols', 'twin', 'transport-vehicle', 'testing', 'demo'] },
  tests: { only: ['*'] },
};
