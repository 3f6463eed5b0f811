import type { Block } from '../../documents/markdown.ts'
import { makesException } from './statement.ts'

/* `<stage>`, `${NAMESPACE}`, `$NAMESPACE`, and a word in capitals that stands where a name would; HEAD is git's own. */
const placeholder = /<([a-z][a-z_-]*)>|\$\{?([A-Za-z_]\w{2,})\}?|(?<![\w$./-])(?!HEAD\b)([A-Z][A-Z_]{3,})(?![\w=./-])/g
const production = /\b(prod|production|prd)\b/i
/** How many blocks a list of names has at most. */
const longest = 8
/** How much of a text's end is looked at for the words that lead to a list. */
const longestLead = 400

/**
 * Whether a document says that production is one of what a reader fills in: `-s <stage>`, "where stage is one of
 * dev|qa|prod"; `-n ${NAMESPACE}`, "replace `NAMESPACE` with one of:" above a list.
 * @param prose of the chapter, the command's own block last
 * @param before all blocks of the document up to the command's
 */
export function fillsInProduction(command: string, prose: readonly Block[], before: readonly Block[]): boolean {
  const names = [...command.matchAll(placeholder)].map(([, angled, variable, capitals]) =>
    (angled ?? variable ?? capitals ?? '').replace(/[-_]/g, '[-_ ]'),
  )
  if (names.length === 0) return false
  const name = `\\b(${names.join('|')})\\b`
  const explained = new RegExp(`${name}[^\\n.;]{0,60}${production.source}`, 'i')
  const said = prose
    .slice(-4)
    .some(({ text }) => text.split('\n').some((line) => explained.test(line) && !makesException(line)))
  return said || listsProduction(new RegExp(`${name}[^\\n.;]*:\\s*$`, 'i'), before)
}

/** "replace `NAMESPACE` with one of:", and production is in the list or the block of code below. */
function listsProduction(leads: RegExp, blocks: readonly Block[]): boolean {
  return blocks.some(({ kind, text }, at) => {
    if ((kind !== 'paragraph' && kind !== 'item') || !leads.test(text.slice(-longestLead)) || makesException(text))
      return false
    const rest = blocks.slice(at + 1, at + 1 + longest)
    const end = rest.findIndex((one) => !/^(code|item|table)$/.test(one.kind))
    // one block of code is the whole list
    const list = rest[0]?.kind === 'code' ? rest.slice(0, 1) : end < 0 ? rest : rest.slice(0, end)
    return list.some((one) => one.text.split('\n').some((line) => production.test(line) && !makesException(line)))
  })
}
