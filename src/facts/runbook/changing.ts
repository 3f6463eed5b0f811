import { basename } from '../../documents/path.ts'
import { cloudFoundrySettings } from '../change/setting-commands.ts'
import { writesData } from '../change/sql.ts'
import { waysOf } from '../change/ways.ts'
import { plainWords, withoutOutput } from '../change/words.ts'
import { pushedPlatform } from '../pipeline/commands/special/pushes.ts'
import { knownCommand } from '../pipeline/known/command.ts'
import { commandsRunBy } from './commands.ts'

/** How surely a command changes a running system: `weak` ones count only where production is named. */
export type Change = 'no' | 'weak' | 'yes'

type Judge = (words: readonly string[], text: string) => Change

const yesIf = (holds: boolean): Change => (holds ? 'yes' : 'no')

const plain = plainWords

const kubernetes: Judge = (words) => {
  if (words.some((word) => /^--dry-run/.test(word) && word !== '--dry-run=none')) return 'no'
  const [verb = '', object = ''] = plain(words)
  if (verb === 'rollout') return yesIf(/^(restart|undo|pause|resume|latest|cancel|retry)$/.test(object))
  return yesIf(
    /^(apply|create|delete|edit|patch|replace|scale|set|annotate|label|drain|cordon|uncordon|taint|autoscale|expose|run|new-app|rollback|deploy|import-image|tag|start-build)$/.test(
      verb,
    ) && !(verb === 'create' && object === 'token'),
  )
}

/* Options of `aws s3` without a value (docs.aws.amazon.com/cli/latest/reference/s3). */
const switchesOfS3 =
  /^--(delete|recursive|dryrun|quiet|only-show-errors|no-[\w-]+|exact-timestamps|size-only|follow-symlinks|ignore-glacier-warnings|force-glacier-transfer)$/

/** Where `aws s3 cp FROM TO` copies to; `-` is the terminal. */
function copiedTo(verb: string, words: readonly string[]): string {
  const operands: string[] = []
  for (let at = words.indexOf(verb) + 1; at < words.length; at++) {
    const word = words[at] as string
    if (!word.startsWith('--')) operands.push(word)
    else if (!switchesOfS3.test(word) && !word.includes('=')) at++
  }
  return operands[1] ?? ''
}

/* verbs of the AWS command line, third word: `aws ecs update-service` */
const awsVerb =
  /^(create|update|put|delete|modify|terminate|start|stop|reboot|restore|register|deregister|set|attach|detach|associate|disassociate|add|remove|change|purge|enable|disable|run|rotate|tag|untag|send|failover|promote|deploy|publish|release|cancel|reset|import|request)(-|$)/

/* A backup changes nothing of what it is of: `aws rds create-db-snapshot`. */
const makesBackup = /^create-([\w-]+-)?(snapshots?|backup)$/

/* Verbs of the command lines of Google Cloud and Azure that change something, and those that only look. */
const gcloudVerb =
  /^((deploy|import|rollback|promote|patch|failover)$|(add|remove)-|(create|update|delete|set|restart|reset|resize|start|stop|enable|disable|restore)(-|$))/
const azVerb =
  /^(create|update|delete|set|restart|start|stop|swap|deploy|up|scale|import|add|remove|failover|restore|purge|delete-batch|upload)(-|$)/
const looks = /^(show|list|describe|get|read|tail|exists|wait|query|download|export|browse|print)(-|$)/

/** Whether the verb of a command, which stands behind its groups and before its operands, is one that changes something. */
function verbOf(words: readonly string[], changing: RegExp): boolean {
  const verb = words.slice(0, 5).find((word) => looks.test(word) || changing.test(word))
  return verb !== undefined && changing.test(verb) && !looks.test(verb)
}

/* Commands of Cloud Foundry that change what runs. */
const cloudFoundry = new RegExp(
  `^(v3-)?(push|set-env|unset-env|restage|restart|scale|stop|start|rollback|(update|create|delete|bind|unbind)-(user-provided-)?service(-key)?|map-route|unmap-route|delete(-.*)?|create-(private|shared)-domain|cancel-deployment|run-task|cups|uups|(un)?share-service|${cloudFoundrySettings})$`,
)

