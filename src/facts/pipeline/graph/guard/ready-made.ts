import { kinds as allKinds, type Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import { making as kindsOfMaking } from '../../dialect/words.ts'
import type { Act, Input, Run } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { restartsSame } from '../deployment/restarts.ts'
import { swapsSlots } from '../deployment/slot.ts'
import type { Plans } from '../run/family.ts'

/** The kinds of making, to be asked for one by one. */
export const making: ReadonlySet<Kind> = new Set(kindsOfMaking)

const chosenVersion = /^(version|tag|sha|image|ref|release|commit|digest|revision|artifact|build)$/

/** What a job is called that somebody starts to have the former version again. */
const takesBack = /(^|[^a-z])roll[-_ ]?back([^a-z]|$)/i

/** A run that builds nothing: what it deploys was made elsewhere or earlier. */
export interface ReadyMade {
  /** kinds that cannot be seen for it, and why */
  readonly hidden: Hidden
  readonly kinds: ReadonlySet<Kind>
  /** It deploys what an earlier run built, and is judged by that one. */
  readonly redeploys: boolean
  /** An earlier version can be chosen at the start, or what ran before is brought back. */
  readonly wayBack: boolean
  /** It deploys by the commit what the run of a push built, which may have gone further than to build it. */
  readonly ofEarlierRun?: true
}

/**
 * Whether a run's artifact arrives ready-made (verdicts.md, "Where the image arrives ready-made"): an event from outside,
 * a call from elsewhere, a start by hand with an input that names a version, or files of the repository that name the
 * image.
 * @param builds whether something in the run builds or publishes, or could
 * @param remakes whether something in it builds, or could
 * @param mayBuild whether anything in the pipeline does, that which deploys included
 * @param unseen what deploys, where that is hidden as a whole and nothing else in the pipeline builds
 * @param job the id of the job that deploys
 * @param acts all that deploys: commands that only swap or restart what is there already bring nothing new
 */
export function readyMade(
  run: Run,
  builds: boolean,
  remakes: boolean,
  mayBuild: boolean,
  job: string,
  acts: readonly (Act | undefined)[],
  unseen: string | undefined,
): ReadyMade | undefined {
  const { trigger } = run
  if (trigger.kind === 'call') {
    const hidden = new Hidden('the pipelines elsewhere that call this one', {
      kind: 'file',
      text: 'check the repository whose pipeline calls this one',
    })
    return { hidden, kinds: new Set(allKinds), redeploys: false, wayBack: false }
  }
  // an image that gets its name again is pushed, and yet nothing is made
  if (trigger.kind === 'manual' && takesBack.test(job) && !remakes) {
    return { hidden: source(`${job} brings back`), kinds: making, redeploys: true, wayBack: true }
  }
  if (builds) return undefined
  if (acts.length && acts.every((act) => act && promotes(act))) {
    const hidden = new Hidden('what the delivery pipeline demands before this target', {
      kind: 'file',
      text: 'say in assay.yaml which environments the release passes, or deploy to them in this pipeline',
    })
    return { hidden, kinds: new Set([...making, 'deploy', 'smoke-test']), redeploys: false, wayBack: false }
  }
  if (trigger.kind === 'external') {
    // what starts it may name an earlier version
    const wayBack = trigger.inputs?.some(namesVersion) === true
    return { hidden: source('an event from outside names'), kinds: making, redeploys: false, wayBack }
  }
  const [first] = acts
  if (first && acts.every((act) => act && (swaps(act) || restartsSame(act) || rollsOutLatest(act)))) {
    const back = trigger.kind === 'manual' && acts.some((act) => act && swaps(act))
    return { hidden: source(`${first.tool} brings in`), kinds: making, redeploys: true, wayBack: back }
  }
  const byHand = trigger.kind === 'manual'
  const input = trigger.inputs?.find(
    // what a push may bring along is told for the jobs that it comes to
    (one) => namesVersion(one) && (byHand || one.reaches?.includes(keyOf(job))),
  )
  if (input) {
    const wayBack = byHand && input.reaches?.includes(keyOf(job)) !== false
    return { hidden: source(`the input ${input.name} names`), kinds: making, redeploys: true, wayBack }
  }
  // A step of elsewhere, where nothing here builds: what it takes was made where cannot be seen.
  if (unseen !== undefined) {
    return { hidden: source(`${unseen} deploys`), kinds: making, redeploys: false, wayBack: false }
  }
  if (!mayBuild && first && acts.every((act) => act && appliesFiles(act))) {
    return {
      hidden: source(`the files name that ${first.tool} applies`),
      kinds: making,
      redeploys: false,
      wayBack: false,
    }
  }
  return undefined
}

/** The rollout of a deployment configuration as it stands: the image is what its stream has had since. */
const rollsOutLatest = ({ tool, words }: Act): boolean =>
  tool === 'openshiftDeploy' ||
  tool === 'openshift.rollout.latest' ||
  (tool === 'oc rollout' && words.includes('latest'))

/** Whether another pipeline of the repository than that which deploys publishes something. */
export const publishedElsewhere = (node: DeploymentNode, plans: Plans): boolean =>
  plans.all.some((plan) => plan !== node.plan && plan.atoms.some(({ kinds }) => kinds.includes('publish')))

/** What is started by the end of a pipeline that is not here, and builds nothing, deploys what that one has made. */
export function madeElsewhere({ trigger }: Run, plans: Plans): ReadyMade | undefined {
  if (trigger.kind !== 'pipeline' || plans.before(trigger).length > 0) return undefined
  return { hidden: source('the pipeline before it makes'), kinds: making, redeploys: false, wayBack: false }
}

/**
 * Manifests as they stand in the repository, a chart as it was published, or files of values: whatever image they name was
 * made before they named it.
 */
function appliesFiles({ tool, words, inputs }: Act): boolean {
  if (/^nais\/deploy\//.test(tool)) return true
  if (/^helmfile (apply|sync)$|^helmfile$/.test(tool)) return !words.some(setsImage)
  if (/^helm (upgrade|install)$/.test(tool)) {
    return words.some((word) => /^oci:\/\//.test(word)) || (words.some(givesValues) && !words.some(setsImage))
  }
  if (!/^(kubectl|oc) (apply|replace|create)$|^(argocd app sync|flux reconcile)\b/.test(tool)) return false
  // `kubectl apply -f -` gets what another command makes
  return (
    !inputs &&
    words.some((word) => /^[\w./-]+\.(ya?ml|json)$|^[\w.-]+(\/[\w.-]+)*\/?$/.test(word)) &&
    !words.includes('-')
  )
}

/** `-f values/prod.yaml`, `--values=prod.yaml` */
const givesValues = (word: string): boolean => /^(-f|--values)(=|$)/.test(word)

/** `--set image.tag=$SHA`, `--state-values-set version=1.2.3`: the command names the image, and not the files. */
const setsImage = (word: string): boolean => /(^|[.=_,-])(image|tag|version|digest|sha)\w*=/i.test(word)

/** Two slots or versions that run already change places. */
function swaps(act: Act): boolean {
  return swapsSlots(act) || /services (update|set)-traffic$|ingress traffic set$/.test(act.tool)
}

/** A release of a delivery pipeline goes on to the next of its targets. */
function promotes({ tool }: Act): boolean {
  return tool === 'gcloud deploy releases promote'
}

/** The key of the job in the workflow that was started: of `ship / deploy (eu)`, `ship`. */
const keyOf = (id: string) => id.split(' / ', 1)[0]?.replace(/ \(.*$/, '') ?? id

function source(what: string): Hidden {
  return new Hidden(`how the artifact was made that ${what}`, {
    kind: 'file',
    text: `build in the pipeline that deploys, or check the repository that makes what ${what}`,
  })
}

/** Whether an input names what is deployed; a switch (`publish_new_image`) does not, nor does the part of a version to raise. */
const namesVersion = ({ name, type, options }: Input): boolean =>
  wordsOf(name).some((word) => chosenVersion.test(word)) &&
  !/^bool/i.test(type) &&
  !(options && options.length > 0 && options.every((option) => isSwitch.test(option)))

const isSwitch = /^(?:|true|false|yes|no|on|off|none|major|minor|patch|pre(?:major|minor|patch|release))$/i
