import type { Evidence } from './index.ts'

/**
 * What the comment right above a value, or behind it in its line, says: that it is for tests or for work on the service alone,
 * or not for production. That it has to be changed is a proof of nothing, since few do; in a template it is what one fills in.
 */
export const saidBeside: Evidence = async ({ file, member, holder, place }, text) => {
  if (place.start === undefined || holder === 'document') return undefined
  const content = await text()
  if (content === undefined) return undefined
  const comment = commentAt(content, place.start)
  if (forWork.test(comment) || notForProduction.test(comment)) return 'the comment beside it says that it is for tests'
  return template.test(member || file) && toBeChanged.test(comment)
    ? 'it stands in a template, and the comment beside it says that it has to be changed'
    : undefined
}

const work =
  '(?:tests?|testing|development|dev|demos?|demonstrations?|local (?:tests?|testing|development|dev|use|work|machines?|stack|environment))'

/** `only used for local testing`, `for demonstration purposes`, `DEVELOPMENT ONLY`; that somebody may only log in locally is another matter. */
const forWork = new RegExp(
  `\\b(?:only|just|solely)\\b.{0,20}\\b(?:for|in|during)\\b.{0,15}\\b${work}\\b|\\b(?:for|in)\\b.{0,15}\\b${work}\\b.{0,10}\\b(?:only|purposes?)\\b|^\\W*${work}[ -]only\\b`,
  'i',
)

/** `do not use this in production`; that debugging must not run there is another matter. */
const notForProduction =
  /(?:\b(?:not|never)\b|n't\b).{0,30}\b(?:use|used|deploy|deployed|ship|shipped|reuse|reused|safe|meant|suitable|intended)\b.{0,40}\bproduction\b|\bnot for production\b/i

const toBeChanged = /\bchange\b.{0,60}\bproduction\b|\b(?:must|should|has to|have to) be changed\b|\bplease change\b/i

const template = /\.(?:tmpl|tpl|gotmpl|jinja2?|j2|erb|template|dist|in|mustache|hbs|liquid|ejs)$/i

/** How many lines of comment are looked at, and how many characters of a line. */
const MOST = 6
const LONGEST = 400
const LARGEST = 1500

const begins = /^\s*(?:#+|\/\/+|\*|\/\*+|--|;+|<!--|%|rem\s)\s?/i

/** A line that opens the text which a value fills: `key: |-`, `{{- define "shop.key" -}}`, three quotes, a here-document. */
const opens =
  /[:=][ \t]*[|>][+-]?\d?[ \t]*$|\{\{-?\s*define\b[^}]*\}\}[ \t]*$|(?:"{3}|'{3}|`|<<[-~]?["']?\w+["']?)[ \t]*$/

/** A comment of several lines: of Go's templates, of Jinja, of C and its kin, of XML. */
const block =
  /(?:\{\{-?\s*\/\*|\{#-?|\/\*|<!--)((?:(?!\*\/|#\}|-->)[\s\S]){0,1200})(?:\*\/(?:\s*-?\}\})?|-?#\}|-->)[ \t]*\r?$/

/** The lines of comment right above a place, or above what opens its text, and what stands behind the value, as one text. */
function commentAt(content: string, at: number): string {
  const end = content.indexOf('\n', at)
  const behind = /(?:\s#|\/\/|\/\*|<!--|--)\s(.*)$/.exec(
    content.slice(at, Math.min(end < 0 ? content.length : end, at + LONGEST)),
  )
  return `${commentAbove(content, content.lastIndexOf('\n', at - 1))} ${behind?.[1] ?? ''}`.trim()
}

/** The comment whose last line ends at `end`, or the one above the line that opens a text there. */
function commentAbove(content: string, end: number): string {
  const lines: string[] = []
  let line = end
  while (line > 0 && lines.length < MOST) {
    const whole = block.exec(content.slice(Math.max(0, line - LARGEST), line))?.[1]
    if (whole !== undefined) return [whole.replace(/\s+/g, ' ').trim(), ...lines].join(' ')
    const before = content.lastIndexOf('\n', line - 1)
    const above = content.slice(before + 1, Math.min(line, before + 1 + LONGEST))
    if (begins.test(above)) lines.unshift(above.replace(begins, '').trim())
    else if (line !== end || !opens.test(above)) break
    line = before
  }
  return lines.join(' ')
}
