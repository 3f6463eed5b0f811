import type { Place } from '../../documents/place.ts'
import type { Drawing } from './drawing.ts'

/** The drawing as data: places as file and line. */
export function graphJson(drawing: Drawing, lineOf: (place: Place) => number | undefined): string {
  const pipelines = drawing.pipelines.map((pipeline) => ({
    ...pipeline,
    jobs: pipeline.jobs.map(({ place, ...job }) => ({ ...job, file: place.file, line: lineOf(place) ?? null })),
  }))
  return `${JSON.stringify({ pipelines, problems: drawing.problems }, null, 2)}\n`
}
