import type { Settings } from '../../config/settings.ts'
import { dirname, join } from '../../documents/path.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { argumentsOf } from '../image/arguments.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Project } from './project.ts'

/** One stack of a project. */
export interface Stack {
  /** undefined where nothing names one */
  readonly name: string | undefined
  readonly environment: NamedEnvironment | undefined
}

/** What pipelines do with stacks. */
export interface Run {
  readonly folder: string
  /** undefined where it is not named, or a variable names it */
  readonly stack: string | undefined
  /** the configuration that it sets; `*` where that cannot be told */
  readonly sets: readonly string[]
}

/** More stacks than anybody reads. */
const most = 24

/** The stacks of a project: those that have a file, and those that pipelines name. */
export function stacksOf(project: Project, runs: readonly Run[], settings: Settings): readonly Stack[] {
  const named = runs.flatMap(({ stack }) => stack ?? [])
  const names = [...new Set([...project.stacks.keys(), ...named])].slice(0, most)
  const here = environmentOfPath(dirname(project.file), settings)
  if (names.length === 0) return [{ name: undefined, environment: here }]
  return names.map((name) => ({ name, environment: environmentOfName(name, settings, true) ?? here }))
}

/** What pipelines run with Pulumi. */
export function runsOfPipelines(workflows: readonly Workflow[]): readonly Run[] {
  return workflows
    .flatMap(({ jobs }) => jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ acts }) => acts)
    .flatMap((act) => runOf(act) ?? [])
}

/** Of several projects only what is run in the folder of one is its own; what sets configuration counts for each. */
export const runsIn = (project: Project, runs: readonly Run[], isOnly: boolean): readonly Run[] =>
  runs.map((run) => (isOnly || run.folder === dirname(project.file) ? run : { ...run, stack: undefined }))

function runOf(act: Act): Run | undefined {
  if (act.inputs && /^pulumi\/actions\b/.test(act.tool)) {
    const folder = inputValue(act.inputs, 'work-dir') ?? '.'
    const given = inputValue(act.inputs, 'config-map')
    return {
      folder: join('', folder),
      stack: stackNamed(inputValue(act.inputs, 'stack-name')),
      sets: given ? ['*'] : [],
    }
  }
  if (!/^pulumi\b/.test(act.tool)) return undefined
  const args = argumentsOf(act)
  const [within] = args.flag('--cwd', '-C')
  const [stack] = args.flag('--stack', '-s')
  return { folder: join(act.directory ?? '', within ?? '.'), stack: stackNamed(stack), sets: setBy(act) }
}

/** `acme/shop/prod` is the stack `prod` of an organisation's project. */
function stackNamed(written: string | undefined): string | undefined {
  const last = written?.split('/').at(-1)
  return last && /^[\w.-]+$/.test(last) ? last : undefined
}

/** `pulumi config set name value`, `set-all --plaintext name=value`, `pulumi up -c name=value`. */
function setBy(act: Act): readonly string[] {
  const words = `${act.tool} ${act.words.join(' ')}`.split(/\s+/)
  const at = words.findIndex((word) => /^set(-all)?$/.test(word))
  if (words.includes('config') && at >= 0) {
    const given = words.slice(at + 1)
    if (words[at] === 'set-all') return given.flatMap((word) => /^(?:--\w+=)?([\w:.-]+)=/.exec(word)?.[1] ?? [])
    return [
      given.find((word, i) => !word.startsWith('-') && !/^(-s|--stack|-C|--cwd)$/.test(given[i - 1] ?? '')) ?? '*',
    ]
  }
  return words.flatMap((word, i) =>
    /^(-c|--config)$/.test(words[i - 1] ?? '') ? (/^([\w:.-]+)=/.exec(word)?.[1] ?? '*') : [],
  )
}
