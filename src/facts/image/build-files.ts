import { dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import { holdsCommit } from '../pipeline/commit-value.ts'
import { inputValue } from '../pipeline/known/use.ts'
import type { Act } from '../pipeline/model.ts'
import { composeFileNames } from '../platform/compose-names.ts'
import type { Repository } from '../repository.ts'
import { argumentsOf, listOf, programOf } from './arguments.ts'
import { type Making, unknownMaking } from './making.ts'
import { artifactsOf } from './skaffold.ts'

const toolsOfFiles = /bake|compose|skaffold/i

/** Whether {@link buildsOfFile} can say anything of an act: its words name one of the tools. */
export function mayNameFile({ tool, words }: Act): boolean {
  return toolsOfFiles.test(tool) || words.some((word) => toolsOfFiles.test(word))
}

/**
 * What a command or action does to images where a file says which: `docker compose`, `docker buildx bake`, `skaffold`.
 * @returns undefined for anything else; one unknown making where the file is not found
 */
export async function buildsOfFile(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const program = programOf(act)
  if (/^docker\/bake-action/i.test(act.tool)) return ofBake(bakeOfAction(act), repository)
  if (act.inputs) return undefined
  const args = argumentsOf(act)
  if (program === 'skaffold') return ofSkaffold(act, repository)
  if (program === 'docker' && args.rest.includes('bake')) {
    const words = args.rest.slice(args.rest.indexOf('bake') + 1)
    const { directory } = act
    const pushes = args.has('--push') || args.flag('--set').some((set) => /output=.*type=registry/.test(set))
    return ofBake(
      { files: args.flag('-f', '--file'), targets: words, sets: args.flag('--set'), pushes, directory },
      repository,
    )
  }
  const isCompose = /^(docker|podman)-compose$/.test(program) || args.rest[0] === 'compose'
  // however it is called, what starts services goes by one name
  return isCompose || act.tool === 'docker compose up' ? ofCompose(act, repository) : undefined
}

/**
 * `docker compose build|push [service …]`, and what it deploys by `up|create|run --build`; `up` alone builds a service that
 * has no image to pull. docs.docker.com/compose: `-f` files add to one another.
 */
async function ofCompose(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const args = argumentsOf(act)
  const words = args.rest[0] === 'compose' ? args.rest.slice(1) : args.rest
  const [verb, ...services] = words
  const starts = /^(up|create|run)$/.test(verb ?? '') && act.kinds.includes('deploy') && !args.has('--no-build')
  if (verb !== 'build' && verb !== 'push' && !starts) return undefined
  const always = verb === 'build' || args.has('--build')
  const pushes = verb === 'push' || args.has('--push')
  const found: Making[] = []
  for (const path of await pathsOf(args.flag('-f', '--file'), composeFileNames, act.directory, repository)) {
    for (const document of (await repository.yaml(path)) ?? []) {
      for (const { key, value } of document.get('services')?.entries ?? []) {
        // what a service takes from another of this file: https://docs.docker.com/reference/compose-file/services/#extends
        const chain = extended(value, document)
        const builds = chain.flatMap((service) => service.get('build') ?? [])
        if (!builds.length || (services.length && !services.includes(key))) continue
        const said = (name: string) => builds.find((build) => build.get(name))?.get(name)?.text
        const image = chain.find((service) => service.get('image'))?.get('image')?.text
        if (starts && !always && image) continue
        found.push({
          ...unknownMaking,
          tags: [...(image ? [image] : []), ...builds.flatMap((build) => textsOf(build.get('tags')))],
          pushes,
          builds: verb !== 'push',
          context: from(path, builds.find((build) => build.text)?.text ?? said('context') ?? '.'),
          file: said('dockerfile'),
          target: said('target'),
          stamped: builds.some((build) => ['args', 'labels'].some((name) => givesCommit(build.get(name)))),
        })
      }
    }
  }
  if (starts && found.length === 0) return undefined
  return found.length ? found : [{ ...unknownMaking, pushes, builds: verb === 'build' }]
}

/** A service and those of the same file that it extends, its own words first. */
function extended(service: DataNode, document: DataNode): readonly DataNode[] {
  const chain = [service]
  for (let last: DataNode | undefined = service; last && chain.length < 20; ) {
    const base: DataNode | undefined = last.get('extends')
    if (base?.get('file')) break
    const name: string | undefined = base?.text ?? base?.get('service')?.text
    last = name === undefined ? undefined : document.at('services', name)
    if (last) chain.push(last)
  }
  return chain
}

/** Whether the arguments or labels of a build, as a map or a list, hold the commit. */
function givesCommit(node: DataNode | undefined): boolean {
  if (node?.kind === 'map')
    return node.entries.some(({ key, value }) => holdsCommit(key) || holdsCommit(value.text ?? ''))
  return textsOf(node).some(holdsCommit)
}

interface Bake {
  readonly files: readonly string[]
  readonly targets: readonly string[]
  readonly sets: readonly string[]
  readonly pushes: boolean
  readonly directory: string | undefined
}

function bakeOfAction(act: Act): Bake {
  const value = (name: string) => inputValue(act.inputs ?? {}, name)
  const push = value('push')
  return {
    files: listOf(value('files')).filter((file) => !/metadata|cwd:|\$\{\{/.test(file)),
    targets: listOf(value('targets')),
    sets: listOf(value('set')),
    pushes: push === 'true' || push.includes('${{') || /output=.*(type=registry|push=true)/.test(value('set')),
    directory: value('workdir').replace(/^\.\/?$/, ''),
  }
}

const bakeNames = ['docker-bake.hcl', 'docker-bake.json', 'docker-bake.override.hcl', ...composeFileNames]

/** docs.docker.com/build/bake: targets with `tags`, in HCL, JSON or compose files; `--set target.tags=…` wins. */
async function ofBake(bake: Bake, repository: Repository): Promise<readonly Making[]> {
  const { pushes } = bake
  const found: Making[] = []
  const set = bake.sets.flatMap((text) => /^[^=]*\.tags\+?=(.*)$/.exec(text.trim())?.[1] ?? [])
  for (const path of await pathsOf(bake.files, bakeNames, bake.directory, repository)) {
    const all = await targetsOf(path, repository)
    const asked = await askedOf(bake.targets, path, repository)
    // a name that nothing here has leaves it open which are built
    const isKnown = [...asked].every((name) => all.some((target) => target.name === name))
    for (const { name, ...target } of all) {
      if (isKnown && asked.size > 0 && !asked.has(name)) continue
      if (bake.targets.length && !bake.targets.includes('default') && target.tags.length === 0) continue
      found.push({ ...unknownMaking, ...target, tags: set.length ? set : target.tags, pushes })
    }
  }
  return found.length ? found : [{ ...unknownMaking, tags: set, pushes }]
}

type Target = Pick<Making, 'tags' | 'context' | 'file' | 'target'> & { readonly name: string }

/** The targets that a command names, with those of the groups among them (docs.docker.com/build/bake/targets, "Grouping targets"). */
async function askedOf(named: readonly string[], path: string, repository: Repository): Promise<ReadonlySet<string>> {
  const groups = new Map<string, readonly string[]>()
  if (path.endsWith('.hcl')) {
    const text = (await repository.text(path))?.content ?? ''
    for (const [, name = '', body = ''] of text.matchAll(/^group\s+"([^"]*)"\s*\{$([\s\S]*?)^\}/gm))
      groups.set(
        name,
        [...body.replace(/#.*$/gm, '').matchAll(/"([^"\n]*)"/g)].map(([, one = '']) => one),
      )
  } else if (path.endsWith('.json'))
    for (const { key, value } of (await repository.json(path))?.get('group')?.entries ?? [])
      groups.set(key, textsOf(value.get('targets')))
  const asked = new Set(named)
  // a set that grows is walked to its end
  for (const name of asked) for (const one of groups.get(name) ?? []) asked.add(one)
  for (const name of groups.keys()) asked.delete(name)
  return asked
}

async function targetsOf(path: string, repository: Repository): Promise<Target[]> {
  if (path.endsWith('.hcl')) return targetsOfHcl((await repository.text(path))?.content ?? '', path)
  const roots = path.endsWith('.json') ? [await repository.json(path)] : ((await repository.yaml(path)) ?? [])
  const nodes = roots.flatMap((root) => [
    ...(root?.get('target')?.entries ?? []),
    ...(root?.get('services')?.entries ?? []).filter(({ value }) => value.get('build')),
  ])
  return nodes.map(({ key, value }) => {
    const build = value.get('build') ?? value
    const image = value.get('image')?.text
    return {
      name: key,
      tags: [...textsOf(build.get('tags')), ...(image ? [image] : [])],
      context: from(path, build.text ?? build.get('context')?.text ?? '.'),
      file: build.get('dockerfile')?.text,
      target: build.get('target')?.text,
    }
  })
}

/**
 * The `target "name" { … }` blocks of a bake file. Its variables stay as written, and so unresolved; what a function of its own
 * makes is as open (docs.docker.com/build/bake/funcs, "User-defined functions"), whatever it is given.
 */
function targetsOfHcl(written: string, path: string): Target[] {
  const found: Target[] = []
  const own = [...written.matchAll(/^function\s+"(\w+)"\s*\{/gm)].map(([, name]) => name)
  const text =
    own.length === 0
      ? written
      : written.replace(new RegExp(`(?<![\\w"{])(${own.join('|')})\\([^()\\n]*\\)`, 'g'), '"${$1}"')
  const bodies = new Map<string, string>()
  for (const [, name = '', body = ''] of text.matchAll(/^target\s+"([^"]*)"\s*\{$([\s\S]*?)^\}/gm))
    bodies.set(name, body)
  for (const name of bodies.keys()) {
    const chain = inheritedBy(name, bodies)
    const value = (key: string) =>
      chain
        .map((body) => new RegExp(`^\\s*${key}\\s*=\\s*"([^"\\n]*)"`, 'm').exec(body)?.[1])
        .find((one) => one !== undefined)
    const list = chain
      .map((body) => /^[ \t]*tags\s*=\s*\[([\s\S]*?)\]\s*$/m.exec(body)?.[1])
      .find((one) => one !== undefined)
    found.push({
      name,
      tags: [...(list ?? '').matchAll(/"((?:[^"\\$]|\$\{[^}]*\}|\$(?!\{))*)"/g)].map((match) => match[1] as string),
      context: from(path, value('context') ?? '.'),
      file: value('dockerfile'),
      target: value('target'),
    })
  }
  return found
}

/**
 * What a target says, and after it what those say that it inherits of, the last one first
 * (docs.docker.com/build/bake/inheritance, "Multiple inheritance").
 */
function inheritedBy(name: string, bodies: ReadonlyMap<string, string>, seen = new Set<string>()): readonly string[] {
  const body = bodies.get(name)
  if (body === undefined || seen.has(name)) return []
  seen.add(name)
  const list = /^[ \t]*inherits\s*=\s*\[([^\]]*)\]/m.exec(body)?.[1] ?? ''
  const bases = [...list.matchAll(/"([^"\n]*)"/g)].map(([, base = '']) => base).reverse()
  return [body, ...bases.flatMap((base) => inheritedBy(base, bodies, seen))]
}

/** skaffold.dev/docs/references/cli: `build`, `run` and `deploy` with `--tag` and `--default-repo`. */
async function ofSkaffold(act: Act, repository: Repository): Promise<readonly Making[] | undefined> {
  const args = argumentsOf(act)
  const [verb] = args.rest
  if (verb !== 'build' && verb !== 'run') return undefined
  const artifacts = await artifactsOf(repository, act.directory, args.flag('-f', '--filename')[0])
  const repo = args.flag('--default-repo', '-d')[0]
  const tag = args.flag('--tag', '-t')[0]
  const made = artifacts.map(
    (artifact): Making => ({
      ...unknownMaking,
      tags: [`${repo ? `${repo.replace(/\/$/, '')}/` : ''}${artifact.image}:${tag ?? artifact.tag}`],
      pushes: verb === 'run' || args.flag('--push')[0] !== 'false',
      context: artifact.context,
      file: artifact.file,
      withoutFile: artifact.withoutFile,
    }),
  )
  return made.length ? made : [{ ...unknownMaking, pushes: true }]
}

const textsOf = (list: DataNode | undefined) => (list?.items ?? []).flatMap((item) => item.text ?? [])

/** A folder as seen from the root, where a file names it; a remote one stays as it is. */
const from = (file: string, folder: string) => (/:\/\/|\$/.test(folder) ? folder : `/${join(dirname(file), folder)}`)

/** The files that a command names, else those that it looks for where it runs. */
async function pathsOf(
  named: readonly string[],
  usual: readonly string[],
  directory: string | undefined,
  repository: Repository,
): Promise<string[]> {
  const exists = (path: string) => repository.has(path)
  if (named.length) return named.flatMap((path) => repositoryPath(path, directory ?? '') ?? []).filter(exists)
  const here = usual.map((name) => join(directory ?? '', name)).filter(exists)
  return here.slice(0, 1).concat(here.filter((path) => /override/.test(path)))
}
