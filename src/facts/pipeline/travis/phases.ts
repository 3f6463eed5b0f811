import type { DataNode } from '../../../documents/tree.ts'
import { mayDeploy } from '../acts.ts'
import { scriptOfNode } from '../dialect/script.ts'
import type { Act, Step } from '../model.ts'
import type { Script } from '../script.ts'
import { type DeployContext, deploySteps } from './deploy.ts'

/** A job as it is written: its own keys first, those of the file where it has none. */
export interface JobSource {
  get(key: string): DataNode | undefined
}

/** What a phase does to the job when it fails, and whether it runs after a failure. */
type Manner = Pick<Step, 'runsAfterFailure' | 'continueOnError'>

const before: Manner = { runsAfterFailure: 'no', continueOnError: false }
const aside: Manner = { runsAfterFailure: 'no', continueOnError: true }

/** The phases of a job in their order (docs.travis-ci.com, "Job lifecycle"). */
const phases: readonly (readonly [string, Manner])[] = [
  ['before_install', before],
  ['install', before],
  ['before_script', before],
  ['script', before],
  ['after_success', aside],
  ['after_failure', { runsAfterFailure: 'only', continueOnError: true }],
  ['before_deploy', before],
  ['deploy', before],
  ['after_deploy', aside],
  ['after_script', { runsAfterFailure: 'always', continueOnError: true }],
]

/** What is run where a language has no `script` (docs.travis-ci.com, the page of each language). */
const usual: Readonly<Record<string, string>> = {
  node_js: 'npm test',
  ruby: 'rake',
  java: 'mvn test -B',
  go: 'go test ./...',
  rust: 'cargo build && cargo test',
  php: 'phpunit',
  scala: 'sbt test',
  elixir: 'mix test',
}

/** The steps of a job, those of its deployments among them. */
export async function stepsOfJob(source: JobSource, context: DeployContext): Promise<Step[]> {
  const steps: Step[] = []
  let state: State = { directory: '', variables: context.variables }
  for (const [phase, manner] of phases) {
    const node = source.get(phase)
    if (phase === 'deploy') {
      if (node && node.value !== false) steps.push(...(await deploySteps(node, steps.length, context)))
      continue
    }
    const found = node ? await actsOfLines(node, state, context) : await usualActs(phase, source, context)
    if (!found?.lines.length) continue
    state = found.state
    for (const { acts, place, goesOn } of stepsIn(phase, found.lines)) {
      const name = phase === 'script' ? context.title : phase
      const more = goesOn ? { ...manner, continueOnError: true } : manner
      steps.push({ id: `${context.job}/${steps.length}`, name, place, via: [], ...more, acts })
    }
  }
  return steps
}

/** What one line leaves to the next. */
interface State {
  readonly directory: string | undefined
  readonly variables: Readonly<Record<string, string>>
}

interface Line {
  readonly acts: readonly Act[]
  readonly place: Step['place']
}

interface Found {
  readonly lines: readonly Line[]
  readonly state: State
}

/**
 * The lines of a phase as steps. What prepares the job ends it where it fails. A failing line of `script` fails the job,
 * and the lines after it run all the same: it holds the phases after it, and not a deployment in the same phase. What
 * runs aside changes nothing.
 */
function stepsIn(phase: string, lines: readonly Line[]): (Line & { readonly goesOn: boolean })[] {
  const aside = /^after_/.test(phase)
  const last = phase === 'script' ? lines.findLastIndex((line) => line.acts.some((act) => mayDeploy(act, 'apply'))) : -1
  if (aside || last > 0) return lines.map((line, index) => ({ ...line, goesOn: aside || index < last }))
  const [first] = lines
  return first ? [{ place: first.place, acts: lines.flatMap((line) => line.acts), goesOn: false }] : []
}

/** The lines of a phase: a line of several commands is one, whose last command decides. `cd` and `export` hold on. */
async function actsOfLines(node: DataNode, start: State, context: DeployContext): Promise<Found> {
  const { finders, repository } = context.reading
  const lines: Line[] = []
  let { directory, variables } = start
  for (const line of node.asList) {
    const text = line.text?.trim() ?? ''
    if (text === '' || text === 'true' || text === 'skip') continue
    const several = /\n\s*\S|;|(^|[^|])\|([^|]|$)/.test(text)
    const shell = { program: 'bash', errexit: !several, pipefail: false }
    const script = scriptOfNode(line, { shell, directory, variables, via: [], name: context.title })
    const plain = { ...script, text: withoutFunctions(script.text) }
    lines.push({ acts: await finders.findActs(plain, repository), place: line.place })
    const [, name, value] = /^export\s+(\w+)=["']?([^"'\s]*)["']?$/.exec(text) ?? []
    if (name !== undefined && value !== undefined) variables = { ...variables, [name]: value }
    const [, folder] = /(?:^|&&|;|\n)\s*cd\s+["']?([\w./-]+)["']?\s*$/.exec(text) ?? []
    if (folder !== undefined) directory = joined(directory, folder)
    else if (/(^|[;&\n])\s*(cd|pushd|popd)\s/.test(text) && !/^\(/.test(text)) directory = undefined
  }
  return { lines, state: { directory, variables } }
}

/** The functions of the service around a command as what they are to it; all stays where it was. */
function withoutFunctions(text: string): string {
  return text
    .replace(/\btravis_wait(\s+\d+)?(?=\s)|\btravis_retry(?=\s)/g, (found) => 'command'.padEnd(found.length))
    .replace(/\btravis_terminate(?=\s|$)/g, (found) => 'exit'.padEnd(found.length))
}

/** A folder below another; undefined where it leaves the repository. */
function joined(directory: string | undefined, folder: string): string | undefined {
  if (directory === undefined || folder.startsWith('/')) return undefined
  const parts: string[] = directory ? directory.split('/') : []
  for (const part of folder.split('/')) {
    if (part === '..') {
      if (!parts.length) return undefined
      parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** The script that the language brings, where the job says none. */
async function usualActs(phase: string, source: JobSource, context: DeployContext): Promise<Found | undefined> {
  const language = source.get('language')
  if (phase !== 'script' || !language?.text) return undefined
  const { finders, repository } = context.reading
  const gradle = repository.has('build.gradle') || repository.has('build.gradle.kts')
  const text = language.text === 'java' && gradle ? 'gradle check' : usual[language.text]
  if (text === undefined) return undefined
  const { place } = language
  const where = { directory: '', variables: context.variables, via: [], name: context.title }
  const script: Script = { text, placeOf: () => place, shell: 'bash', errexit: true, pipefail: false, ...where }
  return { lines: [{ acts: await finders.findActs(script, repository), place }], state: where }
}
