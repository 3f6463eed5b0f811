import { dirname, join } from '../../documents/path.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
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
  reads: 'Dockerfiles and .dockerignore, and the build steps that name them',
  touches: {
    path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$|\.dockerignore$|(^|\/)package\.json$/i,
  },
  async collect({ repository, observed }) {
    const found: ImageContent[] = []
    const builds = await buildsOf(observed.workflows, repository)
    const dockerfiles = dockerfilesOf(repository, builds, observed.workflows)
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
    return { imageContents: found }
  },
})

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
