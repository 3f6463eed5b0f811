/** A text as a pattern that means it and nothing else. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A text as the replacement for a pattern, in which every `$` stands for itself. */
export const asReplacement = (text: string): string => text.replaceAll('$', '$$$$')

/** A glob of a name as a pattern: `*` stands for anything, `?` for one character. */
export const globPattern = (glob: string): RegExp => patternOf(glob.replace(/\*+/g, '*'), '.')

/** A glob of a path as a pattern: `*` and `?` stay within a folder, `**` crosses folders, of which there may be none. */
export const pathPattern = (glob: string): RegExp => patternOf(glob.replace(/\*{3,}/g, '**'), '[^/]')

/**
 * A pattern of a glob in which `?` stands for `one` character and `*` for any number of these. A `*` before another takes as
 * little as it can, once and for all (what a lookahead found is taken by its number): taking more would leave the next one
 * less, and trying it anew for each of many stars would not end.
 */
function patternOf(glob: string, one: string): RegExp {
  const [first = '', ...parts] = glob.split(/(\*\*\/|\*+)/)
  const literal = (text: string) => text.split('?').map(escaped).join(one)
  let source = literal(first)
  for (let at = 0, group = 1; at < parts.length; at += 2) {
    const [star, text = '', next] = parts.slice(at, at + 3)
    if (star === '*' && next === '*') source += `(?=(${one}*?${literal(text)}))\\${group++}`
    else source += `${crossing[star as string] ?? `${one}*`}${literal(text)}`
  }
  return new RegExp(`^${source}$`, 's')
}

const crossing: Readonly<Record<string, string>> = { '**/': '(?:[^/]+/)*', '**': '.*' }

/** Whether a text holds marks of an engine of templates (Go's and Jinja's, ERB's): it is nothing before it is filled in. */
export const hasTemplateMarks = (text: string): boolean => /\{\{|\{%|<%/.test(text)
