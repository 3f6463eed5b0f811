/*
 * Writes the reports of the fixture repositories to reports/: `npm run golden`. test/reporters/golden.test.ts compares
 * them, so that a change to a report is seen in review. The day, the version and the digest of the rules are fixed: the
 * files change when a report does, and not with every release.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gateWords } from '../src/cli/gate-words.ts'
import { judgeOpened } from '../src/cli/judge.ts'
import { openWith } from '../src/cli/open.ts'
import { type Format, loadReporter } from '../src/reporters/index.ts'
import type { ReportInput } from '../src/reporters/reporter.ts'
import { builtinRules } from '../src/rules/rule-set.ts'
import { openFixture } from '../src/sources/fixture.ts'
import type { History, Source } from '../src/sources/source.ts'
import { abouts } from './generate/pipelines.ts'
import { withReach, withTranscript } from './readme.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const fixtures = join(root, 'fixtures/repositories')

/** Where the golden files are. */
export const reportsFolder = join(root, 'reports')

/** The fixture repositories by name. */
export const fixtureNames: readonly string[] = readdirSync(fixtures).sort()

interface Variant {
  readonly ending: string
  readonly format: Format
  readonly options?: Partial<ReportInput['options']>
}

const variants: readonly Variant[] = [
  { ending: 'terminal.txt', format: 'terminal' },
  { ending: 'terminal-60.txt', format: 'terminal', options: { width: 60 } },
  { ending: 'verbose.txt', format: 'terminal', options: { verbose: true } },
  { ending: 'quiet.txt', format: 'terminal', options: { quiet: true } },
  { ending: 'sarif', format: 'sarif' },
  { ending: 'gitlab.sarif', format: 'sarif-gitlab' },
  { ending: 'full.sarif', format: 'sarif-full' },
  { ending: 'json', format: 'json' },
  { ending: 'codequality.json', format: 'gitlab-codequality' },
  { ending: 'junit.xml', format: 'junit' },
  { ending: 'github.txt', format: 'github' },
  { ending: 'summary.md', format: 'github-summary' },
  { ending: 'azure.txt', format: 'azure' },
  { ending: 'md', format: 'markdown' },
  { ending: 'csv', format: 'csv' },
  { ending: 'html', format: 'html' },
  { ending: 'oscal.json', format: 'oscal' },
]

/** What the reports of a fixture repository are made from: everything that would change from day to day is fixed. */
export async function judgeFixture(name: string, only: readonly string[] = []): Promise<ReportInput> {
  return judgeSource(await openFixture(join(fixtures, name)), only)
}

async function judgeSource(source: Source, only: readonly string[] = []): Promise<ReportInput> {
  const opened = await openWith(source)
  const judged = await judgeOpened(
    opened,
    { revision: undefined, profile: undefined, only, asOf: '2026-11-23' },
    { say() {}, end() {} },
  )
  const { assessment } = judged
  return {
    ...judged,
    assessment: {
      ...assessment,
      tool: { ...assessment.tool, version: '0.0.0' },
      rules: { ...assessment.rules, version: '0.0.0', digest: '0'.repeat(64) },
    },
    options: {
      color: false,
      width: 80,
      quiet: false,
      verbose: false,
      gate: gateWords(assessment, { failOn: 'error', strict: false, exitZero: false }),
    },
  }
}

/**
 * The README with all in it that is made: the transcript, and how far this version reaches. Whoever runs its command judges
 * a folder of this repository: the tags that the shop's own golden reports make up are not there, and all its files came in
 * with one commit.
 */
export async function freshReadme(readme: string): Promise<string> {
  const source = await openFixture(join(fixtures, 'corner-shop'))
  const came = { id: '0'.repeat(40), date: '2026-11-01T09:00:00Z', subject: 'the shop' }
  const asFolder = { inside: true, tags: async () => undefined, lastChange: async () => came }
  const history = { ...(source.history as History), ...asFolder }
  const input = await judgeSource({ ...source, history })
  const report = (await loadReporter('terminal'))(input)
  const systems = (await abouts(root)).map(({ name }) => name)
  return withReach(withTranscript(readme, report), systems, (await builtinRules()).length)
}

/** The golden files of a fixture repository, by file name. */
export async function goldenReports(name: string): Promise<ReadonlyMap<string, string>> {
  const input = await judgeFixture(name)
  const files = new Map<string, string>()
  for (const { ending, format, options } of variants) {
    const report = await loadReporter(format)
    files.set(`${name}.${ending}`, report({ ...input, options: { ...input.options, ...options } }))
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(reportsFolder, { recursive: true })
  const written = new Set<string>()
  for (const name of fixtureNames) {
    for (const [file, content] of await goldenReports(name)) {
      written.add(file)
      const path = join(reportsFolder, file)
      if (readIfThere(path) === content) continue
      writeFileSync(path, content)
      console.log(`reports/${file}`)
    }
  }
  const readme = join(root, 'README.md')
  const fresh = await freshReadme(readFileSync(readme, 'utf8'))
  if (fresh !== readFileSync(readme, 'utf8')) writeFileSync(readme, fresh)
  for (const file of readdirSync(reportsFolder)) if (!written.has(file)) rmSync(join(reportsFolder, file))
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
