import { compareText } from '../../../../documents/place.ts'
import { plainWords } from '../../../change/words.ts'
import { once } from '../../../once.ts'
import type { Act, Job, Step } from '../../model.ts'

/** A command that makes something, as far as it can be told: by whom, how it is called, and what takes it away again. */
interface Pair {
  readonly starts: RegExp
  readonly ends: RegExp
  /** what an act works on; undefined where that cannot be told */
  readonly of: (act: Act) => string | undefined
}

const optionOf = (act: Act, ...flags: readonly string[]): string | undefined => {
  for (const [i, word] of act.words.entries()) {
    const [flag, value] = word.split(/=(.*)/s)
    if (flags.includes(flag as string)) return value ?? act.words[i + 1]
  }
  return undefined
}

const pairs: readonly Pair[] = [
  { starts: /^(terraform|tofu) apply$/, ends: /^(terraform|tofu) destroy\b/, of: partOf },
  {
    starts: /^(kubectl|oc) (apply|create|replace)$/,
    ends: /^(kubectl|oc) delete\b/,
    of: (act) => optionOf(act, '-f', '--filename', '-k', '--kustomize'),
  },
  {
    starts: /^(kubectl|oc) (apply|create|replace)$|^helm (install|upgrade)$/,
    ends: /^(kubectl|oc) delete\b.* (ns|namespaces?)[ /]/,
    of: (act) => optionOf(act, '-n', '--namespace') ?? namespaceOf(act),
  },
  { starts: /^helm (install|upgrade)$/, ends: /^helm (uninstall|delete|del)\b/, of: releaseOf },
  {
    starts: /^azd (up|provision|deploy)$/,
    ends: /^azd down\b/,
    of: (act) => `${act.directory ?? ''} ${optionOf(act, '-e', '--environment') ?? ''}`,
  },
  {
    starts: /^cf (v3-)?(push|zdt-push|restage|restart|start)$/,
    ends: /^cf\b.* (v3-)?delete\b/,
    of: (act) => wordAfter(act, /^(v3-)?(push|zdt-push|restage|restart|start|delete)$/),
  },
  { starts: /^docker stack deploy$/, ends: /^docker\b.* stack (rm|remove|down)\b/, of: lastWord },
  {
    starts: /^(npx )?(serverless|sls) deploy$/,
    ends: /^(npx )?(serverless|sls)\b.* remove\b/,
    of: (act) => `${act.directory ?? ''} ${optionOf(act, '-s', '--stage') ?? ''}`,
  },
  {
    starts: /^(cdk deploy|sam deploy|aws cloudformation (deploy|create-stack))$/,
    ends: /^(cdk|sam)\b.* (destroy|delete)\b|^aws\b.* cloudformation delete-stack\b/,
    of: (act) => optionOf(act, '--stack-name') ?? wordAfter(act, /^(deploy|destroy)$/),
  },
  {
    starts: /^gcloud run deploy$/,
    ends: /^gcloud\b.* run services delete\b/,
    of: (act) => wordAfter(act, /^(deploy|delete)$/),
  },
  { starts: /^docker run$/, ends: /^docker (container )?(rm|stop|kill)\b/, of: containerOf },
  {
    starts: /^docker compose up$/,
    ends: /^docker[ -]compose\b.* (down|rm|stop|kill)\b/,
    of: (act) => `${act.directory ?? ''} ${optionOf(act, '-p', '--project-name') ?? ''}`,
  },
  {
    starts: /^(gcloud|az|aws|eksctl|doctl)\b/,
    ends: /^(gcloud|az|aws|eksctl|doctl)\b.* delete(-|\b)/,
    of: resourceOf,
  },
]

/** An act with its place among the steps of its job. */
export interface Standing {
  readonly act: Act | undefined
  readonly job: Job
  readonly stepIndex: number
  readonly actIndex: number
}

/**
 * What the same job takes away again afterwards was never meant to stay: a run of something, no deployment. What is taken
 * away only when it failed was.
 */
export function undone({ act, job, stepIndex, actIndex }: Standing): boolean {
  if (!act) return false
  return pairs.some(({ starts, ends, of }) => {
    if (!starts.test(act.tool)) return false
    const what = of(act)
    if (what === undefined) return false
    return endings(job).some(
      (later) =>
        (later.stepIndex > stepIndex ||
          (later.stepIndex === stepIndex && (later.actIndex > actIndex || later.act.atEnd))) &&
        ends.test(later.text) &&
        of(later.act) === what &&
        !onFailure(later.step, later.act, act),
    )
  })
}

