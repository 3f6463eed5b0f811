import { both, contrary } from '../../dialect/conditions.ts'
import type { Condition } from '../../model.ts'
import { callAt, emit } from '../call.ts'
import { runText } from '../follow/script.ts'
import { quoteAll } from '../follow/text.ts'
import { unknownCondition } from '../shell/conditions.ts'
import { type Context, type Finder, outcomeOf, type Shell, type Source, subshell } from '../shell/state.ts'
import { failureStops } from './failure.ts'
import { bindParameters } from './parameters.ts'
import { changesMachine, sendsElsewhere } from './remote.ts'
import { type PowerBlock, type PowerStatement, powerStatements } from './statements.ts'
import { commandsIn, literalOf, shellWords } from './translate.ts'
import { noteWrittenByPower } from './written.ts'

/** A PowerShell script on its way. */
interface Script {
  readonly source: Source
  readonly statements: readonly PowerStatement[]
  readonly functions: ReadonlyMap<string, PowerBlock>
  readonly context: Context
  readonly finder: Finder
  readonly keepsCode: boolean
}

/**
 * What a PowerShell script runs: its commands in their order, cmdlets that ask or start something as the command of the
 * shell that does the same. Branches keep their condition, as far as it compares a known variable; the body of a function
 * runs where it is called.
 * @param args the words behind the script
 * @param keepsCode whether the code of its last program is the script's (`Ending`)
 */
export async function runPower(
  source: Source,
  args: readonly string[],
  shell: Shell,
  context: Context,
  finder: Finder,
  keepsCode = true,
): Promise<void> {
  const statements = powerStatements(source.text)
  const functions = new Map<string, PowerBlock>()
  for (const { blocks } of statements) {
    for (const block of blocks) if (block.kind === 'function') functions.set(nameOf(block), block)
  }
  const own: Shell = { ...subshell(shell), errexit: false, pipefail: false }
  const main = statements.filter(({ blocks }) => !blocks.some(({ kind }) => kind === 'function'))
  bindParameters(main[0]?.text ?? '', args, own)
  const outcome = outcomeOf(shell, context)
  const inside = { ...context, status: outcome, exit: outcome, returns: outcome }
  const script: Script = { source, statements, functions, context: inside, finder, keepsCode }
  await runAll(main, 0, own, script)
}

const nameOf = ({ head }: PowerBlock): string => (/^\w+\s+(?:\w+:)?([\w-]+)/.exec(head)?.[1] ?? '').toLowerCase()

/** @param depth how many blocks around the statements are the caller's */
async function runAll(
  statements: readonly PowerStatement[],
  depth: number,
  shell: Shell,
  script: Script,
): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    if (script.finder.left-- <= 0) return
    const blocks = statement.blocks.slice(depth)
    assign(statement, blocks, shell)
    noteWrittenByPower(statement, script.source, shell, script.context, script.finder)
    for (const command of commandsIn(statement.text)) {
      await runCommand(command, { statement, blocks, index, all: statements }, shell, script)
    }
  }
}

/** `$name = 'value'`: known where it stands in no branch. */
function assign({ text }: PowerStatement, blocks: readonly PowerBlock[], shell: Shell): void {
  const found = /^(?:\[[\w.[\]]+\]\s*)?\$(\w+)\s*(\+?)=\s*([\s\S]*)$/.exec(text)
  if (!found) return
  const value = blocks.length || found[2] ? undefined : literalOf(found[3] as string, shell)
  shell.variables.set((found[1] as string).toLowerCase(), value ?? null)
}

interface Where {
  readonly statement: PowerStatement
  readonly blocks: readonly PowerBlock[]
  readonly index: number
  readonly all: readonly PowerStatement[]
}

