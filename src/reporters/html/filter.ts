import type { ReportInput } from '../reporter.ts'
import { requirementsInScope } from '../scope.ts'
import { html } from './escape.ts'
import { levelNames, verdicts } from './scorecard.ts'

/** Choice by verdict, level and section, and a search. Hidden until the script is there that makes it work. */
export function filterPart({ assessment }: ReportInput): string {
  const members = requirementsInScope(assessment)
  const boxes = verdicts.map(([verdict, sign]) => {
    const count = members.filter((one) => one.verdict === verdict).length
    return `<label><input type="checkbox" name="verdict" value="${verdict}" checked> ${sign} ${verdict} (${count})</label>`
  })
  const options = (names: readonly string[]) =>
    names.map((name) => `<option value="${html(name)}">${html(name)}</option>`).join('')
  const sections = [...new Set(members.map(({ section }) => section))]
  return [
    '<form id="filter" class="filter" role="search" aria-label="Requirements" hidden>',
    `<fieldset><legend>Verdict</legend>${boxes.join('')}</fieldset>`,
    '<div class="row">',
    `<label>Level <select name="level"><option value="">all</option>${options(levelNames)}</select></label>`,
    `<label>Section <select name="section"><option value="">all</option>${options(sections)}</select></label>`,
    '<label>Search <input type="search" name="q" autocomplete="off"></label>',
    '<button type="reset">Reset</button>',
    '<button type="button" id="open">Open all</button>',
    '<button type="button" id="close">Close all</button>',
    '<output id="shown" class="dim" aria-live="polite"></output>',
    '</div>',
    '</form>',
  ].join('\n')
}
