import type { Settings } from '../../config/settings.ts'
import type { Block } from '../../documents/markdown.ts'
import { basename } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import { changesByRequest } from '../change/requests.ts'
import { statementOf } from '../change/sql.ts'
import { plainWords } from '../change/words.ts'
import { platformsTakenBackWith } from '../platform/of-tool.ts'
import { isComment } from '../prose/read.ts'
import type { Runbook } from '../schema/document.ts'
import { namedBy, targetOf } from './changed-environment.ts'
import { commandsIn, commandsRunBy, isNamedOnly, type ShownCommand } from './commands.ts'
import { takesSchemaBack } from './content.ts'
import type { Unit } from './units.ts'

/** What programs are told when they only look, sign in or fetch, by their plain words. */
const looking: Readonly<Record<string, RegExp>> = {
  kubectl:
    /^$|^(get|describe|logs?|top|events?|explain|version|cluster-info|config|auth|api-resources|status|whoami|login|project|rollout (history|status))\b/,
  helm: /^(list|ls|history|hist|status|get|show|search|repo|version|dependency|template|lint|diff)\b/,
  argocd: /^(login|version|app (get|history|list|diff|logs|wait|resources))\b/,
  git: /^(log|show|status|diff|fetch|pull|clone|branch|describe|blame|reflog|ls-remote|rev-parse|remote|stash)\b|^tag$/,
  gh: /^(auth|run (list|view|watch)|release (list|view)|pr (list|view|status)|workflow (list|view)|repo)\b/,
  docker:
    /^((compose )?(ps|logs|images|top|pull|config)|inspect|stats|info|version|login|(image|container|service|stack) (ls|ps|logs|inspect|services))\b/,
  aws: /^(sts|configure|sso)\b|^s3 ls\b|^logs tail\b|^[\w-]+ (describe|list|get|wait|head|lookup|filter)\b/,
  gcloud: /^(auth|config|init)\b|(^| )(list|describe|read|tail|get-credentials)( |$)/,
  az: /^(login|account)\b|(^| )(list|show|tail|get-credentials)( |$)/,
  heroku: /^(releases|releases:info|logs|ps|apps|info|login|config|config:get|status)(\s|$)/,
  cf: /^(apps?|logs|events|revisions|target|login|spaces|orgs|env|services?)(\s|$)/,
  fly: /^(releases|status|logs|auth|image show|apps list|machines? list|scale show)\b/,
  terraform: /^(init|plan|show|output|validate|fmt|version|state (list|show)|workspace)\b/,
  systemctl: /^(status|is-active|list-units)\b/,
}

const aliases: Readonly<Record<string, string>> = {
  oc: 'kubectl',
  podman: 'docker',
  tofu: 'terraform',
  terragrunt: 'terraform',
  flyctl: 'fly',
}

/* Programs of a shell that only look, or set what the next command is told. */
const alwaysLooks =
  /^(ls|cat|less|more|head|tail|grep|jq|yq|echo|printf|cd|pwd|export|env|which|date|sleep|watch|journalctl|ping|dig|nslookup|open)$/

function onlyLooks(typed: readonly string[]): boolean {
  const given = typed
  const words = given[0] === 'watch' ? given.slice(1) : given
  const program = basename(words[0] ?? '')
  if (alwaysLooks.test(program)) return true
  if (program === 'curl' || program === 'wget') return !changesByRequest(words)
  const name = aliases[program] ?? program
  return Object.hasOwn(looking, name) && (looking[name] as RegExp).test(plainWords(words).join(' '))
}

