import type { Settings } from '../../config/settings.ts'
import { isCopy, sourcesOf } from '../../documents/dockerfile/copy.ts'
import { chainOf } from '../../documents/dockerfile/stage.ts'
import type { DockerfileDocument, Instruction, Stage } from '../../documents/dockerfile.ts'
import { basename, dirname, join } from '../../documents/path.ts'
import { isHidden } from '../hidden.ts'
import { spots } from '../image/builds.ts'
import { type ShippedDockerfile, targetStage } from '../image/dockerfiles.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import { classify } from '../pipeline/environment.ts'
import type { Workflow, WrittenSettings } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { CopiedConfiguration } from '../schema/separation.ts'
import { isCarried, namedLater, type Taking } from './carried.ts'
import { dockerignore } from './dockerignore.ts'
import { environmentHost, hostOfOneEnvironment, type KnownHosts } from './known-hosts.ts'
import { hostsOfProfiles, profileDocuments } from './profiles.ts'

/** Settings that a program reads by itself when it starts, with the word that names what they are for. */
const settingsFile =
  /(?:^|\/)(?:\.env(?:\.([\w-]+))?(?:\.local)?|([\w-]+)\.env|appsettings\.(\w+)\.json|application-([\w-]+)\.(?:ya?ml|properties)|config[./-]([\w-]+)\.(?:json5?|ya?ml|toml)|settings[./-]([\w-]+)\.(?:json|ya?ml|toml))$/
/** Settings in a folder of their environment: `config/production/settings.json`. */
const inFolder = /(?:^|\/)([\w-]+)\/(?:settings|config|configuration|appsettings)\.(?:json|ya?ml|toml|properties)$/
/** What deploys, and what it deploys with, is no part of a program. */
const ofDelivery =
  /(?:^|\/)(?:k8s|kubernetes|manifests?|helm|charts?|overlays|kustomize|deploy(?:ment|ments)?|infra(?:structure)?|terraform|terragrunt|ansible|openshift|argocd|gitops|flux|ops|ci|\.\w[\w-]*)\//i
/** Settings of Spring that may have a document for each profile. */
const ofProfiles = /(?:^|\/)src\/main\/resources\/application\.ya?ml$/
const packaged = /(^|\/)(appsettings\.\w+\.json|application(-[\w-]+)?\.(ya?ml|properties))$/
/** What Maven and Gradle make of a module, with all that lies below its src/main/resources in it. */
const archive = /^(|.*\/)(?:target|build(?:\/libs)?)(?:\/[^/]*\.[jw]ar|\/?)$/
const bundles = /\b(npm|yarn|pnpm|bun|npx|vite|next|nuxt|ng|nx|turbo|react-scripts|webpack)\b[^&;|\n]*\bbuild\b/

/** What has to be touched for an image to hold other settings. */
const concerned = /dockerfile|containerfile|dockerignore|\.env|\.(json|ya?ml|toml|properties)$/i

/** The files with an environment's configuration that Dockerfiles take into images that are shipped, or may be. */
export async function copiedConfigurations(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
  knowing: () => Promise<KnownHosts>,
): Promise<readonly CopiedConfiguration[]> {
  const { touched } = repository
  if (touched && ![...touched].some((path) => concerned.test(path))) return []
  const found = new Map<string, CopiedConfiguration>()
  for (const one of await shippedDockerfiles(repository, workflows)) {
    if (one.shipped === false) continue
    const contexts: (readonly [string, Inside])[] = []
    const made = madeBefore(one, workflows)
    for (const context of contextsOf(one))
      contexts.push([context, await candidates(context, one.file.path, repository, settings, made)])
    // what git does not track is taken in by its name
    const mayTake =
      contexts.some(([, { files, mayPack }]) => files.length > 0 || mayPack) ||
      (await repository.text(one.file.path))?.content.includes('.env')
    const document = mayTake ? await repository.dockerfile(one.file.path) : undefined
    if (!document) continue
    for (const [context, inside] of contexts) {
      for (const taking of takingIn(document, one.target)) {
        const { instruction, stage } = taking
        const files =
          instruction.flags.from === undefined
            ? taken(instruction, stage, inside, context).filter((file) =>
                reaches(file, context, taking, document, one.target),
              )
            : takenLater(instruction, stage, inside, context, document, one.target)
        for (const file of files) {
          const holds = await holding(file, made, workflows, repository, settings, knowing)
          const id = `${one.file.path} ${file}`
          const secrets = made.get(file)?.secrets ?? []
          if ((!holds && secrets.length === 0 && !made.get(file)?.isOpened) || found.has(id)) continue
          const { shipped } = one
          found.set(id, {
            id,
            file: one.file.path,
            copied: file,
            holds,
            secrets,
            shipsUnseen: (one.shipped === true || made.has(file)) && isUnseen(file, made, repository),
            shipped,
            place: instruction.place,
          } as CopiedConfiguration)
        }
      }
    }
  }
  return [...found.values()]
}

