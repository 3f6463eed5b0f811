import type { Place } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import type { SecretUse } from '../../schema/configuration.ts'

type Use = Omit<SecretUse, 'id' | 'component'>

interface Form {
  readonly way: SecretUse['way']
  readonly by: string
  readonly pattern: RegExp
}

/** What keys and expressions of workflows (of Gitea and Forgejo, too) do with secrets, beside handing them to who needs them. */
const forms: readonly Form[] = [
  { way: 'all', by: 'toJSON(secrets)', pattern: /toJSON\(\s*(secrets)\s*\)/gi },
  { way: 'condition', by: 'if', pattern: /^[ \t-]*if:[^\n]*?\bsecrets\.(\w+)/gm },
  {
    way: 'inherited',
    by: 'secrets: inherit',
    pattern:
      /\buses:\s*["']?([\w.-]+\/[\w.-]+\/[^\s@]+)@\S+\s(?:(?!\n\s*uses:|\n {0,2}\S)[\s\S]){0,2000}?\bsecrets:\s*inherit\b/g,
  },
]

/** The uses in the text of one workflow; lines that are comments are none. */
export function* inWorkflowText({ content, file }: Text): Generator<Use> {
  if (!content.includes('secrets')) return
  for (const { way, by, pattern } of forms) {
    for (const match of content.matchAll(pattern)) {
      const start = match.index + (match[0].length - match[0].trimStart().length)
      const line = content.slice(content.lastIndexOf('\n', start) + 1, start + 1)
      if (/^\s*(?:-\s)?#/.test(line)) continue
      const end = way === 'inherited' ? content.indexOf('\n', start) : match.index + match[0].length
      const place: Place = { file, start, end }
      yield { file, way, name: way === 'all' ? '' : (match[1] ?? ''), by, place }
    }
  }
}
