import { parseDockerfile } from '../../documents/dockerfile.ts'
import { dirname, join } from '../../documents/path.ts'
import { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { buildConfigsOf } from '../image/build-configs.ts'
import { type Build, buildsOf } from '../image/builds.ts'
import { concernedOf } from '../image/concerned.ts'
import { leftoversOf, type Surroundings } from '../image/contents/leftovers.ts'
import { dockerfilesOf, targetStage } from '../image/dockerfiles.ts'
import type { Repository } from '../repository.ts'
import type { ImageContent } from '../schema/artifact.ts'

/** What the final stages of Dockerfiles hold besides the program. */
export default collector({
  yields: ['imageContents'],
  needs: ['workflows'],
  reads: 'Dockerfiles and .dockerignore, the build steps that name them, and the BuildConfigs of OpenShift',
  touches: [
    {
      path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$|\.dockerignore$|(^|\/)package\.json$/i,
    },
    { path: /\.(ya?ml|json)$/, text: /BuildConfig/ },
  ],
  async collect({ repository, observed }) {
    const found: ImageContent[] = []
    const builds = await buildsOf(observed.workflows, repository)
    const configs = await buildConfigsOf(repository)
    const dockerfiles = dockerfilesOf(repository, builds, observed.workflows, configs)
    for (const { file, shipped, target } of await concernedOf(dockerfiles, observed.workflows, repository)) {
      const document = await repository.dockerfile(file.path)
      const final = document && targetStage(document.stages, target)
      if (!document || !final) continue
      const surroundings = await surroundingsOf(file.path, builds, repository)
      found.push({
        id: file.path,
        file: file.path,
        shipped,
        stages: document.stages.length,
        leftovers: [...leftoversOf(document.text, document.stages, final, surroundings)],
        place: final.fromPlace,
      })
    }
    for (const { inline } of configs) if (inline) found.push(...(await contentOf(inline)))
    return { imageContents: found }
  },
})

/** What the image of a Dockerfile holds that stands in a manifest; all that is told stands at the manifest's line. */
async function contentOf(inline: DataNode): Promise<ImageContent[]> {
  const { file } = inline.place
  const { document } = await parseDockerfile(new Text(file, inline.text ?? ''))
  const final = document && targetStage(document.stages, undefined)
  if (!document || !final) return []
  const leftovers = leftoversOf(document.text, document.stages, final, { hasDevelopment: true, copiesGit: false })
  const { place } = inline
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

async function surroundingsOf(path: string, builds: readonly Build[], repository: Repository): Promise<Surroundings> {
  const folder = dirname(path)
  const manifest = await repository.text(join(folder, 'package.json'))
  return {
    // other managers keep both kinds in one file: a manifest that is not there says nothing against it
    hasDevelopment: !manifest || /"devDependencies"\s*:\s*\{\s*"/.test(manifest.content),
    copiesGit: await copiesGit(path, builds, repository),
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
