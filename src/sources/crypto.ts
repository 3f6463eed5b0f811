/**
 * Node's cryptography, loaded where something is hashed: it takes a tenth of the time of a start without anything to judge.
 * Node 22.0 to 22.2 have no `getBuiltinModule`; there the bundle is a script that can `require`.
 */
export const crypto = (): typeof import('node:crypto') =>
  process.getBuiltinModule?.('node:crypto') ?? require('node:crypto')
