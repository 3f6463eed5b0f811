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

/**
 * Whether the script fails where a command does. Of programs the last one that runs decides (pipelines end with
 * `exit $LASTEXITCODE`), an earlier one where the script looks at its code; cmdlets stop the script, unless they are told
 * otherwise or a `catch` takes their error and goes on. A request in a loop that takes errors counts where the script
 * raises afterwards.
 */
export function failureStops(command: string, where: Where, text: string): boolean {
  const { statement, blocks, index, all } = where
  const words = shellWords(command)
  const name = words[0] ?? ''
  const caught = [...blocks].reverse().find(({ kind }) => kind === 'try')
  const after = text.slice(statement.end)
  if (name === 'curl' && (caught || blocks.some(({ kind }) => kind === 'loop'))) return raises.test(after)
  if (caught && !raises.test(catchOf(caught, text))) return false
  if (/-ErrorAction\s+(SilentlyContinue|Continue|Ignore|0)\b|-EA\s+(0|Silently\w+)\b/i.test(statement.text))
    return false
  if (isCmdlet(/^[&\s]*([\w-]+)/.exec(command)?.[1] ?? '')) return !goesOnAfterErrors(text.slice(0, statement.start))
  if (/\$PSNativeCommandUseErrorActionPreference\s*=\s*\$true/i.test(text.slice(0, statement.start))) return true
  return looksAtCode(index, all, text) || !laterProgram(index, all)
}

/** The block behind a `try`. */
function catchOf(block: PowerBlock, text: string): string {
  const rest = text.slice(block.end)
  return /^\s*catch\b/i.test(rest) ? (rest.slice(0, 1500).split(/\n\}|\bfinally\b/i)[0] ?? '') : 'throw'
}

function goesOnAfterErrors(before: string): boolean {
  const last = [...before.matchAll(/\$ErrorActionPreference\s*=\s*["']?(\w+)/gi)].at(-1)?.[1]
  return last !== undefined && !/^stop$/i.test(last)
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
