import { basename, dirname } from '../../documents/path.ts'
import { compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { readNotes } from '../notes/read.ts'
import type { PackageVersion } from '../schema/artifact.ts'
import type { StepFact } from '../schema/pipeline.ts'
import type { Manifest } from '../versions/manifest.ts'
import { readManifests } from '../versions/manifests.ts'
import type { OrderedTag } from '../versions/order.ts'
import { hiddenTags, readTags } from '../versions/read.ts'
import { compareVersions, parseSemVer } from '../versions/semver.ts'
import { forgeNotes } from './version-tags.ts'

/* The commands and actions that publish a package of an ecosystem, as the kinds table names them. */
const publishers: Readonly<Record<string, RegExp>> = {
  npm: /\b(npm|pnpm|yarn|lerna|changeset)\b.*publish|semantic-release|changesets\/action/i,
  python: /twine|pypi|poetry publish|flit|hatch|uv publish/i,
  cargo: /cargo publish/i,
  maven: /mvn|maven/i,
  gradle: /gradle/i,
  helm: /helm (push|package)|chart-releaser|cr upload/i,
  hex: /mix hex\.publish/i,
}

export default collector({
  yields: ['packageVersions'],
  needs: ['steps'],
  reads:
    'package.json, Chart.yaml, pyproject.toml, setup.cfg, Cargo.toml, pom.xml, composer.json, build.gradle, mix.exs, VERSION, and the tags beside them',
  touches: {
    path: /(^|\/)(package\.json|composer\.json|Chart\.yaml|Cargo\.toml|pyproject\.toml|setup\.(py|cfg)|pom\.xml|build\.gradle(\.kts)?|gradle\.properties|mix\.exs|VERSION|version\.txt|[^/]+\.(gemspec|csproj)|version\.rb)$/,
  },
  async collect({ repository, settings, observed }) {
    const manifests = await readManifests(repository)
    if (!manifests.length) return { packageVersions: [] }
    const tags = await readTags(repository)
    const { told, elsewhere } = await readNotes(repository, settings)
    const noted = new Set(
      told.flatMap(({ releases }) => releases.flatMap(({ heading, empty }) => (empty ? [] : heading.version))),
    )
    const packageVersions = manifests.map((manifest): PackageVersion => {
      const { file, ecosystem, name, version, place } = manifest
      const own = tags ? tagsOf(manifest, tags, manifests) : hiddenTags(repository)
      const newest = isHidden(own) ? undefined : own.find((tag) => tag.newest)
      const isNoted = isHidden(version) ? version : noted.has(version) || (elsewhere ? forgeNotes : false)
      return {
        id: file,
        file,
        ecosystem,
        name,
        version,
        semver: isHidden(version) ? version : parseSemVer(version) !== undefined,
        released: isReleased(manifest, own, observed.steps),
        agrees: agrees(manifest, own, newest),
        newestTag: isHidden(own) ? own : (newest?.name ?? ''),
        noted: isNoted,
        place,
      }
    })
    return { packageVersions }
  },
})

/**
 * The tags of this package: those with its name or folder before the version, else the ones without any. In a repository
 * whose root has a version of its own that these tag, they say nothing of the packages below it.
 */
function tagsOf(
  { file, name, version }: Manifest,
  tags: readonly OrderedTag[],
  all: readonly Manifest[],
): readonly OrderedTag[] {
  const folder = dirname(file)
  const names = new Set([name, name.replace(/^@/, ''), basename(name), folder, basename(folder)])
  names.delete('')
  const own = tags.filter((tag) => names.has(tag.line))
  if (own.length) return own
  const plain = tags.filter((tag) => tag.line === '')
  const newest = plain.find((tag) => tag.newest)
  const isOfRoot = all.some((other) => dirname(other.file) === '' && other.version === newest?.version)
  return folder && isOfRoot && version !== newest?.version ? [] : plain
}

/**
 * Whether a manifest's version is one that people see: a tag has it, or a step publishes the package. A private package,
 * 0.0.0, and a version that stays while tags move on are none (verdicts.md, "Artifacts and images").
 */
function isReleased(
  { version, private: closed, ecosystem, file }: Manifest,
  tags: Seen<readonly OrderedTag[]>,
  steps: readonly StepFact[],
): Seen<boolean> {
  if (isHidden(version)) return version
  const published = steps.some(
    (step) => step.kinds.includes('publish') && step.tools.some((tool) => publishers[ecosystem]?.test(tool)),
  )
  if (/^0\.0\.0\b/.test(version)) return false
  if (published && !closed) return true
  if (isHidden(tags)) return closed ? false : tags
  const root = dirname(file) === ''
  // the first tag may only share what a new manifest begins with (0.1.0), and a version in a folder may by chance
  const first = [...tags].sort((a, b) => compareText(a.date, b.date))[0]
  const follows = (tag: OrderedTag) => tag.newest || (root && !closed && tag !== first)
  if (tags.some((tag) => tag.version === version && follows(tag))) return true
  if (closed) return false
  const newest = tags.find((tag) => tag.newest)
  if (newest) {
    // ahead of the tags it is the next release; behind them it stays while they move on
    return (
      root &&
      parseSemVer(newest.version) !== undefined &&
      compareVersions(version, newest.version) > 0 &&
      parseSemVer(version) !== undefined
    )
  }
  return new Hidden(`whether ${file} is published`, {
    kind: 'clone',
    text: 'fetch the tags (git fetch --tags), or tag each release',
  })
}

/**
 * Whether a version is not behind the tags. A chart counts its own versions, and where the tags are those of the application
 * in it (`appVersion`), that is what keeps up with them.
 */
function agrees(
  { version, deploys }: Manifest,
  tags: Seen<readonly OrderedTag[]>,
  newest: OrderedTag | undefined,
): Seen<boolean> {
  if (isHidden(version)) return version
  if (isHidden(tags)) return tags
  if (!newest || parseSemVer(newest.version) === undefined) return true
  return compareVersions(version, newest.version) >= 0 || deploys?.replace(/^v/, '') === newest.version
}
