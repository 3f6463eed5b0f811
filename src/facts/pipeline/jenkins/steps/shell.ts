import type { Call, Expression } from '../../../../documents/groovy/index.ts'
import type { Place } from '../../../../documents/place.ts'
import { lastAtOrBefore } from '../../../../documents/search.ts'
import { firstLine } from '../../dialect/script.ts'
import type { Run } from '../../model.ts'
import type { Script } from '../../script.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { emit } from '../emit.ts'
import { placeIn } from '../module.ts'
import { type Args, literal } from '../values/args.ts'
import { evaluate } from '../values/evaluate.ts'
import { type DraftAct, shownOf, textOf } from '../values/values.ts'
import { untilAsked } from './asked.ts'
import { performArguments } from './perform.ts'

/** `sh`, `bat`, `powershell` and `pwsh` (jenkins.io, "Pipeline: Nodes and Processes"). */
export async function performShell(name: string, node: Call, args: Args, context: Context): Promise<void> {
  await performArguments(node, context)
  const script = args.named.get('script') ?? args.positional[0]
  if (!script) return
  const label = args.named.get('label')
  const title = (run?: Run) => (label ? shownOf(evaluate(label, frameOf(context), asking(context, run))) : '')
  const ignored = literal(args.named.get('returnStatus')) === 'true'
  const printed = literal(args.named.get('returnStdout')) === 'true' ? writtenScript(script, context).text : ''
  const isAnswerRead = asksForCode.test(printed)
  const drafts = await emit(context, {
    place: placeIn(context.module, node.span),
    nameIn: (run) => title(run) || firstLine(writtenScript(script, context, run).text),
    keyIn: (run) => keyOf(script, context, run),
    actsIn: async (run) => {
      const { reading } = context.machine
      const written = scriptOf(name, script, title(run), context, run)
      return reading.finders.findActs({ ...written, isAnswerRead }, reading.repository)
    },
    ...(ignored && { onFailure: 'ignored' as const }),
  })
  if (printsLogin.test(printed)) context.machine.results.set(node, loginPrinted)
  if (isAnswerRead) for (const act of drafts) untilAsked(act)
  if (ignored || isAnswerRead) context.machine.results.set(node, { kind: 'outcome', acts: drafts satisfies DraftAct[] })
}

/** `curl -w '%{http_code}' …`: it prints how the request was answered, and is well whatever that is. */
const asksForCode = /%\{(http|response)_code\}/

/** Version 1 of the AWS CLI prints the command that logs Docker in (`sh(script: 'aws ecr get-login …', returnStdout: true)`). */
const printsLogin = /^\s*aws\b[^\n;&|]*\secr\s+get-login(?!-)\b[^\n;&|]*(\|\s*(sed|tr|cut)\b[^\n;&|]*)*\s*$/

/** What runs it later runs that command: written as the shell would have it run. */
const loginPrinted = { kind: 'text', known: undefined, shown: '$(aws ecr get-login)' } as const

/** What tells the forms of a script apart: its text, and what the variables in it hold. */
function keyOf(script: Expression, context: Context, run?: Run): string {
  const { text } = writtenScript(script, context, run)
  const mentioned = new Set([...text.matchAll(/\$\{?(\w+)|%(\w+)%/g)].map((match) => match[1] ?? match[2] ?? ''))
  const values = [...mentioned].map((name) => {
    const bound = context.environment.get(name) ?? context.machine.parameters.get(name)
    return bound ? `${name}=${shownOf(bound.ask(asking(context, run)))}` : ''
  })
  return [text, ...values].join('\n')
}

/** The variables of the shell, as far as known; parameters are variables too. */
export function variablesOf(context: Context, run?: Run): Record<string, string> {
  const found: Record<string, string> = {}
  const now = asking(context, run)
  for (const [name, binding] of context.machine.parameters) {
    // What was chosen is asked for where a script branches on it.
    found[name] = textOf(binding.ask(now)) ?? `\${{ inputs.${name} }}`
  }
  for (const name of context.environment.names()) {
    const value = context.environment.get(name)?.ask(now)
    const known = value && (value.kind === 'text' ? value.shown : textOf(value))
    if (known !== undefined && known !== `\${${name}}`) found[name] = known
  }
  const { directory } = context
  if (directory !== undefined)
    found.WORKSPACE =
      directory
        .split('/')
        .filter(Boolean)
        .map(() => '..')
        .join('/') || '.'
  return found
}

function scriptOf(program: string, node: Expression, title: string, context: Context, run?: Run): Script {
  const { text, placeOf } = writtenScript(node, context, run)
  // A script that names its interpreter runs without the -xe that Jenkins gives otherwise.
  const chosen = program === 'sh' ? /^#!\s*(\S+)(?:\s+(\w+))?(.*)/.exec(text) : null
  const interpreter = chosen && (/\/env$/.test(chosen[1] ?? '') ? chosen[2] : chosen[1]?.replace(/^.*\//, ''))
  const posix = interpreter === null || /^(ba|da|k|z)?sh$/.test(interpreter ?? '')
  return {
    text,
    placeOf,
    shell: program === 'bat' ? 'cmd' : program === 'sh' ? (interpreter ?? 'sh') : program,
    errexit: posix && (!chosen || /\s-\w*e/.test(chosen[0])),
    pipefail: false,
    directory: context.directory,
    variables: variablesOf(context, run),
    via: context.via,
    name: title,
  }
}

interface Written {
  readonly text: string
  readonly placeOf: (start: number, end: number) => Place
}

interface Segment {
  readonly at: number
  readonly text: string
  /** the offset of the file where the unit at an index of `text` stands; undefined: put in as a whole */
  readonly offsetOf: ((index: number) => number) | undefined
  readonly span: { readonly start: number; readonly end: number }
}

/** The text that an expression comes to in a run, with places that point to where it is written. */
export function writtenScript(node: Expression, context: Context, run?: Run): Written {
  const segments: Segment[] = []
  let text = ''
  const add = (added: string, span: Segment['span'], offsetOf?: Segment['offsetOf']) => {
    if (added === '') return
    segments.push({ at: text.length, text: added, offsetOf, span })
    text += added
  }
  const read = (part: Expression): void => {
    if (part.kind === 'text') {
      for (const piece of part.parts) {
        if (piece.kind === 'literal') {
          const { offsetOf, value } = piece
          add(value, { start: offsetOf(0), end: offsetOf(value.length) }, offsetOf)
        } else add(shownOf(evaluate(piece.expression, frameOf(context), asking(context, run))), piece.span)
      }
    } else if (part.kind === 'binary' && part.operator === '+') {
      read(part.left)
      read(part.right)
    } else if (
      part.kind === 'call' &&
      part.callee.kind === 'property' &&
      /^(trim|strip\w*|toString)$/.test(part.callee.name)
    ) {
      read(part.callee.object)
    } else add(shownOf(evaluate(part, frameOf(context), asking(context, run))), part.span)
  }
  read(node)
  const { file } = context.module
  return {
    text,
    placeOf: (start, end) => {
      const first = segmentAt(segments, start)
      const last = segmentAt(segments, Math.max(start, end - 1))
      if (!first || !last) return { file, start: node.span.start, end: node.span.end }
      const from = first.offsetOf ? first.offsetOf(start - first.at) : first.span.start
      const to = last.offsetOf ? last.offsetOf(Math.max(start, end - 1) - last.at) + 1 : last.span.end
      return { file, start: from, end: Math.max(from, to) }
    },
  }
}

const segmentAt = (segments: readonly Segment[], index: number): Segment | undefined =>
  segments[lastAtOrBefore(segments, index, ({ at }) => at)]
