import type { Place } from '../../../documents/place.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { spend } from '../dialect/reading.ts'
import { firstLine, type Shell } from '../dialect/script.ts'
import { usualRuns } from '../dialect/usual-runs.ts'
import type { Act, Condition, Step } from '../model.ts'
import { arrivalIn } from './arrivals.ts'
import { artifactIn } from './artifacts.ts'
import { readIf, stepCondition } from './conditions.ts'
import { fieldOf, itemsOf, partOf } from './expand.ts'
import { noteOutputs } from './outputs.ts'
import { outcomeOf, settled, textIn } from './resolve.ts'
import type { Bound, Scope } from './scope.ts'
import { noteSet, type SetVariables } from './set-variables.ts'
import { actsOfTask, withoutStatus } from './tasks.ts'
import { callTemplate } from './templates.ts'
import { folderOf, scriptIn, shellName, written } from './text.ts'
import { truth } from './values.ts'

/** Where steps stand. */
export interface StepContext {
  readonly job: string
  /** the job as others name it, and which of those that are called so it is */
  readonly gives: { readonly job: string; readonly origin: string }
  /** how many steps the job has so far; spliced ones count on */
  readonly counter: { steps: number }
  /** variables of the job as its scripts see them */
  readonly variables: Readonly<Record<string, string>>
  readonly windows: boolean
  /** what the hook of a deployment says for all inside */
  readonly runsAfterFailure: Step['runsAfterFailure']
  /** the scope of the job: what spliced steps see of its variables */
  readonly scope: Scope
  /** what its steps set so far: filled as one goes */
  readonly set: SetVariables
}

/** The steps under a list, those of templates of this repository spliced in. */
export async function readSteps(lists: readonly Bound[], context: StepContext): Promise<Step[]> {
  const steps: Step[] = []
  for (const list of lists) {
    if (list.node.kind === 'map') {
      const { place } = list.node
      list.scope.reading.problems.push({ place, message: '`steps` must be a list', unreadable: true })
      continue
    }
    for (const item of itemsOf(list)) {
      if (!spend(item.scope.reading, item.node.place)) return steps
      // Steps that were given as a parameter see the variables of the job that they come to.
      const { variables, runs } = context.scope
      const { set } = context
      steps.push(...(await readStep({ ...item, scope: { ...item.scope, variables, runs, set } }, context)))
    }
  }
  return steps
}

const scripts: Readonly<Record<string, (windows: boolean) => Shell>> = {
  // The last command decides: neither `-e` nor pipefail is set.
  script: (windows) => ({ program: windows ? 'cmd' : 'bash', errexit: false, pipefail: false }),
  bash: () => ({ program: 'bash', errexit: false, pipefail: false }),
  // Errors of cmdlets end it (errorActionPreference is stop); of programs, the last one decides.
  pwsh: () => ({ program: 'pwsh', errexit: true, pipefail: false }),
  powershell: () => ({ program: 'pwsh', errexit: true, pipefail: false }),
}

/** Steps of the service itself, which move files and nothing else. */
const moving = ['checkout', 'download', 'downloadBuild', 'publish', 'getPackage', 'reviewApp']

async function readStep(item: Bound, context: StepContext): Promise<Step[]> {
  const { node, scope } = item
  const { reading } = scope
  if (node.kind !== 'map') {
    reading.problems.push({ place: node.place, message: 'a step must be a map', unreadable: false })
    return []
  }
  if (fieldOf(item, 'template').length) {
    const { roots, hidden } = await callTemplate(item)
    const steps: Step[] = []
    for (const root of roots) steps.push(...(await readSteps(partOf(root, 'steps'), context)))
    if (!hidden) return steps
    const couldBe = hidden.couldBe.filter((kind) => kind !== 'approve')
    const act: Act = {
      kinds: [],
      tool: hidden.name,
      text: `template: ${hidden.value.what.replace(/^the template /, '')}`,
      place: hidden.place,
      via: scope.via,
      onFailure: 'stops',
      words: [],
      ...(couldBe.length && { hidden: { place: hidden.place, value: hidden.value, couldBe } }),
    }
    return [...steps, finished(item, hidden.name, [act], context)]
  }
  const name = written(fieldOf(item, 'displayName'), { scope, directory: '' })
  const own = environmentOfStep(item)
  const variables = { ...variablesNow(context), ...own }
  // of this step's own script, what stands before it counts
  const read = await readDoing(item, name, variables, context)
  const isOpen = fieldOf(item, 'condition').length > 0 || item.when !== undefined
  noteSet(item, written(fieldOf(item, 'name'), { scope, directory: '' }), {
    scope,
    directory: '',
    set: context.set,
    variables,
    isOpen,
  })
  const named = fieldOf(item, 'name').at(-1)?.node.text
  if (named !== undefined && !isOpen) noteOutputs(item, named, context)
  return read
}

