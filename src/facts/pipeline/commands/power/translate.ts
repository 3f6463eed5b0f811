import type { Shell } from '../shell/state.ts'
import { bracketEnd, pipeParts, wordsOf } from './words.ts'

/** A cmdlet's name: `Invoke-WebRequest`. */
export const isCmdlet = (name: string): boolean => /^[A-Za-z]+-[A-Za-z][A-Za-z0-9]+$/.test(name)

/** Words at the front of a statement that only lead to what runs. */
const leading =
  /^(?:(?:\[[\w.[\]]+\]\s*)?\$[\w:.]+(?:\[[^\]]*\])?(?:\s*,\s*\$\w+)*\s*[-+]?=(?!=)\s*|(?:return|if|elseif|while|until|do|foreach|switch|exit)\b\s*|[&.]\s+|[&](?=["'$])|\[void\]\s*|!|-not\b\s*)/i

const keyword =
  /^(param|throw|break|continue|function|class|enum|using|else|try|catch|finally|for|process|begin|end|in)\b/i

/** Requests that .NET sends. */
const dotNet =
  /\[(?:System\.)?Net\.(?:Http)?WebRequest\]::Create\(\s*([^)]*?)\s*\)|\.(?:GetAsync|GetStringAsync|DownloadString)\(\s*([^)]*?)\s*\)/i

/** Whether an expression in brackets runs a command: a cmdlet, or a program with arguments. */
const runs =
  /^[&!\s]*(?:-not\s+)?(?:[A-Za-z]+-[A-Za-z]\w+\b|(?:az|terraform|dotnet|kubectl|curl|docker|npm|git|helm|sqlcmd|aws)(?:\.exe)?\s)/i

/** A program by its path from a variable that the pipeline puts in before PowerShell sees it; there it would be a division. */
const putIn = /^\$\{?[\w.:]+\}?[\\/][^\s=]*\.(ps1|psm1|sh|exe|cmd|bat)(?=\s|$)/i

/** The commands of a statement, each as written: parts of a pipe, and what stands in brackets before them. */
export function commandsIn(statement: string): string[] {
  const found: string[] = []
  for (const part of pipeParts(statement)) found.push(...commandsOfPart(part))
  return found
}

function commandsOfPart(part: string): string[] {
  let rest = part.trim()
  const request = dotNet.exec(rest)
  if (request) return [`Invoke-WebRequest -Uri ${request[1] ?? request[2]}`]
  for (let match = leading.exec(rest); match?.[0]; match = leading.exec(rest)) rest = rest.slice(match[0].length)
  if (keyword.test(rest) || rest === '') return []
  const inner = inBrackets(rest)
  if (/^[A-Za-z_.~/\\]|^["'$]/.test(rest) && (!/^["'$]/.test(rest) || putIn.test(rest) || /^[&.]/.test(part.trim())))
    return [...inner, rest]
  return inner
}

/** What runs in brackets anywhere in a command, the innermost parts of it included. */
function inBrackets(text: string): string[] {
  const found: string[] = []
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    const inside = text.slice(at + 1, bracketEnd(text, at) - 1)
    if (runs.test(inside)) found.push(...pipeParts(inside).slice(0, 1).flatMap(commandsOfPart))
    if (found.length > 8) break
  }
  return found
}

/** Cmdlets and aliases that do what a command of the shell does. */
const same: Readonly<Record<string, string>> = {
  'set-location': 'cd',
  sl: 'cd',
  'push-location': 'pushd',
  'pop-location': 'popd',
  'write-host': 'echo',
  'write-output': 'echo',
  'start-sleep': 'sleep',
}

/** The words of a command, cmdlets as what the shell has for them. */
export function shellWords(command: string): string[] {
  const words = wordsOf(command).filter((word, i) => !(i === 0 && word === '&'))
  const name = (words[0] ?? '').toLowerCase()
  const rest = words.slice(1)
  if (/^(invoke-webrequest|invoke-restmethod|iwr|irm)$/.test(name)) return requestWords(rest)
  if (name === 'start-process') {
    const program = argumentOf(rest, 'filepath') ?? rest.find((word) => !word.startsWith('-')) ?? ''
    return [program, ...(argumentOf(rest, 'argumentlist') ?? '').split(/[\s,]+/)].filter(Boolean)
  }
  if (name === 'invoke-expression' || name === 'iex')
    return (rest.find((word) => !word.startsWith('-')) ?? '').split(/\s+/)
  if (/^(cmd|cmd\.exe)$/.test(name))
    return (rest.find((word) => !word.startsWith('/')) ?? '').split(/\s+/).concat(rest.slice(2))
  if (same[name]) return [same[name] as string, ...rest.filter((word) => !/^-(path|literalpath|object)$/i.test(word))]
  return [isCmdlet(name) ? name : (words[0] ?? '').replace(/\.exe$/i, ''), ...rest]
}

/** A request as curl's: bad answers are errors of these cmdlets. */
function requestWords(args: readonly string[]): string[] {
  const plain = args.find((word, i) => !word.startsWith('-') && !/^-[A-Za-z]/.test(args[i - 1] ?? ''))
  const url = argumentOf(args, 'uri') ?? plain ?? '${_}'
  const method = argumentOf(args, 'method')
  const file = argumentOf(args, 'outfile')
  const has = (name: string) => args.some((word) => word.toLowerCase() === `-${name}`)
  return [
    'curl',
    ...(has('skiphttperrorcheck') ? [] : ['--fail']),
    ...(method && !/^(get|head)$/i.test(method) ? ['-X', method.toUpperCase()] : []),
    ...(has('body') || has('form') ? ['--data', argumentOf(args, 'body') ?? '${_}'] : []),
    ...(file ? ['--output', file] : []),
    url,
  ]
}

function argumentOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((word) => word.toLowerCase() === `-${name}`)
  return at < 0 ? undefined : args[at + 1]
}

/** A literal that is assigned, with known variables in it; undefined for what must be computed. */
export function literalOf(expression: string, shell: Shell): string | undefined {
  const known = (word: string) => word.replace(/\$\{(\w+)\}/g, (all, name: string) => shell.variables.get(name) ?? all)
  const joined = joinedPath(expression)
  if (joined !== undefined) return known(joined)
  if (!/^(["'])[\s\S]*\1$|^[\d.]+$/.test(expression.trim())) return undefined
  const [word, more] = wordsOf(expression)
  if (word === undefined || more !== undefined) return undefined
  return known(word)
}

/** `Join-Path $tools "dotnet"`: the program is known by the last part, wherever it lies. */
function joinedPath(expression: string): string | undefined {
  if (!/^Join-Path\s/i.test(expression) || /[|;]/.test(expression)) return undefined
  const [first, ...rest] = wordsOf(expression)
    .slice(1)
    .filter((word) => !/^-(Path|ChildPath|AdditionalChildPath)$/i.test(word))
  if (first === undefined || rest.length === 0 || !rest.every((word) => /^[\w./]+$/.test(word))) return undefined
  return [first, ...rest].join('/')
}
