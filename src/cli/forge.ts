import { existsSync } from 'node:fs'
import type { Interest } from '../sources/forge/interest.ts'
import type { ForgeSettings } from '../sources/forge/settings.ts'
import type { Notice } from '../sources/source.ts'
import { UsageError } from './errors.ts'
import { type Authority, type Opened, open, openWith } from './open.ts'
import { writeWhole } from './output.ts'
import { tell } from './tell.ts'

/** Larger ones are no snapshot that a forge gave. In bytes. */
const SNAPSHOT_LIMIT = 64 << 20

/** The options by which a user wants the settings of the forge, as commander gives them. */
export interface ForgeOptions {
  /** true: of the remote `origin`; a text: of this repository */
  readonly forge?: string | true
  /** with `forge`: where to write what it told; without: what to read instead of asking */
  readonly forgeSnapshot?: string
}

/**
 * Opens what a command is called for, with the settings of its forge where the user wants them. Nothing is asked without
 * `--forge`. A forge that gives no answer stops nothing: what it would tell stays hidden, and the problem says why. Throws
 * a ForgeError or UsageError where the question makes no sense.
 */
export async function openForge(
  path: string | undefined,
  revision: string | undefined,
  options: ForgeOptions,
  authority: Authority = {},
): Promise<Opened> {
  checkOperand(path, options)
  const opened = await open(path ?? '.', revision, authority)
  const { forge: wanted, forgeSnapshot: file } = options
  if (wanted === undefined && file === undefined) return opened
  const settings = wanted === undefined ? await readSaved(file as string) : await ask(opened, wanted)
  if (typeof settings === 'string') return { ...opened, forge: { notices: [], problem: settings } }
  if (wanted !== undefined && file !== undefined) await save(settings, file)
  const again = await openWith({ ...opened.source, forge: settings }, path ?? '.', authority)
  return { ...again, forge: { notices: await noticesOf(settings) } }
}

/** `--forge apps/shop` is a repository to commander, and a folder to who typed it. */
function checkOperand(path: string | undefined, { forge }: ForgeOptions): void {
  if (path !== undefined || typeof forge !== 'string' || !existsSync(forge)) return
  throw new UsageError(`"${forge}" after --forge is taken for a repository; write the path first: ${forge} --forge`)
}

/** What the forge tells, or a sentence on why it tells nothing. */
async function ask(opened: Opened, wanted: string | true): Promise<ForgeSettings | string> {
  const { forgeTarget } = await import('../sources/forge/target.ts')
  const { ForgeError } = await import('../sources/forge/error.ts')
  const { readForge } = await import('../sources/forge/read.ts')
  const origin = opened.source.history?.origin
  const target = forgeTarget(wanted === true ? undefined : wanted, origin, process.env)
  try {
    return await readForge(target, await interestOf(opened))
  } catch (error) {
    if (error instanceof ForgeError) return error.message
    throw error
  }
}

/** The branches and environments that the pipelines here name. */
async function interestOf({ repository, configuration }: Opened): Promise<Interest> {
  const { collectFacts } = await import('../facts/collect.ts')
  const { graphOf } = await import('../facts/pipeline/graph/index.ts')
  const { settings } = configuration
  const { observed } = await collectFacts(repository, settings, ['workflows'])
  const { judge } = graphOf({ repository, settings, observed })
  const branches = new Set<string>()
  const environments = new Set<string>()
  for (const { workflow, runs } of judge.plans.all) {
    for (const { run } of runs.runs) if (run.branch !== undefined) branches.add(run.branch)
    for (const { environment } of workflow.jobs) {
      if (environment?.gate && typeof environment.name === 'string') environments.add(environment.name)
    }
  }
  return { branches: [...branches].sort(), environments: [...environments].sort() }
}

async function readSaved(file: string): Promise<ForgeSettings> {
  const { readSnapshot } = await import('../sources/forge/snapshot.ts')
  const { givenText } = await import('./given.ts')
  const next = `make it with --forge --forge-snapshot ${file}`
  return readSnapshot(await givenText(file, { what: 'snapshot', limit: SNAPSHOT_LIMIT, next }), file)
}

async function save(settings: ForgeSettings, file: string): Promise<void> {
  const { writeSnapshot } = await import('../sources/forge/snapshot.ts')
  await writeWhole(file, writeSnapshot(settings))
}

async function noticesOf(settings: ForgeSettings): Promise<readonly Notice[]> {
  const { untoldParts } = await import('../sources/forge/snapshot.ts')
  const where = `${settings.host}/${settings.repository}`
  const { tokenVariables } = await import('../sources/forge/target.ts')
  const messages = untoldParts(settings).map((part) => `${where} did not tell its ${part}`)
  if (settings.anonymous) {
    messages.unshift(
      `${where} was asked without a token (${tokenVariables(settings.kind)}): it told what everybody may see`,
    )
  }
  return messages.map((message) => ({ code: 'forge', message }))
}

/** Tells on stderr what the forge did not tell, for commands without a report. */
export function tellForge({ forge }: Opened): void {
  if (forge?.problem) tell(forge.problem)
  for (const { message } of forge?.notices ?? []) tell(message)
}
