import { comparePlaces, compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden } from '../hidden.ts'
import { spots } from '../image/builds.ts'
import { constantPushes } from '../image/constant.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Act } from '../pipeline/model.ts'
import type { Overwrite, PlainTransfer } from '../schema/artifact.ts'

/** Commands that overwrite what was published, and those that move artifacts without TLS. */
export default collector({
  yields: ['overwrites', 'plainTransfers'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  async collect(context) {
    const graph = graphOf(context)
    const { workflows } = graph
    const overwrites = new Map<string, Overwrite>()
    const plainTransfers = new Map<string, PlainTransfer>()
    for (const { workflow, job, act } of spots(workflows)) {
      const { file, start } = act.place
      const id = `${workflow.id}:${job.key} ${file}:${start}`
      const at = { id, file, job: job.id, command: act.text, place: act.place }
      const what = overwritten(act)
      if (what) overwrites.set(id, { ...at, what, sure: true })
      const how = withoutTls(act)
      if (how) plainTransfers.set(id, { ...at, how })
    }
    for (const { workflow, job, act, reference } of await constantPushes(graph, context.repository)) {
      const { file, start } = act.place
      const id = `${workflow.id}:${job.key} ${file}:${start}`
      const at = { id, file, job: job.id, command: act.text, place: act.place }
      if (!overwrites.has(id)) overwrites.set(id, { ...at, what: 'image', sure: refused(reference) })
    }
    return { overwrites: sorted(overwrites), plainTransfers: sorted(plainTransfers) }
  },
})

const refused = (reference: string) =>
  new Hidden(`whether the registry refuses ${reference} when the next run pushes it again`, {
    kind: 'file',
    text: 'let the tag name the commit or the number of the build, or a version that is read from the repository',
  })

const sorted = <T extends Overwrite | PlainTransfer>(found: ReadonlyMap<string, T>): T[] =>
  [...found.values()].sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.id, b.id))

function overwritten({ tool, words, text }: Act): Overwrite['what'] | undefined {
  const has = (...flags: readonly string[]) => words.some((word) => flags.includes(word))
  if (tool === 'git push' && forcesTags(words)) return 'git-tag'
  if (/^gh release (upload|create)$/.test(tool) && has('--clobber')) return 'release'
  if (/^npm unpublish$/.test(tool) || (/^npm publish$/.test(tool) && has('--force'))) return 'package'
  return /^gem yank\b|^cargo yank\b/.test(text) ? 'package' : undefined
}

/** `git push --force --tags`, `git push -f origin v1`, `git push origin +v1`. A branch that is forced is no tag. */
function forcesTags(words: readonly string[]): boolean {
  const force = words.some((word) => /^(-f|--force|--force-with-lease)$/.test(word))
  const refs = words.filter((word) => !word.startsWith('-')).slice(words[0] === 'push' ? 2 : 1)
  const isTag = (ref: string) => /^\+?(refs\/tags\/|v?\d+(\.|$)|v\$|tag\b)/i.test(ref) || /\bTAG\b|VERSION/.test(ref)
  if (words.includes('--tags') || words.includes('--follow-tags')) return force
  return refs.some((ref) => isTag(ref) && (force || ref.startsWith('+')))
}

function withoutTls({ tool, words, inputs }: Act): string | undefined {
  if (!/docker|podman|buildah|skopeo|crane|oras|kaniko|executor|regctl|helm|npm|pip|twine|nerdctl/i.test(tool)) return
  const flag = words.find((word) =>
    /^--((src-|dest-)?tls-verify=false|insecure(-registry|-pull|-skip-tls-verify)?(=(?!false).*)?|skip-tls-verify(-pull)?(=(?!false).*)?|plain-http(=(?!false).*)?|insecure-skip-tls-verify)$/.test(
      word,
    ),
  )
  if (flag) return flag
  const plain = [...words, ...Object.values(inputs ?? {})].find((word) =>
    /^(--?[\w-]+=)?http:\/\/(?!localhost|127\.0\.0\.1|\[::1\])/.test(word),
  )
  return plain && /push|publish|login|install|upload|deploy|registry|index-url/.test(`${tool} ${words.join(' ')}`)
    ? plain
    : undefined
}