/* Programs and what of them changes a running system. The read-only rest (get, describe, logs, list, show) is `no`. */
const judges: Readonly<Record<string, Judge>> = {
  kubectl: kubernetes,
  oc: kubernetes,
  helm: (words) =>
    yesIf(/^(install|upgrade|rollback|uninstall|delete)$/.test(plain(words)[0] ?? '') && !words.includes('--dry-run')),
  helmfile: (words) => yesIf(/^(apply|sync|destroy)$/.test(plain(withoutHelmfiles(words))[0] ?? '')),
  argocd: (words) => yesIf(/^app (sync|set|rollback|delete|patch|create)$/.test(plain(words).slice(0, 2).join(' '))),
  cf: (words) => yesIf(cloudFoundry.test(plain(words)[0] ?? '')),
  // bosh.io/docs/cli-v2: the director and the deployment stand before the verb
  bosh: (words) =>
    yesIf(
      words.some((word) =>
        /^(deploy|recreate|restart|stop|start|delete-(deployment|vm|disk)|update-(cloud|runtime|cpi|resurrection)-config|update-config|upload-(release|stemcell)|cloud-check|cck|run-errand|attach-disk|import)$/.test(
          word,
        ),
      ) && !words.includes('--dry-run'),
    ),
  heroku: (words) =>
    yesIf(
      /^(config:(set|unset|edit)|ps:(scale|restart|stop|resize|type)|restart|releases:rollback|rollback|maintenance:(on|off)|addons:(create|destroy|upgrade)|pg:(reset|promote|push|copy|upgrade)|pipelines:promote|domains:(add|remove)|container:release)$/.test(
        plain(words)[0] ?? '',
      ),
    ),
  aws: (words) => {
    const [service = '', verb = ''] = plain(words)
    if (service === 's3')
      return yesIf(/^(rm|mv|rb|mb)$/.test(verb) || (/^(cp|sync)$/.test(verb) && /^s3:/.test(copiedTo(verb, words))))
    if (service === 'sso' || service === 'configure' || service === 'sts' || service === 'ecr') return 'no'
    // it writes a file of who types it
    if (verb === 'update-kubeconfig') return 'no'
    return yesIf(awsVerb.test(verb) && !words.includes('--dry-run') && !makesBackup.test(verb))
  },
  gcloud: (words) => {
    const text = plain(words).join(' ')
    if (/^(auth|config|init|components|info)\b|\b(backups?|snapshots?) create\b|^sql export\b/.test(text)) return 'no'
    // a group comes first, and one is called `deploy`: `gcloud beta deploy rollouts list`
    return yesIf(
      verbOf(
        text
          .replace(/^(alpha|beta|preview) /, '')
          .split(' ')
          .slice(1),
        gcloudVerb,
      ),
    )
  },
  az: (words) => {
    const text = plain(words).join(' ')
    if (/^(account|login|logout|configure|extension|acr login|aks get-credentials)\b/.test(text)) return 'no'
    return yesIf(verbOf(text.split(' '), azVerb))
  },
  terraform: (words) =>
    yesIf(/^(apply|destroy|import|taint|state (rm|mv|push))\b/.test(plain(words).slice(0, 2).join(' '))),
  pulumi: (words) => yesIf(/^(up|update|destroy|import)$/.test(plain(words)[0] ?? '')),
  cdk: (words) => yesIf(/^(deploy|destroy)$/.test(plain(words)[0] ?? '')),
  serverless: (words) => yesIf(/^(deploy|remove|rollback)$/.test(plain(words)[0] ?? '')),
  sam: (words) => yesIf(/^(deploy|delete)$/.test(plain(words)[0] ?? '')),
  eb: (words) => yesIf(/^(deploy|setenv|scale|terminate|restart|swap|upgrade)$/.test(plain(words)[0] ?? '')),
  fly: (words) =>
    yesIf(
      /^(deploy|scale(?! show)|secrets (set|unset)|restart|apps (destroy|restart)|machine (update|restart|stop))\b/.test(
        plain(words).slice(0, 2).join(' '),
      ),
    ),
  vercel: (words) => yesIf(words.includes('--prod') || /^(rollback|promote|alias)$/.test(plain(words)[0] ?? '')),
  netlify: (words) => yesIf(words.includes('--prod')),
  kamal: (words) => yesIf(/^(deploy|redeploy|rollback|setup|remove)$/.test(plain(words)[0] ?? '')),
  cap: (words) => yesIf(/^(deploy|puma|sidekiq|rails|invoke)/.test(plain(words)[1] ?? '') && waysOf(words).length > 0),
  'ansible-playbook': (words) => yesIf(!words.includes('--check') && !words.includes('--syntax-check')),
  systemctl: (words) => yesIf(/^(start|stop|restart|reload|enable|disable)$/.test(plain(words)[0] ?? '')),
  supervisorctl: (words) => yesIf(/^(start|stop|restart|reload|update)$/.test(plain(words)[0] ?? '')),
  scp: (words) => yesIf(/^[^/]+:/.test(words.at(-1) ?? '')),
  rsync: (words) => yesIf(/^[^/]+:/.test(words.at(-1) ?? '')),
  docker: (words) => {
    const text = plain(words).slice(0, 2).join(' ')
    return /^(stack (deploy|rm)|service (update|scale|rollback|create|rm))$/.test(text)
      ? 'yes'
      : /^(restart|stop|rm|compose (up|down|restart|stop|rm|pull))\b/.test(text)
        ? 'weak'
        : 'no'
  },
  // the Git host of a platform deploys what is pushed to it
  git: (words) => {
    const [verb, remote = ''] = plain(words)
    return yesIf(verb === 'push' && !words.includes('--dry-run') && pushedPlatform(remote, '') !== undefined)
  },
  psql: (_, text) => yesIf(writesData(text)),
  mysql: (_, text) => yesIf(writesData(text)),
  ssh: (words, text) => sshChange(words, text),
  make: (words) => (plain(words).some((word) => changingTarget.test(word) || databaseTask.test(word)) ? 'weak' : 'no'),
  rake: (words) => (words.some((word) => databaseTask.test(word)) ? 'weak' : 'no'),
  rails: (words) => (words.some((word) => databaseTask.test(word)) ? 'weak' : 'no'),
}

