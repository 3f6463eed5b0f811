import type { Settings } from '../../../config/settings.ts'
import { basename, dirname } from '../../../documents/path.ts'
import { environmentOfPath } from '../../environments.ts'
import { isHidden } from '../../hidden.ts'
import type { RepositoryFile } from '../../repository.ts'
import type { Draft } from '../dialect/named.ts'
import { spend } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import { jobsOfBuild } from './build.ts'
import { buildOf } from './buildspec.ts'
import { isBuildByName } from './names.ts'
import { around } from './project.ts'
import { type BuildReading, inFile } from './specification.ts'
import { environmentIn, environmentNamed } from './values.ts'

/** What every specification has at its outermost. */
const phases = /^["']?phases["']?\s*:/m

/** … and its version, which tells one whatever its file is called. */
const version = /^["']?version["']?\s*:\s*["']?0\.[12]\b/m

/** Build specifications that nothing here runs: what starts and follows them is not seen. */
export async function looseBuilds(
  files: readonly RepositoryFile[],
  settings: Settings,
  reading: () => BuildReading,
): Promise<readonly Draft[]> {
  const found: Draft[] = []
  const { repository, taken } = reading()
  for (const { path } of files) {
    if (taken.has(path)) continue
    const content = (await repository.text(path))?.content ?? ''
    if (phases.test(content) && (isBuildByName(path) || version.test(content)))
      found.push(await looseBuild(path, settings, reading()))
    else if (/(^|\/)buildspec\.ya?ml$/i.test(path)) {
      repository.claim(path)
      found.push(brokenWorkflow(path, 'aws-codebuild'))
    }
  }
  return found
}

async function looseBuild(path: string, settings: Settings, reading: BuildReading): Promise<Draft> {
  const specification = await inFile(path, [], reading)
  if (isHidden(specification)) return brokenWorkflow(path, 'aws-codebuild')
  const { root } = specification
  const place = root.entry('phases') ? root.keyPlace('phases') : root.place
  spend(reading, place)
  const key = basename(path).replace(/\.ya?ml$/i, '')
  const declared = Object.fromEntries(
    (root.at('env', 'variables')?.entries ?? []).map(({ key: name, value }) => [name, value.text ?? '']),
  )
  const environment =
    environmentIn(declared, settings) ?? environmentNamed([key], settings) ?? environmentOfPath(dirname(path), settings)
  const named = environment && { name: environment.name, class: environment.class, place, gate: false, recorded: false }
  const build = await buildOf(specification, { variables: {}, windows: false, reading })
  const { jobs } = jobsOfBuild(
    { id: key, key, name: key, place, needs: [], ...(named && { environment: named }) },
    build,
  )
  return {
    file: path,
    system: 'aws-codebuild',
    name: path,
    place,
    triggers: [{ kind: 'external', event: 'build', place }],
    jobs,
    hidden: [around(path, place)],
    problems: reading.problems,
  }
}
