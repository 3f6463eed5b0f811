import type { Kind } from '../../../../config/vocabulary.ts'
import { isCopy, sourcesOf } from '../../../../documents/dockerfile/copy.ts'
import type { DockerfileDocument, Instruction, Stage } from '../../../../documents/dockerfile.ts'
import { basename } from '../../../../documents/path.ts'
import type { Act } from '../../model.ts'

/** What has been copied so far: nothing, only what says how to build and with what, or more. */
type Copied = 'nothing' | 'manifests' | 'more'

const manifest =
  /^(gradle\.properties|gradlew|gradle|libs\.versions\.toml|pom\.xml|\.mvn|mvnw|package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|\.yarnrc(\.yml)?|\.npmrc|pnpm-(lock|workspace)\.yaml|requirements[\w.-]*\.(txt|in)|pyproject\.toml|poetry\.lock|uv\.lock|pipfile(\.lock)?|go\.(mod|sum)|gemfile(\.lock)?|composer\.(json|lock)|cargo\.(toml|lock)|mix\.(exs|lock)|nuget\.config|global\.json)$|\.(gradle(\.kts)?|csproj|fsproj|sln|props)$/i

/** What has been copied once an instruction is done. */
export function withCopied(before: Copied, instruction: Instruction): Copied {
  // what a RUN mounts or fetches may be anything
  if (instruction.keyword === 'RUN') {
    const fetches = /\b(git clone|curl|wget|svn|unzip|tar)\b/.test(instruction.arguments)
    return fetches || mountsFiles(instruction) ? 'more' : before
  }
  if (before === 'more' || !isCopy(instruction)) return before
  const names = sourcesOf(instruction).map((source) => basename(source.replace(/\/+$/, '')).replaceAll('*', ''))
  return instruction.flags.from === undefined && names.every((name) => manifest.test(name)) ? 'manifests' : 'more'
}

/** A mount is of type bind where no type is said (docs.docker.com, "Dockerfile reference", `RUN --mount`). */
const mountsFiles = ({ flags }: Instruction): boolean =>
  flags.mount?.split('\n').some((mount) => /(^|,)type=bind(,|$)/.test(mount) || !/(^|,)type=/.test(mount)) === true

/** What the stages hold that a stage starts from. */
export function copiedBefore({ base }: Stage, document: DockerfileDocument): Copied {
  const from = base === undefined ? undefined : document.stages[base]
  return from ? from.instructions.reduce(withCopied, copiedBefore(from, document)) : 'nothing'
}

const ofCode = new Set<Kind>(['unit-test', 'integration-test', 'lint'])

/** An act without the checks of code: there is none yet. */
export const withoutTests = (act: Act): Act => ({ ...act, kinds: act.kinds.filter((kind) => !ofCode.has(kind)) })
