import type { Settings } from '../../config/settings.ts'
import { dirname, joinPath } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { isForAssistants, isTrial } from '../areas.ts'
import { isEmpty } from '../notes/releases.ts'
import { isProse, readProse } from '../prose/read.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { stemElsewhere, titleElsewhere } from './languages.ts'
import { partsOfArchitecture } from './part.ts'

/** A document on the architecture, where it was found. */
export interface Found {
  readonly file: string
  readonly title: string
  readonly kind: 'document' | 'decisions' | 'model' | 'chapter'
  readonly declared: boolean
  /** what it tells of where that may not be the system, in words; else empty */
  readonly part: string
  /** where it is, for a chapter that only leads to it */
  readonly elsewhere?: string
  readonly place: Place
}

/** The forms of decision records (adr.github.io): a folder of numbered texts, one log, or texts that are numbered as such. */
const decisions =
  /(^|\/)((adrs?|decisions?|decision[-_]?(records?|logs?)|architecture[-_]?decisions?([-_]records?)?)\/[^/]+|adr[-_]?\d+[-_. ][^/]*)\.(md|adoc|rst)$/i
/**
 * Structurizr, LikeC4, PlantUML (plantuml.com, "FAQ": the endings that it looks for) and draw.io: models and drawings kept as
 * text.
 */
const model = /\.(dsl|c4|likec4|pu(ml)?|plantuml|iuml|wsd|drawio(\.(svg|png|xml))?)$/i
/** Drawings of anything, which only their names can call those of the architecture. */
const drawingOfAnything = /\.(mmd|mermaid|d2)$/i
const named =
  /(^|[-_/. ])(architecture|arc42|system[-_ ]?design|c4[-_ ]?model|technical[-_ ]?overview|tech(nical)?[-_ ]?spec(ification)?s?|system[-_ ]?overview)([-_/. ]|$)/i
/** A specification may be one of a message or of a form as well: what it holds has to tell that it is of the system. */
const ofAnything = /(^|[-_/. ])tech(nical)?[-_ ]?spec(ification)?s?([-_/. ]|$)/i
const ofSystem =
  /^(#+|=+)\s.*\b(architectur\w*|components?|systems?|services?|data ?flows?|deployments?|infrastructure|stack|overview|modules?)\b/im
/** What helps to write such a document and says nothing of this system. */
const empty =
  /(^|\/)(templates?|examples?)(\/|\.)|(^|\/)[^/]*template[^/]*$|(^|\/)(index|readme|0{3,5})(?![a-z\d])[^/]*$/i

/** The documents on the architecture: those that assay.yaml names, by their path, and chapters of READMEs. */
export async function architectureDocuments(repository: Repository, settings: Settings): Promise<readonly Found[]> {
  const declared = new Set(
    (settings.documents.architecture ?? [])
      .filter((where) => !/^[a-z]+:\/\//i.test(where))
      .map((where) => where.replace(/^\.\//, '').replace(/#.*$/, '').replace(/\/$/, '')),
  )
  const found: Told[] = []
  for (const file of repository.files) {
    const isDeclared = declared.has(file.path) || [...declared].some((folder) => file.path.startsWith(`${folder}/`))
    if (!isDeclared && !mayTell(file)) continue
    const kind = isDeclared ? 'document' : kindOf(file)
    if (!kind || (kind !== 'model' && (await saysNothing(file.path, repository)))) continue
    if (kind === 'document' && !isDeclared && !(await isOfSystem(file.path, repository))) continue
    found.push({ file: file.path, title: file.path, kind, declared: isDeclared, place: { file: file.path } })
  }
  const known = withParts([...found, ...(await chapters(repository, found, isReadme))], repository)
  if (known.some(({ part }) => part === '')) return known
  const others = await chapters(repository, known, ({ path }) => !isReadme({ path }) && !ofOthers.test(path))
  return [...known, ...withParts(others, repository)]
}

/** A text of headings alone, of comments, or of what is to be filled in. */
async function saysNothing(path: string, repository: Repository): Promise<boolean> {
  const document = isProse(path) ? await readProse(repository, path) : undefined
  return document !== undefined && isEmpty(document)
}

async function isOfSystem(path: string, repository: Repository): Promise<boolean> {
  if (!ofAnything.test(path) || /architecture|arc42|design|overview/i.test(path)) return true
  const text = (await repository.text(path))?.content ?? ''
  return ofSystem.test(text) || drawing.test(text) || showsPicture(text, path, repository)
}

/** A document before it is known what it tells of. */
type Told = Omit<Found, 'part'>

function withParts(all: readonly Told[], repository: Repository): readonly Found[] {
  const partOf = partsOfArchitecture(repository, all)
  return all.map((one) => ({ ...one, part: one.elsewhere === undefined ? partOf(one) : '' }))
}

const isReadme = ({ path }: Pick<RepositoryFile, 'path'>) => /(^|\/)readme\.(md|adoc|rst)$/i.test(path)

/** Texts whose chapters tell of a release, a meeting or how to write, rather than of the system. */
const ofOthers =
  /(^|\/)(change-?log|changes|history|news|release[-_]?notes?|contributing|code[-_]of[-_]conduct|security|license)[\w.-]*$|(^|\/)(blog|news|newsletters?|meetings?|minutes|templates?|examples?|releases?|rfcs?|proposals?)\//i

/** Neither of another's code, nor for an assistant, nor of what is only tried. */
const mayTell = ({ path, area }: RepositoryFile) =>
  (area === 'main' || area === 'documentation') && !isForAssistants(path) && !isTrial(path)

function kindOf({ path }: RepositoryFile): Found['kind'] | undefined {
  if (decisions.test(path)) return empty.test(path) ? undefined : 'decisions'
  if (drawingOfAnything.test(path)) return named.test(path) ? 'model' : undefined
  if (model.test(path) && (named.test(path) || /(^|\/)(c4|structurizr|diagrams?|docs?)\//i.test(path))) return 'model'
  if (!isProse(path) || empty.test(path.replace(/[^/]*$/, ''))) return undefined
  const last = path.split('/').slice(-2).join('/')
  return named.test(last.replace(/\.\w+$/, '')) ? 'document' : undefined
}

const picture = /!\[[^\]]{0,200}\]\(\s*<?([^)\s>]+)/g
const link = /\]\((https?:\/\/[^)\s]+)[^)]*\)|<?(https?:\/\/[^\s)>\]]+)>?/g

