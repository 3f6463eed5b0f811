import assaySchema from '../../schemas/assay.json' with { type: 'json' }
import policySchema from '../../schemas/policy.json' with { type: 'json' }
import type { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import { check, type Schema } from './check.ts'
import { ConfigurationError, inOrder, outsidePaths } from './faults.ts'

/** One file of a configuration: assay.yaml, or a policy that it extends. */
export interface Layer {
  readonly text: Text
  /** undefined where the file says nothing */
  readonly root: DataNode | undefined
  /** what was read leniently, with the place */
  readonly notes: readonly string[]
}

/** How configurations are reached that are no file of what is judged. Each rejects with a sentence for people. */
export interface Reach {
  /** a file of a revision that is at hand */
  revision(revision: string, path: string): Promise<Text>
  /** a file of a package that is installed */
  package(name: string, path: string): Promise<Text>
  /** a file of what is judged */
  inside(path: string): Promise<Text>
}

/** More than an organisation has above a team. */
const DEEPEST = 10

/** Reads and checks one file. `kind` says which form it must have. Throws a {@link ConfigurationError}. */
export async function readLayer(text: Text, kind: 'assay' | 'policy'): Promise<Layer> {
  const { parseYaml } = await import('../documents/yaml.ts')
  const { documents, notes, problem } = await parseYaml(text)
  if (problem) throw new ConfigurationError([`${text.location(problem.span.start)}: ${problem.message}`])
  if (documents.length > 1) {
    const [, extra] = documents
    throw new ConfigurationError([`${text.location(extra!.span.start)}: a second document; keep one`])
  }
  const [root] = documents
  const isEmpty = !root || (root.kind === 'scalar' && root.value === null)
  // an empty one may be what is left of a download that failed, and then nothing would hold
  if (isEmpty && kind === 'policy') {
    throw new ConfigurationError([`${text.file}: this policy is empty; write what it asks for, or do not name it`])
  }
  if (!isEmpty) {
    const faults = [...check(root, (kind === 'policy' ? policySchema : assaySchema) as Schema), ...outsidePaths(root)]
    if (faults.length) throw new ConfigurationError(inOrder(text, faults))
  }
  return {
    text,
    root: isEmpty ? undefined : root,
    notes: notes.map(({ message, span }) => `${text.location(span.start)}: ${message}`),
  }
}

/**
 * A configuration and all that it extends, the nearest first. A circle, a file that is missing and one that cannot be read
 * are a {@link ConfigurationError} at the place that asks for it.
 */
export async function withExtended(first: Layer, reach: Reach): Promise<readonly Layer[]> {
  const layers = [first]
  const names: string[] = [first.text.file]
  let at = reach
  for (let layer = first; ; ) {
    const node = layer.root?.get('extends')
    const name = node?.text
    if (!node || name === undefined) return layers
    const fail = (why: string) => new ConfigurationError([`${layer.text.location(node.span.start)}: ${why}`])
    if (layers.length > DEEPEST) throw fail(`policies extend one another more than ${DEEPEST} times`)
    const next = await follow(name, at).catch((error: Error) => {
      throw fail(error.message)
    })
    if (names.includes(next.text.file)) {
      throw fail(`policies extend one another in a circle: ${[...names, next.text.file].join(' → ')}`)
    }
    names.push(next.text.file)
    layer = await readLayer(next.text, 'policy')
    at = next.reach
    layers.push(layer)
  }
}

interface Followed {
  readonly text: Text
  /** from where the policy itself is read on: a path in it is one beside it */
  readonly reach: Reach
}

async function follow(name: string, reach: Reach): Promise<Followed> {
  const [, revision, path] = /^git:([^:]+):(.+)$/.exec(name) ?? []
  if (name.startsWith('git:') && (!revision || !path)) throw new Error('write a policy in git as git:<revision>:<path>')
  if (/^[a-z][a-z+.-]*:\/\//i.test(name)) {
    throw new Error(`nothing is fetched; install "${name}" as a package, or name it in git: git:<revision>:<path>`)
  }
  const [, other, there] = revision ? [] : (/^([^:\\]{2,}):(.+)$/.exec(name) ?? [])
  if (other && other !== 'npm') {
    throw new Error(`"${name}" is no path; write a policy in git as git:${other}:${there}`)
  }
  if (revision && path) {
    const inside = (file: string) => reach.revision(revision, checked(file))
    return { text: await inside(path), reach: { ...reach, inside } }
  }
  const [, packageName, file] = /^(?:npm:)?(@[\w.-]+\/[\w.-]+|[\w-][\w.-]*)(?:\/(.+))?$/.exec(name) ?? []
  const isPackage = name.startsWith('npm:') || name.startsWith('@') || !/\.ya?ml$/.test(name)
  if (isPackage) {
    if (!packageName)
      throw new Error(`"${name}" is no name of a package; a policy here is named by its path, with .yaml`)
    const inside = (one: string) => reach.package(packageName, checked(one))
    return { text: await inside(file ?? 'policy.yaml'), reach: { ...reach, inside } }
  }
  return { text: await reach.inside(checked(name)), reach }
}

/** A path that stays where it is read. */
function checked(path: string): string {
  if (/^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..')) {
    throw new Error(`"${path}" leads out of the repository; whoever runs Assay can name such a file with --policy`)
  }
  return path.replace(/^(\.\/)+/, '')
}
