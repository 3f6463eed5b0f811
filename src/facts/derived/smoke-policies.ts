import { comparePlaces } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { readProse } from '../prose/read.ts'
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
        if (!condition || !share.test(condition.text)) continue
        const { place } = condition
        const id = `${place.file}:${place.start ?? 0}`
        if (seen.has(id)) continue
        seen.add(id)
        yield { id, file: place.file, many: true, few: true, by: 'pipeline', place }
      }
    }
  }
}

const above = /(more than|over|above|exceed\w*|at least|>=?|≥)\s*\d+\s*(%|percent|per cent)|\b(many|several|most)\b/i
const below =
  /(less than|fewer than|under|below|up to|at most|<=?|≤)\s*\d+\s*(%|percent|per cent)|\b(few|some|single|one|minor)\b/i
const looksInto = /\binvestigat\w*|\bdecid\w*|\bdecision|\bassess\w*|\bescalat\w*/i
const goesOn = /\bcontinu\w*|\bmonitor\w*|\bproceed\w*|\bwatch\w*|\bkeep\b/i

async function inRunbooks(runbooks: readonly Runbook[], repository: Repository): Promise<SmokePolicy[]> {
  const found = new Map<string, SmokePolicy>()
  for (const path of new Set(runbooks.filter((one) => !one.elsewhere).map((one) => one.file))) {
    const document = await readProse(repository, path)
    for (const unit of document ? unitsOf(document, undefined) : []) {
      let chapter = unit.title
      for (const block of unit.blocks) {
        if (block.kind === 'heading') chapter = block.text
        const text = block.text.slice(0, 2000)
        if (!/smoke/i.test(`${chapter} ${text}`) || !/fail\w*|non-?critical/i.test(`${chapter} ${text}`)) continue
        const many = above.test(text) && looksInto.test(text)
        const few = below.test(text) && goesOn.test(text)
        const id = `${path}:${block.span.start}`
        if (many || few) found.set(id, { id, file: path, many, few, by: 'runbook', place: block.place })
      }
    }
  }
  return [...found.values()]
}
