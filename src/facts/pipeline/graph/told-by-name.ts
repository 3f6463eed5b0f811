import { type Kind, kinds } from '../../../config/vocabulary.ts'
import type { Act, HiddenPart, Job, Step } from '../model.ts'
import { type Atom, isForgeGate } from './atoms.ts'
import { kindsByName } from './by-name.ts'

/**
 * What the names of hidden steps and jobs say that they do, and where the graph takes one for a deployment, that. Nothing
 * else rests on it.
 */
export function toldByName(
  atoms: readonly Atom[],
  deploying: ReadonlySet<Atom>,
): ReadonlyMap<Step | Job, ReadonlySet<Kind>> {
  const found = new Map<Step | Job, Set<Kind>>()
  const lastOpen = new Map(atoms.flatMap((atom) => (atom.hidden && isOpen(atom.hidden) ? [[atom.job, atom]] : [])))
  const doneBy = (job: Job) => job.steps.flatMap(({ acts }) => acts.flatMap(({ kinds: done }) => done))
  for (const atom of atoms) {
    const { hidden, act, job } = atom
    if (!hidden || atom.kinds.length || isForgeGate(atom)) continue
    const own = kindsByName(hidden, act ? act.tool : hidden.value.what)
    const told = [...(own.length || act ? own : kindsByName(hidden, job.key))]
    if (deploying.has(atom)) told.push('deploy')
    // what says nothing itself, as the last of its job: what the job is called; many a job is called build
    if (!told.length && act && isOpen(hidden) && lastOpen.get(job) === atom)
      told.push(...kindsByName(hidden, job.key).filter((kind) => kind !== 'build' && !doneBy(job).includes(kind)))
    // a test of which it is open what kind: what people call its step, or its job
    if (!told.length && act && isSomeTest(hidden))
      told.push(
        ...(namesOf(atom)
          .map((name) => kindsByName(hidden, name))
          .find(({ length }) => length) ?? []),
      )
    // what its command is called leaves one thing that it can be: `npm run test:e2e` of no script that is here
    if (!told.length && act && saysAll(hidden, act)) told.push(...hidden.couldBe.slice(0, 1))
    if (!told.length) continue
    const of = atom.step ?? job
    const set = found.get(of) ?? new Set()
    found.set(of, set)
    for (const kind of told) set.add(kind)
  }
  return found
}

/** It could be anything. */
const isOpen = ({ couldBe }: HiddenPart): boolean => couldBe.length >= kinds.length - 1

const isSomeTest = ({ couldBe }: HiddenPart): boolean =>
  couldBe.length === 2 && couldBe.includes('unit-test') && couldBe.includes('integration-test')

const namesOf = ({ step, job }: Atom): readonly string[] => [(step?.name ?? '').replace(/[\s/]+/g, '-'), job.key]

/**
 * A command alone: what is used by name tells by its last part. Of scans, that of the code is the first; what takes away or
 * prepares is not what its name speaks of.
 */
const saysAll = ({ couldBe }: HiddenPart, { inputs, text }: Act): boolean =>
  inputs === undefined &&
  !/\b(destroy|provision|teardown|clean|cleanup|setup|set-up|prepare|install|pull|stop|down|delete|remove)\b/i.test(
    text,
  ) &&
  ((couldBe.length === 1 && /^(lint|integration-test|smoke-test|notify|migrate|sign)$/.test(couldBe[0] ?? '')) ||
    couldBe.join() === 'security-scan,image-scan')