async function runCommand(command: string, where: Where, shell: Shell, script: Script): Promise<void> {
  const { source, finder, functions, statements } = script
  const words = shellWords(command)
  const name = words[0]?.toLowerCase() ?? ''
  const condition = conditionOf(where.blocks, shell, script)
  const conditional = condition ? { condition: both(script.context.condition, condition) } : {}
  const body = functions.get(name)
  if (body) {
    const key = `power ${source.file ?? ''} ${name}`
    if (finder.active.has(key)) return
    finder.active.add(key)
    const inside = statements.filter(({ blocks }) => blocks.includes(body))
    const own = subshell(shell)
    bindParameters(/\(([\s\S]*)\)/.exec(body.head)?.[0] ?? inside[0]?.text ?? '', words.slice(1), own)
    const depth = inside[0] ? inside[0].blocks.indexOf(body) + 1 : 0
    await runAll(inside, depth, own, { ...script, context: { ...script.context, ...conditional } })
    finder.active.delete(key)
    return
  }
  const remote = where.blocks.some(({ head }) => sendsElsewhere(head))
  const stops = failureStops(command, where, { text: source.text, keepsCode: script.keepsCode }) && !remote
  const outcome = stops ? script.context.status : 'ignored'
  const place = source.placeOf(where.statement.start, where.statement.end)
  const context: Context = {
    ...script.context,
    ...conditional,
    remote: script.context.remote || remote,
    status: outcome,
    exit: outcome,
    suppressed: true,
    // what a cmdlet writes goes into the log, unless it is assigned, piped or redirected
    unlogged: script.context.unlogged || /^\s*\$[\w:.]+\s*=|[|>]/.test(where.statement.text),
  }
  if (context.remote && changesMachine(words)) {
    const call = callAt(place, command, words)
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: words[0] as string, remote: true })
    return
  }
  await runText({ text: quoteAll(words), file: undefined, placeOf: () => place }, shell, shell, context, finder)
}

/** What must hold for a statement, of all the branches that it stands in. */
function conditionOf(blocks: readonly PowerBlock[], shell: Shell, { source }: Script): Condition | undefined {
  let whole: Condition | undefined
  for (const [index, block] of blocks.entries()) {
    const place = source.placeOf(block.start, block.bodyStart)
    const outer = blocks[index - 1]
    const one = ofBlock(block, outer, shell, place)
    const oneOf = block.choice ?? (outer?.kind === 'switch' ? outer : undefined)
    const part = one && oneOf ? { ...one, oneOf } : one
    if (part) whole = whole ? both(whole, part) : part
  }
  return whole
}

function ofBlock(block: PowerBlock, outer: PowerBlock | undefined, shell: Shell, place: Condition['place']) {
  if (block.kind === 'else' || block.kind === 'catch') return unknownCondition(block.head, place)
  if (block.kind === 'if') {
    const compared = /^if\s*\(\s*\$(\w+)\s+-(i?eq|i?ne)\s+(["'])([^"'$]*)\3\s*\)$/i.exec(block.head)
    const value = compared ? shell.variables.get((compared[1] as string).toLowerCase()) : undefined
    if (!compared || typeof value !== 'string' || value.includes('${')) return unknownCondition(block.head, place)
    const equal = value.toLowerCase() === (compared[4] as string).toLowerCase()
    const fixed: Condition = { text: block.head, place, holds: () => equal }
    return /ne$/i.test(compared[2] as string) ? contrary(fixed) : fixed
  }
  if (block.kind !== 'script' || outer?.kind !== 'switch') return undefined
  const asked = /^switch\s*(?:-\w+\s*)*\(\s*\$(\w+)\s*\)$/i.exec(outer.head)?.[1]
  const value = asked ? shell.variables.get(asked.toLowerCase()) : undefined
  const wanted = /^(["'])([^"'$*?]*)\1$/.exec(block.head)?.[2]
  if (wanted === undefined || typeof value !== 'string' || value.includes('${'))
    return unknownCondition(`${outer.head} ${block.head}`, place)
  return { text: `${outer.head} ${block.head}`, place, holds: () => value.toLowerCase() === wanted.toLowerCase() }
}
