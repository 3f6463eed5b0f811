import type { DataNode } from '../../../documents/tree.ts'
import type { Input } from '../model.ts'
import type { Config } from './config.ts'
import { comparisonsOf, type Operand, parseExpression } from './expression.ts'
import { scalarsOf, textsOf } from './nodes.ts'

/** What the conditions of a pipeline speak of, gathered before any is asked: its starts are made from it. */
export interface Survey {
  /** branches by name */
  readonly branches: Set<string>
  /** patterns of branches and of tags, as written between the slashes, with the flags behind a slash */
  readonly branchPatterns: Set<string>
  readonly tagPatterns: Set<string>
  /** values of CI_PIPELINE_SOURCE and keywords of `only` */
  readonly sources: Set<string>
  /** what variables that name the project are compared with */
  readonly projects: Map<string, Set<string>>
  /** what a person gives at a start by hand, though no file asks for it; gathered with the jobs */
  readonly chosen: Input[]
}

/** A survey before anything is read. */
export function emptySurvey(): Survey {
  return {
    branches: new Set(),
    branchPatterns: new Set(),
    tagPatterns: new Set(),
    sources: new Set(),
    projects: new Map(),
    chosen: [],
  }
}

/** Keywords of `only` and `except` with the pipeline source that they stand for (docs.gitlab.com/ci/yaml/deprecated_keywords). */
export const sourceOfKeyword: Readonly<Record<string, string>> = {
  api: 'api',
  chat: 'chat',
  external: 'external',
  external_pull_requests: 'external_pull_request_event',
  merge_requests: 'merge_request_event',
  pipelines: 'pipeline',
  pushes: 'push',
  schedules: 'schedule',
  triggers: 'trigger',
  web: 'web',
}

/** Variables whose value is the project itself: a guard against forks. */
export const projectVariable =
  /^CI_(PROJECT_(PATH|NAMESPACE|ROOT_NAMESPACE|NAME|ID|URL|PATH_SLUG)|SERVER_HOST|SERVER_URL|SERVER_FQDN)$/

/** Adds what the conditions of a configuration speak of. */
export function surveyConfig(config: Config, to: Survey): void {
  const workflow = config.globals.get('workflow')
  if (workflow) surveyNode(workflow, to)
  for (const { node, includedIf } of config.definitions.values()) {
    surveyNode(node, to)
    for (const rules of includedIf) surveyRules(rules, to)
  }
}

function surveyNode(node: DataNode, to: Survey): void {
  surveyRules(node.get('rules'), to)
  for (const key of ['only', 'except']) {
    const policy = node.get(key)
    const refs = policy?.kind === 'map' ? policy.get('refs') : policy
    for (const name of textsOf(refs)) surveyRef(name, to)
    for (const condition of textsOf(policy?.get('variables'))) surveyCondition(condition, to)
  }
}

function surveyRules(rules: DataNode | undefined, to: Survey): void {
  for (const rule of rules?.items ?? []) {
    const list = rule.kind === 'list' ? rule.items : [rule]
    for (const one of list) for (const condition of scalarsOf(one.get('if'))) surveyCondition(condition.text ?? '', to)
  }
}

function surveyRef(name: string, to: Survey): void {
  const bare = name.replace(/@.*$/, '')
  const pattern = /^\/(.*)\/([a-z]*)$/s.exec(bare)
  if (pattern) {
    addBranchPattern(`${pattern[1]}/${pattern[2]}`, to)
    to.tagPatterns.add(`${pattern[1]}/${pattern[2]}`)
  } else if (bare in sourceOfKeyword) to.sources.add(sourceOfKeyword[bare] as string)
  else if (bare !== 'branches' && bare !== 'tags' && !bare.includes('$')) to.branches.add(bare)
}

function surveyCondition(source: string, to: Survey): void {
  const expression = parseExpression(source)
  if (!expression) return
  for (const one of comparisonsOf(expression)) {
    const variable = one.kind === 'set' ? one.operand : one.left
    if (variable.kind !== 'variable') continue
    const { name } = variable
    if (/^CI_MERGE_REQUEST_/.test(name)) to.sources.add('merge_request_event')
    if (one.kind === 'set') continue
    surveyComparison(name, one.right, to)
  }
}

function surveyComparison(name: string, right: Operand, to: Survey): void {
  const branch = name === 'CI_COMMIT_BRANCH' || name === 'CI_COMMIT_REF_NAME'
  if (right.kind === 'pattern') {
    const form = `${right.source}/${right.flags}`
    if (branch) addBranchPattern(form, to)
    if (name === 'CI_COMMIT_TAG' || name === 'CI_COMMIT_REF_NAME') to.tagPatterns.add(form)
    if (name === 'CI_PIPELINE_SOURCE') for (const word of right.source.split(/[^a-z_]+/)) if (word) to.sources.add(word)
    return
  }
  if (right.kind !== 'string' || right.text === '') return
  if (branch) to.branches.add(right.text)
  else if (name === 'CI_PIPELINE_SOURCE') to.sources.add(right.text)
  else if (projectVariable.test(name)) {
    const known = to.projects.get(name) ?? new Set()
    to.projects.set(name, known.add(right.text))
  }
}

/** `/^(main|develop)$/` names branches; anything else is a pattern. */
function addBranchPattern(form: string, to: Survey): void {
  const source = form.replace(/\/[a-z]*$/, '')
  const names = /^\^?\(?([\w./|-]+)\)?\$?$/.exec(source.replace(/\\([/.-])/g, '$1'))?.[1]
  const whole = source.startsWith('^') && source.endsWith('$')
  if (names !== undefined && whole && (source.includes('(') || !names.includes('|'))) {
    for (const name of names.split('|')) if (name) to.branches.add(name)
  } else to.branchPatterns.add(form)
}
