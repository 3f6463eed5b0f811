import type { DataNode } from '../../../documents/tree.ts'
import { Hidden, or } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { asTexts, known } from '../dialect/outcome.ts'
import { toSay } from '../dialect/question.ts'
import { spend } from '../dialect/reading.ts'
import { firstLine } from '../dialect/script.ts'
import { couldServe, likelyKind, saysItServes } from '../dialect/words.ts'
import type { Act, Condition, Step } from '../model.ts'
import { actsOfChoices } from './choices.ts'
import { behind, readIf, stepCondition } from './conditions.ts'
import { deepestCall, type Reading } from './dialect.ts'
import { type Exported, noteExported } from './exports.ts'
import { type LocalAction, readLocalAction } from './local-action.ts'
import { outputText } from './output-text.ts'
import { type ReadStep, raisedLater } from './raised-later.ts'
import { type ScriptContext, scriptOf } from './run-script.ts'
import { type Binding, type Frame, namesIn } from './scope.ts'
import { flagOf, inputTexts, literalOutput, minutesOf, withEnv, written, writtenValues } from './step-values.ts'
import { evaluateNode } from './template.ts'
import { stepsIn } from './uses.ts'
import { afterStep, type Where, type Workspace, whereIs } from './workspace.ts'

/** Where steps stand: what is known there, and what the calls around them add. */
export interface StepContext extends ScriptContext {
  readonly reading: Reading
  readonly job: string
  /** how many steps the job has so far; spliced ones count on */
  readonly counter: { steps: number }
  readonly workspace: { now: Workspace }
  readonly exported: Exported
  /** what the calling step says for all inside */
  readonly outer: Pick<Step, 'runsAfterFailure' | 'continueOnError' | 'timeoutMinutes'> & {
    readonly condition: Condition | undefined
  }
  /** folders of the composite actions one is in */
  readonly actions: readonly string[]
}

/** The steps of a job or of a composite action, those of local composite actions spliced in. */
export async function readSteps(list: DataNode, context: StepContext): Promise<readonly Step[]> {
  const { problems } = context.reading
  if (list.kind !== 'list') {
    problems.push({ place: list.place, message: '`steps` must be a list', unreadable: true })
    return []
  }
  const nodes = [...stepsIn(list)]
  const read: ReadStep[] = []
  for (const node of nodes) {
    if (!spend(context.reading, node.place)) break
    if (node.kind === 'map') read.push({ node, steps: await readStep(node, nodes, context) })
    else problems.push({ place: node.place, message: 'a step must be a map with `run` or `uses`', unreadable: true })
  }
  return context.outer.continueOnError === false ? raisedLater(read, context.frame) : read.flatMap(({ steps }) => steps)
}

async function readStep(node: DataNode, siblings: readonly DataNode[], given: StepContext): Promise<readonly Step[]> {
  const all = withExported(given)
  const { reading, outer } = all
  const own = readIf(node.get('if'))
  const { condition, runsAfterFailure } = stepCondition(own, withEnv(all.frame, node.get('env')), (id, failed) =>
    outcomesOf(siblings, id, failed),
  )
  const reaching = all.frame.runs.filter((run) => condition?.holds(run) !== false)
  const context = reaching.length ? { ...all, frame: behind(own, all.frame, reaching) } : all
  const { frame, variables } = seenBy(node, context)
  const run = node.get('run')
  const uses = node.get('uses')
  const title = written(node.get('name')?.text ?? '', frame)
  const named = title || (uses?.text ?? firstLine(run?.text ?? ''))
  const minutes = [minutesOf(node.get('timeout-minutes'), frame), outer.timeoutMinutes].filter(
    (value) => value !== undefined,
  )
  const step = {
    name: named,
    place: node.place,
    via: context.via,
    runsAfterFailure: strongest(outer.runsAfterFailure, runsAfterFailure),
    continueOnError: or(
      outer.continueOnError,
      flagOf(node.get('continue-on-error'), frame, `continue-on-error of the step ${named}`),
    ),
    ...(minutes.length && { timeoutMinutes: Math.min(...minutes) }),
  }
  const whole = both(outer.condition, condition)
  const finished = (acts: readonly Act[]): Step[] => [
    { ...step, id: `${context.job}/${context.counter.steps++}`, ...(whole && { condition: whole }), acts },
  ]
  const here: StepContext = { ...context, frame, variables, outer: { ...step, condition: whole } }
  // what it writes is there for later steps under all starts
  const exporting = context.frame === all.frame ? here : { ...here, ...seenBy(node, all) }

  if (run) {
    if (run.text === undefined && run.kind !== 'scalar') {
      reading.problems.push({ place: run.place, message: '`run` must be a text', unreadable: true })
      return finished([])
    }
    const acts = await actsOfChoices(scriptOf(node, run, title, here), (script) =>
      reading.finders.findActs(script, reading.repository),
    )
    noteExported(node, exporting)
    return finished(acts)
  }
  if (uses?.text) {
    const text = uses.text.trim()
    if (isLocal(text)) return readLocal(text, node, uses, here, finished)
    const inputs = writtenValues(node.get('with'), frame)
    const acts = text.startsWith('docker://')
      ? await reading.finders.actsOfImage(
          text.slice(9),
          [inputs.entrypoint, inputs.args].filter(Boolean).join(' '),
          uses.place,
          context.via,
          title,
          reading.repository,
        )
      : await reading.finders.actsOfAction(text, inputs, uses.place, context.via, title, reading.repository, variables)
    context.workspace.now = afterStep(context.workspace.now, node, frame)
    noteExported(node, exporting)
    return finished(acts)
  }
  // Signs of the grammar for steps in the background (June 2026) run nothing themselves.
  if (!['wait', 'wait-all', 'cancel'].some((key) => node.get(key))) {
    reading.problems.push({ place: node.place, message: 'a step with neither `run` nor `uses`', unreadable: false })
  }
  return finished([])
}

