import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { spend } from '../dialect/reading.ts'
import { firstLine, type Shell, scriptOfNode } from '../dialect/script.ts'
import { couldServe } from '../dialect/words.ts'
import type { Act, Condition, Step } from '../model.ts'
import { exportedBy } from './bash-env.ts'
import { environmentGiven } from './environment.ts'
import { folderOf } from './folder.ts'
import { bind, type Frame, given, type Reading } from './frame.ts'
import { unlessHalted } from './halt.ts'
import { answerBeforehand, conditionOf } from './logic.ts'
import { actsOfOrb, noticeOf } from './orbs.ts'
import { lookUp } from './scope.ts'
import { shellOf, variablesOf } from './shell.ts'
import { forScript, pieces, soleExpression, textOf, withVariables } from './template.ts'

/** Where steps stand: what is known there, and what the commands around them add. */
export interface StepContext {
  readonly reading: Reading
  readonly frame: Frame
  readonly job: string
  /** how many steps the job has so far, and what holds for the next ones where one of them may end it */
  readonly counter: { steps: number; unlessHalted?: Condition | undefined }
  readonly via: readonly Place[]
  readonly shell: Shell
  /** the folder of the repository in which the job starts, and its working directory as written */
  readonly root: string
  readonly directory: string | undefined
  readonly variables: Readonly<Record<string, string>>
  /** what steps wrote to `$BASH_ENV` so far; undefined: something that is not known */
  readonly exported: Map<string, string | undefined>
  readonly condition: Condition | undefined
  /** commands one is in, outermost first */
  readonly commands: readonly string[]
  /** the environment that a command around them is given */
  readonly environment: string | undefined
}

/** Steps that move files, keys and reports, and decide nothing. */
const harmless = new Set(
  'checkout save_cache restore_cache store_artifacts store_test_results persist_to_workspace attach_workspace add_ssh_keys setup_remote_docker'.split(
    ' ',
  ),
)

/** Reads a list of steps, those of commands and of `when:` spliced in. */
export async function readSteps(list: DataNode | undefined, context: StepContext): Promise<Step[]> {
  const steps: Step[] = []
  for (const node of list?.asList ?? []) {
    if (!spend(context.reading, node.place)) break
    steps.push(...(await readStep(node, context)))
  }
  return steps
}

async function readStep(node: DataNode, context: StepContext): Promise<Step[]> {
  const entry = node.entries[0]
  const name = entry?.key ?? node.text
  if (name === undefined) {
    const message = 'a step must be a name or a map'
    context.reading.problems.push({ place: node.place, message, unreadable: true })
    return []
  }
  const place = entry ? node.keyPlace(name) : node.place
  const value = entry?.value
  switch (name) {
    case 'run':
    case 'deploy':
      return value ? readRun(value, node, context) : []
    case 'when':
    case 'unless':
      return value ? readWhen(value, name === 'unless', context) : []
    case 'steps':
      return value ? readGivenSteps(value, context) : []
    default:
  }
  if (harmless.has(name)) return []
  const passed = soleExpression(name)
  if (passed !== undefined) return readGivenSteps(node, context)
  return readUse(textOf(node, context.frame) || name, place, value, context)
}

/** Steps given as a parameter: they are read where they were written. */
async function readGivenSteps(node: DataNode, context: StepContext): Promise<Step[]> {
  const name = soleExpression(node.text ?? '')
  if (name === undefined) return readSteps(node, context)
  const bound = context.frame.parameters.get(name.replace(/^parameters\./, ''))
  if (!bound || bound.node === node) return []
  return readSteps(bound.node, { ...context, frame: bound.frame })
}

async function readWhen(node: DataNode, negated: boolean, context: StepContext): Promise<Step[]> {
  const condition = node.get('condition')
  const { frame, reading } = context
  if (!condition) return readSteps(node.get('steps'), context)
  const known = answerBeforehand(condition, frame, reading)
  if (known !== undefined) return known === negated ? [] : readGivenSteps(node.get('steps') ?? node, context)
  const own = conditionOf(condition, frame, reading, negated)
  const steps = node.get('steps')
  return steps ? readGivenSteps(steps, { ...context, condition: both(context.condition, own) }) : []
}

