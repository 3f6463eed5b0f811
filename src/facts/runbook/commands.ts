import type { Block } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'
import { scriptGiven, unwrapped } from '../change/unwrapped.ts'
import { plainCommandsIn } from './plain-commands.ts'

/** A command that a document shows: in a block of code, or as a span in a sentence. */
export interface ShownCommand {
  /** one line; continued lines are joined */
  readonly text: string
  readonly place: Place
  /** the language of its block; empty for a span */
  readonly language: string
  /** where its block has gone before: `cd production/` */
  readonly folder?: string
  /** what it runs, where that stands in another file */
  readonly runs?: string
}

/* Programs that people are told to run. For blocks without a language and for spans, only these count as commands. */
const programs = new Set(
  'bosh salt knife ansible mosh git gh glab kubectl oc helm helmfile kustomize skaffold argocd flux cf heroku aws gcloud gsutil bq az terraform tofu terragrunt make just npm npx yarn pnpm docker docker-compose podman ssh scp rsync sftp psql mysql mongosh mongo redis-cli curl wget fly flyctl vercel netlify ansible ansible-playbook cap bundle rake rails php artisan kamal eb sls serverless sam cdk pulumi nomad consul vault systemctl service sudo supervisorctl pm2 python python3 java mvn gradle cargo go dotnet mix eksctl doctl railway render dokku konduit kubectx kubens copilot ecs-cli cloud-platform alembic flyway liquibase sequelize sequelize-cli knex prisma typeorm drizzle-kit dbmate goose sqitch migrate flask diesel sqlx atlas poetry pipenv uv tsh'.split(
    ' ',
  ),
)

const shells = /^(sh|bash|shell|zsh|console|shell-session|shellsession|terminal|cli|cmd|bat|powershell|pwsh|ps1?)$/i

/** The commands of a block of code, or those in the code spans of any other block, or on lines of their own there. */
export function commandsIn(block: Block): readonly ShownCommand[] {
  if (block.kind === 'code') return inCode(block)
  const plain = plainCommandsIn(block)
  if (plain.length) return plain.map((text) => ({ text, place: block.place, language: '' }))
  return block.code
    .filter(({ text }) => /\s/.test(text.trim()) && isProgram(text.trim()))
    .map(({ text, place }) => ({ text: text.trim().replace(/^\$\s+/, ''), place, language: '' }))
}

