import type { Text } from '../../../../documents/text.ts'
import { areOfDefault, Conditionals, type Under } from './make-conditionals.ts'

/**
 * A Makefile as far as recipes need it: rules, variables, includes. Of variables and includes both sides of conditionals
 * are taken; lines of recipes and prerequisites say which they stand in.
 */
export interface Makefile {
  readonly file: string
  readonly rules: Map<string, Rule>
  /** raw, unexpanded values; the first definition that is not conditional wins */
  readonly variables: Map<string, string>
  /** the variables that are set in conditionals: which value they have is not decided here */
  readonly chosen: Set<string>
  /** as written: names, patterns, variables that hold them */
  readonly includes: readonly string[]
  /** the default target */
  readonly first: string | undefined
  /** it has pattern rules (`deploy-%:`) */
  readonly patterns: boolean
  /** `.ONESHELL`: each recipe of the makefile, and of all that it includes, is one script (GNU make's manual, 5.3.1) */
  readonly oneShell: boolean
}

export interface Rule {
  readonly needs: readonly string[]
  /** the conditionals that each of these stands in, where it does */
  readonly needsUnder?: ReadonlyMap<string, readonly Under[]>
  readonly recipe: readonly RecipeLine[]
  readonly variables: ReadonlyMap<string, string>
  /** of a static pattern rule (`$(tests): %.py: lint`) the targets that it is for, as written, with their pattern */
  readonly targets?: string
  readonly pattern?: string
}

export interface RecipeLine {
  readonly file: string
  /** without its prefixes `@`, `-`, `+`; joined lines keep their line ends */
  readonly text: string
  /** offset in the file at which `text` begins; units agree one by one */
  readonly start: number
  /** `-`: its failure is ignored */
  readonly ignored: boolean
  /** the conditionals that it stands in */
  readonly under?: readonly Under[]
}

interface OpenRule extends Rule {
  readonly needs: string[]
  readonly needsUnder: Map<string, readonly Under[]>
  readonly recipe: RecipeLine[]
  readonly variables: Map<string, string>
}

interface Line {
  readonly text: string
  readonly start: number
}

/** Reads a Makefile (GNU make's manual, chapters 3 to 6). Never throws; one pass. */
export function readMakefile(text: Text): Makefile {
  const read = readBefore.get(text) ?? readRules(text)
  readBefore.set(text, read)
  // who joins makefiles adds to these
  return { ...read, rules: new Map(read.rules), variables: new Map(read.variables), chosen: new Set(read.chosen) }
}

/** Every `make` of every job reads the same file. */
const readBefore = new WeakMap<Text, Makefile>()

