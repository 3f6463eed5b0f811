import { andMore } from '../../documents/and-more.ts'
import { composeIsDeployed } from '../architecture/compose.ts'
import { architectureDocuments, type Found } from '../architecture/documents.ts'
import { topologyOf } from '../architecture/topology.ts'
import { type Context, collector } from '../collector.ts'
import { Hidden } from '../hidden.ts'
import type { ArchitectureDocument } from '../schema/document.ts'

/** A document may follow the change within this time, as with runbooks (verdicts.md). */
const grace = 30 * 24 * 3600 * 1000

/** Documents on the architecture, and what was added to or taken from the system after the newest of them. */
export default collector({
  yields: ['architectureDocuments'],
  reads:
    'documents on the architecture, decision records, models and chapters of READMEs; compose files, manifests, Terraform and Dockerfiles for the parts of the system; git for when they changed',
  touches: [
    {
      path: /\.(md|adoc|rst|dsl|c4|likec4|pu(ml)?|plantuml|iuml|wsd|mmd|mermaid|d2|drawio(\.\w+)?)$|(^|\/)(Docker|Container)file$/i,
    },
    { path: /\.(ya?ml|tf)$/, text: /^kind:|services|resource|module/m },
  ],
  async collect(context) {
    const { repository, settings } = context
    const all = await architectureDocuments(repository, settings)
    const here = all.filter(({ elsewhere }) => elsewhere === undefined)
    // where something tells of the system, it speaks for what tells of a part of it
    const found = [...here.filter(({ part }) => part === ''), ...here.filter(({ part }) => part !== '')]
    const elsewhere = [
      ...(settings.documents.architecture ?? [])
        .filter((where) => /^[a-z]+:\/\//i.test(where))
        .map((url) => ({ url, place: { file: '', setting: 'documents.architecture in assay.yaml' }, declared: true })),
      ...all.flatMap(({ elsewhere: url, place }) => (url ? [{ url, place, declared: false }] : [])),
    ]
    const age = found.length ? await ageOf(found, context) : { changed: '', since: '' }
    const files: ArchitectureDocument[] = found.map(({ file, title, kind, declared, part, place }, index) => ({
      id: kind === 'chapter' ? `${file}#${title}` : file,
      file,
      title,
      kind,
      declared,
      best: index === 0,
      part,
      elsewhere: false,
      files: found.length,
      ...age,
      place,
    }))
    const links = elsewhere.map(
      ({ url, place, declared }): ArchitectureDocument => ({
        id: url,
        file: url,
        title: url,
        kind: 'document',
        declared,
        best: false,
        part: '',
        elsewhere: true,
        files: 1,
        changed: '',
        since: '',
        place,
      }),
    )
    return { architectureDocuments: [...files, ...links] }
  },
})

/** All documents together are as new as their newest: a decision record tells of its change, and older ones stay as they are. */
async function ageOf(
  found: readonly Found[],
  { repository, settings }: Context,
): Promise<Pick<ArchitectureDocument, 'changed' | 'since'>> {
  const { history } = repository
  const paths = [...new Set(found.map(({ file }) => file))]
  const last = await history?.lastChange(paths)
  if (!history || !last) return { changed: '', since: notSeen(paths) }
  const changed = last.date.slice(0, 10)
  const until = new Date(Date.parse(last.date) + grace).toISOString()
  const newest = await history.lastChange(['.'])
  if (newest && Date.parse(newest.date) <= Date.parse(until)) return { changed, since: '' }
  const source = await history.before?.(until).catch(() => undefined)
  if (!source) return { changed, since: notSeen(paths) }
  const { openRepository } = await import('../open.ts')
  const composed = await composeIsDeployed(repository)
  const before = await openRepository(source, settings)
  const [now, then] = [await topologyOf(repository, composed), await topologyOf(before, composed)]
  const added = now.filter((part) => !then.includes(part)).map((part) => `+ ${part}`)
  const removed = then.filter((part) => !now.includes(part)).map((part) => `- ${part}`)
  const all = [...added, ...removed]
  return {
    changed,
    since: andMore(all, 5),
  }
}

const notSeen = ([first = '']: readonly string[]) =>
  new Hidden(`whether the system has changed since ${first} was written`, {
    kind: 'clone',
    text: 'check a full clone in which the document is committed: git fetch --unshallow',
  })
