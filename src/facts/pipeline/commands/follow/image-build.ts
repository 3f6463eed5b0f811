/** A build of an image, as a command or an action tells it. */
export interface ImageBuild {
  /** the Dockerfile, from the present folder; undefined for the one of the context */
  readonly file: string | undefined
  readonly context: string | undefined
  readonly target: string | undefined
  /** the Dockerfile is looked for in the context first */
  readonly inContext?: boolean
}

/** How a program that builds the image of a Dockerfile is told which one. */
interface Builder {
  /** the words behind which its options begin; none: the first word is one */
  readonly verbs: RegExp | undefined
  readonly file: RegExp
  readonly target: RegExp
  /** the option that names the context; undefined where it is a word by itself */
  readonly context?: RegExp
  /** options that take no value */
  readonly switches: RegExp
  readonly inContext?: boolean
}

/** `docker build`, and what is called as it is: podman, nerdctl, buildah, img, depot. */
const asDocker: Builder = {
  verbs: /^(build|bud|b)$/,
  file: /^(-f|--file)$/,
  target: /^--target$/,
  switches:
    /^(--(push|load|pull|no-cache|no-console|quiet|rm|force-rm|squash|compress|debug|check|layers|tls-verify|lint|save|unprivileged)|-q|-D)(=|$)/,
}

/*
 * github.com/GoogleContainerTools/kaniko, "Additional Flags": `--context dir:///workspace`, the Dockerfile "relative to the
 * context or absolute", and switches that are true without a value.
 */
const kaniko: Builder = {
  verbs: undefined,
  file: /^(-f|--dockerfile)$/,
  target: /^--target$/,
  context: /^(-c|--context)$/,
  switches:
    /^(--(cleanup|force|no-push|no-push-cache|cache|cache-copy-layers|cache-run-layers|compressed-caching|reproducible|single-snapshot|insecure(-pull|-registry)?|skip-tls-verify(-pull)?|skip-unused-stages|skip-push-permission-check|skip-default-registry-fallback|use-new-run|preserve-context|push-ignore-immutable-tag-errors|force-build-metadata|ignore-var-run|log-timestamp|materialize|verbose|help))(=|$)/,
  inContext: true,
}

const builders: readonly (readonly [tool: RegExp, builder: Builder])[] = [
  [/^(docker|podman|nerdctl|buildah|img|depot)\b.* (build|bud)$/, asDocker],
  [/^(kaniko|executor)$/, kaniko],
  // learn.microsoft.com/cli/azure/acr, "az acr build": "-f: the relative path of the docker file to the source code root folder"
  [
    /^az acr build$/,
    {
      ...asDocker,
      verbs: /^build$/,
      switches: /^--(no-format|no-logs|no-push|no-wait|only-show-errors|verbose|debug)(=|$)/,
      inContext: true,
    },
  ],
]

/**
 * The build that a command is told to do of a Dockerfile.
 * @param tool as the table of commands names it: `docker buildx build`, `kaniko`, `gcloud builds submit`
 * @returns undefined for one that builds of something else, or is not waited for: what fails in it stops nothing
 */
export function imageBuildOf(tool: string, words: readonly string[]): ImageBuild | undefined {
  if (words.some((word) => unawaited.test(word))) return undefined
  const build = buildOf(tool, words)
  return build && isElsewhere.test(build.context ?? '') ? undefined : build
}

/** Of builds that run in a cloud: Cloud Build's `--async`, `--no-wait` of Azure. */
const unawaited = /^--(async|no-wait)$/

/** A context that is fetched: a repository or an archive (docs.docker.com, "Build context", "Remote context"; kaniko's buckets). */
const isElsewhere = /^(?:https?|git|ssh|s3|gs):\/\/|^git@|^(?:github|gitlab|bitbucket)\.(?:com|org)\//

function buildOf(tool: string, words: readonly string[]): ImageBuild | undefined {
  if (tool === 'gcloud builds submit') return ofCloudBuild(words)
  if (tool === 'buildctl build') return ofBuildkit(words)
  const builder = builders.find(([pattern]) => pattern.test(tool))?.[1]
  return builder && readBuild(words, builder)
}

/** The build that a `docker build` is told to do. */
export const imageBuild = (words: readonly string[]): ImageBuild => readBuild(words, asDocker)

function readBuild(words: readonly string[], builder: Builder): ImageBuild {
  const build: { -readonly [K in keyof ImageBuild]: ImageBuild[K] } = {
    file: undefined,
    context: undefined,
    target: undefined,
    ...(builder.inContext && { inContext: true }),
  }
  const { verbs } = builder
  const from = verbs ? words.findIndex((word) => verbs.test(word)) + 1 : 0
  for (let i = from; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-') || word === '-') {
      if (!builder.context) build.context = word
      continue
    }
    const equals = word.indexOf('=')
    const flag = equals > 0 ? word.slice(0, equals) : word
    const value = equals > 0 ? word.slice(equals + 1) : builder.switches.test(word) ? undefined : words[++i]
    if (builder.file.test(flag)) build.file = value
    if (builder.target.test(flag)) build.target = value
    if (builder.context?.test(flag)) build.context = value?.replace(/^dir:\/\//, '')
  }
  return build
}

/**
 * `gcloud builds submit --tag IMAGE [SOURCE]` builds the Dockerfile of the folder that is sent
 * (cloud.google.com/sdk/gcloud/reference/builds/submit); with a file of steps, or buildpacks, those decide.
 */
function ofCloudBuild(words: readonly string[]): ImageBuild | undefined {
  const names = (word: string, flag: string) => word === flag || word.startsWith(`${flag}=`)
  if (!words.some((word) => names(word, '--tag') || word === '-t')) return undefined
  const switches = /^(--(async|no-source|no-cache|suppress-logs|quiet)|-q)$/
  let context: string | undefined
  for (let i = words.indexOf('submit') + 1; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-')) context = word
    else if (!word.includes('=') && !switches.test(word)) i++
  }
  return { file: undefined, context, target: undefined }
}

/**
 * `buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. --opt filename=Dockerfile --opt target=run`
 * (github.com/moby/buildkit, "Building a Dockerfile with buildctl").
 */
function ofBuildkit(words: readonly string[]): ImageBuild | undefined {
  const given = words.join(' ')
  if (!/--frontend[ =]dockerfile/.test(given)) return undefined
  const value = (option: string, name: string) =>
    new RegExp(`--${option}[ =]${name}=(\\S+)`).exec(given)?.[1]?.replace(/^["']|["']$/g, '')
  const context = value('local', 'context')
  const folder = value('local', 'dockerfile') ?? context
  const name = value('opt', 'filename')
  const file = name === undefined && folder === context ? undefined : `${folder ?? '.'}/${name ?? 'Dockerfile'}`
  return { file, context, target: value('opt', 'target') }
}