function readRules(text: Text): Makefile {
  const rules = new Map<string, OpenRule>()
  const conditionals = new Conditionals()
  const variables = new Map<string, string>()
  const chosen = new Set<string>()
  const noteChosen = (name: string) => {
    if (conditionals.now.length && !areOfDefault(name, conditionals.now)) chosen.add(name)
  }
  const includes: string[] = []
  let first: string | undefined
  let patterns = false
  let oneShell = false
  let current: string[] = []
  let defining = false
  for (const line of logicalLines(text.content)) {
    if (defining) {
      if (/^\s*endef\b/.test(line.text)) defining = false
      continue
    }
    if (line.text.startsWith('\t')) {
      for (const target of current) addRecipe(rules.get(target), line, text.file, conditionals.now)
      continue
    }
    const bare = line.text.replace(/(^|[^\\])#.*$/s, '$1')
    if (bare.trim() === '') continue
    if (/^\s*define\b/.test(bare)) {
      defining = true
      continue
    }
    const include = /^\s*-?s?include\s+(.+)$/s.exec(bare)
    if (include) {
      includes.push(...namesIn(include[1] as string))
      continue
    }
    const span = { start: line.start, end: line.start + line.text.length }
    if (conditionals.take(bare, () => ({ file: text.file, ...span }))) continue
    if (/^\s*(export|unexport|vpath|override\s*$)\b/.test(bare)) {
      const exported = /^\s*export\s+([A-Za-z_]\w*)\s*[:?+]*=\s*(.*)$/s.exec(bare)
      if (exported) noteChosen(exported[1] as string)
      if (exported && !variables.has(exported[1] as string))
        variables.set(exported[1] as string, (exported[2] as string).trim())
      continue
    }
    const assignment = /^\s*(?:override\s+)?([\w.-]+)\s*(\?=|\+=|:{0,3}=|!=)\s*(.*)$/s.exec(bare)
    if (assignment) {
      const [, name = '', operator, value = ''] = assignment
      noteChosen(name)
      if (operator === '!=') variables.set(name, `$(shell ${value.trim()})`)
      else if (operator === '+=') variables.set(name, `${variables.get(name) ?? ''} ${value.trim()}`.trim())
      else if (!variables.has(name)) variables.set(name, value.trim())
      current = []
      continue
    }
    const rule = /^([^:=]+?)\s*::?(?!=)\s*(.*)$/s.exec(bare)
    if (!rule) continue
    const [, names = '', behind = ''] = rule
    // "Static Pattern Rules" in GNU make's manual: `targets: pattern: prerequisites`
    const [, pattern, ofPattern = ''] = /^([^\s:=%]*%[^\s:=]*)\s*:(?!=)\s*(.*)$/s.exec(behind) ?? []
    const rest = pattern === undefined ? behind : ofPattern
    current = pattern === undefined ? [...namesIn(names)] : [`${names.trim()}: ${pattern}`]
    if (current.includes('.ONESHELL')) oneShell = true
    const own = /^([A-Za-z_]\w*)\s*[:?+]?=\s*(.*)$/s.exec(rest)
    const [needsText = '', ...inline] = own ? [''] : rest.split(';')
    for (const target of current) {
      if (target.includes('%')) patterns = true
      const known = rules.get(target) ?? {
        ...(pattern !== undefined && { targets: names.trim(), pattern }),
        needs: [] as string[],
        recipe: [] as RecipeLine[],
        variables: new Map<string, string>(),
        needsUnder: new Map<string, readonly Under[]>(),
      }
      for (const need of namesIn(needsText.replace(/\|/g, ' '))) {
        if (conditionals.now.length && !known.needs.includes(need)) known.needsUnder.set(need, conditionals.now)
        else if (!conditionals.now.length) known.needsUnder.delete(need)
        known.needs.push(need)
      }
      if (own) known.variables.set(own[1] as string, (own[2] as string).trim())
      rules.set(target, known)
      if (inline.length) {
        const at = line.text.indexOf(';') + 1
        addRecipe(known, { text: `\t${line.text.slice(at)}`, start: line.start + at - 1 }, text.file, conditionals.now)
      }
      if (first === undefined && !target.startsWith('.') && !target.includes('%')) first = target
    }
  }
  return {
    file: text.file,
    rules,
    variables,
    chosen,
    includes,
    first: variables.get('.DEFAULT_GOAL') ?? first,
    patterns,
    oneShell,
  }
}

/** `.SHELLFLAGS` that end a recipe's shell at its first failure. */
export const endsAtFailure = ({ variables }: Makefile): boolean =>
  /(^|\s)-\w*e/.test(variables.get('.SHELLFLAGS') ?? '')

/**
 * Whether the failure of a target's recipe counts for nothing: `.IGNORE` for it or (without a target) for all, `-i` in
 * `MAKEFLAGS` (GNU make's manual, "Errors in Recipes", "Communicating Options to a Sub-make").
 * @param flags those that the makefile is called with, by the environment
 */
export function ignoresFailures(target: string, { rules, variables }: Makefile, flags = ''): boolean {
  const ignore = rules.get('.IGNORE')
  if (target !== '') return ignore?.needs.includes(target) === true
  const given = `${variables.get('MAKEFLAGS') ?? ''} ${flags}`
  return (
    ignore?.needs.length === 0 ||
    /(^|\s)(-[a-zA-Z]*i[a-zA-Z]*|--ignore-errors)(\s|$)|^\s*[a-zA-Z]*i[a-zA-Z]*\s/.test(`${given} `)
  )
}

/** A rule whose recipe is one script: its lines are joined, and the gaps between them filled, so that places stay right. */
export function inOneShell(rule: Rule): Rule {
  const recipe: RecipeLine[] = []
  for (const line of rule.recipe) {
    const last = recipe.at(-1)
    const gap = last === undefined ? 0 : line.start - last.start - last.text.length
    if (last?.file === line.file && gap > 0 && last.under === line.under) {
      recipe[recipe.length - 1] = { ...last, text: `${last.text}\n${' '.repeat(gap - 1)}${line.text}` }
    } else recipe.push(line)
  }
  return { ...rule, recipe }
}

/** The names of a list; `$(filter-out a,$(b))` is one. */
function namesIn(text: string): readonly string[] {
  if (!text.includes('$')) return text.trim().split(/\s+/).filter(Boolean)
  const names: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const c = text[i] ?? ' '
    if (c === '(' || c === '{') depth++
    else if ((c === ')' || c === '}') && depth > 0) depth--
    else if (i === text.length || (depth === 0 && /\s/.test(c))) {
      if (i > from) names.push(text.slice(from, i))
      from = i + 1
    }
  }
  return names
}

function addRecipe(rule: OpenRule | undefined, line: Line, file: string, under: readonly Under[]): void {
  if (!rule) return
  const prefix = /^\t?\s*[@+-]*[ \t]*/.exec(line.text)?.[0] ?? ''
  const text = line.text.slice(prefix.length)
  if (text.trim() === '') return
  const start = line.start + prefix.length
  rule.recipe.push({ file, text, start, ignored: prefix.includes('-'), ...(under.length && { under }) })
}

/** Lines with those that a backslash joins; they keep their length, so that offsets agree. */
function logicalLines(content: string): Line[] {
  const lines: Line[] = []
  let start = 0
  let from = 0
  while (from <= content.length) {
    const found = content.indexOf('\n', from)
    const end = found < 0 ? content.length : found
    const back = content[end - 1] === '\r' ? end - 2 : end - 1
    if (content[back] === '\\' && content[back - 1] !== '\\' && found >= 0) {
      from = end + 1
      continue
    }
    lines.push({ text: content.slice(start, end).replace(/\r$/, ''), start })
    start = end + 1
    from = start
  }
  return lines
}
