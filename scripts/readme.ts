/** The blocks of the terminal report that the README shows, by how they begin: enough to see what it is like. */
const shown = ['FAIL  pipeline.security-scan', 'FAIL  release-notes.new-features', 'SCORECARD', 'NEXT']

const begin = '<!-- transcript -->'
const end = '<!-- /transcript -->'

/** The README with the transcript made afresh from a golden report of the corner shop. */
export function withTranscript(readme: string, report: string): string {
  const blocks = report.split('\n\n')
  const chosen = shown.flatMap((start) => blocks.find((block) => block.startsWith(start)) ?? [])
  const text = ['$ assay check fixtures/repositories/corner-shop', ...chosen].join('\n\n').trimEnd()
  const from = readme.indexOf(begin) + begin.length
  return `${readme.slice(0, from)}\n\`\`\`text\n${text}\n\`\`\`\n${readme.slice(readme.indexOf(end))}`
}
