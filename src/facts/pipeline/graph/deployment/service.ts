import { basename } from '../../../../documents/path.ts'
import { isReportFolder } from '../../dialect/report-folders.ts'
import type { Act, Job } from '../../model.ts'
import { wordsOf } from '../../name-words.ts'
import type { Plan } from '../run/family.ts'

/*
 * What is put somewhere and is not the service: the site of its documentation, and the names under which it is reached.
 * A pipeline may do that at its own time; no rollback, smoke test or approval of the service is wanted there.
 */

const documentation =
  /^(docs?|apidocs?|documentation|mkdocs|sphinx|docusaurus|mdbook|javadoc|typedoc|rustdoc|storybook)$/
/* In a job's name beside the documentation, words that name nothing else that is deployed. */
const neutral = new Set(
  'publish deploy deployment build release update upload generate push and to the on site website pages page gh github'.split(
    ' ',
  ),
)
for (const word of 'ghpages ci cd job web html latest dev main prod production stage staging test preview'.split(' '))
  neutral.add(word)

/* Tools that put a site on the forge, which serves it: GitHub's and GitLab's pages. */
const pages = /gh-pages|ghpages|github-pages|deploy-pages|^pages$|:gh-pages\b/i
/* Tools that make nothing but documentation. */
const makesDocumentation =
  /^(mkdocs|mike|sphinx-build|mdbook|typedoc|javadoc|jsdoc|docusaurus|antora|pdoc|cargo doc|storybook)\b/

/**
 * Whether all that a job deploys is documentation: its name says only that, or pages of the forge that are made of it; or
 * pages of what tests tell.
 */
export function publishesDocumentation(job: Job, acting: readonly Act[], { workflow }: Plan): boolean {
  if (acting.length > 0 && acting.every(({ tool }) => makesDocumentation.test(tool))) return true
  const key = wordsOf(job.key)
  if (key.some(isDocumentation) && key.every((word) => isDocumentation(word) || neutral.has(word))) return true
  if (acting.length === 0 || !acting.every((act) => pages.test(act.tool) || pages.test(act.text))) return false
  if (shownOf(workflow.jobs).some(isReportFolder) && shownOf(workflow.jobs).every(isReportFolder)) return true
  const file = basename(workflow.file).replace(/\.\w+$/, '')
  const names = [job.name, workflow.name, file, ...job.steps.map((step) => step.name ?? '')]
  return names.flatMap(wordsOf).some(isDocumentation) || makesDocs(workflow.jobs)
}

const isDocumentation = (word: string) => documentation.test(word)

const makesDocs = (jobs: readonly Job[]) =>
  jobs.some((job) => job.steps.some((step) => step.acts.some(({ tool }) => makesDocumentation.test(tool))))

/** The folders that are handed to the forge as pages (github.com/actions/upload-pages-artifact). */
const shownOf = (jobs: readonly Job[]): readonly string[] =>
  jobs.flatMap(({ steps }) =>
    steps.flatMap(({ acts }) =>
      acts.flatMap(({ tool, inputs }) => (/\/upload-pages-artifact$/.test(tool) ? (inputs?.path ?? '') : [])),
    ),
  )

const names = new Set('domain domains dns certificate certificates cert certs'.split(' '))

/** Whether a job sets up the names under which services are reached, as its own name says: `deploy_domains`, `dns`. */
export function setsUpNames(job: Job): boolean {
  return wordsOf(job.key).some((word) => names.has(word))
}
