import { and, Hidden, type Seen } from '../hidden.ts'
import { holdsCommit } from '../pipeline/commit-value.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import { type Build, spots } from './builds.ts'
import { isPushed } from './dockerfiles.ts'
import { isOfFiles, nameOf } from './meant.ts'
import { isTemplated, parseReference } from './reference.ts'
import { shapeOf, tellsCommit } from './shape.ts'

/** What ties images to the commit they were made of. */
export interface Traces {
  of(build: Build): Seen<boolean>
  /** of the images that are deployed, by what is built here */
  anywhere(): Seen<boolean>
}

/** Answers whether images carry their commit, from the commands that build them and what attests their provenance. */
export function makeTraces(builds: readonly Build[], workflows: readonly Workflow[]): Traces {
  const attesting = new Set<Workflow>()
  for (const { workflow, act } of spots(workflows)) if (attests(act)) attesting.add(workflow)
  const building = byWorkflow(builds.filter((build) => build.builds))
  const naming = namings(builds)
  const pushing = byWorkflow(builds.filter(({ pushes, builds: makes }) => pushes && !makes))
  const names = new Map<Build, ReadonlySet<string>>()
  const makers = new Map<string, Build[]>()
  for (const [workflow, made] of building) {
    for (const build of made) {
      const given = namesGiven(build, naming.get(workflow))
      names.set(build, given)
      for (const name of given) listed(makers, `${workflow.id}\0${name}`).push(build)
    }
  }
  const own = (build: Build): Seen<boolean> => {
    const leaving = leavingOf(build, names.get(build) ?? new Set(build.tags.map(withTag)), pushing.get(build.workflow))
    if (attesting.has(build.workflow) || build.stamped || stamps(build.act, leaving)) return true
    const shapes = [...leaving].map((reference) => shapeOf(parseReference(reference).tag))
    if (shapes.some(({ shape }) => tellsCommit(shape))) return true
    const [open] = shapes.flatMap(({ unresolved }) => unresolved)
    return build.act.hidden?.value ?? (open === undefined ? false : inVariable(open))
  }
  /** What is only pushed was tied to its commit, or not, where it was built in the same pipeline. */
  const of = (build: Build): Seen<boolean> => {
    const here = own(build)
    if (here === true || build.builds) return here
    const inPipeline = building.get(build.workflow) ?? []
    // a copy from one registry to another is what it was copied of
    const taken = build.from === undefined ? build.tags : [build.from, ...build.tags]
    const same = taken.flatMap((name) => makers.get(`${build.workflow.id}\0${withTag(name)}`) ?? [])
    // a tag that cannot be seen decides nothing where the build itself is given the commit
    if (here !== false) return same.length && and(...same.map(own)) === true ? true : here
    const made = same.length ? same : inPipeline
    return made.length ? and(...made.map(own)) : elsewhere
  }
  const everywhere = (): Seen<boolean> => {
    const made = builds.filter((build) => build.builds && (build.pushes || isPushed(build, builds)))
    return made.length ? and(...made.map(of)) : elsewhere
  }
  let all: Seen<boolean> | undefined
  return {
    of,
    anywhere() {
      all ??= everywhere()
      return all
    },
  }
}

/** What `docker tag` gives, by workflow and by the name that it takes. */
function namings(builds: readonly Build[]): ReadonlyMap<Workflow, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<Workflow, Map<string, string[]>>()
  for (const { workflow, builds: makes, pushes, from, tags } of builds) {
    if (makes || pushes || from === undefined) continue
    const given = found.get(workflow) ?? new Map<string, string[]>()
    found.set(workflow, given)
    listed(given, withTag(from)).push(...tags.map(withTag))
  }
  return found
}

/** All names of what a build makes: its own, and those that it is given after, one from the other. */
function namesGiven(build: Build, naming: ReadonlyMap<string, readonly string[]> | undefined): ReadonlySet<string> {
  const names = new Set(build.tags.map(withTag))
  // a set that grows is walked to its end, and a name is taken once
  for (const name of names) for (const given of naming?.get(name) ?? []) names.add(given)
  return names
}

/**
 * The names of a build that leave the machine: where `docker push` is seen to push some of them by these very names, a tag beside
 * them stays behind, and whoever has the image has not that tag. All of them where it is not seen which are pushed. `pushes` are
 * those of its pipeline that build nothing.
 */
