import { type Use, usesOf } from '../../facts/pipeline/github/uses.ts'
import { type Broken, failing, type Mend, type Mender } from './mend.ts'

const workflowFile = /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(^|\/)action\.ya?ml$/
const pinnedUse = /^([^/@\s]+\/[^/@\s]+)(?:\/[^@\s]*)?@([0-9a-f]{40})$/
const openUse = /^([^/@\s]+\/[^/@\s]+)(?:\/[^@\s]*)?@(v?\d[\w.+-]*)$/

/** An action by the commit that another place of the repository pins it to, with the same tag in the comment beside it. */
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

/** `owner/name@tag` → commit; undefined where two places disagree. */
function knownCommits(uses: readonly Found[]): ReadonlyMap<string, string | undefined> {
  const known = new Map<string, string | undefined>()
  for (const { use, rest } of uses) {
    const [, repository = '', commit] = pinnedUse.exec(use.uses) ?? []
    const tag = /^\s+#\s*(?:tag[=:]\s*)?(v?\d[\w.+-]*)\s*$/.exec(rest)?.[1]
    if (!commit || !tag) continue
    const key = `${repository.toLowerCase()}@${tag}`
    known.set(key, known.has(key) && known.get(key) !== commit ? undefined : commit)
  }
  return known
}

function pinned({ use, source, rest }: Found, known: ReadonlyMap<string, string | undefined>): Mend[] {
  const [, repository = '', tag = ''] = openUse.exec(use.uses) ?? []
  const commit = known.get(`${repository.toLowerCase()}@${tag}`)
  // with something behind it in the line there is no room for the comment that tells the tag
  if (!commit || rest.trim() !== '' || !source.includes(`@${tag}`)) return []
  const { start, end } = use.node.span
  return [
    {
      id: 'principles.repeatable',
      what: `${repository}@${tag} at the commit that is used for it elsewhere here`,
      edit: {
        file: use.node.file,
        start,
        end: end + rest.length,
        text: `${source.replace(`@${tag}`, `@${commit}`)} # ${tag}`,
      },
    },
  ]
}
