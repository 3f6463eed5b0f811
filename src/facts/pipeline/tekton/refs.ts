import type { DataNode } from '../../../documents/tree.ts'
import { isThisRepository } from '../../address.ts'
import type { Manifest } from '../dialect/manifests.ts'
import type { Reading } from './dialect.ts'
import { asTexts, givenParams, type Params, textWith } from './params.ts'

/** What a reference comes to: an object of this repository, or the name of one elsewhere. */
export interface Found {
  readonly manifest: Manifest | undefined
  /** as its own people call it: git-clone */
  readonly name: string
  /** where it is: "of the hub", "of https://…" */
  readonly from: string
}

const kindsOf = {
  task: ['Task', 'ClusterTask'],
  pipeline: ['Pipeline'],
  step: ['StepAction'],
} as const

/**
 * Follows `taskRef`, `pipelineRef` or a step's `ref`: by name, else by a resolver (git, hub, bundles, cluster, http) whose
 * parameters tell the name. What another repository holds is not followed, unless it names this one.
 */
export function follow(ref: DataNode, what: keyof typeof kindsOf, params: Params, reading: Reading): Found {
  const kinds: readonly string[] = kindsOf[what]
  const ofKind = new Set(kinds)
  const find = (name: string) => reading.manifests.find(kinds, name, ref.file)
  const resolver = ref.get('resolver')?.text
  if (resolver === undefined) {
    const name = textWith(ref.get('name')?.text ?? '', params)
    const bundle = ref.get('bundle')?.text
    return bundle
      ? { manifest: undefined, name, from: `of the bundle ${bundle}` }
      : { manifest: find(name), name, from: '' }
  }
  const given = asTexts(givenParams(ref.get('params') ?? ref.get('resource'), params))
  const path = given.pathInRepo ?? given.path ?? given.url ?? ''
  if (resolver === 'git' && given.pathInRepo !== undefined) {
    const name = nameOfPath(given.pathInRepo)
    const repository = given.url ?? [given.org, given.repo].filter(Boolean).join('/')
    const own = isOwn(repository, reading)
    const file = given.pathInRepo.replace(/^\.?\//, '')
    const here = own === false ? undefined : reading.manifests.ofFile(file).find(({ kind }) => ofKind.has(kind))
    return {
      manifest: own || here ? here : undefined,
      name: here?.name ?? name,
      from: `of ${repository || 'another repository'}`,
    }
  }
  const name = given.name ?? nameOfPath(path)
  if (resolver === 'cluster') return { manifest: find(name), name, from: '' }
  const origin = given.bundle
    ? `of the bundle ${given.bundle}`
    : given.url
      ? `of ${given.url}`
      : `of the resolver ${resolver}`
  return { manifest: undefined, name, from: origin }
}

/** Whether a repository's address is that of this one; undefined where that cannot be told. */
function isOwn(address: string, { repository }: Reading): boolean | undefined {
  if (/\$\{(REPO_URL|BODY_REPOSITORY_\w+)\}/.test(address)) return true
  return address.includes('${') ? undefined : isThisRepository(address, repository)
}

/** `task/git-clone/0.9/git-clone.yaml` → git-clone; `tasks/deploy/task.yaml` → deploy. */
function nameOfPath(path: string): string {
  const parts = path.split(/[/@?#]/).filter(Boolean)
  const last = (parts.findLast((part) => /\.ya?ml$/.test(part)) ?? parts.at(-1) ?? '').replace(/\.ya?ml$/, '')
  return /^(task|stepaction|pipeline|index)$/.test(last) ? (parts.at(-2) ?? last) : last
}
