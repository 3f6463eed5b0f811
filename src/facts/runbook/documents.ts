import type { Settings } from '../../config/settings.ts'
import { basename } from '../../documents/path.ts'
import { writesData } from '../change/sql.ts'
import { isProse } from '../prose/read.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { namesConsole } from './consoles.ts'
import { boldItem } from './led.ts'
import { namesWhatRuns, setsAnInstalled, speaksOfEach, toldAgainst, toldInPod, toldStatement } from './statement.ts'
import type { Topic } from './topic.ts'
import { tellsDeployments, topicWords } from './topic.ts'

/* Documents that tell of the past, and forms to fill in: no instructions. */
const notInstructions =
  /(^|\/)(blog|posts?|meetings?|minutes|change-?logs?|changes|release-?notes?|archived?|deprecated|old|obsolete|outdated|superseded|post-?mortems?|licenses?|templates?|(issue|pull_request|merge_request)_templates?)(\/|$)/i
/* What was decided, or may be: no instructions either, but for a runbook that lies there (`adr/runbook-key-rotation.md`). */
const decisions = /(^|\/)(adrs?|[^/]*decisions?[^/]*|rfcs?|rfds?|proposals?)(\/|$)/i
const runbookName = /(^|[-_. ])run-?_?book/i
/* Templates of manifests, and what is told beside them of how they are used: no forms to fill in. */
const ofManifests =
  /(^|\/)(openshift|okd|ocp|k8s|kubernetes|helm|charts?|deploy\w*|infra\w*|ops|manifests?|gitops)[\w.-]*\/(.*\/)?templates?\/(.*\/)?readme\b/i
/* What is shown to people who listen: `docs/PRESENTATION_SLIDES.md`. */
const slides = /^(.*[-_. ])?(slides?|slide-?deck|presentations?)([-_. ].*)?$/i
const notesName =
  /^(change[-_]?log|changes|history|news|release[-_ ]?notes?|license|pull_request_template|code_of_conduct|security)\b/i

/** The key of `documents` in assay.yaml, and what a document named there is about. */
const declaredTopics: Readonly<Record<string, Topic>> = {
  'deployment-runbook': 'deployment',
  'rollback-runbook': 'rollback',
}

