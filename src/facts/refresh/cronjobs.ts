import { basename } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
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
} from './words.ts'

/**
 * CronJobs that fill staging with data. They are read as text, since most are templates of charts; scripts are looked for
 * in the same file, where a ConfigMap holds them.
 */
export async function refreshCronJobs(repository: Repository): Promise<readonly RefreshJob[]> {
  const found: RefreshJob[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (!text || !/^kind:\s*["']?CronJob\b/m.test(text.content)) continue
    const parts = documentsOf(text.content)
    const scripts = parts.filter(({ content }) => /^kind:\s*["']?ConfigMap\b/m.test(content))
    for (const part of parts) {
      if (!/^kind:\s*["']?CronJob\b/m.test(part.content)) continue
      const job = jobIn(path, part, scripts.map(({ content }) => content).join('\n'), text.content)
      if (job) found.push(job)
    }
  }
  return found
}

interface Part {
  readonly start: number
  readonly content: string
}

function documentsOf(content: string): readonly Part[] {
  const parts: Part[] = []
  let start = 0
  for (const { index, 0: line } of content.matchAll(/^---.*$/gm)) {
    parts.push({ start, content: content.slice(start, index) })
    start = index + line.length
  }
  parts.push({ start, content: content.slice(start) })
  return parts
}

function jobIn(file: string, part: Part, scripts: string, whole: string): RefreshJob | undefined {
  const name = /^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:[ \t]*(.+)$/m.exec(part.content)?.[1]?.trim() ?? file
  const done = withoutComments(`${part.content}\n${scripts}`)
  const called = `${basename(file)} ${name}`
  if (!stagingWord.test(done) && !stagingWord.test(called)) return undefined
  const copies = restores.test(done) && dumps.test(done)
  const synthetic = !copies && madeUp.test(called) && aboutData.test(called)
  const named = naming.test(called) && aboutData.test(called) && !/backup/i.test(called)
  if (!copies && !synthetic && !named) return undefined
  const at = (match: RegExpExecArray | null): Place =>
    match
      ? { file, start: part.start + match.index, end: part.start + match.index + match[0].trimEnd().length }
      : { file, start: part.start, end: part.start }
  const kind = /^kind:.*$/m.exec(part.content)
  const schedule = /^[ \t]+schedule:[ \t]*(.+)$/m.exec(part.content)
  const fromProduction = productionWord.test(done) || productionWord.test(called)
  return {
    id: `${file} ${name}`,
    name: /\{\{/.test(name) ? basename(file) : name.replace(/^["']|["']$/g, ''),
    source: synthetic ? 'synthetic' : copies && fromProduction ? 'production' : hidden(`where ${file} takes data from`),
    sanitised: sanitisedBy(done, called, copies, file),
    suspended: suspended(part.content, whole, file),
    ...timing(schedule?.[1]),
    place: at(kind),
    at: schedule ? at(schedule) : at(kind),
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
  if (sanitising.test(done) || sanitising.test(called)) return true
  // commands that run other scripts may do it there
  if (!copies || /\s-f\s+\S+\.sql\b|\b(sh|bash|python3?|ruby|node|rake)\s+[\w./-]+\.\w+/.test(done)) {
    return hidden(`whether ${file} sanitises what it copies`)
  }
  return false
}

function suspended(content: string, whole: string, file: string): Seen<boolean> {
  const written = /^[ \t]+suspend:[ \t]*(.+)$/m.exec(content)?.[1]?.trim()
  if (!written || written === 'false') return false
  if (written === 'true') return true
  return whole ? hidden(`whether the job in ${file} is suspended`) : false
}

export const hidden = (what: string): Hidden =>
  new Hidden(what, { kind: 'file', text: 'attest the refresh of staging, with its record' })
