import type { Attestation, RequirementVerdict, Result, Suppression } from '../../assessment/assessment.ts'
import { stateOf } from '../../assessment/state.ts'
import { groupBy } from '../../documents/group.ts'
import type { Rule } from '../../rules/rule.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { requirementsInScope } from '../scope.ts'
import { excerptOf, locate } from '../source-context.ts'
import { html, htmlLines, htmlParagraphs, linkOrText } from './escape.ts'
import { verdicts } from './scorecard.ts'
import { PRINTED } from './style.ts'

/** Columns of an excerpt. */
const EXCERPT = 160

const signs = new Map(verdicts)

/** Every requirement that was asked for, by section: its row of the standard, the verdict, what decided, how to mend it. */
export function requirementsPart(input: ReportInput): string {
  const rules = new Map(input.rules.map((rule) => [rule.id, rule]))
  const results = groupBy(input.assessment.results, ({ requirement }) => requirement)
  const sections = groupBy(requirementsInScope(input.assessment), ({ section }) => section)
  return [...sections]
    .map(([name, members]) => {
      const parts = members.map((one) => requirementPart(one, rules.get(one.id), results.get(one.id) ?? [], input))
      return `<section class="reqs"><h3>${html(name)}</h3>\n${parts.join('\n')}\n</section>`
    })
    .join('\n')
}

function requirementPart(
  one: RequirementVerdict,
  rule: Rule | undefined,
  results: readonly Result[],
  input: ReportInput,
): string {
  const { id, section, row, level, verdict, grade, reason, settle, attestation } = one
  const tags = [level, ...(grade === 'observed' ? [] : [grade])].map((tag) => `<span class="tag">${tag}</span>`)
  const failures = results.filter((result) => result.verdict === 'fail' && result.counts)
  const others = results.filter((result) => result.verdict !== 'fail' && result.counts)
  const notes = results.filter((result) => !result.counts && result.verdict === 'fail')
  return [
    `<details class="req" id="${html(id)}" data-verdict="${verdict}" data-level="${level}" data-section="${html(section)}">`,
    `<summary><span class="verdict ${verdict}">${signs.get(verdict)} ${verdict}</span> <span class="id">${html(id)}</span> <span>${html(row)}</span> ${tags.join(' ')}</summary>`,
    '<div class="body">',
    `<p>${html(reason)}</p>`,
    attestation ? attestationPart(attestation, input) : '',
    settle.length
      ? `<h4>What would settle it</h4><ul>${settle.map(({ text }) => `<li>${html(text)}</li>`).join('')}</ul>`
      : '',
    listPart('Findings', failures, input),
    listPart('Evidence', others, input),
    listPart('Notes, which decide nothing', notes, input),
    rule ? remedyPart(rule) : '',
    '</div></details>',
  ]
    .filter(Boolean)
    .join('\n')
}

function listPart(title: string, results: readonly Result[], input: ReportInput): string {
  if (!results.length) return ''
  const items = results.map((result) => `<li>${resultPart(result, input)}</li>`)
  const left = results.length - PRINTED
  const more = left > 0 ? `<p class="unprinted">${left} more are on the page and in the CSV, and not printed.</p>` : ''
  // on paper what holds is a line each; what fails is told at length
  const how = title === 'Findings' ? 'findings' : 'findings seen'
  return `<h4>${title} (${results.length})</h4>\n<ol class="${how}">${items.join('\n')}</ol>${more}`
}

function resultPart(result: Result, input: ReportInput): string {
  const { message, place, verdict, severity, grade, subject, evidence, trace, suppression, hidden } = result
  const state = verdict === 'fail' ? stateOf(result) : 'open'
  const tags = [verdict === 'fail' ? severity : verdict, grade, ...(state === 'open' ? [] : [state])]
  const at = locate(place, input.textOf)
  const facts: (readonly [string, string])[] = [
    ['subject', subject.kind === 'repository' ? '' : `${subject.kind} ${subject.id}`],
    ['environment', subject.environment],
    ['component', subject.component],
    ['saw', evidence.join('; ')],
    ['hidden', hidden ? `${hidden.what}; ${hidden.settle.text}` : ''],
  ]
  const rows = facts.filter(([, value]) => value).map(([name, value]) => `<dt>${name}</dt><dd>${html(value)}</dd>`)
  const stops = trace.map(
    ({ place: stop, text }) =>
      `<li>${html(text)} <span class="dim place">${html(locate(stop, input.textOf))}</span></li>`,
  )
  return [
    `<p>${html(message)} ${tags.map((tag) => `<span class="tag">${tag}</span>`).join(' ')}</p>`,
    `<p class="dim place"><code>${html(at)}</code></p>`,
    excerpt(result, input),
    suppression ? waiverPart(suppression, input) : '',
    rows.length ? `<dl>${rows.join('')}</dl>` : '',
    stops.length > 1 ? `<p class="dim way">path</p><ol>${stops.join('')}</ol>` : '',
  ]
    .filter(Boolean)
    .join('\n')
}

function excerpt({ place }: Result, input: ReportInput): string {
  const found = excerptOf(place, input.textOf, EXCERPT)
  if (!found) return ''
  const { number, before, marked, after } = found
  return `<pre>${number}  ${html(before)}<mark>${html(marked)}</mark>${html(after)}</pre>`
}

function waiverPart(suppression: Suppression, input: ReportInput): string {
  const { kind, reason, owner, approver, ticket, created, expires, place } = suppression
  const rows = Object.entries({
    owner,
    approver,
    ticket,
    created,
    until: expires,
    written: locate(place, input.textOf),
  })
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([name, value]) => `<dt>${name}</dt><dd>${linkOrText(plain(value))}</dd>`)
  const what = kind === 'external' ? 'Waived' : 'Ignored by a comment'
  return `<div class="note"><p><b>${what}:</b> ${html(reason)}</p><dl>${rows.join('')}</dl></div>`
}

function attestationPart(attestation: Attestation, input: ReportInput): string {
  const { statement, evidence, by, role, date, expires, place } = attestation
  const rows = Object.entries({
    by: `${by} (${role})`,
    on: date,
    until: expires,
    evidence,
    written: locate(place, input.textOf),
  }).map(([name, value]) => `<dt>${name}</dt><dd>${linkOrText(plain(value))}</dd>`)
  return `<div class="note"><p><b>Attested:</b> ${html(statement)}</p><dl>${rows.join('')}</dl></div>`
}

function remedyPart({ why, fix, references = [] }: Rule): string {
  const links = references.map((reference) => `<li>${linkOrText(reference)}</li>`).join('')
  return [
    `<div class="remedy"><h4>Why</h4>${htmlParagraphs(why)}`,
    `<h4>How to meet it</h4><pre>${htmlLines(fix)}</pre>`,
    links ? `<h4>Read on</h4><ul>${links}</ul>` : '',
    '</div>',
  ].join('')
}
