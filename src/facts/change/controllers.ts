import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { type Building, builtObjects } from '../manifests/as-built.ts'
import { printed } from '../manifests/printed.ts'
import { hiddenOf } from '../manifests/unseen.ts'
import { classify } from '../pipeline/environment.ts'

/** A GitOps controller's declaration, and whether it takes back what was changed past it. */
export interface Controller {
  readonly tool: string
  readonly works: Seen<boolean>
  readonly lacks: string
  /** of what it looks after, as far as its names tell */
  readonly environment: EnvironmentClass | 'unknown'
  readonly place: Place
}

const wanted = {
  text: /argoproj\.io|toolkit\.fluxcd\.io|configsync\.gke\.io/,
  loses: [],
} as const

/**
 * The controllers that manifests declare, as they are built. Argo CD heals where `syncPolicy.automated.selfHeal` is true
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/), Flux at each interval unless it is suspended
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/), its HelmRelease with `driftDetection`.
 */
export async function controllersIn(building: Building): Promise<readonly Controller[]> {
  const { settings, repository } = building
  const { objects, unread } = await builtObjects(building, wanted)
  const found: Controller[] = []
  const add = (text: string, place: Place, named: NamedEnvironment | undefined, condition: Hidden | undefined) => {
    const one = controllerOf(text)
    if (!one) return
    const told = environmentOf(text, settings)
    const environment = told === 'unknown' ? (named?.class ?? told) : told
    found.push({ ...one, works: one.works === true ? (condition ?? true) : one.works, environment, place })
  }
  for (const { root, environment, condition } of objects) {
    const api = root.get('apiVersion')?.text ?? ''
    if (!wanted.text.test(api)) continue
    const place = root.keyPlace('kind')
    const open = hiddenIn(root)
    const isController = /^(Application|ApplicationSet|Kustomization|HelmRelease)$/.test(root.get('kind')?.text ?? '')
    if (!open || !isController) add(printed(root), place, environment, condition)
    else {
      const tool = api.startsWith('argoproj.io') ? 'Argo CD' : 'Flux'
      found.push({ tool, works: open, lacks: '', environment: environment?.class ?? 'unknown', place })
    }
  }
  for (const { file, place, environment, hidden } of unread) {
    const content = (await repository.text(file))?.content ?? ''
    for (const part of content.split(/(?<=\n)(?=---[ \t]*\n)/)) add(part, place, environment, hidden)
  }
  return unique(found)
}

/** What hides whether a controller heals: a patch that is not here, what a chart writes. */
function hiddenIn(root: DataNode): Hidden | undefined {
  const spec = root.get('spec')
  const policy = spec?.get('syncPolicy')
  return [spec, policy, policy?.get('automated'), spec?.get('suspend')].map(hiddenOf).find((one) => one !== undefined)
}

/** What is built alike for several environments is told of once for each. */
function unique(controllers: readonly Controller[]): Controller[] {
  const key = ({ place, tool, environment, works }: Controller) =>
    [place.file, place.start, tool, environment, works === true].join(' ')
  return [...new Map(controllers.map((one) => [key(one), one])).values()]
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
    // since Argo CD 3 the automation may be written and off (argo-cd.readthedocs.io, "Automated Sync Policy")
    const off = /^([ \t]*)automated:[^\n]*\n(?:\1[ \t]+[^\n]*\n)*?\1[ \t]+enabled:[ \t]*["']?false/m.test(lines)
    const works = heals === 'true' && !off
    return { tool: 'Argo CD', works, lacks: works ? '' : off ? 'enabled: true' : 'selfHeal: true' }
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
