/**
 * Node's worker threads, loaded where there are some: they take a millisecond of the hundred in which a commit is looked at.
 * Node 22.0 to 22.2 have no `getBuiltinModule`; there the bundle is a script that can `require`.
 */
export const threads = (): typeof import('node:worker_threads') =>
  process.getBuiltinModule?.('node:worker_threads') ?? require('node:worker_threads')

/** How many programs this machine can run at once. */
export const cores = (): number =>
  (process.getBuiltinModule?.('node:os') ?? (require('node:os') as typeof import('node:os'))).availableParallelism()
