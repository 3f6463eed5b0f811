import type { Assessment, Conclusion, Fraction, RequirementVerdict } from '../../assessment/assessment.ts'
import { levels } from '../../assessment/levels.ts'
import { goneWords } from '../baseline.ts'
import { outOf, percentOf } from '../fraction.ts'
import type { ReportInput } from '../reporter.ts'
import { requirementsInScope } from '../scope.ts'
import { html, wide } from './escape.ts'

/** The verdicts in the order of the columns, with their signs: shapes differ, so they read without colour. */
export const verdicts: readonly (readonly [Conclusion, string])[] = [
  ['pass', '✓'],
  ['fail', '✗'],
  ['waived', '◇'],
  ['unknown', '?'],
  ['not-applicable', '–'],
]

/** What was judged, when and by what. */
export function titlePart({ assessment }: ReportInput): string {
  const { repository, tool, scope, asOf, rules, forge } = assessment
  const commit = repository.commit ? `, commit <code>${html(repository.commit)}</code>` : ''
  const settings = forge
    ? ` Settings of ${html(`${forge.host}/${forge.repository}`)} read at <time datetime="${html(forge.readAt)}">${html(forge.readAt)}</time>.`
    : ''
  return [
    `<h1>${html(repository.name)}: how it is shipped</h1>`,
    `<p class="dim">Held against the deployment standard as of <time datetime="${html(asOf)}">${html(asOf)}</time>${commit}.`,
    `Assay ${html(tool.version)}, profile ${scope.profile}, ${rules.count} rules (digest <code>${rules.digest.slice(0, 12)}</code>).${settings}</p>`,
  ].join('\n')
}

/** Level, share and coverage with their sums; then the counts of each section. */
export function scorecardPart(input: ReportInput): string {
  const { assessment } = input
  const members = requirementsInScope(assessment)
  return [
    '<h2>Scorecard</h2>',
    `<ul class="figures">${figures(assessment, members).join('')}</ul>`,
    levelsTable(assessment),
    sectionsTable(members),
  ].join('\n')
}

function figures(assessment: Assessment, members: readonly RequirementVerdict[]): string[] {
  const { level, share, coverage, baseline, scope } = assessment
  const figure = (value: string, label: string) => `<li><b>${value}</b> ${label}</li>`
  const list: string[] = []
  if (level === undefined) {
    list.push(figure('partial', `no level and no share${scope.only.length ? `: ${html(scope.only.join(', '))}` : ''}`))
  } else list.push(figure(level === 'none' ? 'none yet' : level, 'level reached'))
  if (share) list.push(figure(percent(share), `share: ${outOf(share)} that apply pass`))
  if (coverage) list.push(figure(percent(coverage), `coverage: ${outOf(coverage)} that apply are judged`))
  if (baseline)
    list.push(figure(String(baseline.new), `new to the baseline; ${baseline.known} known, ${goneWords(baseline)}`))
  const passes = members.filter(({ verdict }) => verdict === 'pass')
  for (const grade of ['recorded', 'declared', 'attested'] as const) {
    const count = passes.filter((one) => one.grade === grade).length
    if (count) list.push(figure(String(count), `of ${passes.length} passes are ${grade}, not observed`))
  }
  return list
}

function levelsTable({ levels: standings }: Assessment): string {
  if (!standings) return ''
  const rows = standings.map(
    ({ level, reached, met, attested, declared, failedBy, waivedBy, openBy }) =>
      `<tr><th scope="row">${level}</th><td>${reached ? '✓ reached' : '✗ not reached'}</td><td class="n">${outOf(met)}</td><td class="n">${attested}</td><td class="n">${declared}</td><td class="n">${failedBy.length}</td><td class="n">${waivedBy.length}</td><td class="n">${openBy.length}</td></tr>`,
  )
  const head =
    '<tr><th scope="col">level</th><th scope="col">state</th><th scope="col" class="n">met</th><th scope="col" class="n">of it attested</th><th scope="col" class="n">declared</th><th scope="col" class="n">failed</th><th scope="col" class="n">waived</th><th scope="col" class="n">open</th></tr>'
  const caption =
    'A level is reached when every requirement at or below it that applies passes. Waived and unknown ones are not met.'
  const table = `<table><caption>${caption}</caption><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`
  return wide('Levels', table)
}

function sectionsTable(members: readonly RequirementVerdict[]): string {
  const names = [...new Set(members.map(({ section }) => section))]
  const row = (name: string, some: readonly RequirementVerdict[]) => {
    const counts = verdicts.map(([verdict]) => some.filter((one) => one.verdict === verdict).length)
    const cells = counts.map((count) => `<td class="n">${count || '·'}</td>`)
    return `<tr><th scope="row">${html(name)}</th>${cells.join('')}<td class="barcell">${bar(counts)}</td></tr>`
  }
  const head = verdicts.map(([verdict, sign]) => `<th scope="col" class="n">${sign} ${short(verdict)}</th>`).join('')
  const table = [
    '<table class="score">',
    `<thead><tr><th scope="col">section</th>${head}<th scope="col" class="barcell"><span class="dim">of what applies</span></th></tr></thead>`,
    `<tbody>${names
      .map((name) =>
        row(
          name,
          members.filter(({ section }) => section === name),
        ),
      )
      .join('\n')}</tbody>`,
    `<tfoot>${row('all', members)}</tfoot>`,
    '</table>',
  ].join('\n')
  return `<h3>By section</h3>\n${wide('By section', table)}`
}

const short = (verdict: string) => (verdict === 'not-applicable' ? '<abbr title="not applicable">n/a</abbr>' : verdict)

/** Of pass, fail, waived and unknown, where a server's policy refuses the style of the page (`style-src 'self'`). */
const plainColours = ['#116329', '#a40e26', '#6639ba', '#7d4e00']

/** A drawing whose widths are attributes of SVG: a policy without inline styles would refuse them as styles. */
function bar(counts: readonly number[]): string {
  const applicable = counts.slice(0, 4).reduce((a, b) => a + b, 0)
  if (!applicable) return ''
  const parts = verdicts
    .slice(0, 4)
    .map(
      ([verdict], i) =>
        `<rect class="${verdict}" fill="${plainColours[i]}" x="${x(i)}" width="${width(i)}" height="10"/>`,
    )
  return `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`

  function width(i: number): number {
    return Math.round((1000 * (counts[i] ?? 0)) / applicable) / 10
  }
  function x(i: number): number {
    return Math.round(10 * [...Array(i).keys()].reduce((sum, j) => sum + width(j), 0)) / 10
  }
}

const percent = (part: Fraction) => percentOf(part) ?? '–'

/** The levels that a filter offers. */
export const levelNames = levels
