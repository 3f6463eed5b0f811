import type { Kind } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import { onlyWrites } from '../../acts.ts'
import { knowsProgram } from '../../known/command.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'
import { judgesNames, kindsByTitle, kindsOfTitle } from './by-name.ts'
import { runsFromSource } from './own-program.ts'

/** What a title can tell of a program that nobody knows; what deploys or publishes is looked for elsewhere. */
const tellable: readonly Kind[] = [
  'build',
  'lint',
  'unit-test',
  'integration-test',
  'smoke-test',
  'security-scan',
  'image-scan',
  'validate',
  'migrate',
]

/**
 * What people call the steps and jobs that run programs of which no table tells what they do: with nothing else in the
 * step, its name; for the last one of a job that is seen to do nothing, the name of the job. It is no evidence, as what
 * {@link toldByName} finds of hidden steps is none.
 */
export function toldByTitle({ jobs }: Workflow): ReadonlyMap<Step, readonly Kind[]> {
  const found = new Map<Step, readonly Kind[]>()
  for (const job of jobs) {
    const unknown = job.steps.filter(runsUnknown)
    for (const step of unknown) {
      const act = step.acts.findLast(isUnknown) as Act
      const told = kindsByTitle({ couldBe: tellable }, step, act)
      if (told.length) found.set(step, told)
    }
    // a script of the shell alone compares them, which no program tells
    const plain = job.steps.filter(runsPlainly)
    const named = plain.filter((step) => judgesNames(step.name))
    for (const step of named) found.set(step, ['lint'])
    const lastPlain = plain.at(-1)
    if (lastPlain && !named.length && judgesNames(job.key) && !doesSomething(job)) found.set(lastPlain, ['lint'])
    const last = unknown.at(-1)
    if (last && !unknown.some((step) => found.has(step)) && !doesSomething(job)) {
      const told = kindsOfTitle(job.key).filter((kind) => tellable.includes(kind))
      if (told.length) found.set(last, told)
    }
  }
  return found
}

/** A step of which nothing is seen or hidden, and that runs something unknown. */
const runsUnknown = ({ acts }: Step): boolean =>
  acts.some(isUnknown) && !acts.some((act) => act.hidden || act.kinds.some((kind) => kind !== 'set-up'))

/** A step of commands alone that do nothing which is looked for. */
const runsPlainly = ({ acts }: Step): boolean =>
  acts.every((act) => !act.hidden && act.kinds.length === 0 && act.inputs === undefined)

const doesSomething = ({ hidden, steps }: Job): boolean =>
  hidden !== undefined ||
  steps.some(({ acts }) => acts.some((act) => act.hidden || act.kinds.some((kind) => kind !== 'set-up')))

/** A program of which no table tells what it does, called to do something. */
export function isUnknown(act: Act): boolean {
  if (act.kinds.length || act.hidden || act.inputs !== undefined || act.exposes || onlyWrites(act)) return false
  return (
    !knowsProgram(basename(act.tool.split(' ')[0] ?? '')) ||
    startsElsewhere.test(act.tool) ||
    runsFromSource(act) ||
    runsBuilt.test(act.text) ||
    isOpen(act.words[0])
  )
}

/** Commands that run what stands elsewhere, for as long as it takes. */
const startsElsewhere =
  /^(aws ecs run-task|aws lambda invoke|aws batch submit-job|gcloud run jobs execute|kubectl (run|create|exec)|heroku run|cf run-task|az containerapp job start|docker exec|docker run)\b/

/** What these run is a program of the project's own too, that was built before or is built here. */
const runsBuilt = /^(?:\w+=\S*\s+)*(java -jar|swift run)\b/

/** `docker $BUILD`: the sub-command is a variable. */
const isOpen = (word: string | undefined): boolean => /^\$\{?\w+\}?$/.test(word ?? '')
