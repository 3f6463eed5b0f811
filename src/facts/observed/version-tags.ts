import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { readNotes } from '../notes/read.ts'
import type { VersionTag } from '../schema/artifact.ts'
import { readTags } from '../versions/read.ts'
import { parseSemVer } from '../versions/semver.ts'

/** What to say of notes that are kept on the forge. */
export const forgeNotes = new Hidden(
  'what the release notes outside the repository tell',
  {
    kind: 'permission',
    text: 'let Assay read the releases on the forge (assay check --forge), or keep the notes in CHANGELOG.md',
  },
  'forge',
)

export default collector({
  yields: ['versionTags'],
  isElsewhere: true,
  reads: 'git tags, and the release notes that tell of them',
  async collect({ repository, settings }) {
    const tags = (await readTags(repository)) ?? []
    const { told, elsewhere } = await readNotes(repository, settings)
    const noted = new Set<unknown>()
    const filled = new Set<unknown>()
    for (const { heading, empty } of told.flatMap(({ releases }) => releases)) {
      noted.add(heading.version).add(heading.date)
      if (!empty) filled.add(heading.version).add(heading.date)
    }
    // a heading with nothing below it tells nothing of the newest release; what older ones lack may have been nothing
    const isNoted = ({ version, name, newest }: { version: string; name: string; newest: boolean }) =>
      [version, name, ...shorter(version)].some((one) => (newest ? filled : noted).has(one))
    // where the notes here tell of the newest release they are the notes, and a gap in them is one
    const keptHere = !elsewhere?.cut && tags.some((tag) => tag.newest && isNoted(tag))
    const versionTags = tags.map((tag): VersionTag => {
      const told = isNoted(tag)
      const seen: Seen<boolean> = told || !elsewhere || keptHere ? told : forgeNotes
      return {
        id: tag.name,
        name: tag.name,
        version: tag.version,
        line: tag.line,
        semver: !tag.dotted && parseSemVer(tag.version) !== undefined,
        newest: tag.newest,
        newestMajor: tag.newestMajor,
        noted: seen,
        grows: tag.grows,
        place: { file: '', setting: `tag ${tag.name}` },
      }
    })
    return { versionTags }
  },
})

/** A heading of `6.1` is that of 6.1.0, and one of 6.1.0 that of a tag `v6.1`. */
function shorter(version: string): readonly string[] {
  const [, minor, end] = /^(\d+\.\d+)(\.0)?$/.exec(version) ?? []
  return minor === undefined ? [] : [end ? minor : `${minor}.0`]
}
