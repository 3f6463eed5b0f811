import { escaped } from '../../../../documents/pattern.ts'
import { knownCommand } from '../../known/command.ts'
import { withWords } from '../call.ts'
import type { Follow } from './index.ts'
import { byNameAlone, runTarget, textIn } from './text.ts'

/** `mix ci`, `mix do format, test`: the aliases of mix.exs, and several tasks at once (hexdocs.pm/mix, "Aliases"). */
export const mix: Follow = async (call, shell, context, finder) => {
  const [, name, ...rest] = call.words
  if (name === undefined || name.startsWith('-')) return false
  const run = (text: string, task: string) =>
    runTarget(
      {
        key: `mix ${task} ${text}`,
        name: task,
        source: { text, file: undefined, placeOf: () => call.place },
        directory: shell.directory,
        part: true,
      },
      withWords(call, ['mix'], call.words.length),
      shell,
      context,
      finder,
    )
  if (name === 'do') {
    for (const part of rest.join(' ').split(/,\s*|\s\+\s/)) await run(`mix ${part}`, 'do')
    return true
  }
  if (knownCommand('mix', [name])) return false
  const text = await textIn(shell.directory, 'mix.exs', finder.repository)
  const at = text?.content.search(/\bdefp?\s+aliases\b/) ?? -1
  const alias = at < 0 ? undefined : aliasOf(name, text?.content.slice(at) ?? '')
  if (!alias || !text) {
    byNameAlone(name, call, shell, context, finder)
    return true
  }
  finder.repository.claim(text.file)
  for (const one of alias) await run(one.startsWith('cmd ') ? one.slice(4) : `mix ${one}`, name)
  return true
}

function aliasOf(name: string, text: string): readonly string[] | undefined {
  const key = escaped(name)
  const found = new RegExp(`(?:^|[\\s,[])(?:"${key}"|${key}):\\s*(\\[[^\\]]*\\]|"[^"]*")`).exec(text)?.[1]
  return found === undefined
    ? undefined
    : [...found.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] as string)
}