/** Drawings in text: Mermaid, PlantUML, D2, Graphviz. */
const drawing = /<img|^[ \t]*(```|~~~|:::|\.\. )\s*\{?\.?(mermaid|plantuml|puml|uml|d2|dot|graphviz|c4)\b/m

/** Whether a text has a picture: one by an address, or by a path at which there is a file. */
function showsPicture(text: string, from: string, repository: Repository): boolean {
  return [...text.matchAll(picture)].some(([, target = '']) => {
    if (/^(\w+:|\/\/)/.test(target)) return true
    const path = target.replace(/[?#].*$/, '').replaceAll('%20', ' ')
    const there = path.startsWith('/') ? path.slice(1) : joinPath(dirname(from), path)
    return there !== undefined && repository.has(there)
  })
}

/**
 * A chapter on the architecture in a README; one with little more than a link out of it leads elsewhere. Where no README
 * has one, it may stand in another text (on the infrastructure, for developers): there it counts if it shows a drawing or
 * says more than a few sentences.
 */
async function chapters(
  repository: Repository,
  found: readonly Told[],
  isWanted: (file: RepositoryFile) => boolean,
): Promise<readonly Told[]> {
  const chapters: Told[] = []
  for (const file of repository.ofKind('md', 'adoc', 'rst')) {
    if (!isWanted(file) || !mayTell(file) || (isReadme(file) && file.area !== 'main')) continue
    if (file.size > 500_000 || found.some((one) => one.file === file.path)) continue
    const chapter = await chapterIn(file, repository)
    if (!chapter) continue
    const { title, place } = chapter
    const all = { file: file.path, title, kind: 'chapter', declared: false, place } as const
    if (!isReadme(file)) {
      if (tellsMuch(chapter, file, repository)) chapters.push(all)
    } else if (!saysLittle(chapter, file, repository)) chapters.push(all)
    else {
      const [first] = chapter.own.matchAll(link)
      const elsewhere = first?.[1] ?? first?.[2]
      if (elsewhere) chapters.push({ ...all, elsewhere })
    }
  }
  return chapters
}

/** A chapter by its heading, with its own text and that with all chapters below it. */
interface Chapter {
  readonly title: string
  readonly level: number
  readonly place: Place
  readonly own: string
  readonly whole: string
}

const title =
  /^\W*(\d+\W+)?((system|software|technical|solution|service|high[- ]level|overall|our|application|cloud|infrastructure) )?(architecture|system design|system overview)( (overview|diagram|and design))?\W*$/i

const mayHaveOne = /^(#+|=+)?\s*.*(architecture|system (design|overview))/im

/** The first chapter of a text that is called the architecture. */
async function chapterIn({ path }: RepositoryFile, repository: Repository): Promise<Chapter | undefined> {
  const text = await repository.text(path)
  if (!text || !(mayHaveOne.test(text.content) || stemElsewhere.test(text.content))) return undefined
  const headings = (await readProse(repository, path))?.headings ?? []
  const at = headings.findIndex((one) => title.test(one.title) || titleElsewhere.test(one.title))
  const heading = headings[at]
  if (!heading) return undefined
  const after = headings.slice(at + 1).find(({ level }) => level <= heading.level)
  const to = (end: number | undefined) =>
    text.content.slice(heading.place.end ?? heading.place.start ?? 0, end ?? text.content.length).trim()
  return { ...heading, own: to(headings[at + 1]?.place.start), whole: to(after?.place.start) }
}

/** Nothing but a sentence or a link, and nothing below. */
function saysLittle({ own, whole }: Chapter, { path }: RepositoryFile, repository: Repository): boolean {
  const shows = /<img|```/.test(own) || showsPicture(own, path, repository)
  return own.replace(link, ']').length < 120 && !shows && whole === own
}

/** In a text on something else too: a drawing, or several sentences. */
const tellsMuch = ({ level, whole }: Chapter, { path }: RepositoryFile, repository: Repository): boolean =>
  level <= 3 && (drawing.test(whole) || showsPicture(whole, path, repository) || whole.replace(link, ']').length >= 300)
