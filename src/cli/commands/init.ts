import { defaultFile } from '../../assessment/acceptance/baseline/format.ts'
import { didYouMean } from '../../config/nearest.ts'
import { dayOf } from '../days.ts'
import { UsageError } from '../errors.ts'
import { gateElsewhere, type Proposed, proposedFiles, stageOf } from '../init/files.ts'
import { propose } from '../init/proposal.ts'
import { placeInside } from '../inside.ts'
import { allLevels, judgeOpened } from '../judge.ts'
import { addIt, ignoredIn } from '../left-out.ts'
import { open } from '../open.ts'
import { print, writeWithFolder } from '../output.ts'
import { startProgress } from '../progress.ts'
import { harmless } from '../tell.ts'
import { version } from '../version.ts'
import { baseline } from './baseline.ts'

interface Options {
  readonly dryRun?: boolean
  /** the git hook alone */
  readonly hook?: boolean
}

/**
 * `assay init [path]`: looks at a repository and begins its configuration, its gate and its baseline. What is there already
 * is never touched, and told. With `--dry-run` the files are shown and nothing is written. `--hook`
 * writes the git hook alone.
 */
export async function init(path = '.', { dryRun = false, hook = false }: Options): Promise<number> {
  if (hook) return (await import('../init/hook.ts')).writeHook(path, dryRun)
  const { existsSync, statSync } = await import('node:fs')
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`"${path}" is no folder; name the root of a repository${didYouMean(path, ['.'])}`)
  }
  // looked at first: where it cannot be, nothing is begun
  const debts = placeInside(path, defaultFile)
  const { files, gate } = await proposedFor(path)
  const lines: string[] = []
  for (const file of files) {
    const target = placeInside(path, file.path)
    if (existsSync(target)) lines.push(`${file.path} is there already and stays as it is`)
    else if (dryRun) lines.push(shown(file))
    else {
      await writeWithFolder(target, file.content)
      lines.push(`${file.path}: ${file.purpose}`)
    }
  }
  await print(`${lines.map(harmless).join('\n')}\n`)
  if (dryRun) {
    if (gate) await print(harmless(`The gate: ${gate}\n`))
    await print(
      'Nothing was written. Without --dry-run these are made, and a baseline that accepts what fails today.\n',
    )
    return 0
  }
  // last, since the files just made are judged with the rest
  if (existsSync(debts)) await print(`${defaultFile} is there already and stays as it is\n`)
  else await baseline('write', {}, [path])
  const { configuration, source } = await open(path, undefined)
  const ignored = await ignoredIn(source, [...files.map((file) => file.path), defaultFile])
  if (ignored.length) {
    const them = ignored.length === 1 ? 'it' : 'them'
    await print(harmless(`git ignores ${ignored.join(', ')}, so nobody else gets ${them}: ${addIt(ignored)}\n`))
  }
  const use = configuration.settings.baseline ? '' : ' --baseline'
  const begin = use ? 'commit these files' : 'read assay.yaml and answer what it asks; commit these files'
  const lead = `${gate ? `The gate: ${gate}\n` : ''}Next: ${begin}; `
  await print(`${harmless(lead)}\`assay check${use}\` is green until something new fails.\n`)
  return 0
}

/** The files, and how the gate comes into a pipeline where none of them does that. */
async function proposedFor(path: string): Promise<{ readonly files: readonly Proposed[]; readonly gate: string }> {
  const progress = startProgress(process.stderr, false)
  try {
    const opened = await open(path, undefined)
    const { collectFacts } = await import('../../facts/collect.ts')
    const asked = ['pipelines', 'deployments', 'steps'] as const
    const { facts } = await collectFacts(opened.repository, opened.configuration.settings, asked)
    const judged = await judgeOpened(opened, allLevels(dayOf(undefined)), progress)
    const proposal = propose(facts, judged)
    const tag = `v${version}`
    return {
      files: proposedFiles(proposal, {
        tag,
        branch: opened.source.history?.defaultBranch ?? 'main',
        // behind a header (`spec:`) the pipeline is the last document
        stage: stageOf((await opened.repository.yaml('.gitlab-ci.yml'))?.at(-1)),
      }),
      gate: gateElsewhere(proposal, tag),
    }
  } finally {
    progress.end()
  }
}

function shown({ path, content, purpose }: Proposed): string {
  return `--- ${path} (${purpose})\n${content.replace(/^/gm, '  ').trimEnd()}\n`
}
