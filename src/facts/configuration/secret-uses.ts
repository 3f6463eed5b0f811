import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { SecretUse } from '../schema/configuration.ts'

type Use = Omit<SecretUse, 'id' | 'component'>
/** Whether a name says that its value is a secret. */
type IsSecret = (name: string) => boolean

/** `${{ secrets.X }}` is a secret by what it is; `$TOKEN` and `${TOKEN}` are by their names. */
const stored = /\$\{\{\s*secrets\.(\w+)\s*\}\}/
const variable = /^["']?\$\{?(\w+)\}?["']?$/

/** Secrets that image builds get as arguments, which the history of the image keeps: of all systems. */
export function* inBuildArguments(workflows: readonly Workflow[], isSecret: IsSecret): Generator<Use> {
  for (const workflow of workflows) {
    for (const act of workflow.jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))) {
      const given = [...buildArguments(act.words), ...(act.inputs?.['build-args'] ?? '').split('\n')]
      for (const one of given) {
        const [, name = '', value = ''] = /^\s*["']?(\w+)=(.*?)["']?\s*$/.exec(one) ?? []
        if (!isSecret(name)) continue
        const secret = stored.exec(value)?.[1] ?? variable.exec(value)?.[1]
        if (secret !== undefined)
          yield { file: act.place.file, way: 'build-argument', name, by: act.tool, place: act.place }
      }
    }
  }
}

function* buildArguments(words: readonly string[]): Generator<string> {
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--build-arg') yield words[at + 1] ?? ''
    else if (words[at]?.startsWith('--build-arg=')) yield (words[at] as string).slice('--build-arg='.length)
  }
}

interface Form {
  readonly way: SecretUse['way']
  readonly by: string
  readonly pattern: RegExp
}

/** What lines of workflows of GitHub (and Gitea, Forgejo) do with secrets, beside handing them to who needs them. */
const forms: readonly Form[] = [
  {
    way: 'printed',
    by: 'echo',
    pattern:
      /\b(?:echo|printf|print|Write-Host|Write-Output)\b(?![^\n]*(?:\||>|add-mask))[^\n]*?\$\{\{\s*secrets\.(\w+)/g,
  },
  { way: 'all', by: 'toJSON(secrets)', pattern: /toJSON\(\s*(secrets)\s*\)/gi },
  { way: 'condition', by: 'if', pattern: /^[ \t-]*if:[^\n]*?\bsecrets\.(\w+)/gm },
  {
    way: 'argument',
    by: 'an argument',
    pattern: /\s(?:-p|--password|--token|--api-key|--secret)[ =]["']?\$\{\{\s*secrets\.(\w+)/g,
  },
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
