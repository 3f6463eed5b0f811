import type { Format } from '../../reporters/index.ts'
import type { Level } from '../../rules/rule.ts'
import { dayOf } from '../days.ts'
import { type Delivery, deliver } from '../deliver.ts'
import { judge } from '../judge.ts'
import { parseTargets, type Target } from '../output.ts'
import { startProgress } from '../progress.ts'

interface Options extends Delivery {
  readonly format?: readonly string[]
  readonly profile?: Level
  readonly only?: readonly string[]
  readonly rev?: string
  readonly staged?: boolean
  readonly since?: string
  readonly history?: string
  readonly baseline?: string | true
  readonly policy?: string
  readonly policyFrom?: string
  readonly asOf?: string
  readonly forge?: string | true
  readonly forgeSnapshot?: string
  readonly profileTime?: boolean
  readonly watch?: boolean
}

/**
 * `assay check [path]`: judges a repository, writes the reports and gives the exit code. With `--watch` again and again,
 * until Ctrl-C.
 */
export async function check(path: string | undefined, options: Options): Promise<number> {
  const { formats } = await import('../../reporters/index.ts')
  const targets = parseTargets(options.format ?? [], formats)
  const run = () => (options.profileTime ? profiled(path, options, targets) : checkOnce(path, options, targets))
  if (!options.watch) return run()
  const { runWatching } = await import('../watch.ts')
  return runWatching(
    path ?? '.',
    targets.flatMap(({ file }) => file ?? []),
    run,
  )
}

/** The same, and where its time went, on stderr. */
async function profiled(...run: Parameters<typeof checkOnce>): Promise<number> {
  const { profile } = await import('../spent.ts')
  const { end } = profile()
  const code = await checkOnce(...run).finally(() => process.stderr.write(end()))
  return code
}

async function checkOnce(
  path: string | undefined,
  options: Options,
  targets: readonly Target<Format>[],
): Promise<number> {
  const { loadReporter } = await import('../../reporters/index.ts')
  const progress = startProgress(process.stderr, options.quiet ?? false)
  const judged = await judge(
    {
      path,
      revision: options.rev,
      staged: options.staged ?? false,
      since: options.since,
      history: options.history,
      profile: options.profile,
      only: options.only ?? [],
      asOf: dayOf(options.asOf),
      baseline: options.baseline,
      authority: { policy: options.policy, policyFrom: options.policyFrom },
      forge: options,
    },
    progress,
  ).finally(() => progress.end())
  return deliver(judged, targets, options, loadReporter)
}
