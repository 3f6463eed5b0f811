import type { Kind } from '../../../config/vocabulary.ts'
import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { compileGlobs } from '../../globs.ts'
import type { Settle } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { toSay } from '../dialect/question.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import { knownUse } from '../known/use.ts'
import { scalarsOf } from './nodes.ts'

/** A part of the configuration that is not in this repository. */
export interface Outside {
  readonly place: Place
  /** how the include is called in assay.yaml */
  readonly name: string
  /** a noun phrase */
  readonly what: string
  readonly settle: Settle
  readonly couldBe: readonly Kind[]
}

/** One `include:`. */
export interface Include {
  readonly kind: 'local' | 'template' | 'component' | 'project' | 'remote' | 'other'
  /** the path as tables know it: a file of the repository, a template, a component without host and version */
  readonly name: string
  readonly place: Place
  readonly rules: DataNode | undefined
  readonly inputs: DataNode | undefined
  /** what is said of it where it cannot be followed */
  readonly outside: Outside
}

/** The entries of `include:`, which is a text, a map or a list of both (docs.gitlab.com/ci/yaml, "include"). */
export function includesOf(node: DataNode | undefined): Include[] {
  if (!node) return []
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => {
    if (item.kind === 'list') return includesOf(item)
    if (item.kind === 'scalar') return item.text ? [ofText(item)] : []
    return ofMap(item)
  })
}

function ofText(node: DataNode): Include {
  const text = node.text ?? ''
  return /^https?:/.test(text) ? remote(text, node) : make('local', text, node, `the file ${text}`)
}

function ofMap(node: DataNode): Include[] {
  const local = node.get('local')
  if (local?.text) return [make('local', local.text, local, `the file ${local.text}`, node)]
  const url = node.get('remote')
  if (url?.text) return [remote(url.text, url, node)]
  const template = node.get('template')
  if (template?.text) return [make('template', template.text, template, `GitLab's template ${template.text}`, node)]
  const component = node.get('component')
  if (component?.text) {
    const name = component.text.replace(/@[^@/]*$/, '').replace(/^(\$\{?\w+\}?|[\w-]+(\.[\w-]+)+)(:\d+)?\//, '')
    return [make('component', name, component, `the component ${component.text}`, node)]
  }
  const project = node.get('project')
  if (project?.text) {
    const files = scalarsOf(node.get('file'))
    return (files.length ? files : [project]).map((file) => {
      const name = `${project.text}/${(file.text ?? '').replace(/^\//, '')}`
      return make('project', name, file, `${file.text} of the project ${project.text}`, node)
    })
  }
  const other = node.entries.find(({ key }) => key !== 'rules' && key !== 'inputs')
  if (!other) return []
  return [
    make('other', other.value.text ?? other.key, other.value, `the include ${other.value.text ?? other.key}`, node),
  ]
}

/** GitLab's own templates are also included by the address of their file. */
function remote(url: string, at: DataNode, node?: DataNode): Include {
  const template = /\/lib\/gitlab\/ci\/templates\/([^?#]+)/.exec(url)?.[1]
  return make(template ? 'template' : 'remote', template ?? url, at, `the remote file ${url}`, node)
}

function make(kind: Include['kind'], name: string, at: DataNode, what: string, node?: DataNode): Include {
  const { place } = at
  // Only the path of a file speaks of what it does, not the host and the group that keep it.
  const words =
    kind === 'component' || kind === 'local' || kind === 'template' ? name : name.replace(/^https?:\/\/[^/]+/, '')
  const lookedUp = knownUse('gitlab', name, {})
  const telling = kind === 'project' ? words.split('/').slice(1).join('/') : words.split('/').slice(-2).join('/')
  const couldBe = lookedUp ? [...new Set([...lookedUp.kinds, ...lookedUp.couldBe])] : couldServe(bare(telling))
  const settle = toSay(`what the jobs do that ${what} defines`, { step: name }, [likelyKind(bare(telling))])
  return {
    kind,
    name,
    place,
    rules: node?.get('rules'),
    inputs: node?.get('inputs'),
    outside: { place, name, what, settle, couldBe },
  }
}

/** `gitlab-ci` in a file's name says nothing of what it does. */
function bare(name: string): string {
  return name.replace(/\.?gitlab(-ci)?\b|\.ya?ml$|\bci[-_]?templates?\b|\b(ci|pipelines?|workflows?)(?=[/.]|$)/gi, ' ')
}

/**
 * The files that a local include names, globs included; none where there is none, undefined where its name is not known
 * from here (a variable) or the settings leave it out.
 */
export async function localFiles(name: string, repository: Repository): Promise<readonly string[] | undefined> {
  if (/\$/.test(name)) return undefined
  const path = name.trim().replace(/^(\.?\/)+/, '')
  const visible = (file: { path: string; area: string }) => file.area !== 'excluded'
  if (!/[*?[{]/.test(path)) {
    const file = repository.file(path)
    if (file) return visible(file) ? [path] : undefined
    return []
  }
  const matches = await compileGlobs([path])
  return repository.files
    .filter((file) => visible(file) && /\.ya?ml$/.test(file.path) && matches(file.path))
    .map(({ path: found }) => found)
}
