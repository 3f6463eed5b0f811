import type { PowerBlock, PowerStatement } from './statements.ts'
import { commandsIn, isCmdlet, shellWords } from './translate.ts'

interface Where {
  readonly statement: PowerStatement
  readonly blocks: readonly PowerBlock[]
  readonly index: number
  readonly all: readonly PowerStatement[]
}

/** What ends a script as failed. */
const raises = /\bthrow\b|\bexit\s+(?!0\b)\S|\$LASTEXITCODE\s*$|task\.complete\s+result=Failed|\bWrite-Error\b/i

/** What a runner makes of the end of a script. */
export interface Ending {
  readonly text: string
  /**
   * Whether the code of the last program is the script's: pipelines end what is written in them with
   * `exit $LASTEXITCODE`, `-File` ends well whatever its programs did (learn.microsoft.com, "about_Pwsh").
   */
  readonly keepsCode: boolean
}

/**
 * Whether the script fails where a command does. Of programs the last one that runs decides, an earlier one where the
 * script looks at its code; cmdlets stop the script, unless they are told otherwise or a `catch` takes their error and
 * goes on. A request in a loop that takes errors counts where the script raises afterwards.
 */
export function failureStops(command: string, where: Where, ending: Ending): boolean {
  const { statement, blocks, index, all } = where
  const { text, keepsCode } = ending
  const words = shellWords(command)
  const name = words[0] ?? ''
  const caught = [...blocks].reverse().find(({ kind }) => kind === 'try')
  const quietly = caught !== undefined && !raises.test(catchOf(caught, text))
  const after = text.slice(statement.end)
  if (name === 'curl' && (caught || blocks.some(({ kind }) => kind === 'loop'))) return raises.test(after)
  const instead = alternativeTo(command, statement)
  if (instead !== undefined) return raises.test(instead)
  if (isCmdlet(/^[&\s]*([\w-]+)/.exec(command)?.[1] ?? '') && !startsProgram(statement)) {
    if (
      quietly ||
      /-ErrorAction\s+(SilentlyContinue|Continue|Ignore|0)\b|-EA\s+(0|Silently\w+)\b/i.test(statement.text)
    )
      return false
    return preference(text.slice(0, statement.start)) ?? keepsCode
  }
  if (startsProgram(statement)) return asksForCode(statement, after)
  if (/\$PSNativeCommandUseErrorActionPreference\s*=\s*\$true/i.test(text.slice(0, statement.start))) return !quietly
  if (looksAtCode(index, all, text)) return !quietly
  if (laterProgram(index, all) || forgetsCode(where)) return false
  return keepsCode || /\bexit\s+(?!0\b)\S/i.test(after)
}

/** What runs instead where a command fails (`a || b`; PowerShell 7, "about_Pipeline_Chain_Operators"). */
function alternativeTo(command: string, { text }: PowerStatement): string | undefined {
  const at = text.indexOf(command)
  const rest = at < 0 ? '' : text.slice(at + command.length)
  return /^[^|&]*(?:\|(?!\|)[^|&]*|&&[^|&]*)*\|\|([\s\S]*)$/.exec(rest)?.[1]
}

/** Cmdlets that run a program beside the script, which does not end with it. */
const startsProgram = ({ text, blocks }: PowerStatement): boolean =>
  /\b(Start-Process|Start-Job|Start-ThreadJob|saps)\b/i.test(text) ||
  blocks.some(({ head }) => /^(\$\w+\s*=\s*)?(Start-Job|Start-ThreadJob)\b/i.test(head))

/** `$ran = Start-Process … -PassThru`, whose `$ran.ExitCode` is looked at. */
function asksForCode({ text }: PowerStatement, after: string): boolean {
  const name = /^\$(\w+)\s*=/.exec(text)?.[1]
  return name !== undefined && new RegExp(`\\$${name}\\.ExitCode\\b`, 'i').test(after) && raises.test(after)
}

/**
 * Whether the script ends well behind a program that failed: `exit 0` on its own way or where its code was looked at, or
 * the code is set to zero.
 */
function forgetsCode({ index, all, statement }: Where): boolean {
  return all.slice(index + 1).some((next) => {
    if (!endsWell.test(next.text)) return false
    const own = next.blocks.filter((block) => !statement.blocks.includes(block))
    return own.every(({ kind, head }) => kind === 'if' && isFailed.test(head))
  })
}

const endsWell = /^(exit\s+0|\$(global:)?LASTEXITCODE\s*=\s*0|\[Environment\]::Exit\(0\))$/i

/** Asks whether the last program has failed. */
const isFailed = /\$LASTEXITCODE\s+-(ne|gt)\s+0|!\s*\$\?|-not\s+\$\?|\$\?\s+-eq\s+\$false/i

/** The block behind a `try`. */
function catchOf(block: PowerBlock, text: string): string {
  const rest = text.slice(block.end)
  return /^\s*catch\b/i.test(rest) ? (rest.slice(0, 1500).split(/\n\}|\bfinally\b/i)[0] ?? '') : 'throw'
}

/** Whether errors stop the script, as far as it says so itself. */
function preference(before: string): boolean | undefined {
  const last = [...before.matchAll(/\$ErrorActionPreference\s*=\s*["']?(\w+)/gi)].at(-1)?.[1]
  return last === undefined ? undefined : /^stop$/i.test(last)
}

/** `if ($LASTEXITCODE -ne 0) { throw … }`, `if (!$?) { exit 1 }` right behind it. */
function looksAtCode(index: number, all: readonly PowerStatement[], text: string): boolean {
  for (const next of all.slice(index + 1, index + 4)) {
    if (/\$LASTEXITCODE|\$\?/i.test(next.text)) {
      return raises.test(text.slice(next.start, next.end + 600).split(/\n\s*\}/)[0] ?? '')
    }
    if (runsProgram(next)) return false
    const head = next.blocks.at(-1)
    if (head?.kind === 'if' && /\$LASTEXITCODE|\$\?/i.test(head.head))
      return raises.test(text.slice(head.bodyStart, head.end))
  }
  return false
}

/** Whether another program runs after it, whose code then counts. */
function laterProgram(index: number, all: readonly PowerStatement[]): boolean {
  let last = lastPrograms.get(all)
  if (last === undefined) {
    last = all.findLastIndex(runsProgram)
    lastPrograms.set(all, last)
  }
  return last > index
}

const lastPrograms = new WeakMap<readonly PowerStatement[], number>()

/** Whether a statement runs a program, which sets the exit code: no cmdlet, alias or function of a script. */
function runsProgram({ text }: PowerStatement): boolean {
  return commandsIn(text).some((command) => {
    const written = /^[&\s]*["']?([\w./\\:$-]+)/.exec(command)?.[1] ?? ''
    return written !== '' && !isCmdlet(written) && !aliases.has(written.toLowerCase()) && !written.endsWith('.ps1')
  })
}

const aliases = new Set(
  'cd sl echo write sleep pushd popd iwr irm iex rm del copy cp move mv md mkdir ls dir gci cat type cls exit icm select where foreach sort'.split(
    ' ',
  ),
)
