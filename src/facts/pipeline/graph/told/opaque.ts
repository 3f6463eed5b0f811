import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import { isProgramFile } from '../../../program-file.ts'
import { kindsOfName } from '../../commands/names.ts'
import { toSay } from '../../dialect/question.ts'
import type { Act, HiddenPart, Job, Step } from '../../model.ts'
import { runsFromSource } from './own-program.ts'

/** What a name can tell of a script that is not read: a runner of one's own starts the tests and scans of others too. */
const tellable = new Set<Kind>(['deploy', 'rollback', 'migrate', 'smoke-test', 'notify'])
for (const kind of ['unit-test', 'integration-test', 'security-scan', 'image-scan'] as const) tellable.add(kind)

/** What only its arguments tell of a program: `go run ./tools/ci lint`; linters are known by their tools. */
const toldByArguments = new Set<Kind>([...tellable, 'lint'])

/**
 * Scripts of the repository in a language whose calls are not followed (a Python script that speaks to the cloud's API), and
 * its programs that are run from their source: what their arguments or the name of their step say that they do, or the name
 * of the job for its last one, they may do. Only where nothing visible in the job does it.
 * @returns the hidden parts, by act
 */
export function opaqueScripts(job: Job): ReadonlyMap<Act, HiddenPart> {
  const found = new Map<Act, HiddenPart>()
  const acts = job.steps.flatMap((step) => step.acts.map((act) => ({ step, act })))
  const seen = new Set(acts.flatMap(({ act }) => [...act.kinds, ...(act.hidden?.couldBe ?? [])]))
  const open = (name: string) => kindsOfName(name).filter((kind) => tellable.has(kind) && !seen.has(kind))
  const scripts = acts.filter(({ act }) => isScript(act) || isOwnProgram(act))
  for (const { act } of scripts) {
    const couldBe = saidByArguments(act).filter((kind) => !seen.has(kind))
    if (couldBe.length) found.set(act, partOf(job, act, couldBe))
  }
  const lastOf = new Map<Step, Act>(scripts.map(({ step, act }) => [step, act]))
  for (const [step, act] of lastOf) {
    const couldBe = open(step.name)
    if (couldBe.length && !found.has(act)) found.set(act, partOf(job, act, couldBe))
  }
  // `node scripts/build.js` behind `npm run build`: the file says what it is for, and nothing else here builds.
  for (const { act } of scripts) {
    if (!found.has(act) && !seen.has('build') && /^build\b/.test(act.tool)) found.set(act, partOf(job, act, ['build']))
  }
  const last = scripts.at(-1)
  if (last && !found.has(last.act) && !isOfData(last.step)) {
    const couldBe = open(job.key)
    if (couldBe.length) found.set(last.act, partOf(job, last.act, couldBe))
  }
  return found
}

/**
 * A step that people call after what it does with data does that, whatever its job is called: `Seed the database`; not one
 * that says what else it does (`Import and ship`), or that brings in settings (`Export variables`) or a version.
 */
export const isOfData = ({ name }: Step): boolean =>
  /^(?:re-?)?(?:seed(?:s|ing)?|exports?|exporting|imports?|importing|back(?:s|ing)? ?up|dump(?:s|ing)?|populat(?:es?|ing)|backfill(?:s|ing)?|re-?index(?:es|ing)?|anonymi[sz](?:es?|ing))\b(?!.*\b(?:deploy|release|roll|publish|ship|start|restart|update|upgrade|apply|install|launch|promote|push|run)\w*|.*\b(?:solutions?|images?|env|environment|variables?|vars|secrets?|keys?|kube\w*|config\w*|settings|certificates?|credentials?)\b)/i.test(
    name.trim(),
  )

/** The finder names such a script by its file. */
function isScript(act: Act): boolean {
  return act.kinds.length === 0 && act.hidden === undefined && isProgramFile(act.tool)
}

/** A program that is built from its source here and run: `dotnet run --project build`, `go run ./tools/release`. */
function isOwnProgram(act: Act): boolean {
  return act.kinds.length === 0 && act.hidden === undefined && runsFromSource(act)
}

function saidByArguments({ words }: Act): readonly Kind[] {
  const names = words.filter((word) => /^[a-z][\w:-]*$/i.test(word))
  const told = names.flatMap((name): readonly Kind[] =>
    /^tests?$/i.test(name) ? ['unit-test', 'integration-test'] : kindsOfName(name),
  )
  return [...new Set(told)].filter((kind) => toldByArguments.has(kind))
}

function partOf(job: Job, act: Act, couldBe: readonly Kind[]): HiddenPart {
  const value = new Hidden(
    `what ${isOwnProgram(act) ? act.text : act.tool} does`,
    toSay(`what the job ${job.key} does`, { job: job.key }, couldBe),
  )
  return { place: act.place, value, couldBe }
}
