import { join } from '../../documents/path.ts'
import { type LoadedChart, loadChart } from '../manifests/helm/chart.ts'
import type { Repository } from '../repository.ts'
import type { Named } from './named.ts'

/**
 * Of the images that `--set` gives to a chart, those that the chart can take up: Helm says nothing of a key that no
 * template asks for, and the values stand (helm.sh/docs/chart_template_guide/values_files).
 * @param words what the command names, the folder of the chart among it
 * @param directory where it runs
 * @returns all of them where the chart is not wholly here
 */
export async function takenUp(
  named: readonly Named[],
  words: readonly string[],
  directory: string | undefined,
  repository: Repository,
): Promise<readonly Named[]> {
  if (directory === undefined || named.every(({ key }) => key === undefined)) return named
  const folder = words.map((word) => join(directory, word)).find((path) => repository.has(join(path, 'Chart.yaml')))
  const chart = folder === undefined ? undefined : await loadChart(repository, folder)
  const text = chart && textOf(chart)
  if (!text) return named
  return named.filter(({ key }) => key === undefined || text.includes(key))
}

/** All that the templates of a chart and of those it takes in say; undefined where some are not here or cannot be read. */
function textOf({ templates, unread, dependencies }: LoadedChart): string | undefined {
  if (templates.length === 0 || unread.length > 0) return undefined
  const texts = templates.map(({ content }) => content)
  for (const { chart } of dependencies) {
    const text = chart && textOf(chart)
    if (text === undefined) return undefined
    texts.push(text)
  }
  return texts.join('\n')
}
