import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { chosenOutput } from '../dialect/chosen-output.ts'
import { asTexts, known, type Outcome, single, toNumber, truth, union, unknown } from '../dialect/outcome.ts'
import { branching } from '../dialect/said-values.ts'
import { usualRuns } from '../dialect/usual-runs.ts'
import type { Run } from '../model.ts'
import { holdsIn, readIf } from './conditions.ts'
import { settled } from './environment.ts'
import { givenBy } from './given.ts'
import { type Binding, type Frame, namesIn, type Situation, underAnyRun } from './scope.ts'
import { evaluateNode, evaluateTemplate, fill } from './template.ts'

/** A frame in which the variables of an `env:` are known too. Its values see only what stands outside. */
export function withEnv(frame: Frame, env: DataNode | undefined): Frame {
  if (env?.kind !== 'map' || !env.entries.length) return frame
  const added = env.entries.map(({ key, value }): [string, Binding] => [
    key,
    (run, situation) => asTexts(evaluateNode(value, namesIn(frame, run, situation))),
  ])
  // what stands at the step itself wins over what was written before
  const own = new Set(added.map(([name]) => name))
  const envText = new Map([...(frame.envText ?? [])].filter(([name]) => !own.has(name)))
  const envWritten = new Map([...(frame.envWritten ?? []), ...Object.entries(writtenValues(env, frame))])
  return { ...frame, env: new Map([...frame.env, ...added]), envWritten, ...(frame.envText && { envText }) }
}

/** The texts of an `env:` or `with:`, with what is known put in; unknown expressions stay as they are written. */
export function writtenValues(node: DataNode | undefined, frame: Frame): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { key, value } of node?.kind === 'map' ? node.entries : []) {
    if (value.kind === 'scalar') values[key] = written(value.text ?? '', frame)
  }
  return values
}

/** A text with what is known put in. */
export function written(text: string, frame: Frame): string {
  return fill(text, (expression) => settled(`\${{${expression}}}`, frame) ?? textOfOutput(expression, frame)).text
}

/** The text behind `steps.x.outputs.y`, `needs.x.outputs.y`, `env.z` and `inputs.i`, where a visible place writes it. */
export function textOfOutput(expression: string, frame: Frame): string | undefined {
  const [, context, variable] = /^\s*(env|inputs)\.([\w-]+)\s*$/.exec(expression) ?? []
  if (context === 'inputs') return frame.inputText?.(variable as string)
  if (variable !== undefined) {
    return frame.envText?.has(variable) ? frame.envText.get(variable) : frame.envWritten?.get(variable)
  }
  const path = /^\s*(steps|needs)\.([\w-]+)\.outputs\.([\w-]+)\s*$/.exec(expression)
  return path ? frame.outputText([path[1] as string, path[2] as string, path[3] as string]) : undefined
}

/**
 * What a call or a step with inputs gives for each, as text. A text that is made of the caller's own inputs is filled in
 * where the caller stands.
 */
export function inputTexts(
  given: DataNode | undefined,
  fallback: (name: string) => DataNode | undefined,
  caller: Frame,
): NonNullable<Frame['inputText']> {
  return (name) => {
    const text = given?.get(name)?.text
    return text === undefined ? fallback(name)?.text : written(text, caller)
  }
}

/** A boolean such as `continue-on-error`; hidden where it depends on what is not known. */
export function flagOf(node: DataNode | undefined, frame: Frame, what: string): Seen<boolean> {
  if (!node) return false
  const usual = { ...frame, runs: usualRuns(frame.runs) }
  const value = truth(underAnyRun(usual, (names) => evaluateNode(node, names)))
  return value ?? new Hidden(what, { kind: 'file', text: `write true or false for ${what} in ${node.file}` })
}

/** A number of minutes; undefined where none is set or it is not known. */
export function minutesOf(node: DataNode | undefined, frame: Frame): number | undefined {
  if (!node) return undefined
  const value = single(underAnyRun(frame, (names) => evaluateNode(node, names)))
  const minutes = value === undefined || value === null ? Number.NaN : toNumber(value)
  return Number.isFinite(minutes) && minutes > 0 ? minutes : undefined
}

