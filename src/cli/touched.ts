import { isDeepStrictEqual } from 'node:util'
import type { Limit } from '../assessment/assess.ts'
import type { Assessment, Remark, RequirementVerdict, Result, TouchedScope } from '../assessment/assessment.ts'
import { asks } from '../assessment/levels.ts'
import { leftOut } from '../assessment/requirement.ts'
import { OTHER_RULES } from '../assessment/state.ts'
import { type Collector, touchingsOf } from '../facts/collector.ts'
import { once } from '../facts/once.ts'
import type { OpenRepository } from '../facts/open.ts'
import type { OtherSide } from '../facts/repository.ts'
import type { Carriers } from '../facts/touched/carriers.ts'
import type { Holding, TouchedFile } from '../facts/touched/collections.ts'
import { lazily } from '../sources/lazily.ts'
import type { TouchedSource } from '../sources/staged.ts'
import { isListed, type Touch } from '../sources/touched.ts'
import { beginsToDeploy, type DeploymentsSeen, seeDeployment } from './first-deployment.ts'
import { type Judged, judgeOpened, type Question } from './judge.ts'
import { type Opened, openWith } from './open.ts'
import type { Progress } from './progress.ts'
import { rulesFor } from './touched-rules.ts'
import { allCollections, saysHowToJudge } from './touched-settings.ts'

/**
 * Judges what is staged, or what changed since a revision: rules whose evidence was touched, and of their results those
 * that stand in a touched file, rest on one, or are there because of one. The rest is left to the gate.
 */
export async function judgeTouched(question: Question, progress: Progress): Promise<Judged> {
  progress.say('asking git what changed')
  const touched = await openTouched(question)
  const paths = new Set(touched.touches.flatMap(({ path, before = path }) => [path, before]))
  const opened = await openWith({ ...touched.source, touched: paths }, question.path ?? '.', question.authority)
  // git reads while we look for what they are evidence of, where that is nearly always something
  const reading = [...paths].some((path) => mostlyEvidence.test(path)) ? readAhead(opened.repository) : undefined
  const found = await look(touched, opened)
  const isWhole = saysHowToJudge(paths, opened)
  let seen = isWhole ? { ...found, collections: allCollections() } : found
  if (reading || seen.collections.size > 0) await readAhead(opened.repository)
  const pending = new Map<string, Result>()
  const gone = touched.touches.some(({ deleted, before }) => deleted || before !== undefined)
  const earlier = lazily(() => asBefore(touched, opened, seen))
  if (!gone && !isWhole) oppose(opened, earlier)
  const files = new Set([...seen.paths, ...seen.carriers.calling, ...seen.carriers.building])
  const deployments: DeploymentsSeen = { touched: false, others: false }
  const judgeWith = (caused: ReadonlySet<string>, by: Opened = opened) =>
    judgeOpened(by, question, progress, async (rules) => ({
      ...rulesFor(seen.collections, rules),
      shows: showing(seen, pending, caused, deployments),
      files: isWhole ? undefined : files,
      brief: caused.size === 0 && !isWhole,
    }))
  let caused: ReadonlySet<string> = new Set()
  let judged = await judgeWith(caused)
  if (!isWhole && (await beginsToDeploy(deployments, opened, earlier))) {
    seen = { ...seen, collections: new Set([...seen.collections, 'repository']) }
    judged = await judgeWith(caused)
  }
  if (pending.size > 0) {
    const known = isWhole
      ? await countedBefore(pending, touched, question, progress)
      : await failedBefore(pending, await earlier(), opened, question, progress)
    caused = new Set([...pending.keys()].filter((key) => !known.has(key)))
    if (caused.size > 0) judged = await judgeWith(caused)
  }
  if (opened.trusted) {
    const { withChanges } = await import('./changes.ts')
    judged = await withChanges(judged, opened, question, (own) => judgeWith(caused, own))
  }
  return { ...judged, assessment: limited(judged, touched, seen) }
}

/** Pipelines, manifests, Dockerfiles, Jenkinsfiles and Makefiles. */
const mostlyEvidence = /\.ya?ml$|file[^/]*$/i

type OpenedTouched = TouchedSource & {
  readonly base?: string
  readonly by: 'staged' | 'since'
  readonly since?: string
}

async function openTouched({ path = '.', staged, since, revision }: Question): Promise<OpenedTouched> {
  if (staged) return { ...(await (await import('../sources/staged.ts')).openStaged(path)), by: 'staged' }
  const { openSince } = await import('../sources/since.ts')
  return { ...(await openSince(path, since as string, revision)), by: 'since', since: since as string }
}

/** What was touched, and where that leads. */
interface Seen {
  /** paths of touched files, as they are and as they were */
  readonly paths: ReadonlySet<string>
  readonly collections: ReadonlySet<string>
  readonly carriers: Carriers
}

