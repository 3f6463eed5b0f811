import type { Follow } from './index.ts'
import { byNameAlone, runShellOuts, textIn } from './text.ts'

/** A function of noxfile.py; one without `@nox.session` runs only where a session calls it. */
interface Part {
  readonly name: string
  /** the session's name where its decorator gives it another */
  readonly session: string | undefined
  readonly tags: readonly string[]
  /** `default=False`: it runs only when it is asked for */
  readonly onDemand: boolean
  readonly text: string
  readonly start: number
}

/** `nox -s lint`: what the sessions of noxfile.py run by `session.run("…")` (nox.thea.codes, "Configuration & API"). */
export const nox: Follow = async (call, shell, context, finder) => {
  if (call.words.some((word) => /^(-l|--list|--list-sessions|--version|-h|--help|--install-only)$/.test(word)))
    return true
  const names = sessions(call.words)
  const text = await textIn(shell.directory, 'noxfile.py', finder.repository)
  if (!text) {
    for (const name of names) byNameAlone(name, call, shell, context, finder)
    return names.length > 0
  }
  finder.repository.claim(text.file)
  const parts = partsOf(text.content)
  const done = new Set<Part>()
  const run = async (part: Part): Promise<void> => {
    if (done.has(part)) return
    done.add(part)
    for (const other of parts)
      if (!other.session && new RegExp(`\\b${other.name}\\(\\s*session\\b`).test(part.text.replace(/^def .*$/m, '')))
        await run(other)
    const body = { file: text.file, text: part.text, start: part.start }
    await runShellOuts(body, `def ${text.file}`, part.session ?? part.name, call, shell, context, finder)
    for (const [, other] of part.text.matchAll(/session\.notify\(\s*["']([\w-]+)/g))
      for (const next of parts) if (next.session && same(next.session, other ?? '')) await run(next)
  }
  for (const part of chosen(parts, names, tagsOf(call.words), text.content)) await run(part)
  return true
}

/** The sessions that a call runs: those it names or tags, else those of `nox.options.sessions`, else all. */
function chosen(parts: readonly Part[], names: readonly string[], tags: readonly string[], content: string): Part[] {
  const all = parts.filter((part) => part.session !== undefined)
  if (names.length) return all.filter((part) => names.some((name) => same(part.session ?? '', name)))
  if (tags.length) return all.filter((part) => part.tags.some((tag) => tags.includes(tag)))
  const usual = /^nox\.options\.sessions\s*=\s*[[(]([^\])]*)[\])]/m.exec(content)?.[1]
  const listed = [...(usual ?? '').matchAll(/["']([\w.-]+)["']/g)].map((match) => match[1] as string)
  const some = listed.length ? all.filter((part) => listed.some((name) => same(part.session ?? '', name))) : []
  return some.length ? some : all.filter((part) => !part.onDemand)
}

/** `tests-3.12` and `lint(fix=True)` are uses of the sessions `tests` and `lint`. */
function same(session: string, asked: string): boolean {
  const plain = asked.replace(/\(.*$/, '')
  return (
    session === plain ||
    session === plain.replace(/-(?:py(?:py)?)?\d[\d.]*$/, '') ||
    session.replaceAll('_', '-') === plain
  )
}

function partsOf(content: string): readonly Part[] {
  const heads = [...content.matchAll(/^(?:async\s+)?def\s+(\w+)\s*\(/gm)]
  return heads.map((head, index) => {
    const before = content.slice(heads[index - 1]?.index ?? 0, head.index)
    const decorators =
      /(?:^@[\s\S]*)$/m.exec(before.slice(before.search(/^@/m) < 0 ? before.length : before.search(/^@/m)))?.[0] ?? ''
    const session = /@(?:nox\.|nox_poetry\.)?session\b/.test(decorators)
    const name = head[1] as string
    return {
      name,
      session: session ? (/\bname\s*=\s*["']([\w.-]+)["']/.exec(decorators)?.[1] ?? name) : undefined,
      tags: [...(/\btags\s*=\s*\[([^\]]*)\]/.exec(decorators)?.[1] ?? '').matchAll(/["']([\w-]+)["']/g)].map(
        (match) => match[1] as string,
      ),
      onDemand: /\bdefault\s*=\s*False\b/.test(decorators),
      text: content.slice(head.index, heads[index + 1]?.index ?? content.length),
      start: head.index,
    }
  })
}

function sessions(words: readonly string[]): string[] {
  return valuesOf(words, /^(-s|-e|--session|--sessions)$/, /^--sessions?=/)
}

function tagsOf(words: readonly string[]): string[] {
  return valuesOf(words, /^(-t|--tags?)$/, /^--tags?=/)
}

function valuesOf(words: readonly string[], flag: RegExp, joined: RegExp): string[] {
  const found: string[] = []
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--') break
    if (flag.test(word)) {
      for (i++; i < words.length && !(words[i] as string).startsWith('-'); i++) found.push(words[i] as string)
      i--
    } else if (joined.test(word)) found.push(...word.replace(/^[^=]*=/, '').split(','))
  }
  return found
}
