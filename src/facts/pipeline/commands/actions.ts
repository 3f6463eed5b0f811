import { joinPath } from '../../../documents/path.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import { withoutTag } from '../../image/reference.ts'
import type { Repository } from '../../repository.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import { knowsProgram } from '../known/command.ts'
import { known } from '../known/table.ts'
import { knownUse } from '../known/use.ts'
import type { Act } from '../model.ts'
import { findActs, findActsOfBuild } from './find.ts'
import { changes } from './follow/remote.ts'
import { hiddenPart } from './hidden.ts'
import { settingsOfUse } from './settings-of-use.ts'
import { withHooks } from './special/appspec.ts'
import { outcomeOfLoadTestUse } from './special/load-test.ts'
import { withStartedDeployment } from './special/starts.ts'
import { askedBy } from './tests/asked-system.ts'
import type { Use } from './uses.ts'

type Inputs = Readonly<Record<string, string>>

/**
 * What a use of a GitHub action does. `uses` is `owner/name[/path]@ref`; `inputs` are its `with:` values, resolved as far
 * as known; `variables` those of its environment.
 */
export function actsOfAction(
  uses: string,
  inputs: Inputs,
  at: Place,
  via: readonly Place[],
  name: string,
  repository: Repository,
  variables: Inputs = {},
): Promise<readonly Act[]> {
  const action = uses.replace(/@.*$/, '')
  const narrowBy = action.replace(/^[^/]*\//, '')
  return actsOfUse(
    {
      table: 'actions',
      name: action,
      narrowBy,
      what: 'the action',
      text: uses,
      inputs,
      variables,
      place: at,
      via,
      title: name,
    },
    repository,
  )
}

/**
 * What a use of something by name does: an action, an orb, a task, a pipe, a plugin's step. One that no table knows is
 * hidden, as far as its name leaves it open.
 */
export async function actsOfUse(use: Use, repository: Repository): Promise<readonly Act[]> {
  const { name, inputs, place: at, via, title } = use
  const found = knownUse(use.table, name, inputs, use.variables)
  const base = { text: use.text, place: at, via, words: [], inputs }
  if (!found) {
    const hidden = hiddenPart(`what ${use.what} ${name} does`, use.narrowBy, at, use.settle)
    const part = hidden.couldBe.length ? { hidden } : {}
    return [{ ...base, kinds: [], tool: name, onFailure: 'stops', ...part }]
  }
  const environment = found.environments.find(tellsEnvironment) ?? found.environments[0]
  const made: Act = {
    ...base,
    kinds: found.kinds,
    tool: found.tool,
    onFailure:
      (await outcomeOfLoadTestUse(found.tool, inputs, repository)) ??
      (found.gates === 'elsewhere' ? decidedElsewhere(name, found.kinds) : found.gates),
    ...(environment ? { environment } : {}),
    ...(found.remote ? { remote: true } : {}),
    ...(found.throwAway ? { throwAway: true } : {}),
    ...askedBy(found, Object.entries(use.variables ?? {})),
    ...settingsOfUse(found.writes, inputs),
    ...(found.couldBe.length
      ? { hidden: { ...hiddenPart(`what ${name} starts`, title || name, at), couldBe: found.couldBe } }
      : {}),
  }
  const own = await withHooks(withStartedDeployment(askedOfOthers(made), title), repository)
  const inner: Act[] = []
  for (const { input, program, more = [] } of found.scripts) {
    const value = [...(input ? [input] : []), ...more].map((name) => inputs[name] ?? '').join(' ')
    const written = program ? undefined : use.scriptOf?.(input)
    const acts = await findActs(
      written ?? {
        text: program ? `${program} ${value}`.trim() : value,
        placeOf: () => at,
        shell: 'bash',
        // over ssh the script goes on after what fails, unless it says otherwise itself
        errexit: !found.remote,
        pipefail: false,
        directory: found.remote ? undefined : joinPath('', found.directory),
        variables: {},
        via,
        name: title,
        ...(found.remote && { onServer: true }),
      },
      repository,
    )
    for (const act of acts) {
      // what it runs fails nothing where it is told to go on
      const heeded = found.gates === 'reports' && act.onFailure === 'stops' ? { onFailure: 'ignored' as const } : {}
      inner.push({ ...act, ...heeded, ...(environment && !act.environment && { environment }) })
    }
  }
  if (
    /\/(build-push-action|buildah-build|bake-action|kaniko)/i.test(found.tool) ||
    (inputs.file && found.kinds.includes('build'))
  ) {
    const build = {
      file: inputs.file || inputs.dockerfile || oneLine(inputs.containerfiles ?? inputs.dockerfiles) || undefined,
      context: localContext(inputs.context),
      target: inputs.target || undefined,
    }
    inner.push(...(await findActsOfBuild(build, at, via, repository)))
  }
  if (
    found.remote &&
    leavesAlone(
      found.scripts.map(({ input }) => inputs[input] ?? ''),
      inner,
    )
  )
    return [...own.map((act) => (act.hidden ? act : { ...act, kinds: [] })), ...inner]
  return made.kinds.length || made.hidden || !inner.length ? [...own, ...inner] : inner
}

/** Who started the run, as the services tell it. */
const starter =
  /^\$[({][{\s]*(?:github\.(?:actor|triggering_actor|event\.sender\.login)|build\.requestedfor(?:email|id)?|GITHUB_(?:TRIGGERING_)?ACTOR)[\s})]+$/i

/** A gate whose only approver is who started the run asks nobody else: whether another person does cannot be seen. */
function askedOfOthers(act: Act): Act {
  const approvers = (act.inputs?.approvers ?? '').split(/[,\n]/).flatMap((one) => one.trim() || [])
  if (!act.kinds.includes('approve') || !approvers.length || !approvers.every((one) => starter.test(one))) return act
  const value = new Hidden('whether somebody else approves than who started the run', {
    kind: 'file',
    text: `name other people than who starts the run among the approvers of ${act.tool}`,
  })
  const kinds = act.kinds.filter((kind) => kind !== 'approve')
  return { ...act, kinds, hidden: { place: act.place, value, couldBe: ['approve'] } }
}

/** A list of files that names one alone. */
const oneLine = (list = '') => (/^\S+$/.test(list.trim()) ? list.trim() : '')

/** Copies and unpacks to where a server has what it serves. */
const puts = /\b(cp|mv|tar|unzip|ln|install)\b[^\n]*(\/var\/www|\/srv|\/opt|html|htdocs|webapps|current)/

/** What starts or updates something by a script or a tool of the project's own. */
const starts =
  /\b(nohup|java -jar|screen|tmux|composer|make|manage\.py|artisan)\b|(^|[;&|])\s*(sudo\s+(-\S+\s+)*)?\.{0,2}\/[\w./-]+|\b(ba)?sh \S|\$\{?\{/m

/** Commands that leave nothing running: images that are fetched, and containers that are gone with what they run. */
const leavesNothing =
  /^(set|echo|export|cd)\b|^(sudo )?(docker|podman)([ -]compose)? (pull|login|logout|images|ps|(image|system) prune|run\b.*\s--rm)\b/

/** Whether a text only runs containers once, whatever that is: the text itself holds nothing that stays (`changes`). */
const runsOnce = (text: string): boolean =>
  /\brun\b[^;&|]*\s--rm\b/.test(text) &&
  text
    .replace(/\\\n/g, ' ')
    .split(/\n|&&|\|\|?|;/)
    .map((line) => line.trim())
    .every((line) => line === '' || line.startsWith('#') || leavesNothing.test(line))

/** Whether all that is sent to another machine prepares or looks at it, and changes nothing of what runs there. */
function leavesAlone(texts: readonly string[], inner: readonly Act[]): boolean {
  if (!texts.length || texts.some((text) => changes.test(text) || puts.test(text))) return false
  if (texts.every(runsOnce)) return true
  if (inner.some(({ kinds, hidden }) => kinds.length > 0 || hidden)) return false
  return texts.every((text) => !starts.test(text)) && inner.every(({ tool }) => knowsProgram(tool.split(' ')[0] ?? ''))
}

/** A scanner that fails by what its own server holds: policies, thresholds, rules. */
function decidedElsewhere(name: string, kinds: readonly string[]): Hidden {
  return new Hidden(`whether a policy on the server of ${name} ends the run`, {
    kind: 'answer',
    text: `if it does, say so in assay.yaml: kinds: [{job: <job>, step: <name>, kinds: [${kinds.join(', ')}]}]`,
  })
}

/** The folder of a build's context; that of the checkout where the action takes the repository itself. */
function localContext(context: string | undefined): string | undefined {
  return context === undefined || context === '' || /^\{\{|:\/\//.test(context) ? '.' : context
}

/** What a container step does: the image's own command with the arguments given. */
export async function actsOfImage(
  image: string,
  args: string,
  at: Place,
  via: readonly Place[],
  name: string,
  repository: Repository,
): Promise<readonly Act[]> {
  const bare = withoutTag(image)
  const entry = known.images[bare] ?? known.images[bare.replace(/^docker\.io\//, '')]
  if (entry?.command !== undefined) {
    const text = entry.command ? `${entry.command} ${args}` : args
    return findActs(
      { text, placeOf: () => at, shell: 'sh', errexit: true, pipefail: false, directory: '', variables: {}, via, name },
      repository,
    )
  }
  const base = { text: `${image} ${args}`.trim(), place: at, via, words: args.split(/\s+/).filter(Boolean) }
  if (entry?.kinds) return [{ ...base, kinds: entry.kinds, tool: bare, onFailure: 'stops' }]
  const hidden = hiddenPart(`what the container ${image} runs`, `${bare.replace(/^.*\//, '')} ${name}`, at)
  return [{ ...base, kinds: [], tool: bare, onFailure: 'stops', ...(hidden.couldBe.length ? { hidden } : {}) }]
}
