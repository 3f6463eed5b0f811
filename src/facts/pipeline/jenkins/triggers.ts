import type { Expression } from '../../../documents/groovy/index.ts'
import { basename } from '../../../documents/path.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Input, Trigger } from '../model.ts'
import { type Module, placeIn } from './module.ts'
import { argsOf, literal, pathOf } from './values/args.ts'
import { allCalls, everything } from './values/search.ts'
import { plainBranch } from './values/values.ts'

/**
 * How a Jenkinsfile starts: a multibranch project builds every branch and every pull request (jenkins.io, "Branches and
 * Pull Requests"), anybody with the right to may build by hand with the parameters of `parameters {}` or
 * `properties([parameters([…])])`, and `triggers {}` or `pipelineTriggers` add schedules and other jobs.
 */
export function readTriggers(module: Module): Trigger[] {
  const { statements } = module.script
  const place = placeIn(module, statements[0]?.span ?? { start: 0, end: 0 })
  const inputs = readParameters(module)
  const named = mentionedBranches(module)
  const byPush: Trigger = { kind: 'push', place, ...(named.length && { branches: [...named, '**'] }) }
  const isSetElsewhere =
    named.length === 0 && !asksTheForge(module) && (hasJobOfItsOwn(module.file) || inputs.some(choosesWhatIsDeployed))
  const found: Trigger[] = [
    ...(isSetElsewhere
      ? [{ kind: 'external', event: 'the job in Jenkins', place } as const]
      : [byPush, ...pullRequests(module, place)]),
    { kind: 'manual', place, ...(inputs.length && { inputs }) },
  ]
  if (speaksOfTags(module)) found.push({ kind: 'tag', place })
  for (const call of allCalls(statements)) {
    const { positional, named: given } = argsOf(call)
    const at = placeIn(module, call.span)
    switch (pathOf(call.callee)) {
      case 'cron':
      case 'parameterizedCron':
        if (literal(positional[0] ?? given.get('spec')) !== '') found.push({ kind: 'schedule', place: at })
        break
      case 'upstream': {
        const projects = literal(given.get('upstreamProjects') ?? positional[0])
        if (projects) found.push({ kind: 'pipeline', place: at, after: projects.split(/\s*,\s*/).filter(Boolean) })
        break
      }
      case 'GenericTrigger':
        found.push({ kind: 'external', place: at })
    }
  }
  return found
}

/**
 * `Jenkinsfile.prod`, `Jenkinsfile.release`: no multibranch project looks for such a name by itself. A job of its own runs
 * it, and which branch it follows, if any, is set there.
 */
function hasJobOfItsOwn(file: string): boolean {
  const name = basename(file)
  if (!/jenkinsfile/i.test(name)) return false
  const words = name.replace(/jenkinsfile/i, ' ').replace(/[._]/g, ' ')
  return (
    tellsEnvironment(words) || /(^|[\s-])(release|deploy(ment)?|promot(e|ion)|rollback|manual)([\s-]|$)/i.test(words)
  )
}

/**
 * A parameter that nobody's push could fill in: the environment to deploy to, the version without one to begin with. Who
 * starts the job chooses it, or another job that hands it over.
 */
const choosesWhatIsDeployed = ({ name, options, default: usual }: Input): boolean =>
  options?.some(tellsEnvironment) ??
  (!usual && /(^|[_-]|[a-z](?=[A-Z]))(version|tag|release|env(ironment)?)$/i.test(name))

/** Whether the file says itself that pushes start it. */
const asksTheForge = (module: Module): boolean =>
  [...allCalls(module.script.statements)].some((call) =>
    /^(pollSCM|githubPush|bitbucketPush|gitlab|gitlabPush)$/.test(pathOf(call.callee) ?? ''),
  )

/** What is asked for when the pipeline is started by hand. */
export function readParameters(module: Module): Input[] {
  const found = new Map<string, Input>()
  const add = (input: Input | undefined) => {
    if (input && !found.has(input.name)) found.set(input.name, input)
  }
  for (const each of everything(module.script.statements)) {
    if (!('expression' in each)) continue
    const node = each.expression
    if (node.kind === 'call') {
      const type = pathOf(node.callee)
      const { named, positional } = argsOf(node)
      if (type && positional.length === 0) add(inputOf(type, named))
    } else if (node.kind === 'map') {
      const named = new Map(node.entries.map(({ key, value }) => [literal(key) ?? '', value]))
      const type = literal(named.get('$class'))
      if (type?.endsWith('ParameterDefinition')) add(inputOf(type, named))
    }
  }
  return [...found.values()].reverse()
}

