import type { DataNode } from '../../../documents/tree.ts'
import type { Trigger } from '../model.ts'
import { evaluate, type Known, parseCel, textsIn } from './cel.ts'
import { branchesNamed, branchName, type ForgeEvent, otherBranch, triggersOf } from './events.ts'

const prefix = 'pipelinesascode.tekton.dev/'

/**
 * What starts a PipelineRun by its annotations for Pipelines as Code (pipelinesascode.com, "Matching events to a
 * PipelineRun"): `on-cel-expression`, else `on-event` with `on-target-branch`. Undefined where it has none of them.
 */
export async function forgeTriggers(run: DataNode): Promise<Trigger[] | undefined> {
  const annotations = run.at('metadata', 'annotations')
  const at = (name: string) => annotations?.get(prefix + name)
  const place = (name: string) => (annotations ?? run).keyPlace(prefix + name)
  const expression = at('on-cel-expression')?.text
  const paths = listOf(at('on-path-change'))
  const ignored = listOf(at('on-path-change-ignore')).map((glob) => `!${glob}`)
  const limits = paths.length + ignored.length ? { paths: [...paths, ...ignored] } : {}
  if (expression !== undefined)
    return (await ofExpression(expression, place('on-cel-expression'))).map((one) => ({ ...one, ...limits }))
  const events = listOf(at('on-event'))
  if (!events.length) {
    const other = ['on-comment', 'on-label'].find((name) => at(name))
    return other ? [{ kind: 'pull-request', event: 'pull_request', place: place(other) }] : undefined
  }
  const targets = listOf(at('on-target-branch')).map(branchName)
  return events.flatMap((event) => ofEvent(event, targets, place('on-event'))).map((one) => ({ ...one, ...limits }))
}

/** `[main, develop]` or a single name, as the annotations write lists. */
function listOf(node: DataNode | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => item.text ?? [])
  const text = node?.text?.trim().replace(/^\[([\s\S]*)\]$/, '$1') ?? ''
  return text
    .split(',')
    .map((part) => part.trim().replace(/^["']|["']$/g, ''))
    .filter(Boolean)
}

function ofEvent(event: string, targets: readonly string[], place: Trigger['place']): Trigger[] {
  const tags = targets.filter((target) => target.startsWith('refs/tags/')).map((target) => target.slice(10))
  const branches = targets
    .filter((target) => !target.startsWith('refs/tags/'))
    .map((name) => (/^(\*|\.\*)$/.test(name) ? '**' : name))
  switch (event) {
    case 'push':
      return [
        ...(branches.length || !tags.length
          ? [{ kind: 'push', event, place, ...(branches.length && { branches }) } as const]
          : []),
        ...(tags.length ? [{ kind: 'tag', event, place, branches: tags } as const] : []),
      ]
    case 'pull_request':
      return [{ kind: 'pull-request', event, place, ...(branches.length && { branches }) }]
    default:
      return [{ kind: 'external', event, place }]
  }
}

async function ofExpression(source: string, place: Trigger['place']): Promise<Trigger[]> {
  const tree = await parseCel(source)
  if (!tree) return [{ kind: 'external', event: 'cel', place }]
  const named = branchesNamed(textsIn(tree))
  const starts = (event: ForgeEvent) => {
    const answer = evaluate(tree, { lookUp: (path) => valueIn(event, path), call: () => undefined })
    return typeof answer === 'boolean' ? answer : undefined
  }
  const found = triggersOf(starts, named, place)
  return found.length ? found : [{ kind: 'external', event: 'cel', place }]
}

function valueIn({ kind, branch = otherBranch }: ForgeEvent, path: string): Known {
  switch (path) {
    case 'event':
    case 'event_type':
      return kind === 'pull-request' ? 'pull_request' : 'push'
    case 'target_branch':
      return kind === 'tag' ? 'refs/tags/some-tag' : branch
    case 'source_branch':
      return kind === 'pull-request' ? undefined : kind === 'tag' ? 'refs/tags/some-tag' : branch
    case 'body.ref':
      return kind === 'pull-request' ? undefined : kind === 'tag' ? 'refs/tags/some-tag' : `refs/heads/${branch}`
    default:
      return undefined
  }
}
