import type { Block, Heading } from '../../documents/markdown.ts'
import { isComment } from '../prose/read.ts'
import { sentencesOf } from '../prose/sentences.ts'
import { isSettled } from '../prose/settled.ts'
import type { Runbook } from '../schema/document.ts'
import type { Unit } from './units.ts'

/*
 * Who decides, and from where on the impact on customers is too much, as a runbook says it. Both are read narrowly: what is
 * only touched on is no answer, since somebody would rely on it at night.
 */

const role = String.raw`(?:(?:primary |secondary |duty |senior |lead )*on[- ]?call\b(?:[- ](?:engineer|person|developer|lead|manager|sre|team))?|incident (?:commander|manager|lead|owner|coordinator)|(?:release|engineering|product|service|delivery|operations|ops|platform|technical|tech|team|support|project|deployment|shift|duty|change|department) (?:manager|lead|owner|engineer|captain|officer|team|head|director)s?|head of \w+|director of \w+|\bCTO\b|\bCIO\b|\bSRE\b|site reliability engineers?|team leads?|maintainers?|managers?|engineers?|developers?|crisis team|change advisory board|\bCAB\b)`
const back = String.raw`(?:roll(?:ing|s)?[- ]?backs?|revert\w*|go(?:ing)? back)`

const decidingSentences = [
  // The person on call decides. The release manager makes the call.
  new RegExp(
    String.raw`${role}[^.]{0,60}\b(?:decides?|makes? the (?:final |go\/no-go )?(?:decision|call)|has (?:the )?(?:final say|last word|authority)|have the authority|is (?:responsible|accountable) for (?:the decision|deciding)|owns? the (?:decision|call))\b`,
    'i',
  ),
  // The engineering manager approves the rollback.
  new RegExp(
    String.raw`${role}[^.]{0,40}\b(?:approves?|authori[sz]es?|must approve|must authori[sz]e)\b[^.]{0,40}\b${back}`,
    'i',
  ),
  // The decision to roll back is made by the incident lead; lies with …
  new RegExp(
    String.raw`\b(?:decision|call)\b[^.]{0,60}\b(?:made|taken|owned|lies|rests|up to|belongs)\b[^.]{0,30}${role}`,
    'i',
  ),
  new RegExp(String.raw`\b(?:decided|authori[sz]ed)\b by [^.]{0,20}${role}`, 'i'),
  new RegExp(String.raw`\b(?:approval|go-?ahead|sign-?off|permission|decision) (?:from|of|by) [^.]{0,20}${role}`, 'i'),
  /\bdecision[- ]?(?:makers?|owners?|authority)\b\s*[:|–—-]\s*\S/i,
]
const decidingHeading =
  /\bwho (?:decides|makes the (?:decision|call))\b|\bdecision[- ]?(?:makers?|owners?|authority)\b/i
const nobody =
  /\b(?:not|never|nobody|no one|n['’]t)\b[^.]{0,20}\bdecides?\b|\bdecides? (?:not|which|what|how|about|on)\b(?!.{0,40}\b(?:roll|revert|back))/i
const someone = new RegExp(String.raw`${role}|@[\w-]+`, 'i')

/** Whether a runbook says who decides: a role, not only somebody who is told. */
export function decidesWho(unit: Unit): boolean {
  const says = proseOf(unit.blocks, unit).some(
    (sentence) => !nobody.test(sentence) && decidingSentences.some((pattern) => pattern.test(sentence)),
  )
  return (
    says ||
    unit.headings.some(
      (heading) => decidingHeading.test(heading.title) && under(unit, heading).some((one) => someone.test(one)),
    )
  )
}

const people =
  /\b(?:customers?|(?:end[- ])?users?|visitors?|shoppers?|citizens?|patients?|students?|merchants?|subscribers?|claimants?|passengers?|applicants?)\b/i
const hurt =
  /\b(?:cannot|can not|can['’]t|unable to|locked out|lose|lost|losing|charged (?:twice|wrongly|double)|see(?:s|ing)? (?:errors?|failures?)|blocked|down|unavailable|outage|broken|fail(?:s|ed|ing)?)\b/i
const touched = /\b(?:affect\w*|impact\w*|report\w*|complain\w*|tickets?|notic\w*|experienc\w*)\b/i
const quantity =
  /\d+(?:\.\d+)?\s*(?:%|percent)|\b\d+\s+(?:or more )?(?:customers?|users?|reports?|tickets?|complaints?|orders?|requests?)\b|\b(?:more than|over|at least|fewer than|one|two|three|five|ten)\b[^.]{0,20}\b(?:in (?:a|one|every)|customers?|users?|reports?|tickets?|complaints?|orders?|requests?|payments?)\b|\b(?:any|all|most|every|a single)\b[^.]{0,20}\b(?:customers?|users?|orders?|payments?)\b/i
const impactHeading = /\bimpact\b/i
const criteriaHeading = /\b(?:triggers?|criteria|when to|decision|decide|severity|severities|conditions?)\b/i
const conditional = new RegExp(
  String.raw`\b${back}\b[^.]{0,60}\b(?:if|when|whenever|once|as soon as)\b|\b(?:if|when|whenever|once|as soon as)\b[^.]{0,160}\b${back}`,
  'i',
)

/** What a runbook says of the impact on customers: from where on it is too much, or only that there may be one. */
export function impactOf(unit: Unit): Runbook['impact'] {
  for (const heading of unit.headings.filter(({ title }) => impactHeading.test(title))) {
    if (under(unit, heading).some((one) => quantity.test(one) || (people.test(one) && hurt.test(one)))) return 'judged'
  }
  const judges = (sentence: string) =>
    people.test(sentence) && (hurt.test(sentence) || (touched.test(sentence) && quantity.test(sentence)))
  const criteria = unit.headings.filter(({ title }) => criteriaHeading.test(title))
  if (criteria.some((heading) => under(unit, heading).some(judges))) return 'judged'
  const all = proseOf(unit.blocks, unit)
  if (all.some((sentence) => judges(sentence) && conditional.test(sentence))) return 'judged'
  const mentions = (text: string) =>
    (people.test(text) && (hurt.test(text) || touched.test(text))) || /\bbusiness impact\b/i.test(text)
  return all.some(mentions) || unit.headings.some(({ title }) => impactHeading.test(title)) ? 'mentioned' : 'none'
}

const under = (unit: Unit, heading: Heading) => proseOf(unit.document.under(heading), unit)

/** The prose of some blocks that says what is so, sentence by sentence; a row of a table and an item of a list end one. */
function proseOf(blocks: readonly Block[], unit: Unit): readonly string[] {
  return blocks
    .filter((block) => block.kind !== 'heading' && block.kind !== 'code' && !isComment(unit.document, block))
    .flatMap((block) =>
      sentencesOf(block.text.slice(0, 4000))
        .map((sentence) => sentence.replace(/\s+/g, ' '))
        .filter(isSettled),
    )
}