/** A program with its verb that can do nothing without more: "the `docker run` command" names it, and gives no instruction. */
export const isNamedOnly = ({ text, language }: ShownCommand) =>
  // a list of variables and their values sets nothing
  /^(?:export\s+)?[A-Za-z_]\w*=(?:"[^"$`]*"|'[^']*'|[^\s$`"']*)$/.test(text) ||
  (language === '' &&
    /^(docker (run|build|push|pull|exec|tag)|(kubectl|oc) (apply|exec|delete|edit|patch|scale|set|create|run)|helm (upgrade|install|rollback)|git (push|pull|clone|checkout))$/.test(
      text,
    ))

/** How many commands the blocks show. */
export const countCommands = (blocks: readonly Block[]) =>
  blocks.reduce((sum, block) => sum + commandsIn(block).length, 0)

/** A prompt that says who types, and where: `dokku$ `, `deploy@web-1:~$ `, `[root@web-1 ~]# `. */
const whoTypes =
  /^[ \t]*(?:\[[\w.-]+@[\w.-]+[^\]\n]{0,80}\][$#]|[\w.-]+@[\w.-]+:[^\s$#]{0,80}[$#]|[a-z][\w-]*\$)[ \t]+/gm

/** A variable that is set for one command alone (`DOTENV=production cdk deploy shop`), which only a shell knows. */
const setsForCommand = /^(?:[A-Z_][A-Z0-9_]*=[^\s=]*\s+)+([a-z][\w-]*)\s+[a-z][\w:-]*(\s|$)/

/** Code that is marked as that of another language, and each line of which is a command of a shell. */
const isMarkedWrongly = (block: Block): boolean =>
  /^(python|py|javascript|js|typescript|ts|ruby|json|env|dotenv|properties|ini)$/i.test(block.language) &&
  block.text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .every((line) => programs.has(setsForCommand.exec(line.trim())?.[1] ?? ''))

function inCode(block: Block): ShownCommand[] {
  const shell = shells.test(block.language) || isMarkedWrongly(block)
  if (!shell && !/^(text|txt|plain|plaintext|sql)?$/i.test(block.language)) return []
  const commands: ShownCommand[] = []
  const shown = shell || block.language === '' ? block.text.replace(whoTypes, '$ ') : block.text
  const prompted = /^[ \t]*\$ /m.test(shown)
  let joined = ''
  let start = 0
  let quoted = 0
  let folder: string | undefined
  const lines = shown.split('\n')
  const sql = block.language.toLowerCase() === 'sql'
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    const last = index === lines.length - 1
    // what is quoted goes on to its closing quote, a statement of SQL to its semicolon
    if (index >= quoted && !sql && (shell || isProgram(joined || text))) quoted = closingLine(lines, index, joined)
    const more =
      index < quoted || (!last && (/[\\`^]$/.test(text) || (sql && !/;\s*(--.*)?$/.test(text) && text !== '')))
    if (joined === '' && (text === '' || /^(#|\/\/|--)/.test(text))) continue
    // where prompts are shown, lines without one are output
    if (joined === '' && prompted && !/^[$>%]\s/.test(text)) continue
    if (joined === '') start = index
    joined += `${joined ? ' ' : ''}${text.replace(/^[$>%]\s+/, '').replace(/\s*[\\`^]$/, '')}`
    if (more) continue
    folder = /^cd\s+(["']?)([\w./-]+)\1\s*(#.*)?$/.exec(joined)?.[2] ?? folder
    if (shell || isProgram(joined) || (sql && joined !== '')) {
      const place = placeOf(block, start, index)
      commands.push({ text: joined, place, language: block.language.toLowerCase(), ...(folder && { folder }) })
    }
    joined = ''
  }
  return commands
}

/** No statement that somebody types is longer. */
const longest = 40

/**
 * The line on which a quote is closed that is opened on a line and not closed there: `mongosh --eval "` and what follows.
 * A quote opens behind a space, `=` or `(` alone, so that an apostrophe does not; one that is never closed opens nothing.
 * @param before what of the command stands on the lines before
 */
function closingLine(lines: readonly string[], index: number, before: string): number {
  const open = openQuote(`${before} ${lines[index] ?? ''}`)
  if (open === undefined) return index
  for (let at = index + 1; at < Math.min(lines.length, index + longest); at++) {
    const closed = (lines[at] ?? '').replace(/\\./g, '').indexOf(open)
    if (closed >= 0) return at
  }
  return index
}

/** The quote that a line leaves open. */
function openQuote(line: string): string | undefined {
  let open: string | undefined
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string
    if (char === '\\' && open !== "'") at++
    else if (open !== undefined) open = char === open ? undefined : open
    else if ((char === '"' || char === "'") && /^[\s=(]?$/.test(line[at - 1] ?? '')) open = char
    else if (char === '#' && /\s/.test(line[at - 1] ?? ' ')) return undefined
  }
  return open
}

/** One line of a block of code in the file. */
export const lineOfBlock = (block: Block, index: number): Place => placeOf(block, index, index)

/** The lines of a command in the file; the whole block where they are not known. */
function placeOf(block: Block, first: number, last: number): Place {
  const from = block.lines?.[first]
  const to = block.lines?.[last]
  return from && to ? { file: block.place.file, start: from.start, end: to.end } : block.place
}

function isProgram(text: string): boolean {
  const words = text.replace(/^\$\s+/, '').split(/\s+/)
  const first = words.find((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word)) ?? ''
  return (
    programs.has(first) ||
    programs.has(unwrapped(words)[0] ?? '') ||
    /^(\.{0,2}\/|bin\/|scripts?\/)[\w./-]+$/.test(first)
  )
}

/** A command in which what a reader fills in is one word each: `<path to config>` as `<path-to-config>`. */
export const placeholdersJoined = (text: string) =>
  text.replace(/<[a-z](?:[^<>|&;"'\n]{0,60}[^\s<>|&;"'])?>/gi, (one) => one.replace(/\s+/g, '-'))

/** A list that runs in a shell of its own: `(cd infra && cdk deploy)`. */
const inSubshell = /^\s*\(\s*([^()].*)\)\s*$/s

/**
 * The words of a command, quotes taken off; parts of a pipe or a list (`a && b | c`) as commands of their own. A variable
 * that is set is one word with what is quoted behind it (`NOTE="two words"`), or with the command whose output it takes
 * (`TAG=$(git rev-parse HEAD)`); so is `--command='…'`.
 */
export function splitCommand(text: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  for (const match of placeholdersJoined(inSubshell.exec(text)?.[1] ?? text).matchAll(
    /((?<!\S)(?:[A-Z_][A-Z0-9_]*|--command)=)?(?:"((?:[^"\\]|\\.)*)"|'([^']*)')|(&&|\|\||[;|])|((?<!\S)[A-Z_][A-Z0-9_]*=\$\([^()\n]{0,200}\)|[^\s"';|&]+|&)/g,
  )) {
    const [, named = '', double, single, between, bare = ''] = match
    if (between !== undefined) parts.push([])
    else parts.at(-1)?.push(named + (double ?? single ?? bare))
  }
  return parts.filter((words) => words.length > 0)
}

/** The same without the wrappers around each (`doppler run -- kubectl …`), which may name where it runs. */
export const commandsRunBy = (text: string): readonly (readonly string[])[] =>
  splitCommand(text).flatMap((typed) => {
    const words = unwrapped(typed)
    const script = scriptGiven(words)
    // a script is shorter than what it stands in
    if (script !== undefined && script.length < text.length) return commandsRunBy(script)
    return words.length > 0 ? [words] : []
  })
