import { defaultSettings } from '../../../config/settings.ts'
import { isHidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { isOpen, openName } from '../dialect/open-text.ts'
import { classify } from '../environment.ts'

/**
 * The environments for which an Application is made where it does not say so itself: those whose files of values fill a
 * hole in what it names (`values-{{ .Values.environment }}.yaml`); and where a chart makes it (an app of apps), those that
 * the chart has files of values for.
 * @param path the folder of the chart that it deploys
 * @param values the files of values that it names
 * @param file the manifest that it stands in
 */
export function environmentsOf(
  path: string,
  values: readonly string[],
  file: string,
  repository: Repository,
): readonly string[] {
  const open = values.filter(isOpen)
  if (open.length > 0) return path === '' ? [] : open.flatMap((pattern) => filling(`${path}/${pattern}`, repository))
  const [chart] = file.split('/templates/')
  return chart === undefined || chart === file || !repository.has(`${chart}/Chart.yaml`)
    ? []
    : filling(`${chart}/values-${openName('environment')}.yaml`, repository)
}

/** What the environments of files are called whose path has a hole in it. */
function filling(pattern: string, repository: Repository): readonly string[] {
  const parts = pattern.split(/\$\{\w*\}/)
  const [before = '', after] = parts
  if (after === undefined || parts.length > 2 || before.includes('/../')) return []
  return repository.files
    .map(({ path }) => path)
    .filter((path) => path.length > before.length + after.length && path.startsWith(before) && path.endsWith(after))
    .map((path) => path.slice(before.length, path.length - after.length))
    .filter((name) => /^[\w-]+$/.test(name) && !isHidden(classify(name, defaultSettings)))
    .sort()
}
