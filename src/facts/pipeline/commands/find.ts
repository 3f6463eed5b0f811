import { joinPath } from '../../../documents/path.ts'
import type { Place } from '../../../documents/place.ts'
import { type List, parseShell } from '../../../documents/shell/index.ts'
import { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import type { Act } from '../model.ts'
import type { Script } from '../script.ts'
import { batchAsShell } from './batch.ts'
import { callAt, emitHidden } from './call.ts'
import { followBuild } from './follow/dockerfile.ts'
import type { ImageBuild } from './follow/image-build.ts'
import { runForeignText } from './follow/script.ts'
import { kindsOfName, wordsOfName } from './names.ts'
import { runPower } from './power/run.ts'
import { rootToken } from './shell/render.ts'
import type { Context, Finder, Shell, Source } from './shell/state.ts'
import { walkList } from './shell/walk.ts'
import { withHooks } from './special/appspec.ts'
import { withStartedDeployment } from './special/starts.ts'
import { remoteTest } from './tests/hosts.ts'
import { testsOfFiles } from './tests/reported.ts'

/** How many commands one script may come to; far more than anybody writes, so that circles of make and npm end. */
const mostCommands = 20_000

/**
 * What a script really runs, in the order of execution: through the shell's own grammar, wrappers, scripts of the
 * repository, package scripts and the targets of task runners. Nothing is run, and nothing is thrown.
 *
 * @param script the text with its shell, its options, its folder and the variables that are known
 * @param repository where scripts and manifests are read
 * @returns the acts, each at its own place (also in another file, then `via` tells how one comes there)
 */
export async function findActs(script: Script, repository: Repository): Promise<readonly Act[]> {
  const finder = newFinder(repository)
  const source: Source = { text: script.text, placeOf: script.placeOf, file: undefined }
  const shell = shellOf(script)
  const server = script.onServer ? { remote: true, onServer: true } : {}
  const answer = script.isAnswerRead ? { testsOutput: 'stops' as const } : {}
  const context = { ...topContext(source, script.via), title: script.name, ...server, ...answer }
  // Pester runs any kind of test: what people call the step tells which.
  const named = /\bInvoke-Pester\b/i.test(script.text) ? { ...context, names: [script.name] } : context
  if (/^(python|python3|node|ruby|perl|php)$/.test(script.shell)) await runForeignText(source, shell, context, finder)
  else if (isPower(script.shell)) await runPower(source, [], shell, named, finder)
  else {
    const { list } = parseShell(plainText(script))
    await walkList(list, shell, context, finder)
    judgeFiles(list, script, shell, finder)
  }
  speakOfSmoke(script, finder)
  if (finder.left <= 0) {
    const place = script.placeOf(0, script.text.length)
    emitHidden(
      finder,
      shell,
      context,
      callAt(place, script.name),
      `the rest of ${script.name}, which comes to too many commands`,
      [],
    )
  }
  const acts = pushedBuilds(finder.acts.flatMap((act) => withStartedDeployment(act, script.name)))
  return withHooks(distinct(acts), repository)
}

/** The name of a file that a check may have written. */
const reportName = /[\w./-]+\.(?:json|sarif|txt|xml|log|out|csv|html|md|ya?ml)\b/g

/** What a script asks of files of earlier steps, where it fails by the answer: those that it does not speak of before. */
function judgeFiles(list: List, { text, placeOf, via }: Script, shell: Shell, finder: Finder): void {
  const nodes = list.items.map(({ node }) => node)
  for (const { text: judges, start } of testsOfFiles(nodes, text, shell)) {
    if (!judges.match(reportName)?.some((name) => text.indexOf(name) >= start)) continue
    const place = placeOf(start, start + judges.length)
    finder.acts.push({ kinds: [], tool: 'shell', text: judges, place, via, onFailure: 'stops', words: [], judges })
  }
}

/**
 * An image that a script builds and then pushes by the same name, with a tag of the run: where the build has failed there
 * is nothing of that name, and the push, which stops, fails in its place. Of several pushes the last one stops, by whatever
 * name of the image.
 */
function pushedBuilds(acts: readonly Act[]): readonly Act[] {
  return acts.map((act, index) => {
    if (act.onFailure !== 'ignored' || act.condition || !buildsImage.test(act.tool)) return act
    const tags = act.words.flatMap((word, i) => tagIn(word, act.words[i - 1] ?? ''))
    const pushes = acts
      .slice(index + 1)
      .filter(({ tool, condition }) => !condition && / push$/.test(tool))
      .flatMap(({ words, onFailure }) => tags.filter((tag) => words.includes(tag)).map((tag) => ({ tag, onFailure })))
    const ofRun = pushes.some(({ tag }) => /:.*\$/.test(tag))
    const stops = pushes.some(({ onFailure }) => onFailure === 'stops')
    return ofRun && stops ? { ...act, onFailure: 'stops' } : act
  })
}

const buildsImage = /^(docker|podman|nerdctl|buildah)( image| buildx)? (build|bud)$/

/** `-t shop:1`, `--tag=shop:1` */
function tagIn(word: string, before: string): string[] {
  if (/^(-t|--tag)$/.test(before)) return [word]
  return word.startsWith('--tag=') ? [word.slice('--tag='.length)] : []
}

/** An address that is not of this machine. */
const outside = /https?:\/\/(?!localhost|127\.|0\.0\.0\.0)|\$\{?\w*(URL|HOST|ENDPOINT)\b/i

/**
 * A step that is called a smoke test and whose commands ask and judge for themselves (`if [ "$errors" -gt 0 ]; then
 * exit 1`): no single command of it tells. Of one that is called a test, its place alone tells which it is.
 */
function speakOfSmoke(script: Script, finder: Finder): void {
  const asks = /\bhealth[\s_-]?checks?\b/i.test(script.name) && outside.test(script.text)
  const isSmoke = kindsOfName(script.name)[0] === 'smoke-test' || asks
  if (!isSmoke && !asksAsTest(script)) return
  const told = finder.acts.some((act) => act.hidden || act.kinds.some((kind) => /test|deploy/.test(kind)))
  // Its own text, or that of a script of the repository that it calls.
  const judges = [script.text, ...finder.parsed.keys()].some((text) => /\bexit\s+[1-9]/.test(text))
  if (told || !(judges || (isSmoke && stopsAtBadAnswer(script)))) return
  const place = script.placeOf(0, script.text.length)
  const value = new Hidden(`whether "${script.name}" tests what was deployed`, {
    kind: 'answer',
    text: 'say in assay.yaml which tests they are: kinds: [{job: <job>, step: <name>, kinds: [smoke-test]}]',
  })
  finder.acts.push({
    kinds: isSmoke ? ['smoke-test'] : [],
    tool: 'shell',
    text: script.name,
    place,
    via: script.via,
    onFailure: 'stops',
    words: [],
    ...(!isSmoke && { hidden: { place, value, couldBe: remoteTest } }),
  })
}

/* `curl --fail "$URL"` as a line of its own: a bad answer is a failure of the line. */
const failing = /^[ \t]*curl\b(?=[^\n|;&]*\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)(?:\s|$))[^\n|;&]*$/m

/** Whether a script ends at a request to another machine that is answered badly. */
const stopsAtBadAnswer = ({ text, errexit }: Script): boolean => {
  const lines = text.replace(/\\\r?\n/g, ' ').trim()
  const stops = errexit || /^\s*set\s+-\w*e/m.test(lines) || failing.test(lines.slice(lines.lastIndexOf('\n') + 1))
  return stops && outside.test(lines) && failing.test(lines)
}

/** Whether a step is called a test and asks another machine itself. */
const asksAsTest = ({ name, text }: Script): boolean =>
  wordsOfName(name).some((word) => /^tests?$/.test(word)) && /\b(curl|wget|https?ie)\b/.test(text) && outside.test(text)

/**
 * The checks that the build of an image runs inside: the RUN lines of its Dockerfile, for actions that build.
 *
 * @param build the Dockerfile, context and target, from the root of the repository
 * @param at where the build stands; its acts get it as the last of `via`
 */
export async function findActsOfBuild(
  build: ImageBuild,
  at: Place,
  via: readonly Place[],
  repository: Repository,
): Promise<readonly Act[]> {
  const finder = newFinder(repository)
  const script: Script = {
    text: '',
    placeOf: () => at,
    shell: 'sh',
    errexit: true,
    pipefail: false,
    directory: '',
    variables: {},
    via,
    name: '',
  }
  const source: Source = { text: '', placeOf: () => at, file: undefined }
  await followBuild(build, callAt(at, 'docker build'), shellOf(script), topContext(source, via), finder)
  return distinct(finder.acts)
}

function newFinder(repository: Repository): Finder {
  return {
    repository,
    acts: [],
    parsed: new Map(),
    left: mostCommands,
    active: new Set(),
    written: new Map(),
    assigned: new Map(),
    unpacked: false,
  }
}

function topContext(source: Source, via: readonly Place[]): Context {
  return {
    source,
    via,
    names: [],
    status: 'stops',
    success: 'ignored',
    exit: 'stops',
    returns: 'stops',
    suppressed: false,
    condition: undefined,
    remote: false,
    later: undefined,
    loopRaises: false,
    depth: 0,
  }
}

function shellOf(script: Script): Shell {
  const variables = new Map<string, string | null>(Object.entries(script.variables))
  // Folders that are given relative to where the script starts are good wherever it goes.
  for (const name of ['GITHUB_WORKSPACE', 'GITHUB_ACTION_PATH', 'CI_PROJECT_DIR', 'BITBUCKET_CLONE_DIR']) {
    const value = variables.get(name)
    if (typeof value !== 'string' || script.directory === undefined || /^[/$]/.test(value)) continue
    const path = joinPath(script.directory, value)
    if (path !== undefined) variables.set(name, path === '' ? rootToken : `${rootToken}/${path}`)
  }
  return {
    variables,
    functions: new Map(),
    directory: script.directory,
    ...(script.checkouts && { checkouts: script.checkouts }),
    ...(script.others && { others: script.others }),
    stack: [],
    // cmd goes on after a program that fails; the status of the last one decides.
    errexit: script.errexit && !/^(pwsh|powershell|cmd)$/.test(script.shell),
    pipefail: script.pipefail,
  }
}

const isPower = (shell: string): boolean => /^(pwsh|powershell)$/.test(shell)

const plainText = (script: Script): string => (script.shell === 'cmd' ? batchAsShell(script.text) : script.text)

/** The same thing at the same place once: loops and matrices of targets come to it again. */
function distinct(acts: readonly Act[]): readonly Act[] {
  const seen = new Set<string>()
  return acts.filter((act) => {
    const { place } = act
    const via = act.via.map((one) => `${one.file}:${one.start}`).join()
    const key = [
      place.file,
      place.start,
      act.tool,
      act.kinds.join(),
      act.words.join(' '),
      act.condition?.text,
      act.onFailure,
      via,
    ].join('\u0000')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
