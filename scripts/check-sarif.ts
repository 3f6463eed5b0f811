/*
 * Checks SARIF files with Microsoft's multitool, offline: the rules of the format and those of GitHub's code scanning.
 * usage: tsx scripts/check-sarif.ts <file …>. Exit code 1 where it finds an error, 2 where it could not run.
 * The multitool itself ends with 0 even when it finds errors, so its report is what decides.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const tool =
  process.env.SARIF_MULTITOOL ??
  fileURLToPath(new URL('../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool', import.meta.url))

/**
 * GitHub's rules, which are off by default. GH1004 (limits) stays off: it is stale, with 5 runs and 1,000 results where
 * GitHub takes 20 and 25,000.
 */
const gitHubRules = [
  'GH1001.ProvideRequiredLocationProperties',
  'GH1002.InlineThreadFlowLocations',
  'GH1003.ProvideRequiredRegionProperties',
  'GH1005.LocationsMustBeRelativeUrisOrFilePaths',
  'GH1006.ProvideCheckoutPath',
  'GH1007.ProvideFullyFormattedMessageStrings',
]

interface Finding {
  readonly ruleId?: string
  readonly message?: { readonly text?: string; readonly id?: string; readonly arguments?: readonly string[] }
}

const files = process.argv.slice(2)
if (files.length === 0 || !existsSync(tool)) {
  console.error(files.length ? `no SARIF multitool at ${tool}; it is there for Linux only` : 'name a SARIF file')
  process.exit(2)
}
const work = mkdtempSync(join(tmpdir(), 'check-sarif-'))
try {
  const config = join(work, 'rules.json')
  writeFileSync(
    config,
    JSON.stringify(Object.fromEntries(gitHubRules.map((rule) => [`${rule}.Options`, { RuleEnabled: 'Error' }]))),
  )
  for (const file of files) {
    const findings = validate(file, config, join(work, 'report.sarif'))
    if (!findings) process.exitCode = 2
    else if (findings.length) process.exitCode ||= 1
    for (const { ruleId, message } of findings ?? []) {
      console.error(`${file}: ${ruleId}: ${message?.text ?? [message?.id, ...(message?.arguments ?? [])].join(' ')}`)
    }
    if (findings) console.log(`${file}: ${findings.length} errors`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** The errors in a file; undefined where the multitool could not run. */
function validate(file: string, config: string, report: string): Finding[] | undefined {
  const { status, stdout, stderr, error } = spawnSync(
    tool,
    [
      'validate',
      file,
      '--rule-kind',
      'Sarif;Ghas',
      '--config',
      config,
      '--level',
      'Error',
      '--log',
      'ForceOverwrite',
      '--output',
      report,
    ],
    { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
  )
  if (status !== 0) {
    console.error(error?.message ?? `${stdout}${stderr}`)
    return undefined
  }
  const { runs } = JSON.parse(readFileSync(report, 'utf8')) as { runs: { results?: Finding[] }[] }
  return runs.flatMap((run) => run.results ?? [])
}