/** What takes anything away in a job, found once: each of its commands asks. */
const endings = once((job: Job) =>
  job.steps
    .flatMap((step, stepIndex) =>
      step.acts.map((act, actIndex) => ({
        step,
        stepIndex,
        act,
        actIndex,
        text: `${act.tool} ${act.words.join(' ')} `,
      })),
    )
    .filter(({ text }) => pairs.some(({ ends }) => ends.test(text))),
)

/** A clean-up that runs only where something failed; what the first act hangs on, too, says nothing of that. */
function onFailure(step: Step, { condition }: Act, first: Act): boolean {
  const own = (condition?.text ?? '').replace(first.condition?.text ?? '', '')
  return step.runsAfterFailure === 'only' || /fail|error|\$\?|!|-ne|else/i.test(own)
}

/** The configuration and the targets that a command of Terraform works on. */
function partOf(act: Act): string {
  const words = act.words.flatMap((word, i) => {
    const [, flag, value] = /^--?(chdir|target)(?:=(.*))?$/s.exec(word) ?? []
    return flag ? [`${flag}=${value ?? act.words[i + 1] ?? ''}`] : []
  })
  return [act.directory ?? '', ...words.sort(compareText)].join(' ')
}

/** The first word behind one that fits, which is no option: `cf push -f manifest.yml shop` may have it further back. */
function wordAfter({ words }: Act, verb: RegExp): string | undefined {
  const at = words.findIndex((word) => verb.test(word))
  const behind = words.slice(at + 1)
  // `cf delete -f shop` asks nobody, `cf push -f manifest.yml` has a file
  const isValue = (before = '') => valued.test(before) && !(before === '-f' && /delete$/.test(words[at] ?? ''))
  return at < 0 ? undefined : behind.find((word, i) => !word.startsWith('-') && !isValue(behind[i - 1]))
}

/** Options with a value that may stand before the name. */
const valued = /^(-[fcpmkistb]|--(var|vars-file|strategy|region|project|profile|image|app|context))$/

/** The last word that is no option. */
function lastWord({ words }: Act): string | undefined {
  return words.findLast((word) => !word.startsWith('-'))
}

/** The name of a container that a command starts, or takes away: `docker run --name shop`, `docker rm -f shop`. */
function containerOf(act: Act): string | undefined {
  if (act.tool === 'docker run') return optionOf(act, '--name')
  const plain = act.words.filter((word) => !word.startsWith('-') && word !== 'container')
  return plain.at(1)
}

/** `kubectl delete namespace shop` */
function namespaceOf({ words }: Act): string | undefined {
  const at = words.findIndex((word) => /^(ns|namespaces?)$/.test(word))
  return at >= 0 ? words[at + 1] : words.find((word) => /^(ns|namespaces?)\//.test(word))?.replace(/^.*\//, '')
}

/** The release of a command of Helm, with its namespace: the first word behind the verb that is no option. */
function releaseOf(act: Act): string | undefined {
  const at = act.words.findIndex((word) => /^(install|upgrade|uninstall|delete|del)$/.test(word))
  const words = act.words.slice(at + 1)
  const name = words.find(
    (word, i) =>
      !word.startsWith('-') && !/^(-[nf]|--(namespace|values|set|timeout|version))$/.test(words[i - 1] ?? ''),
  )
  return name && `${name} ${optionOf(act, '-n', '--namespace') ?? ''}`
}

/**
 * What a command of a cloud makes or deletes: `gcloud compute instances create builder`, `az group create --name test`,
 * `aws cloudformation create-stack --stack-name test`. Undefined for other commands, and where it has no name.
 */
function resourceOf(act: Act): string | undefined {
  const plain = plainWords([act.tool, ...act.words])
  const at = plain.findIndex((word) => /^(create|delete)(-|$)/.test(word))
  if (at < 0) return undefined
  const kind = [...plain.slice(0, at), (plain[at] as string).replace(/^(create|delete)-?/, '')]
  const named = [
    optionOf(act, '-n', '--name', '--stack-name', '--cluster-name', '--bucket'),
    optionOf(act, '-g', '--resource-group'),
  ].filter((name) => name !== undefined)
  // what stands behind an option can be one of the plain words too
  const names = new Set([...plain.slice(at + 1), ...named])
  return names.size ? [...kind, ...names].join(' ') : undefined
}