/** What a file of settings binds an image to, in words; empty: nothing that is seen. */
async function holding(
  file: string,
  made: Made,
  workflows: readonly Workflow[],
  repository: Repository,
  settings: Settings,
  knowing: () => Promise<KnownHosts>,
): Promise<string> {
  if (!made.has(file) && repository.has(file)) {
    return ofProfiles.test(file)
      ? ofItsProfiles((await repository.text(file))?.content ?? '', settings, await knowing())
      : environmentHost(file, repository, await knowing())
  }
  const from = made.get(file)?.from
  if (from !== undefined && forEverybody.test(from)) return ''
  if (from !== undefined && repository.has(from)) {
    const host = await environmentHost(from, repository, await knowing())
    if (host) return `${host} there, by ${from}`
    return namesEnvironment(from, settings) ? `the pipeline makes it of ${from}` : ''
  }
  if (madeFromExample(file, workflows)) return ''
  const isUnbound = made.get(file)?.isOpened === true && !namesEnvironment(file, settings)
  if (made.has(file)) return isSettings(file) && !isUnbound ? 'the pipeline writes it before the build' : ''
  return 'git does not track it, so it holds what the place of the build has'
}

/** Whether what a file holds is nowhere to be seen: git tracks neither it nor what a pipeline copies there. */
function isUnseen(file: string, made: Made, repository: Repository): boolean {
  const written = made.get(file)
  if (!written) return !repository.has(file)
  return (
    written.isOfRunner === true ||
    written.isOpened === true ||
    (written.from !== undefined && !repository.has(written.from))
  )
}

/** What the documents of staging and production in a file of settings bind an image to. */
function ofItsProfiles(content: string, settings: Settings, known: KnownHosts): string {
  const all = profileDocuments(content)
  const hostOfProfile = hostsOfProfiles(all)
  for (const document of all) {
    const profile = document.profiles.find((word) => isAbove(word, settings))
    if (profile === undefined) continue
    const host = hostOfOneEnvironment(document.content, known) || hostOfProfile(document)
    if (host) return `${host} for the profile ${profile}`
  }
  return ''
}

/** Whether a file is one of settings by its name, whatever environment it is for; a key is none. */
const isSettings = (path: string): boolean => settingsFile.test(path)

/** Whether a word of a file's name is that of an environment above the developers' own. */
const namesEnvironment = (path: string, settings: Settings): boolean =>
  basename(path)
    .split(/[._-]+/)
    .some((word) => isAbove(word, settings))

/** Files of settings that were written, by their paths. */
type Made = ReadonlyMap<string, WrittenSettings>

/** Files of settings that the jobs of a Dockerfile's builds write into the checkout before they build. */
function madeBefore({ using }: ShippedDockerfile, workflows: readonly Workflow[]): Made {
  const made = new Map<string, WrittenSettings>()
  for (const { job, act, order } of spots(workflows)) {
    const before = using.some((build) => build.job === job && order < build.order)
    if (!act.settings || !before) continue
    const { path, isRemoved } = act.settings
    if (isRemoved) {
      if (!act.condition) made.delete(path)
      continue
    }
    const secrets = [...new Set([...(made.get(path)?.secrets ?? []), ...act.settings.secrets])]
    made.set(path, { ...act.settings, secrets })
  }
  return made
}

/** The folders that a Dockerfile is built from: as its builds say, else its own. */
export function contextsOf({ file, using }: ShippedDockerfile): readonly string[] {
  const named = using.flatMap(({ context, act }) =>
    context === undefined || context.includes('$') ? [] : [join(act.inputs ? '' : (act.directory ?? ''), context)],
  )
  return named.length ? [...new Set(named)] : [dirname(file.path)]
}

/** Files below a context that may hold an environment's settings, and that `.dockerignore` lets in. */
async function candidates(context: string, dockerfile: string, repository: Repository, settings: Settings, made: Made) {
  const own = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')].find((path) => repository.has(path))
  const isOut = await dockerignore((own && (await repository.text(own))?.content) || '')
  const fromContext = (path: string) => path.slice(context === '' ? 0 : context.length + 1)
  const tracked = repository.under(context).map(({ path }) => path)
  const written = [...made.keys()].filter((path) => context === '' || path.startsWith(`${context}/`))
  const ofEnvironments: string[] = []
  for (const path of tracked) {
    if (isOfEnvironment(path, settings) || (ofProfiles.test(path) && (await isDivided(path, repository, settings))))
      ofEnvironments.push(path)
  }
  return {
    files: [...new Set([...ofEnvironments, ...written])].filter((path) => !isOut(fromContext(path))),
    /** settings that the build of a module packs into its archive, whatever the context leaves out */
    packedOf: (module: string) => ofEnvironments.filter((path) => path.startsWith(`${module}src/main/resources/`)),
    mayPack: ofEnvironments.length > 0,
    isOut,
    settings,
    has: (path: string) => repository.has(path),
  }
}

type Inside = Awaited<ReturnType<typeof candidates>>

/** `.env`, and files named by staging or production; what is named by development or a test is for work. */
function isOfEnvironment(path: string, settings: Settings): boolean {
  const [, folder] = (!ofDelivery.test(path) && inFolder.exec(path)) || []
  if (folder !== undefined && isAbove(folder, settings)) return true
  const match = settingsFile.exec(path)
  if (!match) return false
  const word = match.slice(1).find((group) => group !== undefined)
  return word === undefined || isAbove(word, settings)
}

