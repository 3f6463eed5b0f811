import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { actsOfContainer, type ContainerPlace, scriptWith, shebang } from '../dialect/container.ts'
import { isOpen } from '../dialect/open-text.ts'
import { spend } from '../dialect/reading.ts'
import type { Act, Step } from '../model.ts'
import { expressions, type Reading } from './dialect.ts'
import { asTexts, givenParams, innerParams, lookUp, type Params, textWith } from './params.ts'
import { follow } from './refs.ts'
import { minutesOf } from './timeouts.ts'
import { readWhen } from './when.ts'

/** Where the steps of a task stand. */
export interface StepContext {
  readonly reading: Reading
  readonly job: string
  readonly params: Params
  readonly via: readonly Place[]
  /** the name of the task, by which what cannot be seen is narrowed */
  readonly task: string
}

/** The default of a script without a first line of its own (tekton.dev, Tasks, "Running scripts within Steps"). */
const preamble = { program: 'sh', errexit: true, pipefail: false }

/** The steps of a task's spec, in order. */
export async function readSteps(spec: DataNode, context: StepContext): Promise<Step[]> {
  const list = spec.get('steps')
  const { problems } = context.reading
  if (list?.kind !== 'list') {
    problems.push({
      place: (list ?? spec).place,
      message: `the task ${context.task} has no \`steps\``,
      unreadable: true,
    })
    return []
  }
  const steps: Step[] = []
  for (const node of list.items) {
    if (!spend(context.reading, node.place)) return steps
    if (node.kind !== 'map') {
      problems.push({ place: node.place, message: 'a step must be a map', unreadable: true })
      continue
    }
    steps.push(await readStep(node, spec.get('stepTemplate'), steps.length, context))
  }
  return steps
}

async function readStep(
  node: DataNode,
  template: DataNode | undefined,
  index: number,
  context: StepContext,
): Promise<Step> {
  const { params } = context
  const name = node.get('name')?.text ?? ''
  const minutes = minutesOf(node.get('timeout')?.text, params)
  const { condition } = readWhen(node.get('when'), params)
  return {
    id: `${context.job}/${index}`,
    name: name || context.task,
    place: (node.get('name') ?? node).place,
    via: context.via,
    ...(condition && { condition }),
    runsAfterFailure: 'no',
    continueOnError: textWith(node.get('onError')?.text ?? '', params) === 'continue',
    ...(minutes !== undefined && { timeoutMinutes: minutes }),
    acts: await actsOf(node, template, name, context),
  }
}

async function actsOf(
  node: DataNode,
  template: DataNode | undefined,
  name: string,
  context: StepContext,
): Promise<readonly Act[]> {
  const ref = node.get('ref')
  if (ref) return actsOfReference(ref, node, name, context)
  const { reading, params } = context
  const where: ContainerPlace = {
    pattern: expressions,
    resolve: (expression) => lookUp(expression, params),
    directory: folderOf(textWith((node.get('workingDir') ?? template?.get('workingDir'))?.text ?? '', params)),
    variables: { ...variablesOf(template?.get('env'), params), ...variablesOf(node.get('env'), params) },
    via: context.via,
    name: [context.task, name].filter(Boolean).join(' '),
  }
  const script = node.get('script')
  if (script?.text !== undefined && script.text.trim() !== '') {
    const shell = shebang(textWith(script.text, params)) ?? preamble
    const args = (node.get('args')?.asList ?? []).map((arg) => textWith(arg.text ?? '', params))
    const variables = { ...where.variables, ...positional(args) }
    return reading.finders.findActs(scriptWith(script, { ...where, variables }, shell), reading.repository)
  }
  const container = {
    image: node.get('image') ?? template?.get('image'),
    command: node.get('command') ?? template?.get('command'),
    args: node.get('args') ?? template?.get('args'),
    place: node.place,
  }
  return actsOfContainer(container, where, reading)
}

function positional(args: readonly string[]): Record<string, string> {
  return Object.fromEntries(args.slice(0, 9).map((value, index) => [String(index + 1), value]))
}

/** A step that is defined elsewhere: a StepAction of this repository, or one that the table knows by name. */
async function actsOfReference(
  ref: DataNode,
  node: DataNode,
  name: string,
  context: StepContext,
): Promise<readonly Act[]> {
  const { reading, params } = context
  const found = follow(ref, 'step', params, reading)
  const given = givenParams(node.get('params'), params)
  const spec = found.manifest?.node.get('spec')
  if (spec) {
    const inner = innerParams(spec.get('params'), given)
    // a StepAction cannot refer to another one
    if (!spec.get('ref')) {
      return actsOf(spec, undefined, name || found.name, {
        ...context,
        params: inner,
        via: [...context.via, ref.place],
      })
    }
  }
  return reading.finders.actsOfUse(
    {
      table: 'tekton',
      name: found.name,
      narrowBy: `${found.name} ${name}`,
      what: 'the step',
      text: `ref: ${found.name} ${found.from}`.trim(),
      inputs: asTexts(given),
      place: ref.place,
      via: context.via,
      title: name || found.name,
    },
    reading.repository,
  )
}

/** The folder of the repository that a working directory names; undefined where it is none, or not known. */
function folderOf(text: string): string | undefined {
  const path = text.replace(/^\/workspace\/(?:[\w.-]+)(?=\/|$)/, '${REPOSITORY}')
  const inside = /^\$\{REPOSITORY\}(.*)$/.exec(path)?.[1]
  if (inside === undefined || inside.split('/').includes('..')) return undefined
  const parts = inside.split('/').filter((part) => part !== '' && part !== '.')
  // a folder that is not known begins somewhere in the repository
  return parts.some(isOpen) ? '' : parts.join('/')
}

function variablesOf(list: DataNode | undefined, params: Params): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const one of list?.asList ?? []) {
    const name = one.get('name')?.text
    const value = one.get('value')?.text
    if (name === undefined || value === undefined) continue
    const text = textWith(value, params)
    // a value of which a part is not known keeps that part
    variables[name] = text
  }
  return variables
}
