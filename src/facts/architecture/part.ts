import { basename, dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'

/** A document on architecture, as far as its path and title tell. */
interface Named {
  readonly file: string
  readonly title: string
  readonly kind: 'document' | 'decisions' | 'model' | 'chapter'
  readonly declared: boolean
}

/** What a document tells of where that may not be the system, in words; empty for the system. */
type PartOf = (one: Named) => string

/** Folders of what is planned for one change, or asked for: the architecture told there is that of the change. */
const ofOneChange =
  /(^|\/)(prds?|(tech(nical)?[-_ ]?)?spec(ification)?s?|proposals?|plans?|features?|stor(y|ies)|epics?|tickets?)\//i

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Texts in which anything on the system stands, by a word of their name. */
const general = words(`
  readme about overview intro introduction home index main how work works
  dev develop developer developers developing development technical tech design onboarding contributing
  infra infrastructure deploy deployment deployments deploying operation operations operating ops hosting
  setup start started guide install installation environment environments pipeline pipelines
  aws azure gcp cloud kubernetes k8s openshift container containers docker
  project system platform service application app repository structure backend concept concepts
  component components module modules microservice microservices
  doc docs documentation wiki handbook manual
`)
/** Rules for assistants that write code, which nobody keeps as the description of a system (agents.md). */
const toldAssistants = /(^|\/)(agents?|claude|gemini|qwen|warp|copilot-instructions)(\.\w+)?\.(md|mdc|adoc|rst|txt)$/i
/** A chapter that says itself that it is on the whole. */
const onTheWhole =
  /\b(system|software|technical|solution|high[- ]level|overall|our|application|cloud|infrastructure)\b/i

/** Words that a document on the architecture of a system has in its name beside that one; another word names a part of it. */
const plain = words(`
  architecture architectures architectural arc42 c4 hld lld model context landscape network logical physical runtime
  overview diagram diagrams drawing drawings doc docs document documents documentation deep dive readme index
  intro introduction summary description guide decision decisions record records note notes
  technical tech spec specs specification specifications system systems solution software application applications app apps service services micro microservice
  microservices platform infra infrastructure cloud aws azure gcp google kubernetes k8s openshift deployment hosting
  container containers component components product project overall full stack production prod staging dev
  high low level design current target future as is to be tobe asis basic simple main new old final v
  and the of our for
`)
/** How data are laid out is no architecture of what runs. */
const ofData =
  /(^|[^a-z])(erd?|er[-_ ]?diagram|entit(y|ies)([-_ ]relation\w*)?|db[-_ ]?schema|data[-_ ]?model|class[-_ ]?diagram)([^a-z]|$)/i
/** The record with which decision records are begun (adr-tools, MADR), and which decides nothing else. */
const onRecords =
  /(^|[-_ ])(record|use|using|adopt|keep|write|introduce)[-_ ]((markdown|any|light\w*)[-_ ])*(architectur\w+[-_ ])?(decisions?|adrs?|madr)([-_ ](records?|logs?))?\.\w+$/i

const manifests =
  /^(Dockerfile|Containerfile|package\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|Cargo\.toml|pyproject\.toml|setup\.py|requirements\.txt|Gemfile|composer\.json|mix\.exs|.*\.(cs|fs)proj)$/
/** Folders that hold what is told of what stands above them, and no part of it. */
const beside =
  /^(docs?([-_]\w+)?|documentation|wiki|guides?|architecture|adrs?|design|diagrams?|images?|assets|files|resources|static|public|\.\w[\w-]*)$/i

/** Finds what each document tells of. A declared one tells of the system, and a decision record is on what it decides. */
export function partsOfArchitecture(repository: Repository, all: readonly Named[]): PartOf {
  const own = new Set(wordsOf((repository.history?.origin ?? '').split('/').at(-1) ?? ''))
  const components = componentsOf(repository)
  const onlyRecords = all.every(({ kind, file }) => kind !== 'decisions' || onRecords.test(basename(file)))
  return ({ file, title, kind, declared }) => {
    if (declared) return ''
    if (kind === 'decisions') return onlyRecords ? 'how decisions are recorded' : ''
    if (ofOneChange.test(file)) return 'one change'
    if (toldAssistants.test(file)) return 'what assistants are to know'
    if (kind === 'model' && ofData.test(basename(file))) return 'the data'
    const folder = folderOf(file)
    if (folder !== '' && components.some((one) => one !== folder && !one.startsWith(`${folder}/`))) return folder
    const isReadme = /^readme\b/i.test(basename(file))
    if (kind === 'chapter') {
      if (isReadme || onTheWhole.test(title)) return ''
      return wordsOf(stem(file)).some((word) => general.has(word) || own.has(word)) ? '' : stem(file)
    }
    // all that lies in a folder of that name is on the architecture
    const said = /architecture|arc42|design|overview|c4|tech(nical)?[-_ ]?spec/i.test(basename(file)) ? stem(file) : ''
    return wordsOf(said)
      .filter((word) => !plain.has(word) && !/^\d+$/.test(word) && !own.has(word))
      .join(' ')
  }
}

const stem = (file: string) => basename(file).replace(/\.\w+$/, '')

const wordsOf = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)

/** The folder that a document is kept for: `shop/docs/architecture.md` → `shop`. */
function folderOf(file: string): string {
  const parts = dirname(file).split('/').filter(Boolean)
  const at = parts.findIndex((part) => beside.test(part))
  return (at < 0 ? parts : parts.slice(0, at)).join('/')
}

/** The folders in which something is built; the root where it is more than what holds packages together. */
function componentsOf(repository: Repository): readonly string[] {
  const found = new Set<string>()
  for (const { path, area } of repository.files) {
    if (area === 'main' && manifests.test(basename(path))) found.add(dirname(path))
  }
  const inside = [...found].filter((folder) => folder !== '')
  const onlyHolds =
    inside.length > 0 && repository.in('').every(({ path }) => path === 'package.json' || !manifests.test(path))
  return found.has('') && !onlyHolds ? ['', ...inside] : inside
}
