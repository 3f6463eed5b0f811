import { didYouMean } from '../../config/nearest.ts'
import type { Text } from '../../documents/text.ts'
import type { Facts } from '../../facts/table.ts'
import { types } from '../../rules/types.generated.ts'
import { UsageError } from '../errors.ts'
import { type PlainFact, plainFact } from '../facts/plain.ts'
import { factTables } from '../facts/table.ts'
import { type ForgeOptions, openForge, tellForge } from '../forge.ts'
import type { Opened } from '../open.ts'
import { parseTargets, print, writeWhole } from '../output.ts'
import { tell } from '../tell.ts'

interface Options extends ForgeOptions {
  readonly format?: readonly string[]
  readonly kind?: readonly string[]
  readonly rev?: string
}

/** `assay facts [path]`: what the collectors see. Exit code 2 where evidence could not be read. */
export async function facts(path: string | undefined, options: Options): Promise<number> {
  const targets = parseTargets(options.format ?? [], ['terminal', 'json'] as const)
  const opened = await openForge(path, options.rev, options)
  const { collectFacts } = await import('../../facts/collect.ts')
  const { repository, configuration } = opened
  const { facts, failed } = await collectFacts(repository, configuration.settings)
  const shown = choose(facts, options.kind ?? [])
  const plain = await plainFacts(shown, opened)
  const unreadable = facts.brokenFiles.filter(({ claimed }) => claimed)
  for (const { file, message } of unreadable) tell(`${file}: ${message}`)
  for (const [name, message] of failed) tell(`${name} could not be collected: ${message}`)
  tellForge(opened)
  const code = unreadable.length || failed.size || opened.forge?.problem ? 2 : 0
  process.exitCode = code
  for (const { format, file } of targets) {
    const content = format === 'json' ? toJson(plain, opened) : factTables(plain)
    if (file === undefined) await print(content)
    else await writeWhole(file, content)
  }
  return code
}

type Collections = Readonly<Record<string, readonly object[]>>

/** The collections asked for, all without a wish, in the order of `docs/facts.md`. */
function choose(facts: Facts, kinds: readonly string[]): Collections {
  const all: Record<string, readonly object[]> = {}
  for (const name of Object.keys(types.collections)) all[name] = facts[name as keyof Facts] as readonly object[]
  for (const name of Object.keys(types.singletons)) all[name] = [facts[name as keyof Facts]]
  for (const kind of kinds) {
    if (all[kind]) continue
    const known = Object.keys(all)
    throw new UsageError(`no facts are called "${kind}"${didYouMean(kind, known) || `; known are ${known.join(', ')}`}`)
  }
  return kinds.length ? Object.fromEntries(Object.entries(all).filter(([name]) => kinds.includes(name))) : all
}

async function plainFacts(collections: Collections, { repository }: Opened): Promise<Record<string, PlainFact[]>> {
  const texts = new Map<string, Text | undefined>()
  for (const file of filesIn(collections)) {
    if (repository.has(file)) texts.set(file, await repository.text(file))
  }
  const plain: Record<string, PlainFact[]> = {}
  for (const [name, members] of Object.entries(collections)) {
    plain[name] = members.map((member) => plainFact(member, (file) => texts.get(file)))
  }
  return plain
}

/** Every file that a place in the facts names. */
function filesIn(collections: Collections): Set<string> {
  const files = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('file' in value && typeof value.file === 'string') files.add(value.file)
    for (const member of Object.values(value)) visit(member)
  }
  visit(collections)
  return files
}

function toJson(plain: Record<string, PlainFact[]>, { repository }: Opened): string {
  const { skipped, notices } = repository
  const singles = plain.repository ? { repository: plain.repository[0] ?? null } : {}
  return `${JSON.stringify({ ...plain, ...singles, skipped, notices }, null, 2)}\n`
}