async function look({ touches, objects }: TouchedSource, { repository }: Opened): Promise<Seen> {
  const { touchedCollections } = await import('../facts/touched/collections.ts')
  const { carriersOf } = await import('../facts/touched/carriers.ts')
  const files = touches.filter(({ path }) => repository.file(path)?.area !== 'excluded')
  const then = async ({ then: { mode, id } }: Touch) =>
    mode.startsWith('100') ? ((await objects.read(id).catch(() => undefined))?.content?.toString() ?? '') : ''
  const now = async ({ path, deleted }: Touch) => (deleted ? '' : ((await repository.text(path))?.content ?? ''))
  const paths = new Set(files.flatMap(({ path, before = path }) => [path, before]))
  const running = new Set(paths)
  for (const touch of files) {
    // a new version of a dependency changes nothing that a pipeline runs
    if (!/(^|\/)package\.json$/.test(touch.path) || touch.before !== undefined || touch.deleted) continue
    if (sameScripts(await then(touch), await now(touch))) running.delete(touch.path)
  }
  const carriers = await carriersOf(
    running,
    repository.files.map(({ path }) => path),
    (path) => repository.text(path),
  )
  const asFile = (touch: Touch, path: string): TouchedFile => ({
    path,
    texts: async () => [await now(touch), await then(touch)],
    listed: isListed(touch),
  })
  const touchedFiles = files.flatMap((touch) =>
    [...new Set([touch.path, touch.before ?? touch.path])].map((path) => asFile(touch, path)),
  )
  const collections = await touchedCollections(touchedFiles, carriers.calling.size > 0, holdingIn(repository))
  return { paths, collections, carriers }
}

/** Looks for files of a kind; what git found none of the words in is not read for it. */
function holdingIn(repository: OpenRepository): Holding {
  const { files, mayHold, text } = repository
  return async (path, holds) => {
    const named = files.filter((file) => path.test(file.path))
    if (!holds) return named.length > 0
    if (named.length > 0) await readAhead(repository)
    for (const one of named) if (mayHold(one.path) && holds.test((await text(one.path))?.content ?? '')) return true
    return false
  }
}

function sameScripts(then: string, now: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(then)?.scripts, JSON.parse(now)?.scripts)
  } catch {
    return false
  }
}

const keyOf = ({ requirement, test, subject, message }: Result) =>
  JSON.stringify([requirement, test, subject.kind, subject.id, message])

/** Which results are shown. Fails that nothing ties to a touched file are put into `pending`: these may be caused by one. */
function showing(
  { paths, carriers }: Seen,
  pending: Map<string, Result>,
  caused: ReadonlySet<string>,
  deployments: DeploymentsSeen,
): Limit['shows'] {
  return (result, origin) => {
    const files = [origin, result.place.file, ...result.trace.map(({ place }) => place.file)]
    const isTied = files.some((file) => paths.has(file) || carriers.calling.has(file))
    seeDeployment(result, isTied, deployments)
    if (isTied) return true
    const key = keyOf(result)
    if (result.verdict === 'fail') pending.set(key, result)
    return caused.has(key)
  }
}

/** The keys of what failed already before, of the requirements of the pending fails. */
async function failedBefore(
  pending: ReadonlyMap<string, Result>,
  earlier: Pick<Opened, 'source' | 'repository'>,
  opened: Opened,
  question: Question,
  progress: Progress,
): Promise<ReadonlySet<string>> {
  const asking = new Set([...pending.values()].map(({ requirement }) => requirement))
  const known = new Set<string>()
  await judgeOpened({ ...opened, ...earlier }, question, progress, async () => ({
    rules: asking,
    shows: (result) => {
      if (result.verdict === 'fail') known.add(keyOf(result))
      return false
    },
    files: new Set(),
    brief: true,
  }))
  return known
}

/**
 * The keys of the fails that counted already before, by what the files said of themselves then: what was a note and counts
 * now is not among them. All that is pending where nothing could be judged by that.
 */
async function countedBefore(
  pending: ReadonlyMap<string, Result>,
  touched: TouchedSource,
  question: Question,
  progress: Progress,
): Promise<ReadonlySet<string>> {
  const { before } = await import('../sources/before.ts')
  try {
    const earlier = await openWith(before(touched), question.path ?? '.', question.authority)
    const { results } = (await judgeOpened(earlier, question, progress)).assessment
    const counted = results.filter(
      (one) => one.verdict === 'fail' && !one.suppression && (one.counts || !pending.get(keyOf(one))?.counts),
    )
    return new Set(counted.map(keyOf))
  } catch (error) {
    if ((error as Error).name !== 'ConfigurationError') throw error
    return new Set(pending.keys())
  }
}

/** The files as they were before they were touched. */
async function asBefore(
  touched: TouchedSource,
  opened: Opened,
  seen: Seen,
): Promise<Pick<Opened, 'source' | 'repository'>> {
  const { before } = await import('../sources/before.ts')
  const { openRepository } = await import('../facts/open.ts')
  const source = before({ ...touched, source: opened.source })
  const other = await openRepository(source, opened.configuration.settings)
  return { source, repository: overlay(opened.repository, other, touched, seen) }
}

