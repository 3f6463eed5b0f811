import { compare, type Written } from '../../assessment/compare.ts'
import { builtinRules } from '../../rules/rule-set.ts'
import { UsageError } from '../errors.ts'
import { givenText, whyNoJson } from '../given.ts'
import { parseTargets, print, reportWidth, wantsColor, writeWhole } from '../output.ts'

interface Options {
  readonly format?: readonly string[]
  readonly exitZero?: boolean
  readonly color?: boolean
}

const formats = ['terminal', 'markdown', 'json'] as const
type Format = (typeof formats)[number]

/** Larger files are no assessment that anybody made. In bytes. */
const LIMIT = 512 << 20

/** `assay diff <old.json> <new.json>`: what got better and worse. Exit code 1 where a verdict got worse. */
export async function diff(old: string | undefined, options: Options, [now]: readonly string[]): Promise<number> {
  if (old === undefined || now === undefined)
    throw new UsageError('two assessments are compared: assay diff <old.json> <new.json>')
  const targets = parseTargets(options.format ?? [], formats)
  const [before, after] = [await readAssessment(old), await readAssessment(now)]
  const recent = new Set((await builtinRules()).flatMap(({ rule }) => (rule.recent ? [rule.id] : [])))
  const comparison = compare(before, after, (id) => recent.has(id))
  for (const { format, file } of [...targets].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    const content = await contentIn(format, file === undefined)
    if (file === undefined) await print(content)
    else await writeWhole(file, content)
  }
  const isWorse = comparison.changes.some(({ way }) => way === 'worse')
  return isWorse && !options.exitZero ? 1 : 0

  async function contentIn(format: Format, toTerminal: boolean): Promise<string> {
    if (format === 'markdown') return (await import('../../reporters/diff/markdown.ts')).diffMarkdown(comparison)
    if (format === 'json') {
      const { changes, found, fixed, unjudged, remarks } = comparison
      return `${JSON.stringify({ changes, found, fixed, unjudged, remarks }, null, 2)}\n`
    }
    const { diffTerminal } = await import('../../reporters/diff/terminal.ts')
    const color = toTerminal && wantsColor(options.color ?? true, process.env, process.stdout.isTTY)
    return diffTerminal(comparison, color, reportWidth(toTerminal ? process.stdout.columns : undefined))
  }
}

/** An assessment from disk. Throws a {@link UsageError} that names the file, what is wrong and the next step. */
async function readAssessment(file: string): Promise<Written> {
  const how = 'make one with `assay check --format json=<file>`'
  const text = await givenText(file, { what: 'assessment', limit: LIMIT, next: how })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`${file}: ${await whyNoJson(text)}; ${how}`)
  }
  const { schema } = (value ?? {}) as { schema?: unknown }
  if (schema !== 'https://assay.dev/schemas/assessment/1') {
    const other = typeof schema === 'string' && /assay\.dev\/schemas\/assessment\//.test(schema)
    throw new UsageError(
      other
        ? `${file} was made by another version (${schema}); make both with one version`
        : `${file} is no assessment of Assay; ${how}`,
    )
  }
  const written = value as Written
  if (![written.requirements, written.own, written.results].every(Array.isArray)) {
    throw new UsageError(`${file} is no whole assessment; ${how}`)
  }
  if (written.scope?.touched) {
    throw new UsageError(
      `${file} tells of touched files alone (--staged, --since), so nothing it lacks is mended; ${how} without these`,
    )
  }
  return written
}
