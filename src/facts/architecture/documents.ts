import type { Settings } from '../../config/settings.ts'
import { dirname, joinPath } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { isForAssistants, isTrial } from '../areas.ts'
import { isProse, readProse } from '../prose/read.ts'
import type { Repository, RepositoryFile } from '../repository.ts'

/** A document on the architecture, where it was found. */
export interface Found {
  readonly file: string
  readonly title: string
  readonly kind: 'document' | 'decisions' | 'model' | 'chapter'
  readonly declared: boolean
  /** where it is, for a chapter that only leads to it */
  readonly elsewhere?: string
  readonly place: Place
}

/** The forms of decision records (adr.github.io): a folder of numbered texts, or one log. */
const decisions =
  /(^|\/)(adrs?|decisions?|decision[-_]?(records?|logs?)|architecture[-_]?decisions?([-_]records?)?)\/[^/]+\.(md|adoc|rst)$/i
/** Structurizr, LikeC4, PlantUML and draw.io: models and drawings kept as text. */
const model = /\.(dsl|c4|likec4|puml|plantuml|drawio)$/i
const named =
  /(^|[-_/. ])(architecture|arc42|system[-_ ]?design|c4[-_ ]?model|technical[-_ ]?overview|system[-_ ]?overview)([-_/. ]|$)/i
/** What helps to write such a document and says nothing of this system. */
const empty = /(^|\/)(templates?|examples?)(\/|\.)|(^|\/)[^/]*template[^/]*$|(^|\/)(index|readme|0000)[^/]*$/i

/** The documents on the architecture: those that assay.yaml names, by their path, and chapters of READMEs. */
export async function architectureDocuments(repository: Repository, settings: Settings): Promise<readonly Found[]> {
  const declared = new Set(
    (settings.documents.architecture ?? [])
      .filter((where) => !/^[a-z]+:\/\//i.test(where))
      .map((where) => where.replace(/^\.\//, '').replace(/#.*$/, '').replace(/\/$/, '')),
  )
  const found: Found[] = []
  for (const file of repository.files) {
    const isDeclared = declared.has(file.path) || [...declared].some((folder) => file.path.startsWith(`${folder}/`))
    if (!isDeclared && !mayTell(file)) continue
    const kind = isDeclared ? 'document' : kindOf(file)
    if (!kind) continue
    found.push({ file: file.path, title: file.path, kind, declared: isDeclared, place: { file: file.path } })
  }
  return [...found, ...(await chapters(repository, found))]
}

/** Neither of another's code, nor for an assistant, nor of what is only tried. */
const mayTell = ({ path, area }: RepositoryFile) =>
  (area === 'main' || area === 'documentation') && !isForAssistants(path) && !isTrial(path)

function kindOf({ path }: RepositoryFile): Found['kind'] | undefined {
  if (decisions.test(path)) return empty.test(path) ? undefined : 'decisions'
  if (model.test(path) && (named.test(path) || /(^|\/)(c4|structurizr|diagrams?|docs?)\//i.test(path))) return 'model'
  if (!isProse(path) || empty.test(path.replace(/[^/]*$/, ''))) return undefined
  const last = path.split('/').slice(-2).join('/')
  return named.test(last.replace(/\.\w+$/, '')) ? 'document' : undefined
}

const picture = /!\[[^\]]{0,200}\]\(\s*<?([^)\s>]+)/g
const link = /\]\((https?:\/\/[^)\s]+)[^)]*\)|<?(https?:\/\/[^\s)>\]]+)>?/g

/** Whether a text has a picture: one by an address, or by a path at which there is a file. */
function showsPicture(text: string, from: string, repository: Repository): boolean {
  return [...text.matchAll(picture)].some(([, target = '']) => {
    if (/^(\w+:|\/\/)/.test(target)) return true
    const path = target.replace(/[?#].*$/, '').replaceAll('%20', ' ')
    const there = path.startsWith('/') ? path.slice(1) : joinPath(dirname(from), path)
    return there !== undefined && repository.has(there)
  })
}

/** A chapter on the architecture in a README; one with little more than a link out of it leads elsewhere. */
async function chapters(repository: Repository, found: readonly Found[]): Promise<readonly Found[]> {
  const chapters: Found[] = []
  for (const file of repository.ofKind('md', 'adoc', 'rst')) {
    if (!/(^|\/)readme\.(md|adoc|rst)$/i.test(file.path) || file.area !== 'main' || !mayTell(file)) continue
    if (file.size > 500_000 || found.some((one) => one.file === file.path)) continue
    const text = await repository.text(file.path)
    if (!text || !/^(#+|=+)?\s*.*(architecture|system (design|overview))/im.test(text.content)) continue
    const document = await readProse(repository, file.path)
    const headings = document?.headings ?? []
    const at = headings.findIndex(({ title }) =>
      /^\W*(\d+\W+)?((system|software|technical|solution|service|high[- ]level|overall|our|application|cloud|infrastructure) )?(architecture|system design|system overview)( (overview|diagram|and design))?\W*$/i.test(
        title,
      ),
    )
    const heading = headings[at]
    if (!heading) continue
    const end = headings[at + 1]?.place.start ?? text.content.length
    const body = text.content.slice(heading.place.end ?? heading.place.start ?? 0, end).trim()
    const next = headings[at + 1]
    const chapter = { file: file.path, title: heading.title, kind: 'chapter', declared: false } as const
    const says = body.replace(link, ']')
    const shows = /<img|```/.test(body) || showsPicture(body, file.path, repository)
    if (says.length < 120 && !shows && !(next && next.level > heading.level)) {
      const [first] = body.matchAll(link)
      const elsewhere = first?.[1] ?? first?.[2]
      if (elsewhere) chapters.push({ ...chapter, elsewhere, place: heading.place })
    } else chapters.push({ ...chapter, place: heading.place })
  }
  return chapters
}