const types: Readonly<Record<string, string>> = {
  string: 'string',
  text: 'string',
  password: 'string',
  booleanParam: 'boolean',
  choice: 'choice',
  extendedChoice: 'choice',
  gitParameter: 'string',
  StringParameterDefinition: 'string',
  TextParameterDefinition: 'string',
  BooleanParameterDefinition: 'boolean',
  ChoiceParameterDefinition: 'choice',
}

function inputOf(called: string, named: ReadonlyMap<string, Expression>): Input | undefined {
  const type = types[called.replace(/^.*\./, '')]
  const name = literal(named.get('name'))
  if (type === undefined || !name) return undefined
  // `string(name: 'X', value: 'y')` passes a value to another job
  if (named.has('value') && called !== 'extendedChoice') return undefined
  if (type === 'choice') {
    const options = optionsOf(named.get('choices') ?? named.get('value'))
    return { name, type, ...(options.length && { options, default: literal(named.get('defaultValue')) ?? options[0] }) }
  }
  const fallback = literal(named.get('defaultValue')) ?? (type === 'boolean' ? 'false' : undefined)
  return { name, type, ...(fallback !== undefined && { default: fallback }) }
}

function optionsOf(node: Expression | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => literal(item) ?? [])
  if (node?.kind === 'call' && node.callee.kind === 'property') return optionsOf(node.callee.object)
  return (literal(node) ?? '')
    .split(/\n|(?<=\w)\s*,\s*/)
    .map((line) => line.trim())
    .filter(Boolean)
}

function speaksOfTags(module: Module): boolean {
  for (const each of everything(module.script.statements)) {
    if (!('expression' in each)) continue
    const node = each.expression
    if (node.kind === 'name' && node.name === 'TAG_NAME') return true
    if (node.kind === 'property' && node.name === 'TAG_NAME') return true
    if (node.kind === 'call' && node.callee.kind === 'name') {
      if (node.callee.name === 'buildingTag') return true
      if (node.callee.name === 'tag' && literal(argsOf(node).positional[0] ?? argsOf(node).named.get('pattern')))
        return true
    }
  }
  return false
}

const most = 8

/** Pull requests into each branch that conditions ask for, and into any other: what runs in one need not in another. */
function pullRequests(module: Module, place: Trigger['place']): Trigger[] {
  const targets = mentioned(module, speaksOfTarget, 'changeRequest')
  const into = targets.map((name): Trigger => ({ kind: 'pull-request', place, branches: [name] }))
  return [...into, { kind: 'pull-request', place, ...(targets.length && { branchesIgnore: targets }) }]
}

/** Branches that conditions name: what stands beside a variable that speaks of a branch, and `branch 'x'` of `when`. */
function mentionedBranches(module: Module): string[] {
  return mentioned(module, speaksOfBranch, 'branch')
}

function mentioned(module: Module, speaks: (node: Expression) => boolean, condition: string): string[] {
  const names = new Set<string>()
  const take = (nodes: readonly (Expression | undefined)[]) => {
    for (const node of nodes) {
      const name = plainBranch(literal(node) ?? '')
      if (/^[\w][\w./-]*$/.test(name) && !/^(true|false|null|PR-.*)$/.test(name)) names.add(name)
      if (node?.kind === 'list') take(node.items)
    }
  }
  for (const each of everything(module.script.statements)) {
    if ('statement' in each) {
      const { statement } = each
      if (statement.kind === 'switch' && speaks(statement.subject)) take(statement.cases.map((one) => one.value))
      continue
    }
    const node = each.expression
    if (node.kind === 'binary' && /^([!=]==?|!?in)$/.test(node.operator)) {
      if (speaks(node.left)) take([node.right])
      else if (speaks(node.right)) take([node.left])
    } else if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === condition) {
      const { positional, named } = argsOf(node)
      take(condition === 'branch' ? positional : [named.get('target')])
    } else if (node.kind === 'call' && node.callee.kind === 'property') {
      const { name, object } = node.callee
      if (/^equals/.test(name) && speaks(object)) take(argsOf(node).positional)
      if (name === 'contains' && object.kind === 'list' && argsOf(node).positional.some(speaks)) take([object])
    }
  }
  return [...names].sort().slice(0, most)
}

const speaksOfBranch = (node: Expression): boolean => speaksOf(/branch/i, node)
const speaksOfTarget = (node: Expression): boolean => speaksOf(/^CHANGE_TARGET$/, node)

function speaksOf(what: RegExp, node: Expression): boolean {
  if (node.kind === 'name') return what.test(node.name)
  if (node.kind === 'property') return what.test(node.name)
  if (node.kind === 'call' && node.callee.kind === 'property') return speaksOf(what, node.callee.object)
  if (node.kind !== 'text') return false
  return node.parts.length === 1 && node.parts[0]?.kind === 'expression' && speaksOf(what, node.parts[0].expression)
}
