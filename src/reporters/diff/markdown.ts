import type { Change, Comparison } from '../../assessment/compare.ts'
import { escapeMarkdown } from '../markdown.ts'
import { alike, byLevel, fixedWords, originWords, standing, summary, turn, unjudgedWords } from './words.ts'

/** Lines of findings: a comment of a forge holds 65,536 characters (GitHub); a reader far fewer. */
const LISTED = 50

/** The first line, by which a bot finds its comment again. */
export const marker = '<!-- assay-diff -->'

/** A comparison as a comment on a pull request. Text of the repository makes no link, mention or HTML. */
export function diffMarkdown(comparison: Comparison): string {
  const { changes, found, fixed, unjudged, remarks, before, after } = comparison
  const worse = byLevel(changes.filter(({ way }) => way === 'worse'))
  const rest = changes.filter(({ way }) => way !== 'worse')
  const short = (commit: string | null) => (commit ? escapeMarkdown(commit.slice(0, 10)) : 'the files on disk')
  const parts = [
    `${marker}\n### Assay: ${summary(comparison)}`,
    [...standing(comparison), `${short(before.repository.commit)} → ${short(after.repository.commit)}`].join(' · '),
    worse.length ? ['**Worse**', '', ...changeTable(worse)].join('\n') : '',
    found.length ? ['**New findings**', '', ...findingLines(comparison)].join('\n') : '',
    rest.length ? details(`Better and other (${rest.length})`, changeTable(rest)) : '',
    fixed.length ? `${escapeMarkdown(fixedWords(fixed))}.` : '',
    unjudged.length ? `${unjudgedWords(unjudged.length)}.` : '',
    ...remarks.map((remark) => `> ${escapeMarkdown(remark)}`),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function changeTable(changes: readonly Change[]): string[] {
  const rows = changes.map((change) => {
    const cells = [turn(change), change.id, change.level, change.reason, originWords[change.origin]]
    return `| ${cells.map(escapeMarkdown).join(' | ')} |`
  })
  return ['| verdict | requirement | level | why | by |', '|---|---|---|---|---|', ...rows]
}

function findingLines({ found }: Comparison): string[] {
  const all = alike(found)
  const lines = all
    .slice(0, LISTED)
    .map((one) => `- ${escapeMarkdown(`${one.where}: ${one.severity}: ${one.message} [${one.requirement}]`)}`)
  const rest = all.slice(LISTED).reduce((sum, { count }) => sum + count, 0)
  return rest ? [...lines, `- … and ${rest} more`] : lines
}

const details = (title: string, lines: readonly string[]) =>
  [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>'].join('\n')