/** Documents that assay.yaml names: path (without `./`) → topic; and the addresses of those kept elsewhere. */
export function declaredDocuments(settings: Settings): {
  readonly here: ReadonlyMap<string, Topic>
  readonly elsewhere: readonly { readonly url: string; readonly topic: Topic; readonly key: string }[]
} {
  const here = new Map<string, Topic>()
  const elsewhere: { url: string; topic: Topic; key: string }[] = []
  for (const [key, topic] of Object.entries(declaredTopics)) {
    for (const where of settings.documents[key] ?? []) {
      if (/^[a-z]+:\/\//i.test(where)) elsewhere.push({ url: where, topic, key })
      else here.set(where.replace(/^\.\//, '').replace(/#.*$/, ''), topic)
    }
  }
  return { here, elsewhere }
}

/** As prose and plain texts end; most files of a repository do not. */
const written = /\.(md|markdown|mdx|mdown|adoc|asciidoc|rst|txt)$/i

/** The documents that may hold instructions, by path and kind. */
export function instructionFiles(repository: Repository): readonly RepositoryFile[] {
  return repository.files.filter((file) => {
    if (!written.test(file.path) || (file.area !== 'main' && file.area !== 'documentation')) return false
    const name = basename(file.path)
    if (file.size > 2_000_000 || notesName.test(name) || slides.test(name)) return false
    if (notInstructions.test(file.path) && !ofManifests.test(file.path)) return false
    if (decisions.test(file.path) && !runbookName.test(name)) return false
    return (
      isProse(file.path) ||
      (/\.txt$/i.test(file.path) && /run-?_?book|rollback|deploy/i.test(name) && !/requirements/i.test(file.path))
    )
  })
}

const changingWord =
  /\b(kubectl|oc|helm|helmfile|argocd|cf|bosh|heroku|fly|flyctl|eb|copilot|railway|dokku|kamal|nomad|doctl|aws|gcloud|az|terraform|tofu|terragrunt|pulumi|cdk|serverless|sls|sam|ssh|mosh|scp|sftp|rsync|psql|ansible|ansible-playbook|salt|knife|systemctl|supervisorctl|pm2|rake|cap|docker (stack|service)) -{0,2}['"@a-z]|\bmake (prod|deploy|release|rollback|terraform)|\/(deploy|release|rollback|promote)\S* /

/* `ssh ops@host` alone on a line: what follows is typed there. */
const logsIn = /^[ \t]*(?:\$ )?ssh\s+(?:-\S+\s+\S+\s+)?(?!git@)\S+@\S+\s*$/m

/* `./drain.sh web-1`, `source ops/login.sh`: what a script changes stands in the script. */
const runsScript = /(?:^|`|\$ |\b(?:sudo|source|bash|sh)(?: -\w+)* )[ \t]*[\w./-]+\.sh\b/m

/* `make -C ops scales`, `task scales:deploy`: what a target changes stands in the Makefile, or in the Taskfile. */
const makesTarget = /(?:^|`|\$ |\bsudo )[ \t]*(?:make|task) (?:-[Cd] \S+ )?[a-z][\w:-]*[ \t]*(?:`|$)/m

/* Databases of clouds, and clients that are given a host: whom they write to need not be named. */
const toDatabase =
  /\b(bq (query|load|rm|insert)|gcloud sql import|aws (dynamodb|rds-data)|snowsql|(psql|mysql|mariadb|mongosh|redis-cli)\b[^\n]{0,80}(\s-[hu]|:\/\/|host=))/

/* A script of the package, and what brings migrations into a database: `npm run db:migrate:prod`, `alembic upgrade head`. */
const migrates =
  /\b(npm (-\S+ )*run|yarn|pnpm|bun) [a-z]|\b(migrat(e|ions?)\b|db:migrate|alembic upgrade|flyway|liquibase|database update)/i

/** Whether a document is worth parsing: something in its path or headings is about operating, or it shows such commands. */
export function isWorthReading(path: string, content: string): boolean {
  if (
    topicWords.test(path) ||
    logsIn.test(content) ||
    namesWhatRuns(content) ||
    setsAnInstalled(content) ||
    toDatabase.test(content)
  )
    return true
  const changes = () =>
    changingWord.test(content) ||
    runsScript.test(content) ||
    makesTarget.test(content) ||
    migrates.test(content) ||
    namesConsole(content) ||
    writesData(content) ||
    toldStatement(content)
  if (/\b(prod|production|prd)\b/i.test(`${path}\n${content}`) && changes()) return true
  if (tellsDeployments(content)) return true
  if ((speaksOfEach(content) && toldStatement(content)) || toldAgainst(content) || toldInPod(content)) return true
  // where headings may be underlined, the line above the marks is one (or above a definition); bold words may lead a
  // paragraph; elsewhere any short line may be one
  const heading = /\.(md|markdown|mdx)$/i.test(path) ? /^#{1,6}\s|^<h\d/ : /^[#=]{1,6}\s|^\S.{0,80}$/
  const lines = content.split('\n')
  return lines.some((line, i) => {
    if (!topicWords.test(line.slice(0, 160))) return false
    if (/^ {0,3}(\*\*|__)\S/.test(line) || boldItem.test(line)) return true
    return line.length < 160 && (heading.test(line) || /^(==+|--+)\s*$|^ {0,3}[:~]\s/.test(lines[i + 1] ?? ''))
  })
}

const link = /\[([^\]\n]{0,200})\]\((https?:\/\/[^)\s]+)\)|(https?:\/\/[^\s)>\]]+)/g

/**
 * Links to runbooks that are kept elsewhere ("Common tasks and runbooks are in the technical guidance"): the word must
 * stand in the link itself, or it is a page about the deployment that is called after what this repository is
 * (`manual/orders-deployment.html`), and the link must not lead back into this repository.
 */
export function runbooksElsewhere(content: string, origin: string | undefined) {
  const found: { readonly url: string; readonly start: number; readonly end: number; readonly title: string }[] = []
  const own = new Set(wordsIn(`${/^#\s+(.*)$/m.exec(content)?.[1] ?? ''} ${origin?.split('/').at(-1) ?? ''}`))
  for (const match of content.matchAll(link)) {
    const url = match[2] ?? (match[3] as string)
    const title = match[1] ?? ''
    const isRunbook = /\brun[ -_]?books?\b/i.test(`${title} ${url}`)
    const page = basename(url.replace(/[?#].*$/, '').replace(/\/$/, ''))
    const isWiki =
      /\/wiki\/|\/wikis\/|atlassian\.net|confluence|notion\.so/i.test(url) &&
      /\b(deploy\w*|roll-?\s?back|release process)\b/i.test(`${title} ${page}`)
    if (!isRunbook && !isWiki && !tellsOfOwn(page, own)) continue
    if (/\/(blob|tree|raw|actions|badge)\//.test(url) || (origin && url.startsWith(`${origin.replace(/\.git$/, '')}/`)))
      continue
    found.push({ url, title, start: match.index, end: match.index + match[0].length })
  }
  return found
}

const wordsIn = (text: string) => text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? []

/** Words of pages that say what a page is, not what it is about. */
const ofPages = /^(deploy\w*|roll\w*|back|releas\w*|guide|how|to|html?|php|md|aspx?|process|procedure|manual|the|our)$/

/** Whether a page is about the deployment of what these words name: each of its own words is among them. */
function tellsOfOwn(page: string, own: ReadonlySet<string>): boolean {
  const words = wordsIn(page)
  const rest = words.filter((word) => !ofPages.test(word))
  return (
    words.some((word) => /^(deploy(ment|ing|s)?|rollback)$/.test(word)) &&
    rest.length > 0 &&
    rest.every((word) => own.has(word))
  )
}