/** Makes the files as they are and as they were known to each other, for collectors that tell of what is not the same. */
function oppose({ repository, configuration }: Opened, earlier: () => Promise<Pick<Opened, 'repository'>>): void {
  const sideOf = (side: OpenRepository) =>
    lazily(async (): Promise<OtherSide> => {
      const { collectFacts } = await import('../facts/collect.ts')
      const { observed } = await collectFacts(side, configuration.settings, ['workflows'])
      return { repository: side, workflows: observed.workflows }
    })
  const now = sideOf(repository)
  const then = lazily(async () => {
    const { repository: before } = await earlier()
    Object.assign(before, { other: now })
    return sideOf(before)()
  })
  Object.assign(repository, { other: then })
}

/** A repository with other content of some files; what the others hold is read and parsed once for both. */
function overlay(
  one: OpenRepository,
  other: OpenRepository,
  { touches }: TouchedSource,
  { collections, carriers }: Seen,
): OpenRepository {
  const changed = new Set(touches.flatMap(({ path, before = path }) => [path, before]))
  const isSame = (collector: Collector) => {
    const { yields, needs = [] } = collector
    const reads = touchingsOf(collector)
    return (
      [...yields, ...needs].every((name) => !collections.has(name)) ||
      // of the several that yield one collection, those that read none of the files
      (reads.length > 0 &&
        needs.length === 0 &&
        carriers.calling.size === 0 &&
        !reads.some(({ path }) => [...changed].some((file) => path.test(file))))
    )
  }
  const by = (path: string) => (changed.has(path) ? other : one)
  const documents: Pick<
    OpenRepository,
    'text' | 'yaml' | 'json' | 'toml' | 'markdown' | 'dockerfile' | 'claim' | 'refuse'
  > = {
    text: (path) => by(path).text(path),
    yaml: (path) => by(path).yaml(path),
    json: (path) => by(path).json(path),
    toml: (path) => by(path).toml(path),
    markdown: (path) => by(path).markdown(path),
    dockerfile: (path) => by(path).dockerfile(path),
    claim: (path, ...loses) => by(path).claim(path, ...loses),
    refuse: (place, ...said) => by(place.file).refuse(place, ...said),
  }
  const broken = () => [...other.broken(), ...one.broken().filter(({ file }) => !changed.has(file))]
  return Object.assign(Object.create(other) as OpenRepository, documents, {
    broken,
    earlier: { repository: one, holds: isSame },
  })
}

/**
 * Asks for the files that are looked through in every run all at once: one after another, each would wait for git. Those
 * of which nothing can be said without reading them, and in which nothing is looked for, are not among them.
 */
const readAhead = once(async ({ files, mayHold, text }: OpenRepository): Promise<void> => {
  const { dockerfilePath, pipelinePath } = await import('../facts/touched/runnable.ts')
  const isRead = (path: string) =>
    dockerfilePath.test(path) || pipelinePath.test(path) || (/\.ya?ml$/.test(path) && mayHold(path, 'apiVersion'))
  await Promise.all(files.filter(({ path }) => isRead(path)).map(({ path }) => text(path)))
})

/** An upgrade is not told of at every commit: only where what is new may be new by it. */
const explainsNew = ({ code }: Remark, { baseline }: Assessment) => code === OTHER_RULES && (baseline?.new ?? 0) > 0

/** The assessment with its scope, and without what is said of other files. */
function limited({ assessment, rules }: Judged, touched: OpenedTouched, { paths, carriers }: Seen): Assessment {
  const concerns = (file: string) => paths.has(file) || carriers.calling.has(file)
  const judgedBy = new Set(rules.map(({ id }) => id))
  const asked = [...assessment.requirements, ...assessment.own]
  const isLeft = (one: RequirementVerdict) => judgedBy.has(one.id) && one.reason === leftOut(one).reason
  const left = asked.filter((one) => asks(assessment.scope.profile, one.level) && isLeft(one))
  const scope: TouchedScope = {
    by: touched.by,
    ...(touched.since === undefined ? {} : { since: touched.since }),
    ...(touched.base === undefined ? {} : { base: touched.base }),
    files: touched.touches.length,
    rulesLeft: left.length,
  }
  return {
    ...assessment,
    scope: { ...assessment.scope, touched: scope },
    skipped: assessment.skipped.filter(({ path }) => paths.has(path)),
    notices: assessment.notices.filter(
      ({ code, message }) =>
        code === 'configuration' || code === 'limit' || paths.has(message.split(':', 1)[0] as string),
    ),
    unreadable: assessment.unreadable.filter(({ place }) => concerns(place.file)),
    remarks: assessment.remarks.filter(
      (one) => one.unusable || paths.has(one.place.file) || explainsNew(one, assessment),
    ),
  }
}
