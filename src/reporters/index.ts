import type { Reporter } from './reporter.ts'

/** The formats that `--format` knows. Each reporter is loaded when it is asked for. */
const reporters = {
  terminal: () => import('./terminal/index.ts'),
  json: () => import('./json.ts'),
  sarif: () => import('./sarif/index.ts'),
  'sarif-gitlab': () => import('./sarif/gitlab.ts'),
  'sarif-full': () => import('./sarif/full.ts'),
  'gitlab-codequality': () => import('./gitlab-codequality.ts'),
  junit: () => import('./junit.ts'),
  github: () => import('./github.ts'),
  'github-summary': () => import('./github-summary.ts'),
  azure: () => import('./azure.ts'),
  markdown: () => import('./markdown.ts'),
  csv: () => import('./csv.ts'),
  html: () => import('./html/index.ts'),
  oscal: () => import('./oscal.ts'),
} satisfies Record<string, () => Promise<{ default: Reporter }>>

export type Format = keyof typeof reporters

/** The names of the formats, in the order in which help shows them. */
export const formats = Object.keys(reporters) as readonly Format[]

/** Loads the reporter of a format. */
export async function loadReporter(format: Format): Promise<Reporter> {
  return (await reporters[format]()).default
}
