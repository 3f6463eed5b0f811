import { holeSign } from './holes.ts'
import { TextMaker, type Traced } from './traced.ts'

/**
 * Lines that are hidden as wholes, written so that YAML can be read: as a key where they stand among keys, as an item where
 * they stand among items, as both where they may be either.
 */
export function readable(text: Traced): Traced {
  const content = text.value as string
  if (!holeSign.test(content)) return text
  const lines = content.split('\n')
  const out = new TextMaker()
  let at = 0
  for (const [i, line] of lines.entries()) {
    const whole = /^([ ]*)([\uE000-\uF8FF]+)\s*$/.exec(line)
    if (whole) {
      const [, margin = '', signs = ''] = whole
      const { isItem, isKey } = roleOf(lines, i, margin.length)
      const from = at + margin.length
      const add = (before: string, after: string) => {
        out.add(margin + before, undefined)
        out.addSlice(text, from, from + signs.length)
        out.add(after, undefined)
      }
      if (isItem) add('- ', isKey ? '\n' : '')
      // a key stands once in a map
      if (isKey) add('', `${i}: ${signs}`)
    } else out.addSlice(text, at, at + line.length)
    at += line.length
    if (i < lines.length - 1) {
      out.addSlice(text, at, at + 1)
      at++
    }
  }
  return out.made()
}

/** Whether a line of this margin is an item of a list, a key of a map or may be both, by the lines around it. */
function roleOf(lines: readonly string[], at: number, margin: number): { isItem: boolean; isKey: boolean } {
  const before = nearest(lines, at, -1, margin)
  const after = nearest(lines, at, 1, margin)
  if (before?.startsWith('- ') || before === '-') {
    // under a key in the same column the list may go on, or the map
    const isCompact = isUnderKeyOfSameColumn(lines, at, margin)
    return { isItem: true, isKey: isCompact && !after?.startsWith('-') }
  }
  if (before === undefined && (after?.startsWith('- ') || after === '-')) return { isItem: true, isKey: false }
  return { isItem: false, isKey: true }
}

/** The nearest line of the same margin; none where one that stands more to the left comes first. */
function nearest(lines: readonly string[], from: number, step: 1 | -1, margin: number): string | undefined {
  for (let i = from + step; i >= 0 && i < lines.length; i += step) {
    const line = lines[i] as string
    const indent = line.search(/\S/)
    if (indent < 0 || line[indent] === '#' || /^[\s\uE000-\uF8FF]+$/.test(line)) continue
    if (indent < margin || line.startsWith('---')) return undefined
    if (indent === margin) return line.slice(indent)
    if (from - i > 500 || i - from > 500) return undefined
  }
  return undefined
}

function isUnderKeyOfSameColumn(lines: readonly string[], from: number, margin: number): boolean {
  for (let i = from - 1; i >= Math.max(0, from - 500); i--) {
    const line = lines[i] as string
    const indent = line.search(/\S/)
    if (indent < 0 || indent > margin || line[indent] === '#') continue
    if (indent < margin) return false
    if (!line.slice(indent).startsWith('-')) return true
  }
  return false
}