/* "Do not roll back with `helm rollback`", "Never run:" right before what is shown; "do not forget to run" asks for it. */
const forbidden =
  /\b(?:do not|don['’]t|never|must not|mustn['’]t|should not|shouldn['’]t|cannot|can['’]t)(?! (?:forget|hesitate|worry|panic))(?: [\w'’-]+){0,5}:?\s*$/i

function isForbidden(block: Block, { text }: ShownCommand, before: Block | undefined): boolean {
  if (block.kind === 'code')
    return before !== undefined && before.kind !== 'code' && forbidden.test(before.text.slice(-400))
  const at = block.text.indexOf(text)
  return (
    at > 0 &&
    forbidden.test(
      block.text
        .slice(0, at)
        .replace(/["'`(]+$/, '')
        .slice(-400),
    )
  )
}

/** What the commands of a text take back, and the platforms that they are commands of. */
export type TakenBack = Pick<Runbook, 'takesBack' | 'takesBackOn'>

/* Namespaces and releases of what stands beside a system: its database, what watches it, what lets requests in. */
const ofAnother =
  /^(?:kube-\w+|monitoring|observability|logging|tracing|prometheus\S*|kube-prometheus\S*|grafana\S*|loki\S*|tempo|jaeger\S*|ingress-nginx|nginx-ingress|traefik|cert-manager|external-secrets|external-dns|argo-?cd|flux-system|istio\S*|vault|velero|(?:.*-)?(?:mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis|rabbitmq|kafka|elasticsearch|opensearch))$/i

/** Whether a command takes back the data of a database, and no version. */
const restoresData = (words: readonly string[]): boolean => {
  const program = basename(words[0] ?? '')
  const does = statementOf(words)?.does
  return (
    /^(pg_restore|mongorestore|mysqlimport|mongoimport|dropdb|createdb|createuser|dropuser)$/.test(program) ||
    does === 'file' ||
    does === 'writes' ||
    /^(wp db (import|reset)|heroku pg:backups:restore|heroku pg:rollback|aws rds restore\S*|gcloud sql backups restore|velero restore create|restic restore)\b/.test(
      words.join(' '),
    )
  )
}

/* What only stops and starts what runs, as people do around a restore: the version stays. */
const stopsAndStarts =
  /^(?:(?:kubectl|oc) (?:scale|rollout (?:restart|pause|resume))|(?:systemctl|service|supervisorctl|pm2) .*\b(?:stop|start|restart)\b|docker(?:-compose| compose)? (?:stop|start|restart|down|pause|unpause)|heroku (?:maintenance|ps:(?:scale|restart|stop))|cf (?:stop|start|restart|scale)|fly(?:ctl)? (?:scale|apps restart|machines? (?:stop|start|restart)))\b/

/** Whether a command is about something that stands beside the system, by its namespace or the release that it names. */
const isOfAnother = (words: readonly string[]): boolean => {
  const [program = '', verb = '', release = ''] = plainWords(words)
  if (!/^(helm|kubectl|oc)$/.test(basename(words[0] ?? ''))) return false
  const named = /^rollback$/.test(program) ? verb : /^rollout$/.test(program) ? release.replace(/^.*\//, '') : ''
  return [targetOf(words), named].some((name) => name !== undefined && ofAnother.test(name))
}

/**
 * What the commands of a text take back: production, or what they are told of; only an environment below production that
 * each of them names; something else than a version of the system (data alone, what stands beside the system); or nothing,
 * where all only look or take back the schema alone, or none is to be used.
 * @param runs what a command runs, where it calls a script of the repository
 */
export function takenBackBy(unit: Unit, settings: Settings, runs: (command: string) => string): TakenBack {
  const told = unit.blocks.filter((block) => block.kind !== 'heading' && !isComment(unit.document, block))
  const acting = told.flatMap((block, at) =>
    commandsIn(block).filter(
      (command) =>
        !isNamedOnly(command) &&
        !commandsRunBy(command.text).every((words) => onlyLooks(words) || takesSchemaBack.test(words.join(' '))) &&
        !isForbidden(block, command, told[at - 1]),
    ),
  )
  if (acting.length === 0) return { takesBack: 'nothing', takesBackOn: [] }
  const isBelow = (command: ShownCommand) => {
    const named = namedBy(command, settings)
    return named !== undefined && named !== 'production'
  }
  if (acting.every(isBelow)) return { takesBack: 'below', takesBackOn: [] }
  const changing = acting.flatMap(({ text }) => whatActs(runs(text)))
  const hasData = changing.some(restoresData)
  const versions = changing.filter(
    (words) => !restoresData(words) && !isOfAnother(words) && !(hasData && stopsAndStarts.test(toolOf(words))),
  )
  if (changing.length > 0 && versions.length === 0) return { takesBack: 'other', takesBackOn: [] }
  return { takesBack: 'production', takesBackOn: platformsOf(versions) }
}

/** The commands of a line that change something; a script stands aside for what it runs. */
function whatActs(text: string): readonly (readonly string[])[] {
  const acting = commandsRunBy(text).filter((words) => !onlyLooks(words) && !takesSchemaBack.test(words.join(' ')))
  const platform = acting.filter((words) => platformsTakenBackWith(toolOf(words)).length > 0)
  return acting.length > 1 && platform.length > 0 && isScript(acting[0] as readonly string[])
    ? acting.slice(1).filter((words) => platform.includes(words) || restoresData(words))
    : acting
}

const isScript = (words: readonly string[]): boolean =>
  words.some((word) => /^(?:\.{0,2}\/|[\w-]+\/)?[\w./-]+\.(?:ba|z)?sh$/.test(word))

const toolOf = (words: readonly string[]): string => {
  const given = words
  return [basename(given[0] ?? ''), ...plainWords(given)].join(' ')
}

/** The platforms that all the commands together are of; none where one may be of any. */
function platformsOf(commands: readonly (readonly string[])[]): string[] {
  const each = commands.map((words) => platformsTakenBackWith(toolOf(words)))
  return each.some((platforms) => platforms.length === 0) ? [] : [...new Set(each.flat())].sort(compareText)
}
