import { type Kind, kinds } from '../../../config/vocabulary.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { knownAction } from '../known/action.ts'
import { known } from '../known/table.ts'
import type { Act, HiddenPart } from '../model.ts'
import { findActs } from './find.ts'

type Inputs = Readonly<Record<string, string>>

/** Words of a name that tell what a thing is for; the first that matches decides. An empty list: it serves nothing. */
const telling: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/(^|[^a-z])(rollback|roll-back|undo|revert)/, ['rollback']],
  [/(^|[^a-z])(smoke|health-?check)/, ['smoke-test']],
  [/(^|[^a-z])(e2e|integration|acceptance|end-to-end|cypress|playwright|selenium)/, ['integration-test']],
  [/(image|container)[-_ ]?scan|trivy|grype/, ['image-scan', 'security-scan']],
  [/scan|security|vulnerab|codeql|snyk|sast|dast|audit/, ['security-scan', 'image-scan']],
  [/(^|[^a-z])(unit-?)?tests?([^a-z]|$)|(^|[^a-z])rspec|pytest|jest/, ['unit-test', 'integration-test']],
  [/(^|[^a-z])(lint|format|style|spell)/, ['lint']],
  [/deploy|rollout|release-to|ship/, ['deploy', 'migrate', 'smoke-test', 'rollback', 'notify', 'record']],
  [/terraform|tofu|infra|pulumi|(^|[^a-z])(cdk|iac)/, ['plan', 'apply', 'validate', 'deploy']],
  [
    /(docker|image|container).*(build|push|publish)|(build|push|publish).*(docker|image|container)/,
    ['build', 'publish', 'image-scan', 'sign'],
  ],
  [/(^|[^a-z])(build|compile|package)/, ['build', 'package', 'unit-test', 'publish']],
  [/publish|release/, ['publish', 'package', 'build']],
  [/(^|[^a-z])sign|attest|cosign/, ['sign']],
  [/notif|slack|teams|discord|mail|pagerduty|alert/, ['notify']],
  [/migrat/, ['migrate']],
  [/approv/, ['approve']],
  [
    /(^|[^a-z])(setup|set-up|install|login|auth|configure|credentials|cache|checkout|comment|label|filter|changed|artifact|path|version|tag|env|token|secrets?|matrix|retry|wait|cancel|assign|badge|coverage|report|summary|upload|download|bump|changelog|semver|git|find|get|read|parse|json|yaml|slug|timestamp)([^a-z]|$)/,
    [],
  ],
]

/** All kinds that can decide a verdict: what something wholly unknown could be. */
const anything = kinds.filter((kind) => kind !== 'set-up')

/** What a hidden thing could be, as far as its name tells. */
export function couldBeByName(name: string): readonly Kind[] {
  const lower = name.toLowerCase().replace(/[_\s/.]+/g, '-')
  return telling.find(([pattern]) => pattern.test(lower))?.[1] ?? anything
}

/** The part of a step that runs what is elsewhere. `narrowBy` is its own name, and what people call it. */
export function hiddenPart(what: string, narrowBy: string, place: Place, settle?: string): HiddenPart {
  return {
    place,
    value: new Hidden(what, {
      kind: 'answer',
      text: settle ?? 'say in assay.yaml what the step does: kinds: [{job: <job>, step: <name>, kinds: [<kind>]}]',
    }),
    couldBe: couldBeByName(narrowBy),
  }
}

/**
 * What a use of an action does. `uses` is `owner/name[/path]@ref`; `inputs` are its `with:` values, resolved as far as
 * known. An action that no table knows is hidden, as far as its name leaves it open.
 */
export async function actsOfAction(
  uses: string,
  inputs: Inputs,
  at: Place,
  via: readonly Place[],
  name: string,
  repository: Repository,
): Promise<readonly Act[]> {
  const action = uses.replace(/@.*$/, '')
  const found = knownAction(action, inputs)
  const base = { text: uses, place: at, via, words: [], inputs }
  if (!found) {
    const hidden = hiddenPart(`what the action ${action} does`, action.replace(/^[^/]*\//, ''), at)
    const part = hidden.couldBe.length ? { hidden } : {}
    return [{ ...base, kinds: [], tool: action, onFailure: 'stops', ...part }]
  }
  const environment = found.environments[0]
  const own: Act = {
    ...base,
    kinds: found.kinds,
    tool: found.tool,
    onFailure: found.gates,
    ...(environment ? { environment } : {}),
    ...(found.couldBe.length
      ? { hidden: { ...hiddenPart(`what ${action} starts`, name || action, at), couldBe: found.couldBe } }
      : {}),
  }
  const inner: Act[] = []
  for (const { input, program } of found.scripts) {
    const value = inputs[input] ?? ''
    const acts = await findActs(
      {
        text: program ? `${program} ${value}` : value,
        placeOf: () => at,
        shell: 'bash',
        errexit: true,
        pipefail: false,
        directory: found.remote ? undefined : '',
        variables: {},
        via,
        name,
      },
      repository,
    )
    inner.push(...(environment ? acts.map((act) => (act.environment ? act : { ...act, environment })) : acts))
  }
  return own.kinds.length || own.hidden || !inner.length ? [own, ...inner] : inner
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
  const bare = image.replace(/@.*$/, '').replace(/:[^/]*$/, '')
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
