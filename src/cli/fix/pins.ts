import { type Use, usesOf } from '../../facts/pipeline/github/uses.ts'
import { compareVersions, parseSemVer } from '../../facts/versions/semver.ts'
import { type Broken, failing, type Mend, type Mender } from './mend.ts'

const workflowFile = /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(^|\/)action\.ya?ml$/
const pinnedUse = /^([^/@\s]+\/[^/@\s]+)(?:\/[^@\s]*)?@([0-9a-f]{40})$/
const openUse = /^([^/@\s]+\/[^/@\s]+)(?:\/[^@\s]*)?@(v?\d[\w.+-]*)$/

/**
 * An action by the commit that another place of the repository pins it to, with the same tag in the comment beside it, or
 * with a version that the tag stands for: `v4` by the commit of `v4.1.0`.
 */
export const mender: Mender = {
  ids: ['principles.repeatable'],
  async propose(broken) {
    const fails = failing(broken, 'principles.repeatable')
    if (!fails.length) return []
    const uses = await allUses(broken)
    const known = knownCommits(uses)
    const isWrong = ({ place }: Use) =>
      fails.some((one) => one.place.file === place.file && one.place.start === place.start)
    return uses.filter(({ use }) => isWrong(use)).flatMap((found) => pinned(found, known))
  },
}

/** A use with the text around it. */
interface Found {
  readonly use: Use
  readonly source: string
  /** what follows it in its line */
  readonly rest: string
}

async function allUses({ repository }: Broken): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const { path } of repository.files.filter((file) => workflowFile.test(file.path))) {
    const text = await repository.text(path)
    for (const document of (text && (await repository.yaml(path))) || []) {
      for (const use of usesOf(document)) {
        const { start, end } = use.node.span
        const content = text?.content ?? ''
        found.push({ use, source: content.slice(start, end), rest: /^[^\r\n]*/.exec(content.slice(end))?.[0] ?? '' })
      }
    }
  }
  return found
}

/** What a tag of an action stands for here. */
interface Known {
  readonly tag: string
  readonly commit: string
}

/** repository → its tags with their commits, but for those of which two places disagree. */
function knownCommits(uses: readonly Found[]): ReadonlyMap<string, readonly Known[]> {
  const known = new Map<string, Map<string, Set<string>>>()
  for (const { use, rest } of uses) {
    const [, repository = '', commit] = pinnedUse.exec(use.uses) ?? []
    const tag = /^\s+#\s*(?:tag[=:]\s*)?(v?\d[\w.+-]*)\s*$/.exec(rest)?.[1]
    if (!commit || !tag) continue
    const tags = known.get(repository.toLowerCase()) ?? new Map<string, Set<string>>()
    known.set(repository.toLowerCase(), tags)
    tags.set(tag, (tags.get(tag) ?? new Set()).add(commit))
  }
  return new Map([...known].map(([repository, tags]) => [repository, agreed(tags)]))
}

const agreed = (tags: ReadonlyMap<string, ReadonlySet<string>>): readonly Known[] =>
  [...tags].flatMap(([tag, commits]) => (commits.size === 1 ? { tag, commit: [...commits][0] as string } : []))

/** The tag itself; else, where it moves, the newest version that it stands for. */
function standsFor(tag: string, known: readonly Known[]): Known | undefined {
  const own = known.find((one) => one.tag === tag)
  if (own || !/^v?\d+(\.\d+)?$/.test(tag)) return own
  const versions = known.filter((one) => one.tag.startsWith(`${tag}.`) && parseSemVer(one.tag.replace(/^v/, '')))
  return versions.sort((a, b) => compareVersions(b.tag.replace(/^v/, ''), a.tag.replace(/^v/, '')))[0]
}

function pinned({ use, source, rest }: Found, known: ReadonlyMap<string, readonly Known[]>): Mend[] {
  const [, repository = '', tag = ''] = openUse.exec(use.uses) ?? []
  const found = standsFor(tag, known.get(repository.toLowerCase()) ?? [])
  // with something behind it in the line there is no room for the comment that tells the tag
  if (!found || rest.trim() !== '' || !source.includes(`@${tag}`)) return []
  const { start, end } = use.node.span
  const as = found.tag === tag ? '' : `as ${found.tag}, `
  return [
    {
      id: 'principles.repeatable',
      what: `${repository}@${tag} ${as}at the commit that is used for it elsewhere here`,
      edit: {
        file: use.node.file,
        start,
        end: end + rest.length,
        text: `${source.replace(`@${tag}`, `@${found.commit}`)} # ${found.tag}`,
      },
    },
  ]
}