/**
 * What a step writes for an output with a literal text (`echo "name=value" >> "$GITHUB_OUTPUT"`); where the script chooses
 * one in its branches, those that it may choose under a start; else unknown.
 */
export function literalOutput(steps: readonly DataNode[], id: string, name: string, frame: () => Frame): Binding {
  return outputOf(steps, id, name, { frame, made: new Map() })
}

/** What is known where an output is asked for. */
interface Asked {
  readonly frame: () => Frame
  /** the outputs that it hangs on, each made once, however often it is named */
  readonly made: Map<string, Binding>
}

function outputOf(steps: readonly DataNode[], id: string, name: string, asked: Asked): Binding {
  const at = steps.findIndex((candidate) => candidate.get('id')?.text === id)
  const step = steps[at]
  const script = step?.get('run')?.text
  if (!step || script === undefined) return () => unknown
  const key = `${id} ${name}`
  const before = asked.made.get(key)
  if (before) return before
  // a step sees what those before it write, and so never itself
  const earlier = steps.slice(0, at)
  const there = () => ({
    ...asked.frame(),
    stepOutput: (step: string, output: string) => outputOf(earlier, step, output, asked),
  })
  const binding = remembered(whereItRuns(step, madeByScript(step, script, name, there), there))
  asked.made.set(key, binding)
  return binding
}

/** What a step writes, under the condition that it has. */
function whereItRuns(step: DataNode, made: Binding, there: () => Frame): Binding {
  const condition = readIf(step.get('if'))
  if (!condition) return made
  return (run, situation) => {
    // a step that is left out writes nothing
    const runs = holdsIn(condition, there(), run, situation)
    return runs ? made(run, situation) : runs === false ? known('') : union(known(''), made(run, situation))
  }
}

/** The same value, found once for each start and course of things. */
function remembered(binding: Binding): Binding {
  const found = new WeakMap<Run, WeakMap<Situation, Outcome>>()
  return (run, situation) => {
    const ofRun = found.get(run) ?? new WeakMap<Situation, Outcome>()
    found.set(run, ofRun)
    const outcome = ofRun.get(situation) ?? binding(run, situation)
    ofRun.set(situation, outcome)
    return outcome
  }
}

/** What the script of a step writes for an output, when it runs. */
function madeByScript(step: DataNode, script: string, name: string, frame: () => Frame): Binding {
  if (branching.test(script)) {
    const shell = step.get('shell')?.text ?? 'bash'
    if (!/^(ba)?sh\b/.test(shell) || !/GITHUB_OUTPUT|::set-output/.test(script)) return () => unknown
    // the frame is whole only when it is asked
    let here: Frame | undefined
    return (run, situation) => {
      here ??= withEnv(frame(), step.get('env'))
      return chosenOutput(script, name, givenBy(namesIn(here, run, situation)))
    }
  }
  const key = name.replace(/[^\w-]/g, '')
  const assignment = new RegExp(
    `(?:^|[\\s"'])${key}=(?:"([^"\\n]*)"|'([^'\\n]*)'|([^"'\\n]*?))["']?\\s*(?:>>|\\||$)`,
    'gm',
  )
  const found = [...script.matchAll(assignment)]
  const setOutput = [...script.matchAll(new RegExp(`::set-output name=${key}::([^"'\\n]*)`, 'g'))]
  const [only] = [...found, ...setOutput]
  if (!only || found.length + setOutput.length !== 1) return () => unknown
  if (!/GITHUB_OUTPUT|::set-output/.test(script)) return () => unknown
  const value = (only[1] ?? only[2] ?? only[3] ?? '').trim()
  if (/[`]|\$(?!\{\{)/.test(value)) return () => unknown
  return (run, situation) => asTexts(evaluateTemplate(value, namesIn(frame(), run, situation)))
}
