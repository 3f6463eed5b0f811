import { decode } from '../../documents/decode.ts'
import type { FileScan } from '../../secrets/index.ts'
import type { Past } from '../../sources/past.ts'
import type { RepositoryFile } from '../repository.ts'
import type { Secret } from '../schema/secret.ts'
import type { Practice } from './practice/index.ts'
import type { Missed } from './unsearched.ts'

/** What a search of history gave: the secrets of the tree, those among them with their commit, and those of history alone. */
export interface Searched {
  readonly secrets: readonly Secret[]
  readonly missed: readonly Missed[]
}

type Facts = (file: RepositoryFile, bytes: Uint8Array) => { readonly facts: readonly Secret[]; readonly scan: FileScan }

/**
 * Searches every content that files had in a range of history, each once. A secret of history is told once for each path,
 * by the first commit that has it; one that is still in the tree gets this commit. What the content of then, or the files of
 * today, show to be of tests is taken for that.
 */
export async function searchPast(
  past: Past,
  tree: readonly Secret[],
  entryOf: (path: string) => RepositoryFile,
  factsOf: Facts,
  practice: Practice,
): Promise<Searched> {
  const found = new Map<string, Secret>()
  const current = new Set(tree.map(keyOf))
  const missed: Missed[] = past.shallow ? [{ path: 'the history', area: 'main', reason: 'shallow', why: '' }] : []
  for await (const { path, commit, date, bytes, tooLarge } of past.files()) {
    const file = entryOf(path)
    if (!bytes) {
      missed.push({ path, area: file.area, reason: tooLarge ? 'too-large' : 'missing', why: '' })
      continue
    }
    const { facts, scan } = factsOf(file, bytes)
    const content = async () => decode(bytes).content
    for (const fact of facts) {
      const key = keyOf(fact)
      // what is still in the files was looked at there
      if (!found.has(key))
        found.set(key, { ...(current.has(key) ? fact : await practice(fact, content)), commit, date })
    }
    if (scan.unread) missed.push({ path, area: file.area, ...scan.unread })
    else if (!scan.whole) missed.push({ path, area: file.area, reason: 'too-costly', why: '' })
  }
  const dated = tree.map((fact) => {
    const old = found.get(keyOf(fact))
    return old
      ? { ...fact, commit: old.commit, date: old.date, why: `${fact.why}, ${since(old)}, and still in the files` }
      : fact
  })
  const gone = [...found.values()].filter((fact) => !current.has(keyOf(fact)))
  return { secrets: [...dated, ...gone.map(goneFact)], missed }
}

const keyOf = ({ file, member, detector, print }: Secret) => JSON.stringify([file, member, detector, print])

const since = ({ commit, date }: Secret) => `since commit ${commit.slice(0, 12)} of ${date.slice(0, 10)}`

/** One of history alone: nothing in the files as they are can be shown for it. */
function goneFact(fact: Secret): Secret {
  return {
    ...fact,
    id: `${fact.id} ${fact.commit.slice(0, 12)}`,
    inTree: false,
    why: `${fact.why}, ${since(fact)}; it is no longer in the files, but in the history`,
    place: { file: fact.file, secret: true },
  }
}
