/**
 * The blocks of the terminal report that the README shows, by how they begin: enough to see what it is like. The path of the
 * second is "as above": it is drawn in the first.
 */
const shown = [
  'FAIL  principles.reversible',
  'FAIL  pipeline.security-scan',
  'FAIL  release-notes.new-features',
  'SCORECARD',
  'NEXT',
]

const begin = '<!-- transcript -->'
const end = '<!-- /transcript -->'

/** The README with the transcript made afresh from a report of the corner shop. */
export function withTranscript(readme: string, report: string): string {
  const blocks = report.split('\n\n')
  const chosen = shown.flatMap((start) => blocks.find((block) => block.startsWith(start)) ?? [])
  const text = ['$ assay check fixtures/repositories/corner-shop', ...chosen].join('\n\n').trimEnd()
  const from = readme.indexOf(begin) + begin.length
  return `${readme.slice(0, from)}\n\`\`\`text\n${text}\n\`\`\`\n${readme.slice(readme.indexOf(end))}`
}

const reachBegin = '<!-- reach -->'
const reachEnd = '<!-- /reach -->'

/** The README with the sentence on how far this version reaches made afresh: the systems it reads, the rules it has. */
export function withReach(readme: string, systems: readonly string[], judged: number): string {
  const names = [...systems].sort()
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const text = `This version reads the pipelines of ${list}, and judges ${judged} of the 121 requirements. The others are counted, openly, as unknown. [docs/rules.md](docs/rules.md) lists them all.`
  const from = readme.indexOf(reachBegin) + reachBegin.length
  return `${readme.slice(0, from)}\n${folded(text)}\n${readme.slice(readme.indexOf(reachEnd))}`
}

/** Lines of at most 120 characters. */
function folded(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 120) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}
