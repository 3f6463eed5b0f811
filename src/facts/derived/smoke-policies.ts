import { comparePlaces } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { readProse } from '../prose/read.ts'
import { sentencesOf } from '../prose/sentences.ts'
import { isBelowProduction, isSettled } from '../prose/settled.ts'
import type { Repository } from '../repository.ts'
import { unitsOf } from '../runbook/units.ts'
import type { Runbook } from '../schema/document.ts'
import type { SmokePolicy } from '../schema/record.ts'

/** What follows when some smoke tests fail: in runbooks, and in branches of scripts that compare a share of failures. */
export default collector({
  yields: ['smokePolicies'],
  needs: ['workflows', 'runbooks'],
  reads: 'runbooks that speak of failed smoke tests, and conditions in the scripts of pipelines',
  async collect(context) {
    const found = [...inPipelines(context), ...(await inRunbooks(context.observed.runbooks, context.repository))]
    return { smokePolicies: found.sort((a, b) => comparePlaces(a.place, b.place)) }
  },
})

const share = /(fail\w*|error|pass\w*|success)[_ -]?(rate|pct|percent\w*|share|ratio)/i

function* inPipelines(context: Parameters<typeof graphOf>[0]): Generator<SmokePolicy> {
  const seen = new Set<string>()
  for (const { atoms } of graphOf(context).judge.plans.all) {
    if (!atoms.some((atom) => atom.kinds.includes('smoke-test'))) continue
    for (const { act, step } of atoms) {
      for (const condition of [act?.condition, step?.condition]) {
        if (!condition || !share.test(condition.text) || !isBounded(condition.text)) continue
        const { place } = condition
        const id = `${place.file}:${place.start ?? 0}`
        if (seen.has(id)) continue
        seen.add(id)
        yield { id, file: place.file, many: true, few: true, by: 'pipeline', place }
      }
    }
  }
}

/** The share of failed tests from which on a person decides (the standard's smoke-failures). */
const most = 10

/** Whether what a condition compares with is no more than that share, as far as it is a number. */
function isBounded(condition: string): boolean {
  const bounds = [...condition.matchAll(/(?:-(?:gt|ge|lt|le)|[<>]=?)\s*["']?(\d+(?:\.\d+)?)/g)].map((one) =>
    Number(one[1]),
  )
  const passed = /pass\w*|success/i.test(condition)
  return bounds.every((bound) => {
    const share = bound < 1 ? bound * 100 : bound
    return (passed ? 100 - share : share) <= most
  })
}

/** A share, of tests as far as it is said of what. */
const percent = String.raw`\s*(\d+)\s*(?:%|percent|per cent)(?!\s+of (?:the |all )?(?:\w+ )?(?:requests|traffic|users|customers|coverage|memory|cpu|errors)\b)`
const above = new RegExp(
  String.raw`(?:more than|over|above|exceed\w*|at least|>=?|≥)${percent}|\b(?:many|several|most)\b`,
  'i',
)
const below = new RegExp(
  String.raw`(?:less than|fewer than|under|below|up to|at most|<=?|≤)${percent}|\b(?:few|some|single|one|minor)\b`,
  'i',
)

/** Whether some words speak of a share that is no looser than the standard's, or of few or many without a number. */
function speaksOf(words: RegExp, text: string): boolean {
  const found = words.exec(text)
  return found !== null && (found[1] === undefined || Number(found[1]) <= most)
}

const refuses =
  /\b(?:not|never|nobody|no one)\s+(?:\w+ ){0,2}(?:investigat|decid|assess|escalat|continu|monitor|proceed|watch|keep)|n['’]t (?:investigat|decid|continu|proceed)/i
const looksInto = /\binvestigat\w*|\bdecid\w*|\bdecision|\bassess\w*|\bescalat\w*/i
const goesOn = /\bcontinu\w*|\bmonitor\w*|\bproceed\w*|\bwatch\w*|\bkeep\b/i

/** What a text says that is so in production. */
const saidIn = (text: string): string =>
  sentencesOf(text)
    .filter((sentence) => isSettled(sentence) && !isBelowProduction(sentence) && !refuses.test(sentence))
    .join(' ')

async function inRunbooks(runbooks: readonly Runbook[], repository: Repository): Promise<SmokePolicy[]> {
  const found = new Map<string, SmokePolicy>()
  for (const path of new Set(runbooks.filter((one) => !one.elsewhere).map((one) => one.file))) {
    const document = await readProse(repository, path)
    for (const unit of document ? unitsOf(document, undefined) : []) {
      let chapter = unit.title
      for (const block of unit.blocks) {
        if (block.kind === 'heading') chapter = block.text
        const text = saidIn(block.text.slice(0, 2000))
        if (!/smoke/i.test(`${chapter} ${text}`) || !/fail\w*|non-?critical/i.test(`${chapter} ${text}`)) continue
        const many = speaksOf(above, text) && looksInto.test(text)
        const few = speaksOf(below, text) && goesOn.test(text)
        const id = `${path}:${block.span.start}`
        if (many || few) found.set(id, { id, file: path, many, few, by: 'runbook', place: block.place })
      }
    }
  }
  return [...found.values()]
}
