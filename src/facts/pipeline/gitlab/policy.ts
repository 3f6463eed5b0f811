import type { DataNode } from '../../../documents/tree.ts'
import type { Run, Touch } from '../model.ts'
import { evaluate, matchesPattern, parseExpression } from './expression.ts'
import { textsOf } from './nodes.ts'
import { type Answer, never, type Rule } from './rule.ts'
import { type Mark, predefined } from './start.ts'
import { sourceOfKeyword } from './survey.ts'
import { type Scope, valueIn } from './variables.ts'

/*
 * `only` and `except` (docs.gitlab.com/ci/yaml/deprecated_keywords): all keys of `only` must hold, one of `except` is
 * enough; within a key one item is.
 */

const usualRefs = ['branches', 'tags']

/**
 * What `only` and `except` of a job come to, as one condition. A job without them is in no merge request pipeline, unless
 * the pipeline has `workflow: rules`: these decide for it (gitlab-org/gitlab!21742).
 */
export function policyOf(
  node: DataNode,
  scope: Scope,
  ruled: boolean,
  touch: { readonly only: Touch | undefined; readonly except: Touch | undefined },
): Omit<Rule, 'choice'> {
  const only = node.get('only')
  const except = node.get('except')
  const wanted = policy(only, scope, ruled ? undefined : usualRefs, touch.only)
  const refused = except ? policy(except, scope, undefined, touch.except) : undefined
  const usually = only || except || ruled ? [] : ['no merge request pipeline']
  const texts = [...usually, ...(only ? wanted.texts : []), ...(refused ? [`!(${refused.texts.join(' || ')})`] : [])]
  const touches = [touch.only ?? [], touch.except ?? []].flat()
  return {
    ...(touches.length > 0 && { touches }),
    text: texts.filter(Boolean).join(' && '),
    place: (only ?? except ?? node).place,
    ask: (run) => {
      const yes = all(wanted.parts.map((ask) => ask(run)))
      if (yes.holds === false || !refused) return yes
      const no = refused.parts.map((ask) => ask(run))
      if (no.some(({ holds }) => holds === true)) return never
      return all([yes, ...no.filter(({ holds }) => holds === undefined)])
    },
  }
}

interface Policy {
  readonly texts: readonly string[]
  /** one for each key */
  readonly parts: readonly ((run: Run) => Answer)[]
}

/** Whether the file that a push changes is among those of a list; open where the run does not tell of one. */
export function touched(touch: Touch | undefined, { touched: path }: Run): Answer {
  return { holds: path === undefined ? undefined : touch?.names(path), onData: true }
}

function policy(
  node: DataNode | undefined,
  scope: Scope,
  usual: readonly string[] | undefined,
  touch: Touch | undefined,
): Policy {
  const refs = node?.kind === 'map' ? node.get('refs') : node
  const names = node ? textsOf(refs) : (usual ?? [])
  const variables = textsOf(node?.get('variables'))
  const changes = textsOf(node?.get('changes'))
  const texts: string[] = []
  const parts: ((run: Run) => Answer)[] = []
  if (names.length) {
    texts.push(names.map(refText).join(' || '))
    parts.push((run) => any(names.map((name) => askRef(name, run, scope))))
  }
  if (variables.length) {
    texts.push(variables.join(' || '))
    parts.push((run) => any(variables.map((source) => askCondition(source, run, scope))))
  }
  if (changes.length) {
    texts.push(`changes in ${changes.join(', ')}`)
    parts.push((run) =>
      run.trigger.kind === 'push' || run.trigger.kind === 'pull-request' ? touched(touch, run) : yes,
    )
  }
  if (node?.get('kubernetes')) {
    texts.push('a cluster is connected')
    parts.push(() => ({ holds: undefined, onData: true }))
  }
  return { texts: texts.map((text) => (texts.length > 1 && text.includes('||') ? `(${text})` : text)), parts }
}

const yes: Answer = { holds: true, onData: true }

function refText(name: string): string {
  if (name === 'branches' || name === 'tags' || name in sourceOfKeyword) return `only ${name}`
  return name.startsWith('/')
    ? `$CI_COMMIT_REF_NAME =~ ${name}`
    : `$CI_COMMIT_REF_NAME == "${name.replace(/@.*$/, '')}"`
}

/** Whether an item of `only` (a branch, tag, pattern or keyword) is what a run was started for. */
export function askRef(name: string, run: Run, scope: Scope): Answer {
  const { kind } = run.trigger
  const branch = kind !== 'tag' && kind !== 'pull-request'
  if (name === 'branches') return { holds: branch, onData: true }
  if (name === 'tags') return { holds: kind === 'tag', onData: true }
  const source = sourceOfKeyword[name]
  if (source) return { holds: source === (scope.source ?? run.trigger.event), onData: true }
  // Names and patterns are not compared in merge request pipelines.
  if (kind === 'pull-request') return never
  const mark: Mark = { unsteady: false }
  const ref = predefined('CI_COMMIT_REF_NAME', run, scope.home, mark)
  const pattern = /^\/(.*)\/([a-z]*)(@.*)?$/s.exec(name)
  const bare = name.replace(/@.*$/, '')
  let holds: boolean | undefined
  if (ref && ref.kind === 'some') {
    holds = pattern
      ? ref.like?.(pattern[1] as string, pattern[2] ?? '')
      : bare.includes('$')
        ? undefined
        : ref.is?.({ kind: 'text', text: bare })
  } else if (ref && ref.kind === 'text') {
    holds = pattern ? matchesPattern(ref.text, pattern[1] as string, pattern[2] ?? '') : ref.text === bare
  }
  return { holds, onData: !mark.unsteady }
}

function askCondition(source: string, run: Run, scope: Scope): Answer {
  const expression = parseExpression(source)
  const mark: Mark = { unsteady: false }
  const holds = expression && evaluate(expression, (name) => valueIn(name, run, scope, mark))
  return { holds, onData: !mark.unsteady }
}

function any(answers: readonly Answer[]): Answer {
  if (answers.some(({ holds }) => holds === true)) return yes
  const open = answers.filter(({ holds }) => holds === undefined)
  return open.length ? { holds: undefined, onData: open.every(({ onData }) => onData) } : never
}

function all(answers: readonly Answer[]): Answer {
  if (answers.some(({ holds }) => holds === false)) return never
  const open = answers.filter(({ holds }) => holds === undefined)
  return open.length ? { holds: undefined, onData: open.every(({ onData }) => onData) } : yes
}