/** What a step sees of where it stands: the frame and the variables with its own `env:`. */
function seenBy(step: DataNode, { frame, variables }: StepContext): Pick<StepContext, 'frame' | 'variables'> {
  const env = step.get('env')
  return { frame: withEnv(frame, env), variables: { ...variables, ...writtenValues(env, frame) } }
}

/** What earlier steps wrote to `$GITHUB_ENV` is known to later ones, and wins over what the job says. */
function withExported(context: StepContext): StepContext {
  const { exported, frame } = context
  if (!exported.size) return context
  const variables = { ...context.variables }
  for (const [name, text] of exported) {
    if (text === undefined) delete variables[name]
    else variables[name] = text
  }
  return { ...context, variables, frame: { ...frame, envText: new Map(exported) } }
}

function isLocal(uses: string): boolean {
  return uses.startsWith('./') || uses.startsWith('$/') || uses === '.' || uses.startsWith('../')
}

function strongest(outer: Step['runsAfterFailure'], inner: Step['runsAfterFailure']): Step['runsAfterFailure'] {
  if (inner === 'only' || outer === 'only') return 'only'
  return inner === 'always' || outer === 'always' ? 'always' : 'no'
}

/** What `steps.<id>.outcome` may be where a condition asks for it. */
function outcomesOf(siblings: readonly DataNode[], id: string, afterFailure: boolean): readonly string[] {
  const step = siblings.find((node) => node.get('id')?.text === id)
  if (afterFailure || !step) return ['success', 'failure', 'skipped']
  return ['success', ...(step.get('if') ? ['skipped'] : []), ...(step.get('continue-on-error') ? ['failure'] : [])]
}

/** A step that uses an action of a path: composite ones are spliced in, others stand by their name. */
async function readLocal(
  text: string,
  node: DataNode,
  uses: DataNode,
  context: StepContext,
  finished: (acts: readonly Act[]) => Step[],
): Promise<readonly Step[]> {
  const { reading } = context
  const where: Where = whereIs(
    text.startsWith('$/') ? { mounts: [] } : context.workspace.now,
    text.replace(/^\$\//, './'),
  )
  const act = (extra: Partial<Act>): Act => ({
    kinds: [],
    tool: text,
    text: `uses: ${text}`,
    place: uses.place,
    via: context.via,
    onFailure: 'stops',
    words: [],
    inputs: writtenValues(node.get('with'), context.frame),
    ...extra,
  })
  const hidden = (what: string, couldBe = couldServe(text, node.get('name')?.text ?? '')) =>
    act({
      hidden: {
        place: uses.place,
        value: new Hidden(
          what,
          toSay(`what ${what} does`, { step: node.get('name')?.text ?? text }, [
            likelyKind(node.get('name')?.text ?? '', text),
          ]),
        ),
        couldBe,
      },
    })
  if (where.kind === 'elsewhere')
    return finished([hidden(`the action ${where.path || '.'} of the repository ${where.repository}`)])
  const action = where.kind === 'here' ? await readLocalAction(where.path, reading) : undefined
  if (!action) {
    reading.problems.push({ place: uses.place, message: `there is no action at ${text}`, unreadable: false })
    return finished([hidden(`the action ${text}`)])
  }
  if (action.image?.startsWith('docker://')) {
    const acts = await reading.finders.actsOfImage(
      action.image.slice(9),
      '',
      uses.place,
      context.via,
      action.name,
      reading.repository,
    )
    return finished(acts)
  }
  if (!action.steps) {
    const couldBe = saysItServes(action.name, action.path, action.description)
    return finished([couldBe.length ? hidden(`what the action ${text} does`, couldBe) : act({})])
  }
  if (context.actions.includes(action.path) || context.actions.length >= deepestCall) {
    const circle = [...context.actions, action.path].join(' → ')
    const message = context.actions.includes(action.path)
      ? `actions use each other in a circle: ${circle}`
      : `actions nested too deeply: ${circle}`
    reading.problems.push({ place: uses.place, message, unreadable: false })
    return finished([])
  }
  return readSteps(action.steps, {
    ...context,
    frame: actionFrame(action, node, context.frame),
    via: [...context.via, uses.place],
    shell: undefined,
    directory: undefined,
    actions: [...context.actions, action.path],
  })
}

/** What a composite action's steps see: its inputs (always texts), and the caller's env, matrix and run. */
function actionFrame(action: LocalAction, step: DataNode, caller: Frame): Frame {
  const inputs = new Map<string, Binding>()
  const frame: Frame = {
    ...caller,
    inputs,
    pinned: undefined,
    inputText: inputTexts(step.get('with'), (name) => action.inputs.get(name), caller),
    actionPath: action.path,
    output: () => () => ({ values: [], open: {} }),
    stepOutput: (id, name) => literalOutput([...stepsIn(action.steps)], id, name, () => frame),
    outputText: ([context, id = '', name = '']) =>
      context === 'steps'
        ? outputText([...stepsIn(action.steps)], id, name, (text) =>
            written(text, { ...frame, outputText: () => undefined }),
          )
        : undefined,
  }
  const names = new Set([...action.inputs.keys(), ...(step.get('with')?.entries ?? []).map((entry) => entry.key)])
  for (const name of names) {
    const given = step.get('with')?.get(name)
    const fallback = action.inputs.get(name)
    inputs.set(name, (run, situation) => {
      const node = given ?? fallback
      if (!node) return known('')
      return asTexts(evaluateNode(node, namesIn(given ? caller : { ...caller, inputs: new Map() }, run, situation)))
    })
  }
  return frame
}
