import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { compileGlobs } from '../../globs.ts'
import type { Seen } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { forgives } from '../dialect/forgiven.ts'
import type { Run, Touch } from '../model.ts'
import { evaluate, parseExpression } from './expression.ts'
import { textsOf } from './nodes.ts'
import { policyOf, touched } from './policy.ts'
import { type Answer, always, type Choice, never, type Rule, type When } from './rule.ts'
import type { Mark } from './start.ts'
import { touchOf } from './touch.ts'
import { type Scope, valueIn } from './variables.ts'

/** What a job says of itself outside its rules. */
export interface Usual {
  readonly when: string | undefined
  readonly allowFailure: Seen<boolean> | undefined
  readonly place: Place
}

/**
 * When a job is put into a pipeline, and how: its `rules`, else `only` and `except`, which by default leave it out of
 * merge request pipelines. The first rule that holds decides; where none does, the job is left out.
 */
export async function rulesOfJob(
  node: DataNode,
  usual: Usual,
  scope: Scope,
  repository: Repository,
  ruled: boolean,
): Promise<Rule[]> {
  const rules = node.get('rules')
  if (rules) return readRules(rules, usual, scope, repository)
  const choice = choiceOf(undefined, usual)
  const policy = policyOf(node, scope, ruled, {
    only: await touchOf(textsOf(node.at('only', 'changes')), repository),
    except: await touchOf(textsOf(node.at('except', 'changes')), repository),
  })
  if (!choice) return []
  return [{ ...policy, choice }]
}

/** Reads a list of rules. What is no rule (a reference to something elsewhere) may hold or not. */
export async function readRules(list: DataNode, usual: Usual, scope: Scope, repository: Repository): Promise<Rule[]> {
  const items = (list.kind === 'list' ? list.items : [list]).flatMap((item) =>
    item.kind === 'list' && item.tag !== '!reference' ? item.items : [item],
  )
  const found: Rule[] = []
  for (const item of items) {
    if (item.kind !== 'map') {
      const text = item.items.map((part) => part.text ?? '').join(' ')
      found.push({
        text: `the rules of ${text}`,
        place: item.place,
        ask: () => ({ holds: undefined, onData: true }),
        choice: choiceOf(undefined, usual),
      })
    } else found.push(await readRule(item, usual, scope, repository))
  }
  return found
}

async function readRule(node: DataNode, usual: Usual, scope: Scope, repository: Repository): Promise<Rule> {
  const condition = node.get('if')
  const changes = textsOf(node.get('changes')?.kind === 'map' ? node.at('changes', 'paths') : node.get('changes'))
  const touch = await touchOf(changes, repository)
  const exists = await existing(node.get('exists'), repository)
  const texts = [
    (condition?.text ?? '').replace(/\s+/g, ' ').trim(),
    changes.length ? `changes in ${changes.join(', ')}` : '',
    exists !== true ? `${textsOf(node.get('exists')).join(', ')} exists` : '',
  ]
  const asIf = askIf(condition, scope)
  return {
    text: texts.filter(Boolean).join(' && '),
    place: (condition ?? node).place,
    choice: choiceOf(node, usual),
    ask: (run) => joined([asIf(run), askChanges(changes, node, run, touch), { holds: exists, onData: true }]),
    ...(touch && { touches: [touch] }),
  }
}

/** All must hold: false wins over open. */
function joined(answers: readonly Answer[]): Answer {
  const no = answers.find(({ holds }) => holds === false)
  if (no) return no
  const open = answers.filter(({ holds }) => holds === undefined)
  return open.length ? { holds: undefined, onData: open.every(({ onData }) => onData) } : always
}

/** The answer of an `if:`; what cannot be parsed is open. */
function askIf(node: DataNode | undefined, scope: Scope): (run: Run) => Answer {
  if (!node) return () => always
  if (node.value === true) return () => always
  if (node.value === false) return () => never
  const expression = parseExpression(node.text ?? '')
  if (!expression) return () => ({ holds: undefined, onData: true })
  return (run) => {
    const mark: Mark = { unsteady: false }
    const holds = evaluate(expression, (name) => valueIn(name, run, scope, mark))
    return { holds, onData: !mark.unsteady }
  }
}

/** Only a push to a branch and a merge request are compared with something; elsewhere all counts as changed. */
function askChanges(changes: readonly string[], node: DataNode, run: Run, touch: Touch | undefined): Answer {
  if (!node.get('changes') || changes.some((glob) => /^\*\*(\/\*)?$/.test(glob))) return always
  const { kind } = run.trigger
  const compared = kind === 'push' || kind === 'pull-request' || node.at('changes', 'compare_to') !== undefined
  return compared ? touched(touch, run) : always
}

async function existing(node: DataNode | undefined, repository: Repository): Promise<boolean | undefined> {
  if (!node) return true
  if (node.get('project')) return undefined
  const globs = textsOf(node.kind === 'map' ? node.get('paths') : node).map((glob) =>
    glob.replace(/^\$\{?CI_PROJECT_DIR\}?\//, ''),
  )
  const matches = await compileGlobs(globs.filter((glob) => !glob.includes('$')))
  if (repository.files.some(({ path }) => matches(path) !== undefined)) return true
  return globs.some((glob) => glob.includes('$')) ? undefined : false
}

/**
 * How the job is put in: `when` of the rule, else of the job. A manual job may fail by default only where the job itself
 * says `when: manual`, so that it holds nobody up; in a rule it holds up all that come later (docs.gitlab.com/ci/jobs/job_control).
 */
function choiceOf(rule: DataNode | undefined, usual: Usual): Choice | undefined {
  const when = rule?.get('when')?.text ?? usual.when ?? 'on_success'
  if (when === 'never') return undefined
  const own = rule?.get('allow_failure')
  return {
    when: (['on_failure', 'always', 'manual', 'delayed'].includes(when) ? when : 'on_success') as When,
    allowFailure: own ? own.value === true : (usual.allowFailure ?? usual.when === 'manual'),
    variables: rule?.get('variables'),
    needs: rule?.get('needs'),
    place: rule?.get('when')?.place ?? usual.place,
  }
}

/** `allow_failure` of a job: a flag, or the exit codes that are forgiven. */
export function allowFailureOf(node: DataNode | undefined): Seen<boolean> | undefined {
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined
  if (node.kind === 'scalar') return node.value === true
  return forgives(textsOf(node.get('exit_codes')), node.file)
}
