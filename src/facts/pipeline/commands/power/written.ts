import { callAt, emit } from '../call.ts'
import { namesOfSecrets, settingsWritten } from '../settings-file.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Context, Finder, Shell, Source } from '../shell/state.ts'
import type { PowerStatement } from './statements.ts'

/** The file that a cmdlet writes what it gets into, by its parameter or its place; or that the output is redirected to. */
const target = [
  /\b(?:out-file|set-content|add-content)\b[^|;]*?\s-(?:filepath|path|literalpath)\s+(["']?)([^\s"'|;]+)\1/i,
  /\b(?:out-file|set-content|add-content)\s+(["']?)([^\s"'|;-][^\s"'|;]*)\1/i,
  /(?<![-=\d>])>>?\s*(["']?)([^\s"'|;>]+)\1\s*$/,
]

/**
 * Records that a statement of PowerShell writes a file of settings, or secrets of the pipeline into any file of the checkout
 * (learn.microsoft.com: "Out-File", "Set-Content", "about_Redirection"): `@" … "@ | Out-File .env`.
 */
export function noteWrittenByPower(
  { text, start, end }: PowerStatement,
  source: Source,
  shell: Shell,
  context: Context,
  finder: Finder,
): void {
  const word = target.map((pattern) => pattern.exec(text)?.[2]).find((one) => one !== undefined)
  const path = word === undefined || context.remote ? undefined : pathFrom(word.replaceAll('\\', '/'), shell)
  if (path === undefined) return
  const variables = [...text.matchAll(/\$(?:env:(\w+)|\{env:(\w+)\})/gi)].map(([, a, b]) => a ?? (b as string))
  const values = variables.map((name) => shell.variables.get(name) ?? '').join(' ')
  const settings = settingsWritten(path, `${text} ${values}`, namesOfSecrets(variables))
  if (!settings) return
  const call = callAt(source.placeOf(start, end), text, ['Out-File', word as string])
  emit(finder, shell, context, call, { kinds: [], tool: 'Out-File', settings })
}