function leavingOf(build: Build, given: ReadonlySet<string>, pushes: readonly Build[] = []): ReadonlySet<string> {
  if (build.pushes) return given
  const pushed = pushes.flatMap(({ from, tags }) => [...tags, ...(from === undefined ? [] : [from])].map(withTag))
  const going = pushed.filter((reference) => given.has(reference))
  if (going.length === 0 || pushes.some(({ tags }) => tags.length === 0)) return given
  const repositories = new Set([...given].map(nameOf))
  const mayBeAnother = (reference: string) =>
    !given.has(reference) && (isTemplated(nameOf(reference)) || repositories.has(nameOf(reference)))
  return pushed.some(mayBeAnother) ? given : new Set(going)
}

/** Without a tag, `latest` is meant. */
const withTag = (reference: string) => {
  const { tag, digest } = parseReference(reference)
  return tag || digest || isTemplated(reference) ? reference : `${reference}:latest`
}

function byWorkflow(builds: readonly Build[]): ReadonlyMap<Workflow, readonly Build[]> {
  const found = new Map<Workflow, Build[]>()
  for (const build of builds) listed(found, build.workflow).push(build)
  return found
}

/** The list under a key, made where there is none. */
function listed<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

const inVariable = (name: string) =>
  new Hidden(`whether ${name} holds the commit`, {
    kind: 'file',
    text: `set ${name} where Assay can see it, or label the image with its commit`,
  })

const elsewhere = new Hidden('where the image is built, and what ties it to its commit', {
  kind: 'file',
  text: 'build the image in a pipeline of this repository, with the commit in its tag or label',
})

function attests(act: Act): boolean {
  const { tool, words } = act
  if (isOfFiles(act)) return false
  if (/attest-build-provenance|slsa-github-generator|^actions\/attest$|nais\/attest-sign/i.test(tool)) return true
  return tool === 'cosign attest' && words.some((word) => /slsaprovenance|provenance/i.test(word))
}

/** Arguments that give the commit to a build: labels, build arguments, annotations, a provenance attestation. */
function stamps({ words, inputs, text, tool }: Act, leaving: ReadonlySet<string>): boolean {
  const isOfName = (word: string, i: number) => /^(?:-t|--tag)$/.test(words[i - 1] ?? '') || /^(?:-t|--tag)=/.test(word)
  // a name that stays behind ties nothing to the commit
  const given = words.filter((word, i) => !isOfName(word, i) || leaving.has(withTag(word.replace(/^--?\w+=/, ''))))
  if (given.some((word) => givesCommit(word) || /^--provenance(=(?!false).*)?$|^--attest=?type=provenance/.test(word)))
    return true
  if (!inputs) return false
  const named = Object.entries(inputs).filter(([name]) => /label|arg|annotation|tag|env/i.test(name))
  if (named.some(([, value]) => value.split('\n').some(givesCommit) || /\boutputs\.(labels|annotations)\b/.test(value)))
    return true
  return /^docker\/(build-push|bake)-action$/i.test(tool) && attestsByDefault(text, inputs)
}

/** Values that are known to be no commit, whatever they are given as: a branch or tag, the number of a run, a word. */
const otherValue =
  /=["']?(?:\$\{?\w*(?:BRANCH|GITHUB_REF|REF_NAME|BUILD_NUM(?:BER)?|BUILD_ID|RUN_ID|RUN_NUMBER|PIPELINE_IID)\w*\}?|\$\{\{\s*github\.(?:ref|ref_name|head_ref|base_ref|run_id|run_number)\s*\}\}|\$\(Build\.(?:SourceBranch(?:Name)?|BuildId|BuildNumber)\)|refs\/\S*|main|master|unknown|none|n\/a|dev|local)?["']?$/i

/** Whether an argument gives the commit: by its value, or by its name where the value may be one (`VCS_REF=$REV`). */
const givesCommit = (text: string): boolean => holdsCommit(text) && !otherValue.test(text.trim())

/**
 * BuildKit's action attaches provenance, with the source's revision, to what it pushes since v4
 * (docs.docker.com/build/ci/github-actions/attestations). Which version a commit id is, nothing here tells.
 */
function attestsByDefault(uses: string, inputs: Readonly<Record<string, string>>): boolean {
  if (inputs.provenance !== undefined && inputs.provenance !== '') return inputs.provenance !== 'false'
  const major = /@v(\d+)/.exec(uses)?.[1]
  // an expression decides when it pushes: what is pushed has it
  return major !== undefined && Number(major) >= 4 && (inputs.push === 'true' || inputs.push?.includes('${{') === true)
}