/** Whether settings of Spring have a document of their own for staging or production. */
async function isDivided(path: string, repository: Repository, settings: Settings): Promise<boolean> {
  const content = (await repository.text(path))?.content ?? ''
  return profileDocuments(content).some(({ profiles }) => profiles.some((word) => isAbove(word, settings)))
}

function isAbove(word: string, settings: Settings): boolean {
  const kind = classify(word, settings)
  return !isHidden(kind) && (kind === 'staging' || kind === 'production')
}

/** The instructions that copy files into a stage that the image comes from: out of the context, or of another stage. */
function* takingIn({ stages }: DockerfileDocument, target: string | undefined): Generator<Taking> {
  const last = targetStage(stages, target)
  for (const stage of stages) {
    if (last && stage.index > last.index) continue
    for (const instruction of stage.instructions) {
      if (isCopy(instruction)) yield { instruction, stage }
    }
  }
}

/** `${JAR_FILE}` with what an ARG of the stage gives it, where that is an archive; else as it is written. */
function archiveOf(word: string, { instructions }: Stage): string {
  const name = /^\$\{?(\w+)\}?$/.exec(word)?.[1]
  if (name === undefined) return word
  for (const { keyword, arguments: given } of instructions) {
    if (keyword !== 'ARG' || !given.startsWith(`${name}=`)) continue
    const value = given.slice(name.length + 1).replace(/^(["'])(.*)\1$/, '$2')
    if (archive.test(value)) return value
  }
  return word
}

/** The files of an environment that an instruction copies. */
function taken(copy: Instruction, stage: Stage, inside: Inside, context: string): readonly string[] {
  const sources = sourcesOf(copy)
    .map((word) => archiveOf(word, stage))
    .filter((word) => !/[$]|^<<|^https?:/.test(word))
  return sources.flatMap((source) => {
    const path = join(context, source)
    if (path === context) return inside.files
    const module = archive.exec(path)?.[1]
    if (module !== undefined && !inside.has(path)) return inside.packedOf(module)
    if (/[*?[]/.test(source)) {
      const pattern = new RegExp(
        `^${path
          .replace(/[.+^${}()|\\]/g, '\\$&')
          .replace(/\*+/g, '[^/]*')
          .replaceAll('?', '[^/]')}$`,
      )
      return inside.files.filter((file) => pattern.test(file))
    }
    const below = inside.files.filter((file) => file === path || file.startsWith(`${path}/`))
    const isMissing = !inside.has(path) && isOfEnvironment(path, inside.settings) && /^\.env/.test(basename(path))
    return isMissing ? [path] : below
  })
}

/** Settings that git does not track, which a stage takes in with a whole folder and the image copies by their names. */
function takenLater(
  copy: Instruction,
  stage: Stage,
  inside: Inside,
  context: string,
  { stages }: DockerfileDocument,
  target: string | undefined,
): readonly string[] {
  const own = chainOf(targetStage(stages, target), stages)
  if (!own.some(({ index }) => index === stage.index)) return []
  return sourcesOf(copy).flatMap((source) => {
    if (!/^\.env/.test(basename(source)) || !isOfEnvironment(source, inside.settings)) return []
    const path = namedLater(source, copy, context, inside.has, stages)?.path
    if (path === undefined || inside.has(path) || inside.files.includes(path)) return []
    return inside.isOut(path.slice(context === '' ? 0 : context.length + 1)) ? [] : [path]
  })
}

/**
 * Whether what a stage takes in gets into the image: it is one that the image is made of; it is copied on; or its output is, and
 * the build packs the file into it (settings of .NET and Spring), or writes its values into the pages that it makes.
 */
function reaches(
  file: string,
  context: string,
  taking: Taking,
  { stages }: DockerfileDocument,
  target: string | undefined,
): boolean {
  const { stage } = taking
  const final = targetStage(stages, target)
  const own = chainOf(final, stages)
  if (own.some(({ index }) => index === stage.index)) return true
  if (isCarried(file, context, taking, final, stages)) return true
  const isUsed = own.some(({ instructions }) =>
    instructions.some(({ flags }) => {
      const from = flags.from?.toLowerCase()
      return from !== undefined && (from === stage.name?.toLowerCase() || from === String(stage.index))
    }),
  )
  if (!isUsed) return false
  if (packaged.test(file)) return true
  return /(^|\/)\.env/.test(file) && stage.instructions.some(({ arguments: run }) => bundles.test(run))
}

/** Endings of settings that everybody can read, and of those for tests. */
const forEverybody = /\.(example|sample|dist|template|ci|test)\b/

/** A run that copies the example to that place builds with what everybody can read. */
function madeFromExample(file: string, workflows: readonly Workflow[]): boolean {
  const name = basename(file)
  return workflows.some(({ jobs }) =>
    jobs.some(({ steps }) =>
      steps.some(({ acts }) => acts.some(({ text }) => forEverybody.test(text) && text.includes(name))),
    ),
  )
}
