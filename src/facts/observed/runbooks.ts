import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import { isForAssistants } from '../areas.ts'
import { collector } from '../collector.ts'
import { inBrackets, numbered } from '../numbered.ts'
import { readProse } from '../prose/read.ts'
import type { Repository } from '../repository.ts'
import { changesIn } from '../runbook/changes.ts'
import { partsOf } from '../runbook/content.ts'
import { isOfCorrection, runsCorrection } from '../runbook/correction.ts'
import { declaredDocuments, instructionFiles, isWorthReading, runbooksElsewhere } from '../runbook/documents.ts'
import { liesInProduction } from '../runbook/folder.ts'
import { tellsOfWhatIsGone } from '../runbook/gone.ts'
import { partsIn, serviceIn } from '../runbook/part.ts'
import { isRetired } from '../runbook/retired.ts'
import { scriptsBeside } from '../runbook/scripts.ts'
import { takenBackBy } from '../runbook/taking-back.ts'
import { addOnOf, isForOthers, isPractice, lowerOf, topicOf, topicWords } from '../runbook/topic.ts'
import { above, type Unit, unitsOf } from '../runbook/units.ts'
import { tellsWayBack } from '../runbook/way-back.ts'
import type { ManualChange, ManualSession, Runbook } from '../schema/document.ts'

export default collector({
  yields: ['runbooks', 'manualChanges', 'manualSessions'],
  reads:
    'runbooks, deployment guides and chapters on rollback, deployment and incidents in Markdown, AsciiDoc and reStructuredText',
  touches: { path: /\.(md|markdown|mdx|rst|adoc|asciidoc)$|(run-?_?book|rollback|deploy)[^/]*\.txt$/i },
  async collect({ repository, settings }) {
    const runbooks: Runbook[] = []
    const manualChanges: ManualChange[] = []
    const manualSessions: ManualSession[] = []
    const declared = declaredDocuments(settings)
    const paths = new Set([...declared.here.keys()].filter((path) => repository.has(path)))
    for (const { path } of instructionFiles(repository)) paths.add(path)
    const part = partsIn(repository)
    const service = serviceIn(repository)
    for (const path of [...paths].sort(compareText)) {
      const text = await repository.text(path)
      const named = declared.here.has(path)
      if (!text && (named || topicWords.test(path)))
        repository.claim(path, 'runbooks', 'manualChanges', 'manualSessions')
      if (!text || !(named || isOfCorrection(path) || isWorthReading(path, text.content))) continue
      if (named) repository.claim(path, 'runbooks', 'manualChanges', 'manualSessions')
      const document = await readProse(repository, path)
      if (!document) continue
      const runs = await scriptsBeside(path, text.content, repository)
      const units = unitsOf(document, declared.here.get(path))
      // what they tell is looked through as all instructions are, but nobody on call reads them
      const partOf = (unit: Unit) => part(path) || (unit.topic === 'rollback' ? service(titlesOf(unit)) : '')
      if (named || !isForAssistants(path))
        runbooks.push(...units.map((unit) => runbookOf(unit, partOf(unit), { repository, settings, runs })))
      // From where nothing is deployed, a document tells of another system's production, which is judged there.
      const inProduction = () => liesInProduction(path, repository, settings)
      const isCorrection = (command: string) => runsCorrection(path, command, repository)
      const told =
        settings.deploys === false ? [] : changesIn(document, units, { settings, inProduction, isCorrection, runs })
      told.forEach(({ open, ...one }, index) => {
        const list = open ? manualSessions : manualChanges
        list.push({ id: `${path}#${index + 1}`, file: path, ...one })
      })
    }
    runbooks.push(...(await elsewhere(repository, settings)))
    return { runbooks: markBest(numbered(runbooks, inBrackets)), manualChanges, manualSessions }
  },
})

