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
import { measureGraph } from './graph.ts'
import { overlays, terraformModules } from './infrastructure.ts'
import { largeRepository, smallRepository, stage } from './inputs.ts'
import { type Measured, measure } from './measure.ts'
import { largeGraph, mixedPipelines } from './pipelines.ts'
import { benchSecrets } from './secrets.ts'

interface Row {
  readonly what: string
  readonly measured: Measured
  /** targets that it misses or meets, in words */
  readonly targets: readonly { readonly text: string; readonly met: boolean }[]
}

const assay = fileURLToPath(new URL('../bin/assay.js', import.meta.url))
let work = ''
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
  const version = measure([assay, '--version'], 15)
  const small = measure([assay, 'check', smallRepository(join(work, 'small'))], 11)
  const large = measure([assay, 'check', largeRepository(join(work, 'large'), 5000)], 5)
  const staged = (evidence?: 'good' | 'bad' | 'manifest') =>
    measure([assay, 'check', '--staged'], 11, stage(join(work, 'large'), evidence))
  const [nothing, good, bad, one] = [staged(), staged('good'), staged('bad'), staged('manifest')]
  const twice = measure([assay, 'check', largeRepository(join(work, 'twice'), 10_000)], 5)
  const growth = twice.median / large.median
  const mixed = measure([assay, 'check', mixedPipelines(join(work, 'mixed'), 1000)], 3)
  const half = measure([assay, 'check', mixedPipelines(join(work, 'half'), 500)], 3)
  const linear = mixed.median / half.median
  const manifests = measure([assay, 'check', overlays(join(work, 'overlays'), 5000)], 3)
  const modules = measure([assay, 'check', terraformModules(join(work, 'modules'), 400)], 3)
  const fewer = measure([assay, 'check', terraformModules(join(work, 'fewer'), 200)], 3)
  const steady = modules.median / fewer.median
  const wide = largeGraph(join(work, 'graph'), 2000)
  const command = measure([assay, 'facts', '--kind', 'deployments', wide], 5)
  const graph = await measureGraph(wide, 5)
  return [
    { what: 'assay --version', measured: version, targets: [atMost(version, 1.5)] },
    { what: 'assay check, 20 files', measured: small, targets: [atMost(small, 3)] },
    {
      what: 'assay check, 5,000 files (1,000 YAML)',
      measured: large,
      targets: [
        { text: 'under 3 s', met: large.median < 3000 },
        { text: 'under 400 MiB', met: large.peak < 400 },
      ],
    },
    {
      what: 'assay check --staged, 3 of 5,000 files',
      measured: nothing,
      targets: [atMost(nothing, 1.6), { text: 'under 150 MiB', met: nothing.peak < 150 }],
    },
    {
      what: 'the same with a pipeline in which nothing fails',
      measured: good,
      targets: [atMost(good, 2.5), { text: 'under 150 MiB', met: good.peak < 150 }],
    },
    {
      what: 'the same with a manifest',
      measured: one,
      targets: [atMost(one, 2.5), { text: 'under 150 MiB', met: one.peak < 150 }],
    },
    {
      what: 'the same with a pipeline that fails',
      measured: bad,
      targets: [atMost(bad, 2.5), { text: 'under 150 MiB', met: bad.peak < 150 }],
    },
    {
      what: 'assay check, 10,000 files (2,000 YAML)',
      measured: twice,
      targets: [{ text: `at most 2.2 times the time of half (${growth.toFixed(2)})`, met: growth <= 2.2 }],
    },
    {
      what: 'assay check, 1,000 pipelines of all dialects',
      measured: mixed,
      targets: [
        { text: 'under 4 s', met: mixed.median < 4000 },
        { text: `at most 2.2 times the time of half (${linear.toFixed(2)})`, met: linear <= 2.2 },
      ],
    },
    {
      what: 'assay check, 5,000 manifests, 40 × 3 overlays',
      measured: manifests,
      targets: [
        { text: 'under 6 s', met: manifests.median < 6000 },
        { text: 'under 600 MiB', met: manifests.peak < 600 },
      ],
    },
    {
      what: 'assay check, 400 Terraform modules, 3 environments',
      measured: modules,
      targets: [{ text: `at most 2.2 times the time of half (${steady.toFixed(2)})`, met: steady <= 2.2 }],
    },
    {
      what: 'graph and guards of 2,000 jobs, in process',
      measured: {
        median: graph.median,
        base: command.base,
        peak: Number.NaN,
        status: graph.deployments > 0 ? 0 : null,
      },
      targets: [{ text: 'under 1 s', met: graph.median < 1000 }],
    },
    { what: 'assay facts, one workflow of 2,000 jobs', measured: command, targets: [] },
  ]
}

function folderRow(folder: string): Row {
  const measured = measure([assay, 'check', resolve(folder)], 7)
  const targets = /microservices-demo/.test(folder) ? [atMost(measured, 10)] : []
  return { what: `assay check, ${basename(resolve(folder))}`, measured, targets }
}

/** A run that could not judge is fast for the wrong reason. */
function judgedAtAll(row: Row): Row {
  if (row.measured.status === 0 || row.measured.status === 1) return row
  return { ...row, targets: [...row.targets, { text: 'exit code 0 or 1', met: false }] }
}

function atMost({ median, base }: Measured, ratio: number) {
  return { text: `at most ${ratio} times node -e 0`, met: median <= ratio * base }
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
