import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openLoose } from '../../sources/loose.ts'
import type { Source } from '../../sources/source.ts'
import { dayOf } from '../days.ts'
import { type Delivery, deliver } from '../deliver.ts'
import { UsageError } from '../errors.ts'
import { judgeOpened, withHistory } from '../judge.ts'
import { openSource, openWith } from '../open.ts'
import { parseTargets } from '../output.ts'
import { startProgress } from '../progress.ts'

interface Options extends Delivery {
  readonly format?: readonly string[]
  readonly rev?: string
  readonly history?: string
  readonly name?: string
  readonly asOf?: string
}

/** The requirement that the search answers. */
const id = 'configuration.secrets'

/**
 * `assay secrets [path]`: searches a repository, a folder or file as it lies on disk, or the standard input (`-`), and
 * reports as `assay check` does.
 */
export async function secrets(path: string | undefined, options: Options): Promise<number> {
  const { formats, loadReporter } = await import('../../reporters/index.ts')
  const targets = parseTargets(options.format ?? [], formats)
  const progress = startProgress(process.stderr, options.quiet ?? false)
  const run = async () => {
    progress.say('listing files')
    const source = await sourceOf(path, options)
    const opened = await openWith(source, path === '-' ? undefined : (path ?? '.'))
    if (path !== '-') await withHistory(opened, { path, history: options.history })
    const question = { revision: options.rev, profile: undefined, only: [id], bare: true, asOf: dayOf(options.asOf) }
    return judgeOpened(opened, question, progress)
  }
  const judged = await run().finally(() => progress.end())
  return deliver(judged, targets, options, async (format) =>
    format === 'terminal' ? (await import('../secrets/report.ts')).secretsReport : loadReporter(format),
  )
}

/** What is searched. A repository is what git tracks in it and does not ignore; anything else is all that lies there. */
async function sourceOf(path = '.', { rev, name }: Options): Promise<Source> {
  if (path === '-') {
    if (rev !== undefined) throw new UsageError('the standard input has no revisions; leave out --rev')
    const { openBytes } = await import('../../sources/loose.ts')
    return openBytes(name ?? 'stdin', await standardInput())
  }
  if (name !== undefined) throw new UsageError('--name is for the standard input: assay secrets - --name <file>')
  const isRepository = existsSync(join(path, '.git')) && statSync(path).isDirectory()
  return rev !== undefined || isRepository ? openSource(path, rev) : openLoose(path)
}

async function standardInput(): Promise<Uint8Array> {
  const { looseLimits } = await import('../../sources/loose.ts')
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length
    if (size > looseLimits.maxFileSize)
      throw new UsageError('more than 256 MiB on the standard input; give it in parts')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
