import { type Kind, kinds } from '../../../../config/vocabulary.ts'
import { kindOfTest, wordsOfName } from '../../commands/names.ts'
import type { Act, HiddenPart, Job, Step } from '../../model.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import { kindsByName, kindsByTitle } from './by-name.ts'
import { kindsOfInputs } from './inputs.ts'

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
    told.push(...kindsOfInputs(act?.inputs ?? hidden.inputs ?? {}).filter((kind) => hidden.couldBe.includes(kind)))
    if (deploying.has(atom)) told.push('deploy')
    // `vite-ssg build`: whatever the program, a sub-command that says so
    if (!told.length && act && isToldToBuild(act) && hidden.couldBe.includes('build')) told.push('build')
    // what neither its own name nor its arguments tell: what people call its step
    if (!told.length && act) told.push(...kindsByTitle(hidden, atom.step, act))
    // what says nothing itself, as the last of its job: what the job is called; many a job is called build
    if (!told.length && act && isOpen(hidden) && lastOpen.get(job) === atom)
      told.push(...kindsByName(hidden, job.key).filter((kind) => kind !== 'build' && !doneBy(job).includes(kind)))
    // a test of which it is open what kind: what people call its step, or its job; else that of a browser, or of units
    if (!told.length && act && isSomeTest(hidden))
      told.push(
        ...(namesOf(atom)
          .map((name) => kindsByName(hidden, name))
          .find(({ length }) => length) ?? usualTest(act, `${atom.step?.name ?? ''} ${job.key}`)),
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

/** What tests are of which nothing says more than that they are tests: most are of units, those of a browser are not. */
function usualTest({ tool, text: command }: Act, names: string): readonly Kind[] {
  const text = `${command} ${names}`
  const words = wordsOfName(text.replaceAll('/', ' '))
  if (wordsOfName(`${tool} ${names}`).some((word) => ofOtherThings.test(word))) return []
  if (!words.some((word) => /^(\w*tests?|r?specs?)$/.test(word))) return []
  if (ofBrowser.test(text)) return ['integration-test']
  const kind = kindOfTest(words)
  return kind === 'smoke-test' ? [] : [kind ?? 'unit-test']
}

/** What is measured or looked at, and no test of what the program does. */
const ofOtherThings =
  /^(performance|perf|load|loadtests?|stress|benchmarks?|bench|visual|accessibility|a11y|lighthouse|coverage|openapi)$/

/** Programs with which people test a whole application. */
const ofBrowser = /playwright|cypress|selenium|webdriver|nightwatch|testcafe|protractor|puppeteer|detox|maestro|appium/i

const isToldToBuild = ({ inputs, words }: Act): boolean =>
  inputs === undefined && /^(build|compile)$/.test(words.find((word) => !word.startsWith('-')) ?? '')

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
