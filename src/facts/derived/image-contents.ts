import { dirname, join } from '../../documents/path.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { type BuildConfig, buildConfigsOf } from '../image/build-configs.ts'
import { type Build, buildsOf } from '../image/builds.ts'
import { concernedOf } from '../image/concerned.ts'
import { developmentManifests } from '../image/contents/development.ts'
import { leftoversOf, type Surroundings } from '../image/contents/leftovers.ts'
import { startingFrom, targetStage } from '../image/dockerfiles.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import { builtOfSubmodules } from '../image/submodules.ts'
import { scriptsOf } from '../package-scripts.ts'
import type { Repository } from '../repository.ts'
import type { ImageContent } from '../schema/artifact.ts'

/** What the final stages of Dockerfiles hold besides the program. */
export default collector({
  yields: ['imageContents'],
  needs: ['workflows'],
  reads: 'Dockerfiles and .dockerignore, the build steps that name them, and the BuildConfigs of OpenShift',
  touches: [
    {
      path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$|\.dockerignore$|(^|\/)(package\.json|composer\.json|Gemfile|pyproject\.toml)$/i,
    },
    { path: /\.(ya?ml|json)$/, text: /BuildConfig/ },
  ],
  async collect({ repository, observed }) {
    const found: ImageContent[] = []
    const builds = await buildsOf(observed.workflows, repository)
    const configs = await buildConfigsOf(repository)
    const dockerfiles = await shippedDockerfiles(repository, observed.workflows)
    for (const { file, shipped, target, from } of await concernedOf(dockerfiles, observed.workflows, repository)) {
      const document = await repository.dockerfile(file.path)
      const stages = startingFrom(document?.stages ?? [], from)
      const final = targetStage(stages, target)
      if (!document || !final) continue
      const copied = await copiesGit(file.path, builds, repository)
      const surroundings = await surroundingsOf(dirname(file.path), copied, repository)
      found.push({
        id: file.path,
        file: file.path,
        shipped,
        stages: document.stages.length,
        leftovers: [...leftoversOf(document.text, stages, final, surroundings)],
        place: final.fromPlace,
      })
    }
    for (const config of configs) found.push(...(await contentOf(config, repository)))
    for (const { folder, hidden, place } of await builtOfSubmodules(observed.workflows, repository))
      found.push({
        id: folder,
        file: folder,
        shipped: true,
        stages: 0,
        leftovers: [{ what: 'tool', detail: 'whatever is installed there', sure: hidden, place }],
        place,
      })
    return { imageContents: found }
  },
})

/** What the image of a Dockerfile holds that stands in a manifest; all that is told stands at the manifest's line. */
async function contentOf({ inline, from, folder }: BuildConfig, repository: Repository): Promise<ImageContent[]> {
  const { document, place } = inline ?? {}
  const stages = startingFrom(document?.stages ?? [], from)
  const final = targetStage(stages, undefined)
  if (!document || !place || !final) return []
  const { file } = place
  const surroundings = await surroundingsOf(folder, folder === '' ? notSeen(file) : false, repository)
  const leftovers = leftoversOf(document.text, stages, final, surroundings)
  return [
    {
      id: `the image that ${file} builds`,
      file,
      shipped: true,
      stages: document.stages.length,
      leftovers: leftovers.map((leftover) => ({ ...leftover, place })),
      place,
    },
  ]
}

async function surroundingsOf(
  folder: string,
  copiesGit: Surroundings['copiesGit'],
  repository: Repository,
): Promise<Surroundings> {
  const manifests = new Map<string, string>()
  for (const name of developmentManifests) {
    const manifest = (await repository.text(join(folder, name))) ?? (await repository.text(name))
    if (manifest) manifests.set(name, manifest.content)
  }
  return {
    manifests,
    scripts: manifests.has('package.json') ? await scriptsOf(join(folder, 'package.json'), repository) : new Map(),
    copiesGit,
  }
}

/**
 * Whether `COPY . .` takes the history along: only from the root, unless .dockerignore leaves it out. BuildKit's action
 * without `context` builds from git itself, without .git (docs.docker.com/build/ci/github-actions, "Git context").
 */
async function copiesGit(path: string, builds: readonly Build[], repository: Repository): Promise<Seen<boolean>> {
  if (dirname(path) !== '') return false
  for (const name of [`${path}.dockerignore`, '.dockerignore']) {
    if (!repository.has(name)) continue
    const ignored = await repository.text(name)
    if (ignored && /^\/?(\*\*\/)?(\.git\*?\/?|\.\*|\*\*?|\.git\/\*\*?)\s*$/m.test(ignored.content)) return false
    break
  }
  const own = builds.filter((build) => build.builds)
  const fromFolder = own.filter((build) => !build.act.inputs || /^\.\/?$/.test(build.context ?? ''))
  if (fromFolder.length === own.length && own.length) return true
  return fromFolder.length ? notSeen(path) : own.length ? false : notSeen(path)
}

const notSeen = (path: string) =>
  new Hidden(`whether the folder that ${path} is built from holds .git`, {
    kind: 'file',
    text: 'write .git into .dockerignore',
  })