/** The variables of the job as a script finds them after the steps before it. */
function variablesNow({ variables, set }: StepContext): Record<string, string> {
  const now = { ...variables }
  for (const [name, value] of set) {
    delete now[shellName(name)]
    if (value !== undefined) now[shellName(name)] = value
  }
  return now
}

/** What a script, a task or a step of the service does. */
async function readDoing(
  item: Bound,
  name: string | undefined,
  variables: Readonly<Record<string, string>>,
  context: StepContext,
): Promise<Step[]> {
  const { node, scope } = item
  const { reading } = scope
  const [kind] = Object.keys(scripts).filter((key) => fieldOf(item, key).length)
  if (kind) {
    const body = fieldOf(item, kind).at(-1) as Bound
    const directory = folderOf(fieldOf(item, 'workingDirectory').at(-1)?.node.text, scope)
    const shell = (scripts[kind] as (windows: boolean) => Shell)(context.windows)
    const title = name ?? firstLine(body.node.text ?? '')
    const script = scriptIn({ ...body, scope }, shell, {
      scope,
      directory,
      variables,
      via: scope.via,
      name: name ?? '',
    })
    const ignored = written(fieldOf(item, 'ignoreLASTEXITCODE'), { scope, directory: '' }) ?? ''
    const run = withoutStatus(script, { ignoreLASTEXITCODE: ignored })
    return [finished(item, title, await reading.finders.findActs(run, reading.repository), context)]
  }
  const task = fieldOf(item, 'task')
  if (task.length) {
    const full = written(task, { scope, directory: '' }) ?? ''
    const acts = await actsOfTask(full, item, { ...context, scope, variables, title: name ?? '' })
    return [finished(item, name ?? full, withArrival(item, acts), context)]
  }
  const moves = moving.find((key) => node.get(key) !== undefined)
  if (!moves) {
    const message = 'a step with neither a script, a task nor a template'
    reading.problems.push({ place: node.place, message, unreadable: false })
  }
  return moves ? [finished(item, name ?? moves, withArrival(item, []), context)] : []
}

/** What a step does, and that it brings in what was made elsewhere. */
function withArrival(item: Bound, acts: readonly Act[]): readonly Act[] {
  const hidden = arrivalIn(item)
  if (!hidden) return acts
  const { place } = hidden
  return [
    {
      kinds: [],
      tool: 'download',
      text: hidden.value.what,
      place,
      via: item.scope.via,
      onFailure: 'stops',
      words: [],
      hidden,
    },
  ]
}

/** `env:` of a step. */
function environmentOfStep(item: Bound): Record<string, string> {
  const found: Record<string, string> = {}
  for (const bound of fieldOf(item, 'env')) {
    for (const { key } of bound.node.entries) {
      const value = written(fieldOf(bound, key), { scope: item.scope, directory: '' })
      if (value !== undefined && !/\$\{|\$\(/.test(value)) found[key] = value
    }
  }
  return found
}

const off = (place: Place): Condition => ({ text: 'enabled: false', place, holds: () => false })

function finished(item: Bound, name: string, acts: readonly Act[], context: StepContext): Step {
  const { node, scope } = item
  const { runs } = scope
  const { condition, runsAfterFailure } = stepCondition(readIf(fieldOf(item, 'condition')), runs)
  const enabled = flagOf(fieldOf(item, 'enabled'), scope, '')
  const whole = both(item.when, condition, enabled === false ? off(node.keyPlace('enabled')) : undefined)
  const minutes = Number(settled((run) => textIn(fieldOf(item, 'timeoutInMinutes'), run), runs) ?? Number.NaN)
  const outer = context.runsAfterFailure
  const handsOn = artifactIn(item)
  return {
    id: `${context.job}/${context.counter.steps++}`,
    name: name || 'step',
    place: node.place,
    via: scope.via,
    ...(whole && { condition: whole }),
    runsAfterFailure: outer === 'only' ? 'only' : runsAfterFailure,
    continueOnError: flagOf(fieldOf(item, 'continueOnError'), scope, `continueOnError of the step ${name}`) ?? false,
    ...(minutes > 0 && { timeoutMinutes: minutes }),
    ...(handsOn && { handsOn }),
    acts,
  }
}

/** A flag in all runs that come here; false where it is not written, hidden where it hangs on what is not known. */
export function flagOf(bounds: readonly Bound[], scope: Scope, what: string): Seen<boolean> | undefined {
  if (!bounds.length) return what ? false : undefined
  const answers = new Set(
    usualRuns(scope.runs).map((run) => {
      const value = outcomeOf(bounds, run)
      return typeof value === 'string'
        ? /^true$/i.test(value) || (/^false$/i.test(value) ? false : undefined)
        : truth(value)
    }),
  )
  const [only] = [...answers]
  if (answers.size === 1 && only !== undefined) return only
  const place = bounds[0] as Bound
  return new Hidden(what, { kind: 'file', text: `write true or false in ${place.node.file}, where it can be read` })
}
