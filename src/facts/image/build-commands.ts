import type { Act } from '../pipeline/model.ts'
import { type Arguments, argumentsOf, listOf, programOf } from './arguments.ts'
import { isPushed } from './build-actions.ts'
import { type Making, unknownMaking } from './making.ts'

/**
 * What a command does to images: builds, gives names, pushes, copies.
 * @returns undefined for a command that does nothing of the kind
 */
export function buildsOfCommand(act: Act): readonly Making[] | undefined {
  const program = programOf(act)
  const args = argumentsOf(act)
  switch (program) {
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'buildah':
      return ofDocker(args)
    case 'executor':
    case 'kaniko':
      return one({
        tags: args.flag('--destination', '-d'),
        pushes: !args.has('--no-push'),
        context: contextOfKaniko(args),
        file: args.flag('--dockerfile', '-f')[0],
      })
    case 'gcloud':
      return ofGcloud(args)
    case 'az':
      return ofAzure(args)
    case 'skopeo':
    case 'crane':
    case 'regctl':
    case 'oras':
      return ofCopy(program, args)
    case 'oc':
      if (args.rest[0] === 'new-build') return ofNewBuild(args)
      if (args.rest[0] !== 'tag' || args.rest.length < 3 || args.has('-d', '--delete')) return undefined
      return copies(ofImageStream(args.rest[1] ?? ''), args.rest.slice(2).map(ofImageStream))
    default:
      return withoutDockerfile(program, act, args)
  }
}

/**
 * Kaniko takes `/workspace` where it is given no context: the folder that holds the checkout where its image is run as it is
 * (github.com/GoogleContainerTools/kaniko, "Kaniko Build Contexts").
 */
