import type { Place } from '../../documents/place.ts'
import type { Repository } from '../repository.ts'

/** A chart that another takes in from elsewhere, and that says by its name that it alerts. */
export interface AlertingChart {
  readonly name: string
  readonly file: string
  readonly place: Place
}

const alerting = /alarm|alert(?!-?manager)|monitor(s|ing)?(-rules)?$/i
const inText = /\bname:\s*["']?\S*(alarm|alert|monitor)/i

/**
 * The charts that those of a repository depend on (`dependencies:`, helm.sh/docs/topics/charts) and that are not here: any
 * alert may be in one that is called so.
 */
export async function alertingCharts(repository: Repository): Promise<readonly AlertingChart[]> {
  const found: AlertingChart[] = []
  for (const { path, area } of [...repository.named('Chart.yaml'), ...repository.named('requirements.yaml')]) {
    if (area !== 'main' || !inText.test((await repository.text(path))?.content ?? '')) continue
    const [root] = (await repository.yaml(path)) ?? []
    const folder = path.replace(/[^/]+$/, '')
    for (const dependency of root?.get('dependencies')?.items ?? []) {
      const name = dependency.get('name')?.text ?? ''
      const isHere =
        repository.has(`${folder}charts/${name}/Chart.yaml`) ||
        dependency.get('repository')?.text?.startsWith('file://') === true
      if (alerting.test(name) && !isHere) found.push({ name, file: path, place: dependency.place })
    }
  }
  return found
}
