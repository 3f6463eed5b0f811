import type { Place } from '../../documents/place.ts'
import { columns, pad, shorten, wrap } from '../../reporters/columns.ts'
import { plain } from '../../reporters/harmless.ts'
import type { Drawing, DrawnDeployment, DrawnJob, DrawnPipeline } from './drawing.ts'

/** How the text is laid out. */
export interface Layout {
  readonly width: number
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
  /** the line of a place in its file; undefined where it has none */
  readonly lineOf: (place: Place) => number | undefined
}

/** The pipelines for a terminal: each with its starts, its jobs in order, and what stands around its deployments. */
export function graphText(drawing: Drawing, layout: Layout): string {
  const parts = drawing.pipelines.map((pipeline) => pipelineLines(pipeline, layout).join('\n'))
  if (parts.length === 0) parts.push('No pipeline definition was found here.')
  if (drawing.problems.length) {
    parts.push(['PROBLEMS', ...drawing.problems.flatMap((text) => folded(text, 2, layout.width))].join('\n'))
  }
  if (drawing.pipelines.some(({ hidden, jobs }) => hidden.length || jobs.some((job) => job.hidden.length))) {
    const text = 'What is marked ? cannot be seen from here. Say in assay.yaml what it does:'
    parts.push([...wrap(text, layout.width), '  kinds: [{job: <job>, kinds: [<kind>]}]'].join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}

function pipelineLines(pipeline: DrawnPipeline, layout: Layout): string[] {
  const { dim, strong } = layout
  const named = pipeline.name === pipeline.file ? '' : `  ${dim(plain(pipeline.file))}`
  const lines = [`${strong(plain(pipeline.name))}${named}  ${dim(pipeline.system)}`]
  if (pipeline.starts.length) lines.push(...labelled('starts', pipeline.starts.join(' · '), layout))
  for (const what of pipeline.hidden) lines.push(...labelled('?', what, layout))
  const names = Math.min(32, Math.max(4, ...pipeline.jobs.map((job) => columns(plain(job.id)))))
  const kinds = Math.min(30, Math.max(4, ...pipeline.jobs.map((job) => columns(doings(job)))))
  let file = pipeline.file
  for (const job of pipeline.jobs) {
    lines.push(...jobLines(job, { names, kinds, file }, layout))
    file = job.place.file
  }
  return lines
}

interface Widths {
  readonly names: number
  readonly kinds: number
  /** the file of the line before */
  readonly file: string
}

function jobLines(job: DrawnJob, { names, kinds, file }: Widths, layout: Layout): string[] {
  const { dim, width } = layout
  const line = layout.lineOf(job.place)
  const at = `${job.place.file === file ? '' : plain(job.place.file)}${line === undefined ? '' : `:${line}`}`
  const left = `  ${pad(shorten(plain(job.id), names), names)}  ${pad(shorten(doings(job), kinds), kinds)}`
  const room = Math.max(16, width - columns(left) - columns(at) - 4)
  const waiting = plain(waits(job))
  // what is too long for the column is told below it, in the width of the page
  const fits = columns(waiting) <= room
  return [
    `${left}  ${pad(fits ? waiting : '', room)}  ${dim(at)}`.trimEnd(),
    ...(fits ? [] : folded(waiting, 6, width)),
    ...job.hidden.flatMap((what) => labelled('    ?', what, layout)),
    ...(job.byName.length ? labelled('    by its name:', `${job.byName.join(' ')} (no evidence)`, layout) : []),
    ...job.deployments.flatMap((deployment) => deploymentLines(deployment, layout)),
  ]
}

function doings(job: DrawnJob): string {
  const told = job.kinds.filter((kind) => kind !== 'set-up').join(' ')
  return told || (job.approval ? 'approval' : job.hidden.length ? '?' : '-')
}

function waits({ waitsFor, approval, mayFail, condition }: DrawnJob): string {
  const of = (requires: string) => waitsFor.filter((need) => need.requires === requires).map((need) => need.job)
  const list = (label: string, jobs: readonly string[]) => (jobs.length ? [`${label} ${jobs.join(', ')}`] : [])
  return [
    ...list('after', of('success')),
    ...list('whatever becomes of', of('completion')),
    ...list('on failure of', of('failure')),
    ...(approval ? [`held by ${approval}`] : []),
    ...(mayFail ? ['may fail'] : []),
    ...(condition ? [`if ${shorten(condition, 60)}`] : []),
  ].join('; ')
}

function deploymentLines(deployment: DrawnDeployment, layout: Layout): string[] {
  const { guardedBy, perhaps, followedBy } = deployment
  const approval = {
    manual: 'a person approves',
    none: 'nobody approves',
    forge: 'the forge may hold it',
  }[deployment.approval]
  const head = `${deployment.environment} by ${deployment.tool}, ${approval ?? 'whether somebody approves is hidden'}`
  const list = (label: string, kinds: readonly string[]) =>
    kinds.length ? labelled(`      ${label}`, kinds.join(' '), layout) : []
  const maybe = perhaps.length > 12 ? ['nearly anything'] : perhaps
  return [
    ...labelled('    deploys to', head, layout),
    ...list('behind', guardedBy),
    ...list('perhaps behind', maybe),
    ...list('then', followedBy),
  ]
}

function labelled(label: string, text: string, { width, dim }: Layout): string[] {
  const left = columns(label) + 3
  return wrap(plain(text), Math.max(20, width - left)).map((line, i) =>
    i === 0 ? `  ${dim(label)} ${line}` : `${' '.repeat(left)}${line}`,
  )
}

const folded = (text: string, indent: number, width: number) =>
  wrap(plain(text), width - indent).map((line) => ' '.repeat(indent) + line)
