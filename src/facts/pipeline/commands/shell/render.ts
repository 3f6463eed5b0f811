import { dirname, joinPath } from '../../../../documents/path.ts'
import type { Part, Word } from '../../../../documents/shell/index.ts'
import { asSubstitution } from '../../../../documents/shell/index.ts'
import type { Shell, Source } from './state.ts'

/** How a path that begins at the root of the repository is spelt in resolved words. */
export const rootToken = '${REPOSITORY}'

/** A word with its variables filled in; what is not known keeps the form `${NAME}`, substitutions stay as written. */
export function renderWord(word: Word, shell: Shell, source: Source): string {
  return word.parts.map((part) => renderPart(part, shell, source)).join('')
}

/** Words as the program gets them: an unquoted variable is split at blanks, `"$@"` into its arguments, an empty one vanishes. */
export function renderWords(words: readonly Word[], shell: Shell, source: Source): string[] {
  const found: string[] = []
  for (const word of words) {
    const only = word.parts.length === 1 ? word.parts[0] : undefined
    if (only?.kind === 'variable' && (only.name === '@' || only.name === '*') && only.operator === '') {
      const all = shell.variables.get('@')
      if (typeof all === 'string') found.push(...splitArguments(all))
      else found.push('${@}')
      continue
    }
    if (only?.kind === 'variable' && only.operator === '[' && only.operand === '@]') {
      const list = shell.variables.get(only.name)
      if (typeof list === 'string') found.push(...splitArguments(list))
      else found.push(openList(only.name))
      continue
    }
    if (word.parts.some((part) => splits(part, shell, source))) {
      found.push(...(renderWord(word, shell, source).match(pieces) ?? []))
    } else found.push(renderWord(word, shell, source))
  }
  return found
}

/** What blanks part, with what is not known (`$(git rev-parse HEAD)`) kept whole. */
const pieces = /(?:\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\S)+/g

/** Arguments of a function or script are kept in one string, parted by a unit that no argument has. */
const gap = '\u001f'
export const joinArguments = (args: readonly string[]): string => args.join(gap)
export const splitArguments = (joined: string): string[] => (joined === '' ? [] : joined.split(gap))

/** The elements of a list that are not known. */
const openList = (name: string): string => `\${${name}[@]}`

/** Lists of one name after branches that added different words: what they share, and an open rest; null where nothing is shared. */
export function sharedArguments(name: string, lists: readonly (string | null | undefined)[]): string | null {
  if (!lists.some((list) => list?.includes(gap))) return null
  const [first = [], ...rest] = lists.map((list) => splitArguments(list ?? ''))
  const end = first.findIndex((word, i) => rest.some((list) => list[i] !== word))
  const shared = end === -1 ? first : first.slice(0, end)
  return shared.length ? joinArguments([...shared, openList(name)]) : null
}

function splits(part: Part, shell: Shell, source: Source): boolean {
  if (part.kind !== 'variable' || part.quoted) return false
  const value = variable(part.name, part.operator, part.operand, shell, source)
  return value !== undefined && (value === '' || (value.match(pieces)?.length ?? 0) > 1)
}

function renderPart(part: Part, shell: Shell, source: Source): string {
  const written = source.text.slice(part.span.start, part.span.end)
  switch (part.kind) {
    case 'literal':
      return part.value
    case 'variable':
      return (
        variable(part.name, part.operator, part.operand, shell, source) ??
        (part.operator === '' ? `\${${part.name}}` : written)
      )
    case 'substitution':
      return part.process ? written : (folderOf(written, shell, source) ?? asSubstitution(written))
    default:
      return written
  }
}

