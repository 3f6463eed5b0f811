import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import { environmentOfName, environmentOfPath } from '../environments.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'

/** A GitOps controller's declaration, and whether it takes back what was changed past it. */
export interface Controller {
  readonly tool: string
  readonly works: Seen<boolean>
  readonly lacks: string
  /** of what it looks after, as far as its names tell */
  readonly environment: EnvironmentClass | 'unknown'
  readonly place: Place
}

const mayBe = /argoproj\.io|toolkit\.fluxcd\.io|configsync\.gke\.io|fleet\.cattle\.io/

/**
 * The controllers that manifests declare. Argo CD heals where `syncPolicy.automated.selfHeal` is true
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/), Flux at each interval unless it is suspended
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/), its HelmRelease with `driftDetection`. Charts hold such
 * manifests as templates, which are no YAML: lines are read.
 */
export async function controllersIn(repository: Repository, settings: Settings): Promise<readonly Controller[]> {
  const found: Controller[] = []
  for (const file of repository.ending('.yaml', '.yml')) {
    if (file.area !== 'main' || !repository.mayHold(file.path, 'apiVersion')) continue
    const content = (await repository.text(file.path))?.content
    if (!content || !mayBe.test(content)) continue
    let start = 0
    for (const part of content.split(/(?<=\n)(?=---[ \t]*\n)/)) {
      const one = controllerOf(part)
      const offset = start + Math.max(0, part.search(/^[ \t]*kind:/m))
      const environment = environmentOf(part, settings)
      if (one) found.push({ ...one, environment, place: { file: file.path, start: offset, end: offset + 4 } })
      start += part.length
    }
  }
  return found
}

/**
 * The environment that the namespaces of a declaration name, else its paths, else its names; unknown where several do, or
 * where they are filled in later.
 */
function environmentOf(text: string, settings: Settings): Controller['environment'] {
  const told: readonly (readonly [string, (value: string) => Seen<EnvironmentClass> | undefined])[] = [
    ['namespace', (value) => classify(value, settings)],
    ['path', (value) => environmentOfPath(value, settings)?.class],
    ['name', (value) => environmentOfName(value, settings)?.class],
  ]
  for (const [key, classOf] of told) {
    const lines = text.matchAll(new RegExp(`^[ \\t-]*${key}:[ \\t]*["']?([^\\s"'#]+)`, 'gm'))
    const values = [...lines].map(([, value = '']) => value).filter((value) => !/[{$]/.test(value))
    const classes = new Set(values.map(classOf).filter((one) => one !== undefined && !isHidden(one)))
    const [found] = classes
    if (found !== undefined) return classes.size === 1 && !isHidden(found) ? found : 'unknown'
  }
  return 'unknown'
}

function controllerOf(text: string): Omit<Controller, 'place' | 'environment'> | undefined {
  const lines = text.replace(/^[ \t]*#.*$/gm, '')
  const kind = /^kind:[ \t]*["']?(\w+)/m.exec(lines)?.[1] ?? ''
  if (/^apiVersion:.*argoproj\.io/m.test(lines) && /^Application(Set)?$/.test(kind)) {
    if (!/^[ \t]*automated:/m.test(lines)) return undefined
    const heals = /^[ \t]*selfHeal:[ \t]*(\S+)/m.exec(lines)?.[1] ?? 'false'
    if (/\{\{/.test(heals)) return { tool: 'Argo CD', works: hiddenValue('selfHeal'), lacks: '' }
    const works = heals === 'true'
    return { tool: 'Argo CD', works, lacks: works ? '' : 'selfHeal: true' }
  }
  const suspended = /^[ \t]*suspend:[ \t]*["']?true/m.test(lines)
  if (/^apiVersion:.*kustomize\.toolkit\.fluxcd\.io/m.test(lines) && kind === 'Kustomization') {
    return { tool: 'Flux', works: !suspended, lacks: suspended ? 'suspend: false' : '' }
  }
  if (/^apiVersion:.*helm\.toolkit\.fluxcd\.io/m.test(lines) && kind === 'HelmRelease') {
    const works = /driftDetection:[ \t]*\n[ \t]*mode:[ \t]*["']?enabled/.test(lines) && !suspended
    return works ? { tool: 'Flux', works, lacks: '' } : undefined
  }
  if (/^apiVersion:.*configsync\.gke\.io/m.test(lines) && /^(RootSync|RepoSync)$/.test(kind)) {
    return { tool: 'Config Sync', works: true, lacks: '' }
  }
  return undefined
}

const hiddenValue = (name: string) =>
  new Hidden(`the value of ${name}`, { kind: 'file', text: `write ${name}: true where it is deployed` })