function contextOfKaniko(args: Arguments): string | undefined {
  if (args.has('--context-sub-path')) return undefined
  if (!args.has('--context', '-c')) return '${REPOSITORY}'
  return args.flag('--context', '-c')[0]?.replace(/^dir:\/\//, '')
}

const one = (making: Partial<Making>): readonly Making[] => [{ ...unknownMaking, ...making }]
const copies = (from: string | undefined, tags: readonly string[]): readonly Making[] =>
  one({ tags: tags.map(bare), pushes: true, builds: false, ...(from !== undefined && { from: bare(from) }) })

/**
 * What `oc tag` names is the tag of an image stream, `[project/]name:tag`, whatever its source
 * (docs.openshift.com, "Tagging images"): it stands in the registry of the cluster.
 */
const ofImageStream = (tag: string) =>
  /^[^/]*[.:][^/]*\/[^/]+\//.test(tag) ? tag : `${clustersOwn}/${tag.replace(/^\/+/, '')}`
const clustersOwn = 'image-registry.openshift-image-registry.svc:5000'

/**
 * `oc new-build --strategy=docker --binary --to=shop:1.4.0`: builds the Dockerfile of the folder that is sent to it, into an
 * image stream (docs.openshift.com, "Creating build inputs"). Of what lies elsewhere nothing is known.
 */
function ofNewBuild(args: Arguments): readonly Making[] | undefined {
  const isDocker = args.flag('--strategy').some((strategy) => /^docker$/i.test(strategy))
  const isHere = args.has('--binary') || args.rest.slice(1).some((word) => /^\.\/?$/.test(word))
  if (!isDocker || !isHere) return undefined
  const tags = args.flag('--to').length ? args.flag('--to') : args.flag('--name')
  return one({ tags: tags.map(ofImageStream), pushes: true, context: args.flag('--context-dir')[0] ?? '' })
}

/** `docker://registry/name:tag` of skopeo and buildah. */
const bare = (reference: string) => reference.replace(/^(docker|oci|docker-daemon|containers-storage):(\/\/)?/, '')

function ofDocker(args: Arguments): readonly Making[] | undefined {
  const groups = ['buildx', 'image', 'builder']
  const words = groups.includes(args.rest[0] ?? '') ? args.rest.slice(1) : args.rest
  const [verb, first, second] = words
  if (verb === 'build' || verb === 'bud' || verb === 'b') {
    return one({
      tags: args.flag('-t', '--tag'),
      pushes: args.has('--push') || args.flag('--output', '-o').some(isPushed),
      context: words.length > 1 ? words.at(-1) : '',
      file: args.flag('-f', '--file')[0],
      target: args.flag('--target')[0],
    })
  }
  if (verb === 'push') {
    // `podman push <image> <destination>`
    if (second !== undefined) return copies(first, [second])
    // all tags of a name: which, nothing here tells
    if (args.has('--all-tags', '-a'))
      return one({ tags: [], pushes: true, builds: false, ...(first && { from: first }) })
    return one({ tags: first ? [bare(first)] : [], pushes: true, builds: false })
  }
  if (verb === 'tag' && second !== undefined)
    return one({ tags: [second], builds: false, ...(first && { from: first }) })
  if (verb === 'manifest' && first === 'push' && second) return one({ tags: [second], pushes: true, builds: false })
  if (verb === 'imagetools' && first === 'create') {
    const tags = args.flag('-t', '--tag')
    return args.has('--dry-run') ? undefined : copies(words[2], tags)
  }
  return undefined
}

function ofGcloud(args: Arguments): readonly Making[] | undefined {
  const at = args.rest.indexOf('submit')
  if (at > 0 && args.rest[at - 1] === 'builds') {
    const tags = args.flag('--tag', '-t')
    return tags.length ? one({ tags, pushes: true, context: args.rest[at + 1] ?? '' }) : undefined
  }
  const added = args.rest.join(' ').match(/^(?:artifacts docker tags add|container images add-tag) /)
  return added ? copies(args.rest.at(added[0].startsWith('artifacts') ? 4 : 3), args.rest.slice(-1)) : undefined
}

function ofAzure(args: Arguments): readonly Making[] | undefined {
  if (args.rest[0] !== 'acr') return undefined
  const registry = args.flag('--registry', '-r', '--name', '-n')[0]
  const host = registry === undefined || /[./]/.test(registry) ? registry : `${registry}.azurecr.io`
  const full = (reference: string) =>
    host && !/^[^/]+\.[^/]+\//.test(reference) && !reference.startsWith(host) ? `${host}/${reference}` : reference
  const tags = args.flag('--image', '-t').map(full)
  if (args.rest[1] === 'build') {
    return one({ tags, pushes: true, context: args.rest[2] ?? '', file: args.flag('--file', '-f')[0] })
  }
  return args.rest[1] === 'import' ? copies(args.flag('--source')[0], tags) : undefined
}

function ofCopy(program: string, args: Arguments): readonly Making[] | undefined {
  const words = program === 'regctl' && args.rest[0] === 'image' ? args.rest.slice(1) : args.rest
  const [verb, from, to] = words
  if (verb === 'copy' || verb === 'cp') return to === undefined ? undefined : copies(from, [to])
  if (program !== 'crane' || from === undefined || to === undefined) return undefined
  // `crane push image.tar name:tag`, `crane tag name:tag newtag`
  if (verb === 'push') return one({ tags: [to], pushes: true, builds: false })
  return verb === 'tag' ? copies(from, [`${from.replace(/[:@][^/]*$/, '')}:${to}`]) : undefined
}

/** Builders that need no Dockerfile; what they do not say on the command line stands in their own files. */
function withoutDockerfile(program: string, act: Act, args: Arguments): readonly Making[] | undefined {
  const [verb, first] = args.rest
  const own = { withoutFile: true } as const
  const property = (...names: readonly string[]) =>
    names
      .flatMap((name) => args.flag(`-D${name}`, `-P${name}`, `-p:${name}`, `/p:${name}`, `--${name}`))
      .filter(Boolean)
  if (program === 'pack' && verb === 'build') {
    const tags = [first ?? '', ...args.flag('--tag', '-t')].filter(Boolean)
    return one({ ...own, tags, pushes: args.has('--publish') })
  }
  if (program === 'ko' && (verb === 'build' || verb === 'publish' || verb === 'apply' || verb === 'resolve')) {
    const repository = /\bKO_DOCKER_REPO=["']?([^\s"';]+)/.exec(act.text)?.[1]
    const name =
      repository && args.has('--bare')
        ? repository
        : `${repository ?? '${KO_DOCKER_REPO}'}/${nameOfPath(first) || '${IMPORT_PATH}'}`
    const tags = args.flag('--tags', '-t').flatMap(listOf)
    return one({
      ...own,
      tags: (tags.length ? tags : ['latest']).map((tag) => `${name}:${tag}`),
      pushes: !args.has('--push=false'),
    })
  }
  const goals = args.rest.map((goal) => goal.replace(/^.*:(?=[^:]+:[^:]+$)/, '').replace(/^:.*:/, ''))
  if (program === 'mvn' || program === 'gradle' || program === 'jib') {
    if (goals.some((goal) => /^(jib:build|jib)$/.test(goal)) || (program === 'jib' && verb === 'build')) {
      const tags = [...property('image', 'jib.to.image'), ...args.flag('--target', '-t')]
      const more = property('jib.to.tags', 'djib.to.tags').flatMap(listOf)
      const names = tags.map((tag) => tag.replace(/:[^/:]*$/, ''))
      return one({
        ...own,
        tags: [...tags, ...more.flatMap((tag) => names.map((name) => `${name}:${tag}`))],
        pushes: true,
      })
    }
    if (goals.some((goal) => /^(spring-boot:build-image(-no-fork)?|bootBuildImage)$/.test(goal))) {
      const pushes = args.has('--publishImage') || property('spring-boot.build-image.publish')[0] === 'true'
      return one({ ...own, tags: property('spring-boot.build-image.imageName', 'imageName'), pushes })
    }
    return undefined
  }
  // https://learn.microsoft.com/dotnet/core/containers/publish-configuration
  if (program === 'dotnet' && args.has('/t:PublishContainer', '-t:PublishContainer', '-t')) {
    if (!/PublishContainer/.test(act.text)) return undefined
    const registry = property('ContainerRegistry')[0]
    const name = property('ContainerRepository', 'ContainerImageName')[0]
    const tags = [
      ...property('ContainerImageTag'),
      ...property('ContainerImageTags').flatMap((list) => list.split(';')),
    ]
    const full = name && registry ? `${registry}/${name}` : name
    return one({ ...own, tags: full ? tags.map((tag) => `${full}:${tag}`) : [], pushes: registry !== undefined })
  }
  return undefined
}

const nameOfPath = (path: string | undefined) =>
  (path ?? '').replace(/\/+$/, '').replace(/^.*\//, '').replace(/^\.+$/, '')