/** The value of `${name<operator>operand}`; undefined where it is not known. */
function variable(name: string, operator: string, operand: string, shell: Shell, source: Source): string | undefined {
  if (name === '0') return source.file === undefined ? undefined : `${rootToken}/${source.file}`
  if (name === 'BASH_SOURCE' && source.file !== undefined && /^(\[|$)/.test(operator))
    return `${rootToken}/${source.file}`
  if (name === 'PWD' && operator === '' && shell.directory !== undefined) return inRepository(shell.directory)
  const value =
    name === '@' || name === '*' ? shell.variables.get('@')?.split(gap).join(' ') : shell.variables.get(name)
  if (typeof value !== 'string') {
    // what it says where nothing is set is no part of the value
    if (/^:?\?$/.test(operator) && /^[A-Za-z_]/.test(name)) return `\${${name}}`
    // A positional parameter that was not given, or a variable that is not set anywhere here.
    const unset = value === undefined && /^[1-9]$/.test(name) && shell.variables.has('@')
    if (!unset) return undefined
    return /^:?[-=]$/.test(operator) ? fill(operand, shell) : operator === '' ? '' : undefined
  }
  switch (operator) {
    case '':
    case ':?':
    case '?':
      return value
    case ':-':
    case ':=':
      return value === '' ? fill(operand, shell) : value
    case '-':
    case '=':
      return value
    case ':+':
      return value === '' ? '' : fill(operand, shell)
    case '+':
      return fill(operand, shell)
    case ',,':
      return hasOpen(value) ? undefined : value.toLowerCase()
    case '^^':
      return hasOpen(value) ? undefined : value.toUpperCase()
    case '%':
    case '%%':
      return operand === '/*' && !hasOpen(value.replace(rootToken, '')) ? dirname(value) : undefined
    default:
      return undefined
  }
}

const hasOpen = (value: string): boolean => /\$[({]/.test(value)

/** Plain variables in an operand, such as `${1:-$ENV}`. */
function fill(operand: string, shell: Shell): string | undefined {
  const bare = operand.replace(/^(["'])([\s\S]*)\1$/, '$2')
  let known = true
  const filled = bare.replace(/\$(\w+)|\$\{(\w+)\}/g, (_all, a: string | undefined, b: string | undefined) => {
    const value = shell.variables.get(a ?? b ?? '')
    if (typeof value !== 'string') known = false
    return value ?? ''
  })
  return known && !/[$`]/.test(filled) ? filled : undefined
}

const inRepository = (folder: string): string => (folder === '' ? rootToken : `${rootToken}/${folder}`)

/** `$(dirname "$0")`, `$(pwd)`, `$(cd "$(dirname "$0")/.." && pwd)`, `$(git rev-parse --show-toplevel)`: where scripts look for their like. */
function folderOf(written: string, shell: Shell, source: Source): string | undefined {
  // `$( readlink -f -- "$0"; )`: a sign that ends a command in front of the bracket says nothing
  const inside = written
    .replace(/^\$\(|^`|\)$|`$/g, '')
    .replace(/;\s*(?=\)|$)/g, '')
    .trim()
  if (/^pwd( -[LP])?$/.test(inside)) return shell.directory === undefined ? undefined : inRepository(shell.directory)
  if (inside === 'git rev-parse --show-toplevel') return rootToken
  const from = withFolders(inside, shell)
  const asked = /^(?:(?:realpath|readlink)(?: -\w+)* (?:-- )?)(\S+)$/.exec(from)?.[1]
  if (asked?.startsWith(rootToken)) return inFolder(asked)
  const above = /^dirname (?:-- )?(\S+)$/.exec(from)?.[1]
  if (above?.startsWith(`${rootToken}/`)) return dirname(above)
  const gone = changedTo(from)
  if (gone?.startsWith(rootToken)) return inFolder(gone)
  if (source.file === undefined) return undefined
  const own = /"?\$\{?(0|BASH_SOURCE(\[0\])?)(:-\$0)?\}?"?/
  const folder = dirname(`${rootToken}/${source.file}`)
  const plain = inside
    .replace(/\b(realpath|readlink)( -\w+)* (--\s+)?/g, '')
    .replace(new RegExp(`["']?\\$\\(\\s*dirname (--\\s+)?(\\$\\(\\s*)?${own.source}(\\s*\\))?\\s*\\)["']?`), folder)
    .replace(/["']?\$\{(0|BASH_SOURCE(\[0\])?)%\/\*\}["']?/, folder)
    .replace(new RegExp(`^dirname (--\\s+)?(["']?\\$\\(\\s*)?${own.source}(\\s*\\)["']?)?$`), folder)
    .replace(/["']/g, '')
  if (plain === folder) return folder
  const moved = changedTo(plain)
  return moved?.startsWith(rootToken) ? inFolder(moved) : undefined
}

/** Where `cd … && pwd` goes. */
const changedTo = (command: string): string | undefined =>
  /^cd (?:-P )?(?:-- )?(\S+)(?: *(?:>|&>) *\/dev\/null)?(?: 2>&1)? *(?:&&|;) *pwd(?: -[LP])?$/.exec(command)?.[1]

/** A command with the variables that hold a folder of the repository filled in, without its quotes: `cd "$SCRIPT_DIR/.." && pwd`. */
const withFolders = (command: string, shell: Shell): string =>
  command
    .replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (written, braced?: string, bare?: string) => {
      const value = shell.variables.get(braced ?? bare ?? '')
      return typeof value === 'string' && value.startsWith(rootToken) && !/\s/.test(value) ? value : written
    })
    .replace(/["']/g, '')

/** A path below the root, with `..` resolved; undefined where it leaves the repository. */
function inFolder(path: string): string | undefined {
  const joined = joinPath('', path.slice(rootToken.length).replace(/^\//, ''))
  return joined === undefined ? undefined : inRepository(joined)
}

/** The source text of a span on one line. Line by line: a pattern of spaces around a break takes long for many spaces. */
export function oneLine(text: string): string {
  const lines = text.replace(/\\\r?\n\s*/g, ' ').split(/\r?\n/)
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
}
