import type { DataNode } from '../../../documents/tree.ts'
import { chosenOutput } from '../dialect/chosen-output.ts'
import { union, unknown } from '../dialect/outcome.ts'
import { branching } from '../dialect/said-values.ts'
import { holdsIn, readIf } from './conditions.ts'
import { givenBy } from './given.ts'
import { metadataOutput } from './metadata-action.ts'
import { writtenTo } from './output-text.ts'
import { type Binding, type Frame, namesIn } from './scope.ts'
import { withEnv, written } from './step-values.ts'
import { stepsIn } from './uses.ts'

/** What the steps of a job wrote to `$GITHUB_ENV` so far, by name; undefined: different things, or not known. */
export type Exported = Map<string, string | undefined>

/** What is known where a step runs that may export variables. */
interface Exporting {
  readonly exported: Exported
  readonly frame: Frame
  /** the variables of its environment, as text */
  readonly variables: Readonly<Record<string, string>>
}

/** Adds what a step writes to `$GITHUB_ENV`; what it may only write, beside another value, is not known. */
export function noteExported(step: DataNode, { exported, frame, variables }: Exporting): void {
  for (const name of exportedByScript(step)) exported.set(name, undefined)
  for (const [name, text] of exportedByMetadata(step, frame, variables)) exported.set(name, text)
  const script = step.get('run')?.text ?? ''
  if (!script.includes('GITHUB_ENV')) return
  const isSure = !step.get('if') && !branching.test(script)
  const own = new Map(Object.entries(variables))
  for (const [name, value] of writtenTo(script, 'GITHUB_ENV', (part) => written(part, frame), own)) {
    const before = exported.has(name) ? exported.get(name) : variables[name]
    const isOther = (exported.has(name) || name in variables) && before !== value
    exported.set(name, isOther && !isSure ? undefined : value)
  }
}

/** What actions/github-script exports by its toolkit (`core.exportVariable('NAME', …)`). */
function exportedByScript(step: DataNode): readonly string[] {
  const script = step.at('with', 'script')?.text
  if (!script?.includes('exportVariable')) return []
  return [...script.matchAll(/exportVariable\(\s*['"`](\w+)['"`]/g)].map(([, name]) => name as string)
}

const metadataPrefix = 'DOCKER_METADATA_OUTPUT_'

/** docker/metadata-action gives its outputs as variables, too (github.com/docker/metadata-action#environment-variables). */
function exportedByMetadata(
  step: DataNode,
  frame: Frame,
  variables: Exporting['variables'],
): readonly (readonly [string, string | undefined])[] {
  if (!step.get('uses')?.text?.trim().startsWith('docker/metadata-action@')) return []
  const others = Object.keys(variables).filter((name) => name.startsWith(metadataPrefix))
  const names = new Set([`${metadataPrefix}TAGS`, `${metadataPrefix}VERSION`, ...others])
  const isSure = !step.get('if')
  return [...names].map((name) => {
    const output = name.slice(metadataPrefix.length).toLowerCase()
    return [name, isSure ? metadataOutput(step.get('with'), output, (text) => written(text, frame)) : undefined]
  })
}

/**
 * What is known of the variables at the end of a job, where its outputs are made: its own, and what its steps exported.
 * @param until the id of a step before which it ends
 */
export function atEndOf(job: DataNode, frame: Frame, until?: string): Frame {
  let end = withEnv(frame, job.get('env'))
  const exported: Exported = new Map()
  for (const step of stepsIn(job.get('steps'))) {
    if (step.kind !== 'map') continue
    if (until !== undefined && step.get('id')?.text === until) break
    noteExported(step, { exported, frame: end, variables: Object.fromEntries(end.envWritten ?? []) })
    if (exported.size) end = { ...end, envText: new Map(exported) }
  }
  return end
}

const writesVariable = /\b(?:echo|printf)\s+(?:-\w+\s+)*["']?([A-Za-z_]\w*)=/g

/**
 * What the steps of a job may have written to `$GITHUB_ENV` when they are over, by name, under each start: by the branches
 * of their scripts, and by their conditions.
 */
export function chosenExports(job: DataNode, frame: Frame): ReadonlyMap<string, Binding> {
  const found = new Map<string, Binding>()
  for (const step of stepsIn(job.get('steps'))) {
    const script = step.kind === 'map' ? step.get('run')?.text : undefined
    if (!script?.includes('GITHUB_ENV')) continue
    const condition = readIf(step.get('if'))
    const bash = /^(ba)?sh\b/.test(step.get('shell')?.text ?? 'bash')
    for (const name of new Set([...script.matchAll(writesVariable)].map(([, name = '']) => name))) {
      const before = found.get(name) ?? frame.env.get(name)
      const here = withEnv(frame, step.get('env'))
      found.set(name, (run, situation) => {
        const runs = condition ? holdsIn(condition, here, run, situation) : true
        const kept = before?.(run, situation) ?? unknown
        if (runs === false) return kept
        const value = bash
          ? chosenOutput(script, name, givenBy(namesIn(here, run, situation)), 'GITHUB_ENV', kept)
          : unknown
        return runs ? value : union(kept, value)
      })
    }
  }
  return found
}
