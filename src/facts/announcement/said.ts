import type { Settings } from '../../config/settings.ts'
import type { Channel, Moment, StatusState } from '../../config/vocabulary.ts'
import type { Block } from '../../documents/markdown.ts'
import { Hidden } from '../hidden.ts'
import { readProse } from '../prose/read.ts'
import { isBelowProduction, isSettled } from '../prose/settled.ts'
import type { Repository } from '../repository.ts'
import { type Unit, unitsOf } from '../runbook/units.ts'
import type { Told } from '../schema/announcement.ts'
import type { Runbook } from '../schema/document.ts'

/** What is told beside the pipelines, by moment: what assay.yaml says, and what runbooks have people do. */
export type Said = ReadonlyMap<Moment, readonly Told[]>

/** The conditions of the standard's status page, with the moment and the state that each stands for. */
const conditions: Readonly<Record<string, readonly [Moment, StatusState]>> = {
  'in-progress': ['starting', 'maintenance'],
  degraded: ['during', 'degraded'],
  rollback: ['rollback', 'disruption'],
  normal: ['complete', 'operational'],
}

/** Joins what several sources say. */
export function joinSaid(...all: readonly Said[]): Said {
  const found = new Map<Moment, Told[]>()
  for (const said of all) {
    for (const [moment, list] of said) found.set(moment, [...(found.get(moment) ?? []), ...list])
  }
  return found
}

/** What assay.yaml says of integrations that no pipeline shows (`announced:`). */
export function saidInSettings({ announced }: Settings): Said {
  const found = new Map<Moment, Told[]>()
  for (const [key, values] of Object.entries(announced)) {
    const place = { file: '', setting: `announced.${key} in assay.yaml` }
    const base = { tool: 'assay.yaml', by: 'configuration', job: '', place } as const
    for (const value of values) {
      const [moment, state] = key === 'status-page' ? (conditions[value] ?? []) : [key as Moment, 'none' as const]
      if (!moment || !state) continue
      const told: Told =
        state === 'none'
          ? { ...base, kind: 'message', channel: value as Channel, state }
          : { ...base, kind: 'status', channel: 'status-page', state }
      found.set(moment, [...(found.get(moment) ?? []), told])
    }
  }
  return found
}

const inWords: readonly (readonly [RegExp, string])[] = [
  [/\bmaintenance\b|in progress/i, 'in-progress'],
  [/\bdegraded\b/i, 'degraded'],
  [/\bdisruption\b|\boutage\b/i, 'rollback'],
  [/\boperational\b/i, 'normal'],
]

/** What runbooks have people set the status page to; hidden where a runbook is kept elsewhere. */
export async function saidInRunbooks(runbooks: readonly Runbook[], repository: Repository): Promise<Said> {
  const found = new Map<Moment, Told[]>()
  const add = (condition: string, make: (state: StatusState) => Told) => {
    const [moment, state] = conditions[condition] as readonly [Moment, StatusState]
    found.set(moment, [...(found.get(moment) ?? []), make(state)])
  }
  for (const { url, place } of runbooks.filter((runbook) => runbook.elsewhere)) {
    const hidden = new Hidden(`what the runbook at ${url} says of the status page`, {
      kind: 'file',
      text: 'keep the runbook in this repository, beside the pipeline that it describes',
    })
    const told: Told = { kind: 'status', channel: hidden, state: hidden, tool: url, by: 'runbook', job: '', place }
    for (const condition of Object.keys(conditions)) add(condition, () => told)
  }
  for (const path of new Set(runbooks.filter((runbook) => !runbook.elsewhere).map((runbook) => runbook.file))) {
    const document = await readProse(repository, path)
    const seen = new Set<Block>()
    for (const { topic, blocks } of document ? unitsOf(document, undefined).toSorted(byTopic) : []) {
      for (const block of blocks.filter((one) => !seen.has(one))) {
        seen.add(block)
        const text = ofStatusPage(block)
        for (const [word, condition] of inWords) {
          if (!word.test(text)) continue
          const base = { tool: path, by: 'runbook', job: '', place: block.place } as const
          const isSure = aboutDeployments.has(topic) || /\broll(s|ed|ing)?[ -]?back/i.test(text)
          add(condition, (state) => ({
            ...base,
            kind: 'status',
            channel: 'status-page',
            state: isSure ? state : inIncident(path),
          }))
        }
      }
    }
  }
  return found
}

const aboutDeployments: ReadonlySet<string> = new Set(['deployment', 'rollback'])

/** Chapters on deployments before the document around them: a block is judged once. */
const byTopic = (a: Unit, b: Unit) => Number(aboutDeployments.has(b.topic)) - Number(aboutDeployments.has(a.topic))

const inIncident = (path: string) =>
  new Hidden(`whether ${path} has the status page set in a deployment, or only in an incident`, {
    kind: 'file',
    text: `write into the runbook of deployments or rollbacks what the status page is set to`,
  })

/** What a block says of the status page: in code the line that names it and what follows at once, else all of it. */
function ofStatusPage({ kind, text }: Block): string {
  const page = /status[ -]?page/i
  if (kind !== 'code') return page.test(text) ? sentencesIn(text.slice(0, 4000)).filter(isDone).join(' ') : ''
  const lines = text.slice(0, 4000).split('\n')
  return lines.filter((_, i) => lines.slice(Math.max(0, i - 3), i + 1).some((line) => page.test(line))).join('\n')
}

/** The sentences of a text. */
const sentencesIn = (text: string) => text.split(/(?<=[.!?])\s+(?=[A-Z])/)

const notDone =
  /\b(?:(?:do not|don['’]t|never|must not|should not|need not) (?!forget|hesitate|wait|skip|omit|miss)|no need to\b|(?:without|avoid) (?:setting|updating|changing|touching|posting)\b|(?:is|are|was|be)(?: not|n['’]t) (?:necessary|needed|required|set|updated|changed|touched|posted|used)\b)/i
/** What a word on the page stands for. */
const defines = /\b(?:means|stands for|indicates|denotes|signifies)\b/i
const looksAt = /\b(?:check|see|watch|look at|monitor|consult|visit|read|view|verify|confirm|make sure|ensure)\b/i
const sets =
  /\b(?:set|sets|put|puts|update|updates|change|switch|mark|move|post|publish|create|open|announce|turn|raise|resolve|schedule|add|show)\b/i
/** The page of somebody else: a cloud, the forge. */
const ofOthers =
  /\bstatus[ -]?page of\b[^.]{0,30}\b(?:providers?|vendors?|aws|azure|google|github|gitlab|cloudflare|suppliers?)\b|\b(?:aws|azure|gcp|google(?: cloud)?|github|gitlab|cloudflare|providers?['’]?s?|vendors?['’]?s?)\s+status[ -]?page/i

/**
 * Whether a sentence has somebody do something in production: not what is forbidden, planned, only looked at or explained,
 * or told by the page of others.
 */
const isDone = (sentence: string): boolean =>
  isSettled(sentence) &&
  !notDone.test(sentence) &&
  !ofOthers.test(sentence) &&
  !defines.test(sentence) &&
  !isBelowProduction(sentence) &&
  (sets.test(sentence) || !looksAt.test(sentence))