/** A command of this file, or one of an orb. */
async function readUse(name: string, place: Place, value: DataNode | undefined, context: StepContext): Promise<Step[]> {
  const { frame, reading } = context
  const found = lookUp(name, 'commands', frame.scope)
  if (found?.kind === 'here') {
    if (context.commands.includes(name) && found.scope === frame.scope) {
      const circle = [...context.commands.slice(context.commands.indexOf(name)), name].join(' → ')
      reading.problems.push({ place, message: `commands use each other in a circle: ${circle}`, unreadable: false })
      return []
    }
    const parameters = bind(found.node, found.scope, given(value, frame), frame)
    const inner: Frame = { scope: found.scope, parameters, fixed: frame.fixed }
    return readSteps(found.node.get('steps'), {
      ...context,
      frame: inner,
      via: [...context.via, place],
      commands: [...context.commands, name],
      environment: environmentGiven(parameters, context.job)?.name ?? context.environment,
    })
  }
  if (found?.kind === 'orb') return readOrbCommand(found.orb, found.name, place, value, context)
  reading.problems.push({ place, message: `there is no command ${name}`, unreadable: false })
  const hidden = new Hidden(`the command ${name}`, {
    kind: 'file',
    text: `define the command ${name}, or the orb it is of`,
  })
  const act: Act = {
    kinds: [],
    tool: name,
    text: name,
    place,
    via: context.via,
    onFailure: 'stops',
    words: [],
    hidden: { place, value: hidden, couldBe: couldServe(name) },
  }
  return [finished(name, place, [act], context)]
}

async function readOrbCommand(
  orb: string,
  name: string,
  place: Place,
  value: DataNode | undefined,
  context: StepContext,
): Promise<Step[]> {
  const parameters = given(value, context.frame)
  const acts = await actsOfOrb({ orb, name, place, title: '' }, parameters, context)
  const own = acts.some((act) => act.kinds.length || act.hidden)
    ? [{ ...finished(`${orb}/${name}`, place, acts, context), ...noticeOf(acts, parameters) }]
    : []
  return [...own, ...(await readStepsGivenTo(value, context, [...context.via, place]))]
}

/** Lists of steps among the parameters of an orb's command or job (`gradle/with_cache: {steps: […]}`). */
export async function readStepsGivenTo(
  value: DataNode | undefined,
  context: StepContext,
  via: readonly Place[],
): Promise<Step[]> {
  const steps: Step[] = []
  for (const { key, value: list } of value?.entries ?? []) {
    if (list.kind !== 'list' || !/(^|[-_])steps?($|[-_])/.test(key)) continue
    steps.push(...(await readSteps(list, { ...context, via })))
  }
  return steps
}

/** `run:` (circleci.com/docs/configuration-reference, "run"): a text, or a map with `command`. */
async function readRun(value: DataNode, node: DataNode, context: StepContext): Promise<Step[]> {
  const { reading, frame } = context
  const command = value.kind === 'map' ? value.get('command') : value
  if (command?.kind !== 'scalar') {
    if (command || value.kind === 'list') {
      reading.problems.push({
        place: value.place,
        message: '`run` must be a text, or a map with `command`',
        unreadable: true,
      })
    }
    return []
  }
  const named = textOf(value.get('name'), frame)
  const directory = textOf(value.get('working_directory'), frame)
  const shell = textOf(value.get('shell'), frame)
  const variables = known({ ...context.variables, ...variablesOf(value.get('environment'), frame) }, context.exported)
  const script = scriptOfNode(
    command,
    {
      shell: shell ? shellOf(shell) : context.shell,
      directory: folderOf(context.root, directory, context.directory),
      variables,
      via: context.via,
      name: named,
    },
    pieces(command.text ?? ''),
    (expression) => forScript(expression, frame),
  )
  const acts = await reading.finders.findActs(script, reading.repository)
  for (const [name, text] of exportedBy(script.text, variables)) {
    context.exported.set(name, context.condition ? undefined : text)
  }
  const when = textOf(value.get('when'), frame)
  // Nobody waits for what runs in the background.
  const background = textOf(value.get('background'), frame) === 'true'
  return [
    {
      ...finished(named || firstLine(script.text), node.place, acts, context),
      continueOnError: background,
      runsAfterFailure: when === 'on_fail' ? 'only' : when === 'always' ? 'always' : 'no',
    },
  ]
}

/** Variables with those that earlier steps exported; what they may have changed is not known. */
function known(
  variables: Readonly<Record<string, string>>,
  exported: ReadonlyMap<string, string | undefined>,
): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [name, text] of Object.entries(variables)) all[name] = withVariables(text)
  for (const [name, text] of exported) {
    if (text === undefined) delete all[name]
    else all[name] = text
  }
  return all
}

/** A step with the acts that were found; the environment that a command around them is given is theirs. */
export function finished(name: string, place: Place, acts: readonly Act[], context: StepContext): Step {
  const { environment, counter } = context
  const condition = both(context.condition, counter.unlessHalted)
  counter.unlessHalted = both(counter.unlessHalted, unlessHalted(acts, context.condition))
  return {
    id: `${context.job}/${context.counter.steps++}`,
    name,
    place,
    via: context.via,
    ...(condition && { condition }),
    runsAfterFailure: 'no',
    continueOnError: false,
    acts: environment ? acts.map((act) => ({ ...act, environment })) : acts,
  }
}
