import type { Result } from '../../assessment/assessment.ts'
import { groupBy } from '../../documents/group.ts'
import type { ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import { titleOf, withoutVerdict } from '../without-verdict.ts'
import { html, wide } from './escape.ts'

/** Why the verdicts are not whole, where they are not: first, for whoever reads nothing else. */
export function lostPart({ assessment, textOf }: ReportInput): string {
  const why = withoutVerdict(assessment, textOf)
  if (!why.lines.length) return ''
  return `<div class="alarm" role="alert"><p><b>${titleOf(why)}:</b></p><ul>${items(why.lines)}</ul></div>`
}

/** Who accepted what until when, in one table; then what is wrong with what was written. */
export function exceptionsPart(input: ReportInput): string {
  const { results, remarks } = input.assessment
  const waived = results.filter(({ suppression }) => suppression)
  if (!waived.length && !remarks.length) return ''
  return [
    '<h2>Exceptions</h2>',
    waived.length ? waivedTable(waived, input) : '',
    remarks.length
      ? `<h3>Remarks on what was written</h3><ul>${items(remarks.map(({ place, severity, message, code }) => `${locate(place, input.textOf)}: ${severity}: ${message} [${code}]`))}</ul>`
      : '',
  ]
    .filter(Boolean)
    .join('\n')
}

/** Places of one exception that are named. */
const PLACES = 5

/** What is told of an exception. */
const columns = ['requirement', 'where', 'reason', 'owner', 'approver', 'ticket', 'until'] as const

function waivedTable(waived: readonly Result[], { textOf }: ReportInput): string {
  const entries = groupBy(waived, ({ requirement, suppression }) =>
    JSON.stringify([requirement, suppression?.place.file, suppression?.place.start]),
  )
  const rows = [...entries.values()].map((some) => {
    const { requirement, suppression } = some[0] as Result
    const { reason = '', owner = '', approver = '', ticket = '', expires = '' } = suppression ?? {}
    const places = [...new Set(some.map(({ place }) => locate(place, textOf)))]
    const more = places.length > PLACES ? [`and ${places.length - PLACES} more`] : []
    const where = [...places.slice(0, PLACES), ...more].map((text) => html(text)).join('<br>')
    const cells = [where, ...[reason, owner, approver, ticket].map((text) => html(text))].map(
      (text, i) => `<td role="cell" class="free" data-label="${columns[i + 1]}">${text}</td>`,
    )
    const id = `<th role="rowheader" scope="row"><a href="#${html(requirement)}">${html(requirement)}</a></th>`
    return `<tr role="row">${id}${cells.join('')}<td role="cell" class="day" data-label="until">${html(expires)}</td></tr>`
  })
  const head = columns.map((name) => `<th role="columnheader" scope="col">${name}</th>`)
  const caption =
    waived.length === 1
      ? '1 finding is covered. It does not meet its requirement.'
      : `${waived.length} findings are covered. They do not meet their requirements.`
  // the roles are said, since a narrow screen shows the cells one below the other
  const table = `<table role="table" class="stacked"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead><tbody role="rowgroup">${rows.join('\n')}</tbody></table>`
  return wide('Waived', table)
}

/** What was passed over, what should be known of the checkout, and how to get to the numbers. */
export function footerPart({ assessment, textOf }: ReportInput): string {
  const { skipped, notices, unreadable, repository } = assessment
  const broken = unreadable.filter(({ claimed }) => !claimed)
  const list = (title: string, lines: readonly string[]) =>
    lines.length ? `<details><summary>${title} (${lines.length})</summary><ul>${items(lines)}</ul></details>` : ''
  return [
    `<p>${repository.files} files. Share: pass ÷ (all − not applicable); an unknown costs as much as a fail. Coverage: judged ÷ applicable.</p>`,
    list(
      'Notices',
      notices.map(({ message }) => message),
    ),
    list(
      'Passed over',
      skipped.map(({ path, detail }) => `${path}: ${detail}`),
    ),
    list(
      'Not parsed, and needed by no rule',
      broken.map(({ place, message }) => `${locate(place, textOf)}: ${message}`),
    ),
    '<p>Made by Assay from one assessment; the same input gives the same bytes. The page asks for nothing from anywhere.</p>',
  ]
    .filter(Boolean)
    .join('\n')
}

const items = (lines: readonly string[]) => lines.map((line) => `<li>${html(line)}</li>`).join('')
