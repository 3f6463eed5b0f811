import type { Settings } from '../../config/settings.ts'
import type { Block } from '../../documents/markdown.ts'
import { basename } from '../../documents/path.ts'
import { plainWords, withoutRunner } from '../change/words.ts'
import { isComment } from '../prose/read.ts'
import type { Runbook } from '../schema/document.ts'
import { namedBy } from './changed-environment.ts'
import { commandsIn, isNamedOnly, type ShownCommand, splitCommand } from './commands.ts'
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
  gcloud: /^(auth|config|init)\b|\b(list|describe|read|tail|get-credentials)\b/,
  az: /^(login|account)\b|\b(list|show|tail|get-credentials)\b/,
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
  const given = withoutRunner(typed.filter((word, i) => word !== 'sudo' || i > 0))
  const words = given[0] === 'watch' ? given.slice(1) : given
  const program = basename(words[0] ?? '')
  if (alwaysLooks.test(program)) return true
  if (program === 'curl' || program === 'wget')
    return !words.some((word) => /^(-X|--request|-d|--data\S*|--post-\w+|-F|--form|-T)/.test(word))
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

/**
 * What the commands of a text take back: production, or what they are told of; only an environment below production that
 * each of them names; or nothing, where all only look or take back the schema alone, or none is to be used.
 */
export function takenBackBy(unit: Unit, settings: Settings): Runbook['takesBack'] {
  const told = unit.blocks.filter((block) => block.kind !== 'heading' && !isComment(unit.document, block))
  const acting = told.flatMap((block, at) =>
    commandsIn(block).filter(
      (command) =>
        !isNamedOnly(command) &&
        !splitCommand(command.text).every((words) => onlyLooks(words) || takesSchemaBack.test(words.join(' '))) &&
        !isForbidden(block, command, told[at - 1]),
    ),
  )
  if (acting.length === 0) return 'nothing'
  const isBelow = (command: ShownCommand) => {
    const named = namedBy(command, settings)
    return named !== undefined && named !== 'production'
  }
  return acting.every(isBelow) ? 'below' : 'production'
}
