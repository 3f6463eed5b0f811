import type { Call, GroovyProblem } from '../../../documents/groovy/index.ts'
import type { Place } from '../../../documents/place.ts'
import { Hidden } from '../../hidden.ts'
import { everyKind } from '../dialect/words.ts'
import type { HiddenPart } from '../model.ts'
import type { JobDraft } from './draft.ts'
import { type Module, placeIn } from './module.ts'
import { stageName } from './structure/structure.ts'
import { holdsStages } from './structure/tries.ts'
import { argsOf, pathOf } from './values/args.ts'
import { allCalls } from './values/search.ts'

/**
 * What is hidden by statements that are left out because they cannot be parsed. Where each of them stands among the
 * steps of one stage, it is put there, at its turn; else the whole pipeline may be something else than what is read.
 * @param jobs the stages as they were read; those that lost a statement get a step for it
 * @returns what is lost of the pipeline as a whole
 */
export function hideLost(module: Module, jobs: readonly JobDraft[]): HiddenPart[] {
  const { file, script } = module
  const [first] = script.problems
  if (!first) return []
  const found = script.problems.map((problem) => ({ problem, jobs: jobsOf(problem, module, jobs) }))
  if (found.some((each) => each.jobs.length === 0)) return [hiddenAt({ file, ...first.span })]
  for (const { problem, jobs: own } of found) for (const job of own) putInto(job, { file, ...lostSpan(problem) })
  return []
}

/** What is lost of files that are loaded: it may be called anywhere. */
export function lostIn({ file, script }: Module): HiddenPart[] {
  const [first] = script.problems
  return first ? [hiddenAt({ file, ...first.span })] : []
}

/** A file that is run and is not here may be all of the pipeline. */
export function absentAt(place: Place): HiddenPart {
  const settle = {
    kind: 'file',
    text: `keep what ${place.file} loads in this repository, under a name that stands there`,
  } as const
  return { place, value: new Hidden(`the script that ${place.file} loads and runs`, settle), couldBe: everyKind }
}

const lostSpan = ({ lost, span }: GroovyProblem) => lost ?? span

/** A statement that is left out may have done anything. */
function hiddenAt(place: Place): HiddenPart {
  const settle = { kind: 'file', text: `mend ${place.file}` } as const
  return { place, value: new Hidden(`a part of ${place.file} that cannot be parsed`, settle), couldBe: everyKind }
}

/** The uses of the stage whose steps have lost a statement; none where more than these steps may be touched. */
function jobsOf(problem: GroovyProblem, module: Module, jobs: readonly JobDraft[]): readonly JobDraft[] {
  const { lost } = problem
  if (!lost || reachesOut(module.text.content.slice(lost.start, lost.end))) return []
  const around = callsAround(lost, module)
  const names = around.map((call) => pathOf(call.callee) ?? '')
  const at = names.lastIndexOf('stage')
  const stage = around[at]
  const within = names.slice(at + 1)
  if (!stage || within.some((name) => /^(parallel|matrix|post|when|options|environment|input)$/.test(name))) return []
  if (names.includes('pipeline') && !within.includes('steps')) return []
  const args = argsOf(stage)
  const { closure } = args
  const title = stageName(args)
  if (!title || !closure || holdsStages(closure.body)) return []
  const { start, end } = placeIn(module, title.span)
  return jobs.filter(
    ({ stage: { place }, needs }) =>
      place.file === module.file &&
      place.start === start &&
      place.end === end &&
      !needs.some(({ requires }) => requires === 'failure'),
  )
}

/** Whether a lost statement may hold stages, or set what others read. */
function reachesOut(text: string): boolean {
  return /\b(stages?|parallel|node)\b\s*[({'"]|\benv\.\w+\s*=[^=]/.test(text) || /^\w+\s*\+?=[^=~]/.test(text)
}

/** The calls whose blocks a span stands in, outermost first. */
function callsAround(span: { readonly start: number; readonly end: number }, module: Module): Call[] {
  const holds = ({ start, end }: { start: number; end: number }) => start <= span.start && span.end <= end
  return [...allCalls(module.script.statements)]
    .filter((call) => call.args.some(({ value }) => value.kind === 'closure' && holds(value.span)))
    .sort((a, b) => b.span.end - b.span.start - (a.span.end - a.span.start))
}

function putInto(job: JobDraft, place: Place): void {
  const hidden = hiddenAt(place)
  const begin = place.start ?? 0
  const next = job.steps.findIndex(({ step }) => step.place.file === place.file && (step.place.start ?? 0) > begin)
  const text = hidden.value.what
  job.steps.splice(next === -1 ? job.steps.length : next, 0, {
    step: {
      id: `${job.id}/${job.steps.length}`,
      name: text,
      place,
      via: [],
      runsAfterFailure: 'no',
      continueOnError: false,
    },
    acts: [{ kinds: [], tool: '', text, place, via: [], onFailure: 'stops', words: [], hidden }],
  })
}
