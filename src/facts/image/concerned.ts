import { isHidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { ShippedDockerfile } from './dockerfiles.ts'
import { shippedDockerfiles } from './shipped.ts'

/** Fewer are read sooner than the pipelines are compared with what they were. */
const few = 20

/** What is read beside Dockerfiles: manifests of packages, their locks, what is left out of a build. */
const readBeside =
  /(^|\/)(package\.json|Gemfile|Pipfile|composer\.json|pyproject\.toml|Cargo\.toml|go\.mod|\.yarnrc\.yml|pnpm-workspace\.yaml|[^/]*\.dockerignore)$|lock|shrinkwrap|go\.sum$/i

/**
 * Of Dockerfiles, those of which something may be told otherwise than before what was touched: that were touched
 * themselves, or that pipelines build or ship otherwise. What is told of the others is the same on both sides, and nothing
 * of it is shown. All of them where the run is about more than touched files, or another file may say something of them.
 * Found once for all who ask.
 */
export const concernedOf = once(findConcerned)

async function findConcerned(
  dockerfiles: readonly ShippedDockerfile[],
  workflows: readonly Workflow[],
  repository: Repository,
): Promise<readonly ShippedDockerfile[]> {
  const { touched, other } = repository
  if (!touched || !other || dockerfiles.length <= few) return dockerfiles
  if ([...touched].some((path) => readBeside.test(path))) return dockerfiles
  const there = await other()
  // what a touched file that cannot be read would have said, all of them may hang on
  const isUnread = ({ file, problems }: Workflow) =>
    touched.has(file) && problems.some(({ unreadable }) => unreadable === true)
  const isBroken = [repository, there.repository].some((side) => side.broken?.().some(({ file }) => touched.has(file)))
  if (isBroken || [...workflows, ...there.workflows].some(isUnread)) return dockerfiles
  const before = await shippedDockerfiles(there.repository, there.workflows)
  const theirs = new Map(before.map((one) => [one.file.path, circumstancesOf(one)]))
  return dockerfiles.filter(
    (one) =>
      // what is built from the root may take all of it along
      !one.file.path.includes('/') || touched.has(one.file.path) || theirs.get(one.file.path) !== circumstancesOf(one),
  )
}

/** All that is told of a Dockerfile and does not stand in it; of what is hidden, nothing fails. */
function circumstancesOf({ shipped, target, using, from }: ShippedDockerfile): string {
  return JSON.stringify([
    isHidden(shipped) ? '' : shipped,
    target,
    from?.reference,
    using.map(({ act }) => givenBy(act)),
  ])
}

const givenBy = ({ words, inputs }: Act) => [words, inputs]
