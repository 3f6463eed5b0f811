/** A text as a pattern that means it and nothing else. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A text as the replacement for a pattern, in which every `$` stands for itself. */
export const asReplacement = (text: string): string => text.replaceAll('$', '$$$$')

/** A glob of a name as a pattern: `*` stands for anything, `?` for one character. */
export function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's')
}

/** A glob of a path as a pattern: `*` and `?` stay within a folder, `**` crosses folders, of which there may be none. */
export function pathPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*+|\?)/).map((part) => ofPath[part] ?? (/^\*\*/.test(part) ? '.*' : escaped(part)))
  return new RegExp(`^${parts.join('')}$`, 's')
}

const ofPath: Readonly<Record<string, string>> = { '**/': '(?:[^/]+/)*', '*': '[^/]*', '?': '[^/]' }

/** Whether a text holds marks of an engine of templates (Go's and Jinja's, ERB's): it is nothing before it is filled in. */
export const hasTemplateMarks = (text: string): boolean => /\{\{|\{%|<%/.test(text)
