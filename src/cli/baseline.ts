import type { Acceptance } from '../assessment/acceptance/acceptance.ts'
import { compareWithBaseline, readBaseline, unusable } from '../assessment/acceptance/baseline/apply.ts'
import { type Baseline, defaultFile, withBothSides } from '../assessment/acceptance/baseline/format.ts'
import type { Sight } from '../assessment/acceptance/baseline/standing.ts'
import { digest } from '../assessment/assess.ts'
import type { Remark, Result } from '../assessment/assessment.ts'
import { decode } from '../documents/decode.ts'
import { Text } from '../documents/text.ts'
import type { LoadedRule } from '../rules/load.ts'
import type { Rule } from '../rules/rule.ts'
import { noFileAt } from '../sources/no-file.ts'
import { authorityOf, type Opened } from './open.ts'
import { textIn } from './texts.ts'
import { version } from './version.ts'

/** Larger ones are no list that anybody has read. In bytes. */
const LIMIT = 8 << 20

/** A baseline with its text, or why it cannot be used. */
export type ReadBaseline =
  /** `merged`: the file still has the marks of a merge */
  | { readonly baseline: Baseline; readonly text: Text; readonly merged: boolean }
  | { readonly remark: Remark; readonly text?: Text }

/** What a baseline is held against. */
export interface Comparing {
  readonly opened: Opened
  /** whether this run would have found the fails of a requirement */
  readonly covers: (id: string) => boolean
  /** whether the profile asks for a requirement */
  readonly asks: (id: string) => boolean
  readonly rules: readonly LoadedRule[]
  /** YYYY-MM-DD, the day that is judged */
  readonly asOf: string
  /** the revision that is judged */
  readonly revision?: string | undefined
}

/**
 * Compares what fails with a baseline. `named`: a file on disk, of the caller; true: that of assay.yaml, else the default
 * one; what is not named on the command line is read from the repository as it is judged. A baseline that is missing,
 * broken or of a later day is a remark by which nothing can be judged.
 */
export async function baselineAcceptance(
  named: string | true,
  { opened, covers, asks, rules, asOf, revision }: Comparing,
): Promise<Acceptance> {
  const own = opened.configuration.settings.baseline ?? defaultFile
  const found =
    typeof named === 'string' && named !== own ? await fromDisk(named) : await fromRepository(own, opened, revision)
  const read = 'remark' in found ? found : notLater(found, asOf)
  return {
    async apply(results) {
      if ('remark' in read) return { results, attestations: new Map(), remarks: [read.remark] }
      const { standing, ...compared } = compareWithBaseline(results, {
        baseline: read.baseline,
        file: read.text.file,
        rules: digest(rules),
        version,
        sight: sightOf(
          opened,
          rules.map(({ rule }) => rule),
          await textsOf(results, opened, rules),
        ),
        covers: ({ requirement }) => covers(requirement),
        asks,
      })
      return { ...compared, attestations: new Map(), baseline: standing }
    },
  }
}

/** What a run sees that a baseline is compared in. `rules`: those that judge. */
export function sightOf(
  { repository, configuration }: Opened,
  rules: readonly Rule[],
  textOf: (file: string) => Text | undefined,
): Sight {
  const judged = new Map(rules.map((rule) => [rule.id, rule]))
  const { notApplicable } = configuration.settings
  const skipped = new Set(repository.skipped.map(({ path }) => path))
  return {
    textOf,
    exists: (file) => repository.has(file),
    judges: (id) => judged.has(id) && notApplicable[id] === undefined,
    isOfRecent: (id) => judged.get(id)?.recent === true,
    reads: (file) => repository.file(file)?.area !== 'excluded' && !skipped.has(file),
  }
}

/** A baseline unless it was made on a later day than the one that is judged: on that day nobody had accepted it. */
function notLater(read: Extract<ReadBaseline, { baseline: Baseline }>, asOf: string): ReadBaseline {
  const { date } = read.baseline
  if (date <= asOf) return read
  const why = `it is of ${date}, and judged is ${asOf}, when nobody had accepted it; \`assay baseline update\` makes it anew, --as-of names another day`
  return { remark: unusable(read.text.file, why, 0) }
}

/** The baseline of a repository as it is judged: a file of the revision, of the index or of the folder. */
async function fromRepository(path: string, opened: Opened, revision: string | undefined): Promise<ReadBaseline> {
  const { repository, source, label } = authorityOf(opened)
  const file = label(path)
  const found = repository.file(path)
  if (!found) return { remark: unusable(file, (await noFileAt(source, path)) ?? missingIn(opened, revision)) }
  if (found.size > LIMIT) return { remark: unusable(file, tooLarge) }
  const read = await repository.bytes(path)
  if ('why' in read) return { remark: unusable(file, read.reason === 'too-large' ? tooLarge : read.why) }
  return parseBytes(file, read)
}

/**
 * A baseline that the caller names: a file on this machine.
 * @param called its name for people; `merged`: in the middle of a merge the lines of both sides are taken
 */
export async function fromDisk(path: string, { called: file = path, merged = false } = {}): Promise<ReadBaseline> {
  const { readToTheEnd } = await import('../sources/to-the-end.ts')
  try {
    const bytes = readToTheEnd(path, LIMIT)
    return bytes ? parseBytes(file, bytes, merged) : { remark: unusable(file, tooLarge) }
  } catch (error) {
    const { reasonOf } = await import('../sources/disk.ts')
    const { code } = error as NodeJS.ErrnoException
    return { remark: unusable(file, { ENOENT: missing, EISDIR: folder }[code ?? ''] ?? reasonOf(error)) }
  }
}

const anew = 'delete it and run `assay baseline write`'
const missing = 'this baseline does not exist; `assay baseline write` makes it'

/** That what is judged has no baseline, though the files on disk may have one. */
function missingIn({ source, trusted }: Opened, revision: string | undefined): string {
  const other = 'or name a file on disk: --baseline <file>'
  const where = trusted?.revision ?? revision
  if (where !== undefined) return `${where} has no such baseline; commit one there (\`assay baseline write\`), ${other}`
  if (source.kind === 'index')
    return `the index has no such baseline; \`git add\` it (\`assay baseline write\`), ${other}`
  return missing
}

const folder = 'it is a folder, no baseline; to judge it: assay check <folder> --baseline'
const tooLarge = `it is larger than ${LIMIT >> 20} MiB, which no baseline is; ${anew}`

function parseBytes(file: string, bytes: Uint8Array, merged = false): ReadBaseline {
  const { content, binary } = decode(bytes)
  if (binary) return { remark: unusable(file, `it holds binary data, no baseline; ${anew}`) }
  const whole = merged ? withBothSides(content) : content
  const text = new Text(file, whole)
  const read = readBaseline(text, version)
  return 'entries' in read ? { baseline: read, text, merged: whole !== content } : { remark: read, text }
}

/** The texts of the files in which something fails, or may only have grown old. */
async function textsOf(
  results: readonly Result[],
  opened: Opened,
  rules: readonly LoadedRule[],
): Promise<(file: string) => Text | undefined> {
  const recent = new Set(rules.flatMap(({ rule }) => (rule.recent ? [rule.id] : [])))
  const texts = new Map<string, Text | undefined>()
  for (const { requirement, verdict, place } of results) {
    if ((verdict !== 'fail' && !recent.has(requirement)) || !place.file || texts.has(place.file)) continue
    texts.set(place.file, await textIn(place.file, opened))
  }
  return (file) => texts.get(file)
}