function runbookOf(
  unit: Unit,
  part: string,
  { repository, settings, runs }: { repository: Repository; settings: Settings; runs: (command: string) => string },
): Runbook {
  const file = unit.document.text.file
  const title = unit.title.trim()
  const first = unit.heading ?? unit.document.headings[0]
  return {
    id: unit.heading ? `${file}#${title}` : file,
    file,
    title,
    topic: unit.topic,
    headings: unit.headings.map((heading) => heading.title),
    ...partsOf(unit),
    ...takenBackBy(unit, settings, runs),
    tellsWayBack: tellsWayBack(unit, settings, runs),
    practice:
      !unit.declared &&
      (isForOthers(file) ||
        isPractice(unit.topic, [title, ...aboveOf(unit)]) ||
        isRetired(unit) ||
        (unit.topic === 'deployment' && tellsOfWhatIsGone(unit, repository))),
    part: unit.declared ? '' : besideOf(titlesOf(unit)) || part,
    best: false,
    chapter: unit.chapter,
    opening: unit.opening === true,
    elsewhere: false,
    url: '',
    declared: unit.declared,
    place: first?.place ?? { file },
  }
}

/** What titles say that is deployed, where it is no more than something beside the system, or an environment below production. */
function besideOf(titles: readonly string[]): string {
  for (const title of titles) {
    const beside = addOnOf(title) || lowerOf(title)
    if (beside || /\bprod(uction)?\b/i.test(title)) return beside
  }
  return ''
}

/** The title of a text, and those that it stands under: "Rollback" in a guide to a part takes that part back. */
const titlesOf = ({ title, heading, document }: Unit): readonly string[] => [
  title.trim(),
  ...(heading ? above(heading, document) : []).map((one) => one.title),
]

/** What a chapter stands under: its document and the folders of that, as words. */
function aboveOf({ document }: Unit): readonly string[] {
  const [first] = document.headings
  return [first?.level === 1 ? first.title : '', document.text.file.replace(/[/_.-]+/g, ' ')]
}

const nothing = {
  headings: [] as string[],
  commands: 0,
  takesBack: 'nothing',
  takesBackOn: [] as string[],
  tellsWayBack: false,
  trigger: false,
  steps: false,
  verification: false,
  contacts: false,
  decides: false,
  impact: 'none',
  keepsSchema: false,
  missing: '',
  otherLanguage: false,
  practice: false,
  chapter: false,
  opening: false,
  part: '',
  best: false,
} as const

/** Runbooks that are only named here: by assay.yaml, or by a link in a README or the documentation. */
async function elsewhere(repository: Repository, settings: Settings): Promise<readonly Runbook[]> {
  const found: Runbook[] = declaredDocuments(settings).elsewhere.map(({ url, topic, key }) => ({
    ...nothing,
    id: url,
    file: '',
    title: key,
    topic,
    elsewhere: true,
    url,
    declared: true,
    place: { file: '', setting: `documents.${key} in assay.yaml` },
  }))
  for (const { path } of instructionFiles(repository)) {
    const folder = dirname(path)
    const name = basename(path)
    if (
      folder.split('/').length > 2 ||
      !/^(readme|contributing|index|operations?|runbooks?|support|deploy\w*)\b/i.test(name)
    )
      continue
    const content = (await repository.text(path))?.content ?? ''
    for (const { url, title, start, end } of runbooksElsewhere(content, repository.history?.origin)) {
      found.push({
        ...nothing,
        id: `${path}#${url}`,
        file: path,
        title: title || url,
        topic: topicOf(`${title} ${basename(url)}`) ?? 'operations',
        elsewhere: true,
        url,
        declared: false,
        place: { file: path, start, end },
      })
    }
  }
  return found
}

/** Marks the fullest runbook of each topic; what assay.yaml names comes first. */
function markBest(runbooks: readonly Runbook[]): Runbook[] {
  const score = (r: Runbook) =>
    Number(r.declared) * 10 -
    Number(r.practice) * 5 -
    Number(r.part !== '') * 5 +
    Number(r.trigger) +
    Number(r.steps) * 2 +
    Number(r.verification) +
    Number(r.contacts)
  const best = new Map<string, Runbook>()
  for (const runbook of [...runbooks].sort((a, b) => compareText(a.id, b.id))) {
    const known = best.get(runbook.topic)
    if (!runbook.elsewhere && (!known || score(runbook) > score(known))) best.set(runbook.topic, runbook)
  }
  return runbooks.map((runbook) => ({ ...runbook, best: best.get(runbook.topic) === runbook }))
}
