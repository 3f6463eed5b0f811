import type { Act, Job, Step, Workflow } from '../pipeline/model.ts'
import { argumentsOf, listOf, programOf } from './arguments.ts'

/** Where in a pipeline something happens to an image. */
export interface Spot {
  readonly workflow: Workflow
  readonly job: Job
  readonly step: Step
  readonly act: Act
  /** order among all acts of the job */
  readonly order: number
}

/** An image that a step builds, or pushes. */
export interface Build extends Spot {
  /** references as written (`-t`, `tags:`); empty where none is given */
  readonly tags: readonly string[]
  readonly pushes: boolean
  /** false for a mere push of what was built before */
  readonly builds: boolean
  /** the folder given as context, '' for the root of where it runs; undefined where it is not known */
  readonly context: string | undefined
  /** the Dockerfile as written, where one is named */
  readonly file: string | undefined
  readonly target: string | undefined
}

/** Every act of every pipeline, in order. */
export function* spots(workflows: readonly Workflow[]): Generator<Spot> {
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      let order = 0
      for (const step of job.steps) {
        for (const act of step.acts) yield { workflow, job, step, act, order: order++ }
      }
    }
  }
}

/** The images that pipelines build and push. */
export function buildsOf(workflows: readonly Workflow[]): Build[] {
  const builds: Build[] = []
  for (const spot of spots(workflows)) {
    const found = ofAction(spot.act) ?? ofCommand(spot.act)
    if (found) builds.push({ ...spot, ...found })
  }
  return builds
}

type Found = Omit<Build, keyof Spot>

const none: Found = { tags: [], pushes: false, builds: true, context: undefined, file: undefined, target: undefined }

/** Actions that build, by the first parts of their names; the names of their inputs are their own. */
function ofAction(act: Act): Found | undefined {
  const inputs = act.inputs
  if (!inputs) return undefined
  const name = act.tool.toLowerCase()
  if (name.includes('docker/build-push-action') || name.includes('depot/build-push-action')) {
    return {
      ...none,
      tags: listOf(inputs.tags),
      pushes: inputs.push === 'true' || /type=registry|push=true/.test(inputs.outputs ?? '') || isOpen(inputs.push),
      context: inputs.context ?? '',
      file: inputs.file,
      target: inputs.target,
    }
  }
  if (/kaniko/.test(name)) return { ...none, tags: listOf(inputs.destination ?? inputs.tag), pushes: true }
  if (/buildah-build/.test(name)) {
    const tags = (inputs.tags ?? 'latest').split(/\s+/).filter(Boolean)
    return {
      ...none,
      tags: tags.map((tag) => (inputs.image ? `${inputs.image}:${tag}` : tag)),
      file: inputs.dockerfiles,
    }
  }
  if (/push-to-registry/.test(name)) {
    const image = [inputs.registry, inputs.image].filter(Boolean).join('/')
    return {
      ...none,
      tags: (inputs.tags ?? 'latest').split(/\s+/).map((tag) => `${image}:${tag}`),
      pushes: true,
      builds: false,
    }
  }
  return undefined
}

/** `push: ${{ … }}`: it may push, and for judging what is shipped that counts. */
function isOpen(value: string | undefined): boolean {
  return value?.includes('${{') ?? false
}

function ofCommand(act: Act): Found | undefined {
  const program = programOf(act)
  const args = argumentsOf(act)
  const [first, second, third] = args.rest
  if (['docker', 'podman', 'nerdctl', 'buildah'].includes(program)) {
    const isBuildx = first === 'buildx'
    const verb = isBuildx || first === 'image' || first === 'builder' ? second : first
    if (verb === 'build' || verb === 'bud') {
      const path = args.rest.at(-1)
      return {
        ...none,
        tags: args.flag('-t', '--tag'),
        pushes: args.has('--push') || args.flag('--output', '-o').some((o) => /type=registry|push=true/.test(o)),
        context: path === verb ? '' : path,
        file: args.flag('-f', '--file')[0],
        target: args.flag('--target')[0],
      }
    }
    if (verb === 'push') {
      const reference = (first === 'image' ? third : second) ?? ''
      const tags = args.has('--all-tags', '-a') ? [] : reference ? [reference] : []
      return { ...none, tags, pushes: true, builds: false }
    }
    if (verb === 'tag') return { ...none, tags: [args.rest.at(-1) ?? ''].filter(Boolean), builds: false }
    return undefined
  }
  if (program === 'executor' || program === 'kaniko') {
    return {
      ...none,
      tags: args.flag('--destination', '-d'),
      pushes: !args.has('--no-push'),
      context: args.flag('--context', '-c')[0],
      file: args.flag('--dockerfile', '-f')[0],
    }
  }
  if (program === 'gcloud' && args.rest.includes('builds') && args.rest.includes('submit')) {
    const tags = args.flag('--tag', '-t')
    return tags.length
      ? { ...none, tags, pushes: true, context: args.rest.at(-1) === 'submit' ? '' : args.rest.at(-1) }
      : undefined
  }
  if (program === 'az' && first === 'acr' && second === 'build') {
    return {
      ...none,
      tags: args.flag('--image', '-t'),
      pushes: true,
      context: args.rest[2] ?? '',
      file: args.flag('--file', '-f')[0],
    }
  }
  if (program === 'pack' && first === 'build') {
    return {
      ...none,
      tags: [second ?? '', ...args.flag('--tag', '-t')].filter(Boolean),
      pushes: args.has('--publish'),
      context: args.flag('--path', '-p')[0] ?? '',
    }
  }
  if (program === 'ko' && (first === 'build' || first === 'publish'))
    return { ...none, tags: [], pushes: true, context: second }
  return undefined
}
