import type { DataNode } from '../../../documents/tree.ts'
import type { Shell } from '../dialect/script.ts'
import type { Frame } from './frame.ts'
import { lookUp } from './scope.ts'
import { textOf } from './template.ts'

/** circleci.com/docs/configuration-reference, "Default shell options": `/bin/bash -eo pipefail`. */
const bash: Shell = { program: 'bash', errexit: true, pipefail: true }

/** A `shell:` as written: without `-e`, nothing stops at the first failure. */
export function shellOf(text: string): Shell {
  const program = (/^\S*/.exec(text.trim())?.[0] ?? '').replace(/^.*[/\\]/, '').replace(/\.exe$/, '')
  if (/^(powershell|pwsh)$/.test(program)) return { program: 'pwsh', errexit: true, pipefail: false }
  return {
    program: program || 'bash',
    errexit: /(^|\s)-[a-zA-Z]*e[a-zA-Z]*(\s|$)|errexit/.test(text),
    pipefail: /pipefail/.test(text),
  }
}

/** What an executor gives to the steps of a job. */
export interface Executor {
  readonly shell: Shell
  /** maps of variables, each with the frame that it is written in; the later ones win */
  readonly environments: readonly (readonly [DataNode, Frame])[]
  readonly directory: string | undefined
}

/** The executor of a job, with the job's own keys over it: local ones by name, those of orbs by the orb's name alone. */
export function executorOf(job: DataNode, frame: Frame): Executor {
  const node = job.get('executor')
  const name = textOf(node?.kind === 'map' ? node.get('name') : node, frame)
  const found = name ? lookUp(name, 'executors', frame.scope) : undefined
  const definition = found?.kind === 'here' ? found.node : undefined
  const inner: Frame | undefined =
    found?.kind === 'here' ? executorFrame(found.node, node, frame, found.scope) : undefined
  const shell = text(job, 'shell', frame) ?? (definition && inner && text(definition, 'shell', inner))
  const windows = found?.kind === 'orb' && /(^|\/)windows$/.test(found.orb)
  const environments: (readonly [DataNode, Frame])[] = []
  for (const [owner, where] of [
    [definition, inner],
    [job, frame],
  ] as const) {
    // the container that steps run in is the first; what the job sets wins over what the container is given
    // (circleci.com/docs/env-vars, "Order of precedence")
    for (const variables of [owner?.get('docker')?.items[0]?.get('environment'), owner?.get('environment')])
      if (variables && where) environments.push([variables, where])
  }
  const directory =
    text(job, 'working_directory', frame) ?? (definition && inner && text(definition, 'working_directory', inner))
  return {
    shell: shell ? shellOf(shell) : windows ? shellOf('powershell.exe') : bash,
    environments,
    directory,
  }
}

function executorFrame(definition: DataNode, use: DataNode | undefined, caller: Frame, scope: Frame['scope']): Frame {
  const parameters = new Map<string, { node: DataNode; frame: Frame }>()
  const own: Frame = { scope, parameters, fixed: caller.fixed }
  for (const { key, value } of definition.get('parameters')?.entries ?? []) {
    const fallback = value.get('default')
    if (fallback) parameters.set(key, { node: fallback, frame: own })
  }
  for (const { key, value } of use?.kind === 'map' ? use.entries : []) {
    if (key !== 'name') parameters.set(key, { node: value, frame: caller })
  }
  return own
}

function text(node: DataNode, key: string, frame: Frame): string | undefined {
  const value = node.get(key)
  return value?.kind === 'scalar' && value.text ? textOf(value, frame) : undefined
}

/** An `environment:` as variables: a map, or a list of maps or of `NAME=value`. Later ones win. */
export function variablesOf(node: DataNode | undefined, frame: Frame): Record<string, string> {
  const found: Record<string, string> = {}
  for (const part of node?.kind === 'list' ? node.items : node ? [node] : []) {
    for (const { key, value } of part.entries) if (value.kind === 'scalar') found[key] = textOf(value, frame)
    const [, name, value] = /^(\w+)=(.*)$/s.exec(part.text ?? '') ?? []
    if (name) found[name] = value ?? ''
  }
  return found
}
