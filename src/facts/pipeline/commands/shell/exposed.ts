import type { HereDocument, Node, Redirect, Simple, Variable, Word } from '../../../../documents/shell/index.ts'
import type { Exposure } from '../../model.ts'
import { type Call, emit } from '../call.ts'
import { isOpen } from './run-values.ts'
import type { Context, Finder, Shell, Source } from './state.ts'
import { withoutAnswers } from './substituted.ts'
import { intoFile } from './written.ts'

/** A first look at what a value is called: whoever judges the acts decides whether it is a secret. */
const perhaps = /pass|pwd|secret|token|key|cred|auth|\{\{/i

/** Programs that hand on what they read, as it is or so that it can be read again: masks of the log know neither. */
const showing = /^(?:cat|sort|uniq|tee|base64|rev|tr|sed|fold|xxd|od|hexdump|tac|fmt|nl)$/

/**
 * Records what a command gives away of values that are not known here: into the log, or to all who see the list of
 * processes. Nothing that goes to a file, a variable or another program is logged.
 */
export function noteExposed(
  node: Simple,
  call: Call | undefined,
  shell: Shell,
  context: Context,
  finder: Finder,
): void {
  const exposes = exposure(node, call, shell, context)
  if (!exposes) return
  const { source } = context
  const place = source.placeOf(node.span.start, node.span.end)
  const text = source.text.slice(node.span.start, node.span.end)
  const shown = call ?? { words: [], written: [], node, place, text, environment: {} }
  emit(finder, shell, context, shown, { kinds: [], tool: shown.words[0] ?? 'shell', exposes })
}

function exposure(node: Simple, call: Call | undefined, shell: Shell, context: Context): Exposure | undefined {
  const [program = '', ...rest] = call?.words ?? []
  if (shell.xtrace) {
    const values = node.assignments.flatMap(({ value, array }) => (value ? [value] : array))
    const names = eachOnce(namesIn([...node.words, ...values], shell), expressionsIn(call?.words ?? []), shell)
    if (names.length && program !== 'set') return { how: 'traced', names: unique(names) }
  }
  if (!context.unlogged) {
    const names = printedBy(program, rest, node, shell, context.source)
    if (names.length) return { how: 'printed', names: unique(names) }
    if (printsEnvironment(program, rest)) return { how: 'environment', names: unique(openVariables(shell)) }
  }
  const given = call ? unique([...givenBy(call)]) : []
  return given.length ? { how: 'argument', names: given } : undefined
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

function printedBy(program: string, words: readonly string[], node: Simple, shell: Shell, source: Source): string[] {
  if (/^(?:echo|printf)$/.test(program)) {
    // a command to the runner (`::add-mask::`, `##vso[…]`), and `printf -v`
    if (words.some((word) => /^(?:::|##)\w/.test(word)) || words[0] === '-v') return []
    return eachOnce(namesIn(node.words.slice(1), shell), expressionsIn(words), shell)
  }
  if (program !== 'cat' && program !== 'tee') return []
  const documents = node.redirects.flatMap(({ document }) => (document && !document.quoted ? [document] : []))
  return documents.flatMap((document) => inDocument(document, shell, source))
}

/**
 * Names of variables whose value is not known here, and expressions of a template, that a command takes in: in its words, and in
 * the here-documents that it reads where the shell fills them in. What it does with them is not asked.
 */
export function openSecretsOf({ words, redirects }: Simple, shell: Shell, source: Source): readonly string[] {
  const documents = redirects.flatMap(({ document }) => (document && !document.quoted ? [document] : []))
  return [...namesIn(words.slice(1), shell), ...documents.flatMap((document) => inDocument(document, shell, source))]
}

function inDocument({ span }: HereDocument, shell: Shell, source: Source): string[] {
  const text = source.text.slice(span.start, span.end)
  const names = [...text.matchAll(/(?<!\\)\$(?:(\w+)|\{(\w+)(?:\}|:?[-=?]))/g)].map(([, a, b]) => a ?? b ?? '')
  return [...names.filter((name) => isSecretly(name, shell)), ...expressionsIn([text])]
}

/** Names of variables in words whose value is shown whole or in part: not `${X:+set}` nor `${#X}`. */
function namesIn(words: readonly Word[], shell: Shell): string[] {
  const found: string[] = []
  for (const { parts } of words)
    for (const part of parts)
      if (part.kind === 'variable' && showsValue(part) && isSecretly(part.name, shell)) found.push(part.name)
  return found
}

const showsValue = ({ operator, operand }: Variable): boolean =>
  operator === '#' ? operand !== '' : /^(?:$|:?[-=?]|[%/^,]|##)/.test(operator)

/** What a template puts in, as written, also by way of a variable. */
const expressionsIn = (words: readonly string[]): string[] =>
  words.flatMap(
    (word) =>
      withoutAnswers(word)
        .match(/\$\{\{.{1,200}?\}\}/g)
        ?.filter((one) => /\bsecrets?\b/i.test(one)) ?? [],
  )

/** Variables and expressions; a variable whose value is one of these expressions is the same secret by another name. */
function eachOnce(names: readonly string[], expressions: readonly string[], shell: Shell): string[] {
  const isTold = (name: string) => {
    const own = expressionsIn([shell.variables.get(name) ?? ''])
    return own.length > 0 && own.every((one) => oneSecret.test(one) && expressions.includes(one))
  }
  return [...names.filter((name) => !isTold(name)), ...expressions]
}

const oneSecret = /^\$\{\{\s*secrets\.\w+\s*\}\}$/

/** A variable that could be a secret by its name, and whose value does not stand here. */
function isSecretly(name: string, shell: Shell): boolean {
  const value = shell.variables.get(name)
  return (
    perhaps.test(name) &&
    !shell.turns?.has(name) &&
    (typeof value !== 'string' || (isOpen(value) && !value.includes('$((')))
  )
}

function openVariables(shell: Shell): string[] {
  const names = [...shell.variables.keys()].filter((name) => isSecretly(name, shell))
  const values = [...shell.variables.values()].filter((value) => value !== null)
  return eachOnce(names, expressionsIn(values), shell)
}

/** `env`, `printenv`, `export -p`, and `Get-ChildItem Env:` of PowerShell: all variables there are. */
function printsEnvironment(program: string, words: readonly string[]): boolean {
  if (/^(?:env|printenv)$/.test(program)) return words.length === 0
  if (/^(?:export|declare)$/.test(program)) return words.length === 1 && words[0] === '-p'
  return /^(?:get-childitem|gci|dir|ls)$/i.test(program) && /^env:\\?$/i.test(words[0] ?? '')
}

/** Options that take a secret, whatever the program; `-p` and `-u` mean it to some. */
const takesSecret =
  /^--?(?:password|pass|passwd|token|api-?key|secret|secret-key|access-token|auth-token|client-secret)$/i
const logins = /^(?:docker|podman|buildah|skopeo|helm|sshpass|az|oras|nuget|crane)$/
const whole = /^(?:\$\{(\w+)\}|(\$\{\{.{1,200}?\}\}))$/

function* givenBy({ words }: Call): Generator<string> {
  const login = words.some((word) => logins.test(word))
  for (let at = 1; at < words.length; at++) {
    const [, option = '', glued] = /^(--?[A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(words[at] as string) ?? []
    if (!takesSecret.test(option) && !(login && option === '-p')) continue
    // gcloud asks which secret, not for it
    if (option === '--secret' && words.includes('gcloud')) continue
    const match = whole.exec(glued ?? words[at + 1] ?? '')
    const name = match?.[1] ?? match?.[2]
    if (name !== undefined && perhaps.test(name)) yield name
  }
}

/** Whether a command writes its output to a file. */
export function writesToFile(redirects: readonly Redirect[], source: Source): boolean {
  return redirects.some(
    ({ operator, descriptor, target }) =>
      intoFile.test(operator) &&
      (descriptor === undefined || descriptor === 1) &&
      !/^["']?\/dev\/(?:stdout|stderr|tty|fd\/[12])\b/.test(source.text.slice(target.span.start, target.span.end)),
  )
}

/** Whether what comes out of a pipe behind a part of it shows what that part wrote. */
export function showsThrough(parts: readonly Node[], source: Source): boolean {
  return parts.every((part) => {
    if (part.kind !== 'simple' || !part.words[0] || writesToFile(part.redirects, source)) return false
    return showing.test(source.text.slice(part.words[0].span.start, part.words[0].span.end))
  })
}
