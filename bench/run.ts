/*
 * `npm run bench [-- <folder> …]`: start-up, speed and memory, as ratios to `node -e 0` measured in the same run, with
 * the targets that Assay must reach. Folders given (a checkout of GoogleCloudPlatform/microservices-demo) are measured
 * too. The bundle in dist/ is what runs; exit code 1 where a target is missed. `npm run bench -- secrets [folder …]`
 * measures the search for secrets alone (secrets.ts).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forgetRepository } from '../scripts/own-repository.ts'
import { measureGraph } from './graph.ts'
import { overlays, terraformModules } from './infrastructure.ts'
import { largeRepository, smallRepository, stage } from './inputs.ts'
import { type Measured, measure } from './measure.ts'
import { largeGraph, mixedPipelines } from './pipelines.ts'
import { benchSecrets } from './secrets.ts'

interface Row {
  readonly what: string
  readonly measured: Measured
  readonly targets: readonly Target[]
}

/** What a row is to reach, in words, and whether it does. */
interface Target {
  readonly text: string
  readonly met: boolean
}

const assay = fileURLToPath(new URL('../bin/assay.js', import.meta.url))
let work = ''
forgetRepository()
const [first, ...folders] = process.argv.slice(2)
if (first === 'secrets') benchSecrets(folders)
else await benchAll()

async function benchAll(): Promise<void> {
  work = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  try {
    const rows = [...(await ownRows()), ...process.argv.slice(2).map(folderRow)].map(judgedAtAll)
    print(rows)
    if (rows.some((row) => row.targets.some(({ met }) => !met))) process.exitCode = 1
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function ownRows(): Promise<Row[]> {
  return [...startRows(), ...sizeRows(), dialectRow(), ...infrastructureRows(), ...(await graphRows())]
}

function startRows(): Row[] {
  const version = measure([assay, '--version'], 15)
  const small = check(smallRepository(join(work, 'small')), 11)
  return [
    { what: 'assay --version', measured: version, targets: [atMost(version, 1.5)] },
    { what: 'assay check, 20 files', measured: small, targets: [atMost(small, 3)] },
  ]
}

/** A large repository as a whole, what is staged in it, and one that is twice as large. */
function sizeRows(): Row[] {
  const folder = largeRepository(join(work, 'large'), 5000)
  const large = check(folder, 5)
  const staged = (what: string, ratio: number, evidence?: Parameters<typeof stage>[1]): Row => {
    const measured = measure([assay, 'check', '--staged'], 11, stage(folder, evidence))
    return { what, measured, targets: [atMost(measured, ratio), below(measured, 150)] }
  }
  const twice = check(largeRepository(join(work, 'twice'), 10_000), 5)
  return [
    {
      what: 'assay check, 5,000 files (1,000 YAML)',
      measured: large,
      targets: [within(large, 3), below(large, 400)],
    },
    staged('assay check --staged, 3 of 5,000 files', 1.6),
    staged('the same with a pipeline in which nothing fails', 2.5, 'good'),
    staged('the same with a manifest', 2.5, 'manifest'),
    staged('the same with a pipeline that fails', 2.5, 'bad'),
    { what: 'assay check, 10,000 files (2,000 YAML)', measured: twice, targets: [linear(twice, large)] },
  ]
}

function dialectRow(): Row {
  const mixed = check(mixedPipelines(join(work, 'mixed'), 1000), 3)
  const half = check(mixedPipelines(join(work, 'half'), 500), 3)
  return {
    what: 'assay check, 1,000 pipelines of all dialects',
    measured: mixed,
    targets: [within(mixed, 4), linear(mixed, half)],
  }
}

function infrastructureRows(): Row[] {
  const manifests = check(overlays(join(work, 'overlays'), 5000), 3)
  const modules = check(terraformModules(join(work, 'modules'), 400), 3)
  const half = check(terraformModules(join(work, 'fewer'), 200), 3)
  return [
    {
      what: 'assay check, 5,000 manifests, 40 × 3 overlays',
      measured: manifests,
      targets: [within(manifests, 6), below(manifests, 600)],
    },
    {
      what: 'assay check, 400 Terraform modules, 3 environments',
      measured: modules,
      targets: [linear(modules, half)],
    },
  ]
}

async function graphRows(): Promise<Row[]> {
  const folder = largeGraph(join(work, 'graph'), 2000)
  const command = measure([assay, 'facts', '--kind', 'deployments', folder], 5)
  const { median, deployments } = await measureGraph(folder, 5)
  const inProcess = { median, base: command.base, peak: Number.NaN, status: deployments > 0 ? 0 : null }
  return [
    { what: 'graph and guards of 2,000 jobs, in process', measured: inProcess, targets: [within(inProcess, 1)] },
    { what: 'assay facts, one workflow of 2,000 jobs', measured: command, targets: [] },
  ]
}

function folderRow(folder: string): Row {
  const measured = check(resolve(folder), 7)
  const targets = /microservices-demo/.test(folder) ? [atMost(measured, 10)] : []
  return { what: `assay check, ${basename(resolve(folder))}`, measured, targets }
}

/** A run that could not judge is fast for the wrong reason. */
function judgedAtAll(row: Row): Row {
  if (row.measured.status === 0 || row.measured.status === 1) return row
  return { ...row, targets: [...row.targets, { text: 'exit code 0 or 1', met: false }] }
}

function check(folder: string, runs: number): Measured {
  return measure([assay, 'check', folder], runs)
}

function atMost({ median, base }: Measured, ratio: number): Target {
  return { text: `at most ${ratio} times node -e 0`, met: median <= ratio * base }
}

function within({ median }: Measured, seconds: number): Target {
  return { text: `under ${seconds} s`, met: median < seconds * 1000 }
}

function below({ peak }: Measured, mebibytes: number): Target {
  return { text: `under ${mebibytes} MiB`, met: peak < mebibytes }
}

/** Twice as much may cost twice as much, and something for what grows with it. */
function linear(whole: Measured, half: Measured): Target {
  const growth = whole.median / half.median
  return { text: `at most 2.2 times the time of half (${growth.toFixed(2)})`, met: growth <= 2.2 }
}

function print(rows: readonly Row[]): void {
  console.log(`${'what'.padEnd(50)} ${'ms'.padStart(7)} ${'× node'.padStart(7)} ${'MiB'.padStart(5)} exit  target`)
  for (const { what, measured, targets } of rows) {
    const { median, base, peak, status } = measured
    const figures = [
      median.toFixed(0).padStart(7),
      (median / base).toFixed(2).padStart(7),
      (Number.isNaN(peak) ? '' : peak.toFixed(0)).padStart(5),
    ]
    const verdicts = targets.map(({ text, met }) => `${met ? 'met' : 'MISSED'}: ${text}`).join('; ')
    console.log(`${what.padEnd(50)} ${figures.join(' ')} ${String(status).padStart(4)}  ${verdicts}`)
  }
}
