import type { Place } from '../../documents/place.ts'
import { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { walk } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import type { Repository } from '../repository.ts'
import { unseen } from './model.ts'
import { countOf, doubted, type Thing } from './objects.ts'

/** A change that a kustomization makes to what it takes in. */
export interface Patch {
  applies(thing: Thing): boolean
  change(thing: Thing): Thing
}

/** What a kustomization writes under a key that holds patches, with the path of each that is a file. */
export interface WrittenPatch {
  readonly target: DataNode | undefined
  /** a path of the repository, undefined where it stands inline */
  readonly path: string | undefined
  readonly inline: DataNode | undefined
}

/** Reads a patch; one that cannot be read may change whatever it aims at. */
export async function patchesOf(written: WrittenPatch, repository: Repository, file: string): Promise<Patch[]> {
  const documents =
    written.path !== undefined
      ? await repository.yaml(written.path)
      : (await parseYaml(new Text(file, written.inline?.text ?? ''))).documents
  const at = written.inline?.place
  if (!documents) return [doubting(written.target, written.path ?? file)]
  return documents.flatMap((document) => {
    if (document.kind === 'list') return operations(document, written.target, at)
    return [merging(document, written.target, at)]
  })
}

/** kustomize's `target`: kind and name are patterns that must match as a whole. */
function aims(target: DataNode | undefined, kind: string | undefined, name: string | undefined) {
  const kindPattern = whole(target?.get('kind')?.text ?? (target ? undefined : kind))
  const namePattern = whole(target?.get('name')?.text ?? (target ? undefined : name))
  return (thing: Thing) => kindPattern(thing.kind) && namePattern(thing.name)
}

function whole(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true
  // most are plain names; a pattern that could run long is not worth its risk, and is taken to match
  if (/^[\w.-]*$/.test(pattern)) return (text) => text === pattern
  const simple = /^[\w.*|-]*$/.test(pattern) && pattern.length < 200
  if (!simple) return () => true
  const alternatives = pattern.split('|').map((one) => one.split('.*'))
  return (text) => alternatives.some((parts) => matches(text, parts))
}

/** Whether a text is these parts with anything between. */
function matches(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  if (rest.length === 0) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  const last = rest.at(-1) as string
  return text.length - last.length >= at && text.endsWith(last)
}

/** An RFC 6902 patch: replicas, minimum of an autoscaler, and what touches the containers. */
function operations(document: DataNode, target: DataNode | undefined, at: Place | undefined): Patch[] {
  const applies = aims(target, undefined, undefined)
  return document.items.flatMap((item): Patch[] => {
    const path = item.get('path')?.text ?? ''
    const removes = item.get('op')?.text === 'remove'
    const value = item.get('value')
    const place = at ?? item.place
    if (/^\/spec\/(replicas|minReplicas|minReplicaCount)$/.test(path)) {
      const change = (thing: Thing) => ({
        ...thing,
        replicas: countOf(removes ? undefined : value, thing.name, thing.kind === 'ScaledObject' ? 0 : 1),
        place,
      })
      return [{ applies: (thing) => applies(thing) && counts(thing, path.slice(6)), change }]
    }
    const probe = /\/(readiness|liveness)Probe$/.exec(path)?.[1] as 'readiness' | 'liveness' | undefined
    if (probe) {
      const change = (thing: Thing) => ({
        ...thing,
        [probe]: removes ? doubted(thing[probe], thing, document.file) : true,
      })
      return [{ applies, change }]
    }
    // what replaces a container or all around it
    const swaps =
      /^(\/spec(\/template(\/spec(\/containers(\/\d+)?)?)?)?)?$/.test(path) && item.get('op')?.text !== 'test'
    return swaps ? [doubting(target, document.file)] : []
  })
}

/** What a patch of a count speaks of: an autoscaler has another key than a workload. */
function counts(thing: Thing, key: string): boolean {
  if (thing.kind === 'HorizontalPodAutoscaler') return key === 'minReplicas'
  return thing.kind === 'ScaledObject' ? key === 'minReplicaCount' : key === 'replicas'
}

/** A strategic merge patch: a part of the object, which names what it is about unless there is a target. */
function merging(document: DataNode, target: DataNode | undefined, at: Place | undefined): Patch {
  const applies = aims(target, document.get('kind')?.text, document.at('metadata', 'name')?.text)
  const spec = document.get('spec')
  const removes = [...walk(document)].some((node) => ['delete', 'replace'].includes(node.get('$patch')?.text ?? ''))
  return {
    applies,
    change(thing) {
      const key = ['replicas', 'minReplicas', 'minReplicaCount'].find((one) => counts(thing, one)) as string
      const count = spec?.get(key)
      const patched = {
        ...thing,
        ...(count && {
          replicas: countOf(count, thing.name, thing.kind === 'ScaledObject' ? 0 : 1),
          place: at ?? count.place,
        }),
        readiness: probed(spec, 'readinessProbe', thing.readiness, thing),
        liveness: probed(spec, 'livenessProbe', thing.liveness, thing),
      }
      if (!removes) return patched
      const why = document.file
      return {
        ...patched,
        readiness: doubted(patched.readiness, thing, why),
        liveness: doubted(patched.liveness, thing, why),
      }
    },
  }
}

function probed<T extends Thing['readiness']>(spec: DataNode | undefined, probe: string, before: T, thing: Thing) {
  const containers = spec?.at('template', 'spec', 'containers')?.items ?? []
  const entries = containers.flatMap((container) => container.entry(probe)?.value ?? [])
  if (entries.some((entry) => entry.kind === 'map' && entry.entries.length > 0)) return true
  return entries.length > 0 ? doubted(before, thing, entries[0]?.file ?? thing.file) : before
}

/** A change that cannot be read. */
function doubting(target: DataNode | undefined, file: string): Patch {
  return {
    applies: aims(target, undefined, undefined),
    change: (thing) => ({
      ...thing,
      replicas: unseen(`how many of ${thing.name} run, which ${file} may change`, file),
      readiness: doubted(thing.readiness, thing, file),
      liveness: doubted(thing.liveness, thing, file),
    }),
  }
}
