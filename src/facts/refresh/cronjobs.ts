import { basename } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { type Building, type BuiltObject, builtObjects, ofKinds } from '../manifests/as-built.ts'
import type { Wanted } from '../manifests/plain.ts'
import { printed } from '../manifests/printed.ts'
import { numbered } from '../numbered.ts'
import type { RefreshJob } from '../schema/settings.ts'
import { longestGap } from './cron.ts'
import {
  aboutData,
  dumps,
  madeUp,
  naming,
  productionWord,
  restores,
  sanitising,
  stagingWord,
  withoutComments,
  withoutIdle,
} from './words.ts'

/** What of a CronJob is judged by its words: the object as a text, and the scripts that are deployed with it. */
interface Job {
  readonly file: string
  readonly content: string
  /** undefined where there are several, of which nobody can tell which it runs */
  readonly scripts: string | undefined
  readonly environment: NamedEnvironment | undefined
  readonly place: Place
  readonly at: Place
  /** whether it is made at all, where that is hidden */
  readonly condition: Hidden | undefined
}

// what they run may stand in ConfigMaps
const wanted: Wanted = { ...ofKinds(['CronJob'], 'refreshJobs'), kinds: new Set(['CronJob', 'ConfigMap']) }

/** CronJobs that fill staging with data, as they are built; scripts are looked for in ConfigMaps that are built with them. */
export async function refreshCronJobs(building: Building): Promise<readonly RefreshJob[]> {
  const { objects, unread } = await builtObjects(building, wanted)
  const jobs: Job[] = []
  const maps = objects.filter(({ root }) => root.get('kind')?.text === 'ConfigMap')
  for (const object of objects) {
    const { root, environment, condition } = object
    if (root.get('kind')?.text !== 'CronJob') continue
    const content = printed(root)
    const scripts = await scriptsBeside(building, object, content, maps)
    const place = lineOf(root, 'kind') ?? root.place
    const at = lineOf(root.get('spec'), 'schedule') ?? place
    jobs.push({ file: root.file, content, scripts, environment, condition, place, at })
  }
  for (const { file, environment, place, hidden: condition } of unread) {
    const content = (await building.repository.text(file))?.content ?? ''
    jobs.push({ file, content, scripts: '', environment, condition, place, at: place })
  }
  return unique(jobs.flatMap((job) => jobIn(job) ?? []))
}

/** A key with its value, where one file writes both. */
function lineOf(map: DataNode | undefined, key: string): Place | undefined {
  const entry = map?.entry(key)
  if (!map || !entry || entry.value.file !== map.file) return entry?.value.place
  return { file: map.file, start: Math.min(entry.keySpan.start, entry.value.span.start), end: entry.value.span.end }
}

/** What the ConfigMaps hold that a job, printed as `content`, may take its scripts from: those of its file, or that it names. */
async function scriptsBeside(
  { repository }: Building,
  { root: job, source, environment }: BuiltObject,
  content: string,
  maps: readonly BuiltObject[],
): Promise<string | undefined> {
  const own = maps.filter(
    ({ root, ...other }) =>
      other.source === source &&
      other.environment?.name === environment?.name &&
      (root.file === job.file || content.includes(root.at('metadata', 'name')?.text ?? '\n')),
  )
  const plain = own.length > 0 ? [] : ((await repository.yaml(job.file)) ?? [])
  const beside = plain.filter((one) => one.get('kind')?.text === 'ConfigMap')
  const all = [...own.map(({ root }) => root), ...beside]
  const scripts = all.flatMap((map) => map.get('data')?.entries ?? [])
  return scripts.length > 1 ? undefined : all.map(printed).join('\n')
}

/** A job that is built alike for several environments is told of once. */
function unique(jobs: readonly RefreshJob[]): RefreshJob[] {
  const found = new Map<string, RefreshJob>()
  for (const job of jobs) {
    const key = JSON.stringify({ ...job, id: '' })
    if (!found.has(key)) found.set(key, job)
  }
  return numbered([...found.values()])
}

function jobIn({ file, content, scripts, environment, place, at, condition }: Job): RefreshJob | undefined {
  const name = /^metadata:[ \t]*\r?\n(?:[ \t].*\r?\n)*?[ \t]+name:[ \t]*(.+)$/m.exec(content)?.[1]?.trim() ?? file
  const done = withoutComments(`${content}\n${scripts ?? ''}`)
  const called = `${basename(file)} ${name}`
  const isForStaging = stagingWord.test(done) || stagingWord.test(called) || environment?.class === 'staging'
  if (!isForStaging) return undefined
  const copies = restores.test(done) && dumps.test(done)
  const synthetic = !copies && madeUp.test(called) && aboutData.test(called)
  const named = naming.test(called) && aboutData.test(called) && !/backup/i.test(called)
  if (!copies && !synthetic && !named) return undefined
  const schedule = /^[ \t]+schedule:[ \t]*(.+)$/m.exec(content)
  const fromProduction = productionWord.test(done) || productionWord.test(called)
  const off = suspended(content, file)
  return {
    id: `${file} ${name}`,
    name: /\{\{/.test(name) ? basename(file) : name.replace(/^["']|["']$/g, ''),
    source: synthetic ? 'synthetic' : copies && fromProduction ? 'production' : hidden(`where ${file} takes data from`),
    sanitised: sanitisedBy(done, called, copies && scripts !== undefined, file),
    suspended: off === false && condition ? condition : off,
    ...timing(schedule?.[1]),
    place,
    at,
  } as RefreshJob
}

/** The fields of a schedule as written in a manifest. */
export function timing(written: string | undefined): Pick<RefreshJob, 'schedule' | 'days'> {
  const text = written
    ?.replace(/\s+#.*$/, '')
    .trim()
    .replace(/^["']|["']$/g, '')
  if (!text || /[{$]/.test(text)) {
    const unknown = hidden('the schedule of the refresh')
    return { schedule: unknown, days: unknown }
  }
  return { schedule: text, days: longestGap(text) ?? hidden(`how often "${text}" fires`) }
}

function sanitisedBy(done: string, called: string, copies: boolean, file: string): Seen<boolean> {
  if (sanitising.test(withoutIdle(done)) || sanitising.test(called)) return true
  // commands that run other scripts may do it there
  if (!copies || /\s-f\s+\S+\.sql\b|\b(sh|bash|python3?|ruby|node|rake)\s+[\w./-]+\.\w+/.test(done)) {
    return hidden(`whether ${file} sanitises what it copies`)
  }
  return false
}

function suspended(content: string, file: string): Seen<boolean> {
  const written = /^[ \t]+suspend:[ \t]*(.+)$/m.exec(content)?.[1]?.trim()
  if (!written || written === 'false') return false
  return written === 'true' || hidden(`whether the job in ${file} is suspended`)
}

/** What cannot be seen of a refresh. */
export const hidden = (what: string): Hidden =>
  new Hidden(what, { kind: 'file', text: 'attest the refresh of staging, with its record' })
