import type { Broken, Edit, Mend, Mender } from './mend.ts'

const menders: readonly (() => Promise<{ mender: Mender }>)[] = [
  () => import('./release-notes.ts'),
  () => import('./runbooks.ts'),
  () => import('./pins.ts'),
  () => import('./timeouts.ts'),
]

/** The observations that mends are made from. */
export const wanted = ['releases', 'steps']

/** All mends for what is wrong, by file and place. Two that would change the same stretch are not both taken. */
export async function mendsFor(broken: Broken): Promise<readonly Mend[]> {
  const all: Mend[] = []
  for (const load of menders) all.push(...(await (await load()).mender.propose(broken)))
  all.sort((a, b) => (a.edit.file < b.edit.file ? -1 : a.edit.file > b.edit.file ? 1 : a.edit.start - b.edit.start))
  return all.filter((mend, i) => i === 0 || !overlap((all[i - 1] as Mend).edit, mend.edit))
}

const overlap = (a: Edit, b: Edit) => a.file === b.file && (b.start < a.end || (a.start === b.start && a.end === b.end))