/** Options of helmfile's own whose next word is their value (helmfile.readthedocs.io, "CLI Reference"). */
const ofHelmfile =
  /^(-e|--environment|-f|--file|-l|--selector|--state-values-set|--state-values-set-string|--state-values-file|-b|--helm-binary|-k|--kustomize-binary|--log-level|--chart)$/

const withoutHelmfiles = (words: readonly string[]) =>
  words.filter((word, i) => !ofHelmfile.test(word) && !ofHelmfile.test(words[i - 1] ?? ''))

const aliases: Readonly<Record<string, string>> = {
  tofu: 'terraform',
  terragrunt: 'terraform',
  sls: 'serverless',
  flyctl: 'fly',
  service: 'systemctl',
}
const changingTarget = /^(deploy|release|rollback|promote|terraform-apply|restart)/
const databaseTask = /\bdb:(migrate|rollback|seed|reset|drop|schema:load)|task=db:(migrate|rollback|seed)/

/**
 * Whether a command, typed by a person, changes a running system. Read-only ones, dry runs and set-up are `no`.
 * @param language of the block that it stands in; in `sql` the text is a statement
 */
export function judgeCommand(text: string, language = ''): Change {
  if (language === 'sql') return writesData(text) ? 'weak' : 'no'
  let worst: Change = 'no'
  for (const words of commandsRunBy(text)) {
    const change = judgePart(words, text)
    if (change === 'yes') return 'yes'
    if (change === 'weak') worst = 'weak'
  }
  return worst
}

function judgePart(words: readonly string[], text: string): Change {
  const program = words[0] ?? ''
  const judge = Object.hasOwn(judges, aliases[program] ?? program) ? judges[aliases[program] ?? program] : undefined
  const own = judge?.(words, text) ?? 'no'
  if (own !== 'no' || (judge && program === 'ssh')) return own
  // a shell in a container, a file of statements, a copy: what no verb of the program says
  if (waysOf(withoutOutput(words)).some(({ changes }) => changes !== 'open'))
    return program === 'docker' ? 'weak' : 'yes'
  if (migrates(words) && !ownHost.test(text)) return 'weak'
  if (judge) return 'no'
  if (ships(words)) return 'yes'
  const name = basename(program)
  // `/deploy` is said to an assistant or a bot: no program lies beside the root of a machine
  if (!/\//.test(program) || /^\/[\w-]+$/.test(program)) return 'no'
  return /^(deploy|release|rollback|promote)[\w-]*(\.(sh|py|rb|js|ts))?$/.test(name) ? 'weak' : 'no'
}

const ownHost = /\b(localhost|127\.0\.0\.1)\b/
/** Options with which nothing is changed, or one's own database alone. */
const ofOneself = /^--?(dry-?run|pretend|plan|check|sql|help|local)$/

/** Whether the tables know a command as one that deploys something, or takes it back: `firebase deploy`, `wrangler rollback`. */
function ships(words: readonly string[]): boolean {
  if (words.some((word) => ofOneself.test(word))) return false
  const known = knownCommand(basename(words[0] ?? ''), words.slice(1))
  return known?.kinds.some((kind) => kind === 'deploy' || kind === 'rollback') ?? false
}

/** Whether a command brings the migrations of a project into a database: `prisma migrate deploy`, `php artisan migrate`. */
function migrates(words: readonly string[]): boolean {
  if (words.some((word) => ofOneself.test(word))) return false
  const [program = '', ...rest] = words.map((word, i) => (i < 2 ? basename(word) : word))
  const interpreted = /^(php|python[\d.]*|node|ruby)$/.test(program)
  const known = interpreted ? knownCommand(rest[0] ?? '', rest.slice(1)) : knownCommand(program, rest)
  return known?.kinds.includes('migrate') ?? false
}

/** `ssh host "command"` is judged by the command; a session without one may be for looking. */
function sshChange(words: readonly string[], text: string): Change {
  if (words.some((word) => /^-[LRDNT]/.test(word)) || /git@/.test(text)) return 'no'
  const host = plain(words)
  const remote = host.slice(1).join(' ')
  return remote ? (judgeCommand(remote) === 'no' ? 'no' : 'yes') : 'no'
}
