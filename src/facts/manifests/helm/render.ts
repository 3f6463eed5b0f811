import { basename } from '../../../documents/path.ts'
import type { Hidden } from '../../hidden.ts'
import type { ChartFile, LoadedChart } from './chart.ts'
import { Execution, type Shared } from './execute.ts'
import type { Libraries } from './functions/calling.ts'
import { noValue } from './functions/index.ts'
import { Holes, holeSign } from './holes.ts'
import { type Absent, type Release, type Scope, scopesOf } from './scope.ts'
import { Mistake, type Template } from './template/ast.ts'
import { type Parsed, parseTemplate } from './template/parse.ts'
import { TextMaker, type Traced } from './traced.ts'
import { type Dict, GivenUp, hiddenBecause, Refusal } from './value.ts'
import { Worlds } from './worlds.ts'

/** What a template writes. */
export interface Rendered {
  readonly file: string
  /** in each world of its hidden conditions: what is the same in all of them is certain */
  readonly texts: readonly Traced[]
  /** it is written or not: what decides is hidden */
  readonly condition: Hidden | undefined
  /** why nothing can be told of it; there are no texts then */
  readonly hidden: Hidden | undefined
}

/** A chart as it is rendered with some values. */
export interface RenderedChart {
  readonly files: readonly Rendered[]
  readonly absent: readonly Absent[]
  readonly holes: Holes
}

/** How much work one chart with one file of values may make: a chart that people write takes a hundredth of it. */
const workOfChart = 3_000_000

/** What all charts of a repository may take together. */
export class Allowance {
  constructor(public left = 60_000_000) {}
}

/** Renders a chart as `helm template` does. Never throws; what cannot be told is hidden by the name of its template. */
export async function renderChart(
  chart: LoadedChart,
  values: Dict,
  release: Release,
  allowance = new Allowance(),
): Promise<RenderedChart> {
  const holes = new Holes()
  const { scopes, absent } = scopesOf(chart, values, release)
  const parsed = parsedOf(scopes)
  const templates = new Map<string, Template>()
  // those above are read last, and win
  for (const { file, result } of [...parsed].sort((a, b) => byDepth(b.file.name, a.file.name))) {
    if ('message' in result) continue
    templates.set(file.name, result.main)
    for (const [name, template] of result.defines) {
      const isBlank = template.pieces.length === 0 && templates.has(name)
      if (!isBlank) templates.set(name, template)
    }
  }
  const libraries = await librariesOf(parsed.map(({ file }) => file.content))
  let work = Math.min(workOfChart, allowance.left)
  const shared = {
    templates,
    holes,
    libraries,
    spend(cost: number) {
      work -= cost + 1
      allowance.left -= cost + 1
      if (work < 0) throw new GivenUp('it takes too long to render')
    },
  }
  const files = scopes.flatMap(({ chart, condition }) =>
    chart.isLibrary
      ? []
      : chart.unread.map((file): Rendered => {
          const hidden = hiddenBecause(`what ${file} writes (it is too large, or cannot be read)`, file)
          return { file, texts: [], condition, hidden }
        }),
  )
  const readable: ParsedFile[] = []
  for (const one of parsed) {
    if (!isWritten(one.file, one.scope)) continue
    if ('message' in one.result) files.push(unwritten(one, one.result.message))
    else readable.push(one)
  }
  for (const group of groupsOf(readable)) files.push(...rendered(group, shared))
  return { files, absent, holes }
}

const changesValues = /\{\{[^}]*\b(?:set|unset|merge|mergeOverwrite)\s+\(?\$?\.Values\b/

/** Each template by itself, unless one changes values that others read: then all, in the order of Helm. */
function groupsOf(files: readonly ParsedFile[]): readonly (readonly ParsedFile[])[] {
  if (!files.some(({ file }) => changesValues.test(file.content))) return files.map((one) => [one])
  return [[...files].sort((a, b) => byDepth(b.file.name, a.file.name))]
}

function unwritten({ file, scope }: ParsedFile, why: string): Rendered {
  const hidden = hiddenBecause(`what ${file.file} writes (${why})`, file.file)
  return { file: file.file, texts: [], condition: scope.condition, hidden }
}

interface ParsedFile {
  readonly file: ChartFile
  readonly scope: Scope
  readonly result: Parsed | { readonly message: string }
}

function parsedOf(scopes: readonly Scope[]): ParsedFile[] {
  return scopes.flatMap((scope) =>
    scope.chart.templates.map((template): ParsedFile => {
      const file = { ...template, name: `${scope.path}${template.name.slice(template.name.indexOf('/'))}` }
      if (holeSign.test(file.content))
        return { file, scope, result: { message: 'it has signs of the private area of Unicode' } }
      try {
        return { file, scope, result: parseTemplate(file.file, file.content) }
      } catch (error) {
        if (!(error instanceof Mistake)) throw error
        return { file, scope, result: { message: error.message } }
      }
    }),
  )
}

const byDepth = (a: string, b: string) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)

/** Partials, notes and tests write no objects that run. */
function isWritten({ name }: ChartFile, { chart }: Scope): boolean {
  const base = basename(name)
  return !chart.isLibrary && !base.startsWith('_') && base !== 'NOTES.txt'
}

function rendered(group: readonly ParsedFile[], shared: Omit<Shared, 'worlds'>): Rendered[] {
  const worlds = new Worlds()
  const texts: Traced[][] = []
  let refused: Refusal | undefined
  try {
    do {
      try {
        texts.push(inOneWorld(group, { ...shared, worlds }))
      } catch (error) {
        // with these answers nothing would be deployed at all
        if (!(error instanceof Refusal)) throw error
        refused = error
      }
    } while (worlds.next())
  } catch (error) {
    const isDeep = error instanceof RangeError
    if (!(error instanceof GivenUp) && !isDeep) throw error
    const why = isDeep ? 'its templates call each other too deep' : error.message
    return group.map((one) => unwritten(one, why))
  }
  if (texts.length === 0) return group.map((one) => unwritten(one, refused?.message ?? 'nothing'))
  return group.map(({ file, scope }, i) => ({
    file: file.file,
    texts: texts.map((world) => world[i] as Traced),
    condition: scope.condition,
    hidden: undefined,
  }))
}

function inOneWorld(group: readonly ParsedFile[], shared: Shared): Traced[] {
  const values = new Map<Scope, Dict>()
  return group.map(({ file, scope }) => {
    const known = values.get(scope)
    const data = scope.data(file.name, known)
    values.set(scope, data.get('Values') as Dict)
    return withoutNothing(new Execution(shared).run(shared.templates.get(file.name) as Template, data))
  })
}

function withoutNothing(text: Traced): Traced {
  const content = text.value as string
  if (!content.includes(noValue)) return text
  const made = new TextMaker()
  let at = 0
  for (let found = content.indexOf(noValue); found >= 0; found = content.indexOf(noValue, at)) {
    made.addSlice(text, at, found)
    at = found + noValue.length
  }
  made.addSlice(text, at, content.length)
  return made.made()
}

async function librariesOf(contents: readonly string[]): Promise<Libraries> {
  const semver = contents.some((content) => content.includes('semver')) ? (await import('semver')).default : undefined
  const re2 = contents.some((content) => /regex/i.test(content)) ? await import('re2js') : undefined
  return { ...(semver && { semver }), ...(re2 && { re2 }) }
}
