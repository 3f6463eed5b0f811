import { defaultSettings } from '../../../config/settings.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden, isHidden } from '../../hidden.ts'
import { toSay } from '../dialect/question.ts'
import { classify, classOfJobName } from '../environment.ts'
import type { Act, Trigger, Workflow } from '../model.ts'

/** A path that a controller keeps a cluster in step with. */
export interface Sync {
  readonly system: 'argo-cd' | 'flux'
  /** of the Application or Kustomization */
  readonly name: string
  readonly file: string
  readonly place: Place
  /** where it is followed: `overlays/staging`, or a chart's name */
  readonly path: string
  /** the revision that is followed; undefined: the default branch, unless it cannot be told */
  readonly revision: string | undefined
  /** which revision is followed cannot be told from here */
  readonly revisionUnseen?: boolean
  readonly revisionPlace: Place
  /** whether a push is deployed without anybody's doing */
  readonly automatic: boolean
  /** where it is deployed to: namespaces and clusters */
  readonly targets: readonly string[]
  /** names, values, paths and files that may tell it, the most telling first */
  readonly hints: readonly string[]
  /** where nothing of these tells it: the environments for each of which it is made, by their files of values */
  readonly perEnvironment?: readonly string[]
}

/**
 * One synchronised path as a workflow (standard/verdicts.md: "an automatic sync of a path for an environment is a
 * deployment to it, triggered by a push to the followed revision, its approval `forge`"); without automatic sync it is
 * started by hand.
 */
export function workflowOf(sync: Sync, id: string): Workflow {
  const { system, name, file, place, path, automatic } = sync
  const environment = environmentOf(sync)
  const tool = system === 'argo-cd' ? 'argocd app sync' : 'flux reconcile'
  const act: Act = {
    kinds: ['deploy'],
    tool,
    text: `${system === 'argo-cd' ? 'Argo CD' : 'Flux'} syncs ${path || '.'}`,
    place,
    via: [],
    onFailure: 'stops',
    words: [path || '.'],
    directory: '',
  }
  return {
    id,
    file,
    system,
    name,
    place,
    triggers: [automatic ? onPush(sync) : { kind: 'manual', event: 'sync', place, inputs: [] }],
    jobs: [
      {
        id: name,
        key: name,
        name,
        place,
        via: [],
        needs: [],
        ...(environment !== undefined && { environment: { name: environment, place, gate: false, recorded: false } }),
        steps: [
          {
            id: `${name}/0`,
            name: 'sync',
            place,
            via: [],
            runsAfterFailure: 'no',
            continueOnError: false,
            acts: [act],
          },
        ],
        allowFailure: false,
        ...(automatic && { hidden: { place: sync.revisionPlace, value: reviews(sync), couldBe: ['approve'] } }),
      },
    ],
    hidden: [
      {
        place,
        value: hooks(sync),
        couldBe: ['smoke-test', 'rollback', 'notify', 'status', 'record'],
        byController: true,
      },
    ],
    problems: [],
  }
}

/** What a controller does when it has synced: hooks among the manifests, health checks, notifications of its own. */
function hooks({ system, name }: Sync): Hidden {
  return new Hidden(
    `what ${system === 'argo-cd' ? 'Argo CD' : 'Flux'} runs when it has synced ${name}`,
    toSay('what follows the sync', { job: name }, ['deploy', 'smoke-test']),
  )
}

/** A sync for each environment that it is made for, where nothing of its own tells which it is. */
export function inEachEnvironment(sync: Sync): readonly Sync[] {
  const { perEnvironment = [], hints } = sync
  if (perEnvironment.length === 0 || environmentOf(sync) !== undefined) return [sync]
  return perEnvironment.map((environment) => ({ ...sync, hints: [environment, ...hints] }))
}

/** A namespace or cluster whose words tell one; else a folder or name that is one (`overlays/staging`, `deploy-dev`). */
function environmentOf({ targets, hints }: Sync): string | undefined {
  const target = targets.find((one) => !isHidden(classify(one, defaultSettings)))
  if (target !== undefined) return target
  const parts = hints.flatMap((hint) => hint.split('/').reverse())
  return parts
    .map((part) => part.replace(/\.(ya?ml|json)$/, ''))
    .find((part) =>
      // in `test-app` the word is a part of the name
      /^[a-z]+\d*$/i.test(part)
        ? !isHidden(classify(part, defaultSettings))
        : classOfJobName(part, defaultSettings) !== undefined,
    )
}

/** Who must approve a push to the followed revision: the forge's branch rules say it. */
function reviews({ revision, revisionUnseen }: Sync): Hidden {
  const which = revisionUnseen
    ? 'the branch that is followed'
    : revision === undefined
      ? 'the default branch'
      : `the branch ${revision}`
  return new Hidden(
    `the reviews that ${which} demands`,
    {
      kind: 'permission',
      text: `let Assay read the protection of ${which} in the forge's settings: assay check --forge`,
    },
    'forge',
  )
}

/** A tag or version is followed by its pushes; a branch by its own; HEAD is the default branch. */
function onPush({ revision, revisionUnseen, revisionPlace: place, path }: Sync): Trigger {
  const paths = path === '' ? {} : { paths: [`${path}/**`] }
  if (revisionUnseen) return { kind: 'push', event: 'push', place, branchUnseen: true, ...paths }
  if (revision === undefined) return { kind: 'push', event: 'default', place, ...paths }
  if (/^refs\/tags\/|^v?\d+[.\d*x]*$|[<>=~^*]/.test(revision)) return { kind: 'tag', event: 'push', place }
  return { kind: 'push', event: 'push', place, branches: [revision.replace(/^refs\/heads\//, '')], ...paths }
}
