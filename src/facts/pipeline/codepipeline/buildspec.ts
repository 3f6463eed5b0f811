import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'
import { firstLine, joinScripts, scriptOfNode } from '../dialect/script.ts'
import type { Act, Step } from '../model.ts'
import type { Script } from '../script.ts'
import type { Variables } from './values.ts'

/** A build specification, and where its parts stand. */
export interface Specification {
  readonly root: DataNode
  /** its file, where it has one of its own */
  readonly file: string | undefined
  /** where the text of a command stands, in what holds the specification; undefined: where the node says */
  readonly placeOf?: (text: string) => Place
  /** the ways here */
  readonly via: readonly Place[]
}

/** How a build runs. */
export interface BuildPlace {
  readonly variables: Variables
  readonly windows: boolean
  readonly reading: Reading
}

/** A step before it is known of which job it is. */
export type BuildStep = Omit<Step, 'id'>

/** What a build does, by what becomes of it where something fails. */
export interface Build {
  /** `install` and `pre_build`: nothing follows where they fail */
  readonly first: readonly BuildStep[]
  readonly build: readonly BuildStep[]
  /** `post_build` */
  readonly last: readonly BuildStep[]
  /** `last` comes although `build` failed */
  readonly lastAlways: boolean
}

/** Lines that hold on for what follows in the same shell. */
const holding = /^(cd|pushd|popd|export|set)\s|^[A-Za-z_]\w*=(?!.*\$\()/

/** `[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]`: it asks whether what came before went well. */
const asks = /(\[|\btest\b)[^\]\n]*CODEBUILD_BUILD_SUCCEEDING/

/**
 * What a build specification does (docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref, "Build phase
 * transitions"): where `install` or `pre_build` fails, nothing follows; `post_build` follows `build` however that ended,
 * unless `on-failure: ABORT` says otherwise, or it asks by itself.
 */
export async function buildOf(specification: Specification, where: BuildPlace): Promise<Build> {
  const { root } = specification
  const own = Object.fromEntries(
    (root.at('env', 'variables')?.entries ?? []).flatMap(({ key, value }) =>
      value.text === undefined ? [] : [[key, value.text]],
    ),
  )
  const shell = root.at('env', 'shell')?.text ?? (where.windows ? 'pwsh' : 'sh')
  // what the project sets wins over what the specification says
  const run = new Run(specification, { ...own, ...where.variables }, shell.replace(/^powershell.*/i, 'pwsh'), where)
  const shared = root.get('version')?.text !== '0.1'
  const phase = async (name: string) => run.phase(name, shared)
  const first = [...(await phase('install')), ...(await phase('pre_build'))]
  const build = await phase('build')
  const last = await phase('post_build')
  const aborts = /^abort/i.test(root.at('phases', 'build', 'on-failure')?.text ?? '')
  const asked = commandsIn(root, 'post_build').some(({ text }) => asks.test(text ?? ''))
  return { first, build, last, lastAlways: !aborts && !asked }
}

const commandsIn = (root: DataNode, phase: string) =>
  (root.at('phases', phase, 'commands')?.asList ?? []).filter(({ text }) => text !== undefined)

/** One shell runs all commands; what one of them sets, the next ones know. */
class Run {
  readonly #held: string[] = []

  constructor(
    private readonly specification: Specification,
    private readonly variables: Variables,
    private readonly shell: string,
    private readonly where: BuildPlace,
  ) {}

  /** The steps of a phase: its commands, and what follows them in any case. */
  async phase(name: string, shared: boolean): Promise<BuildStep[]> {
    const { root } = this.specification
    const phase = root.at('phases', name)
    if (!phase) return []
    const goesOn = /^continue$/i.test(phase.get('on-failure')?.text ?? '')
    const place = this.#placeOf(phase.get('commands')?.asList[0] ?? phase)
    const common = { name, place, via: this.specification.via, continueOnError: goesOn }
    const steps: BuildStep[] = []
    const acts = await this.#actsOf(commandsIn(root, name), name, shared)
    if (acts.length > 0) steps.push({ ...common, runsAfterFailure: 'no', acts })
    const finals = (phase.get('finally')?.asList ?? []).filter(({ text }) => text !== undefined)
    const after = await this.#actsOf(finals, name, shared)
    if (after.length > 0) {
      steps.push({ ...common, place: this.#placeOf(finals[0] as DataNode), runsAfterFailure: 'always', acts: after })
    }
    return steps
  }

  async #actsOf(commands: readonly DataNode[], phase: string, shared: boolean): Promise<Act[]> {
    const { finders, repository } = this.where.reading
    const found: Act[] = []
    for (const command of commands) {
      const text = command.text ?? ''
      const script = joinScripts([...(shared ? this.#before(text) : []), this.#scriptOf(command, phase)]) as Script
      const acts = await finders.findActs(script, repository)
      found.push(...acts.filter((act) => (act.via[this.specification.via.length] ?? act.place).file !== nowhere))
      for (const line of text.split('\n')) if (holding.test(line) && line.length < 300) this.#held.push(line)
      if (this.#held.length > mostHeld) this.#held.splice(0, this.#held.length - mostHeld)
    }
    return found
  }

  /** What earlier commands left behind, as lines that stand nowhere. */
  #before(text: string): Script[] {
    if (this.#held.length === 0) return []
    const place = { file: nowhere }
    return [{ ...this.#base(firstLine(text), text), text: this.#held.join('\n'), placeOf: () => place }]
  }

  #scriptOf(command: DataNode, phase: string): Script {
    const { placeOf } = this.specification
    const text = command.text ?? ''
    const base = this.#base(firstLine(text) || phase, text)
    const shell = { program: base.shell, errexit: base.errexit, pipefail: false }
    const script = scriptOfNode(command, { ...base, shell })
    const place = placeOf?.(text)
    return place ? { ...script, placeOf: () => place } : script
  }

  /** The last of several commands decides whether a command fails. */
  #base(name: string, text: string): Omit<Script, 'text' | 'placeOf'> {
    const several = /\n\s*\S|;|(^|[^|])\|([^|]|$)/.test(text.trim())
    const { via } = this.specification
    return {
      shell: this.shell,
      errexit: !several,
      pipefail: false,
      directory: '',
      variables: this.variables,
      via,
      name,
    }
  }

  #placeOf(node: DataNode): Place {
    return this.specification.placeOf?.(node.text ?? '') ?? node.place
  }
}

const nowhere = ''
const mostHeld = 60
