import type { Settings } from '../../config/settings.ts'
import { environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { Hidden } from '../hidden.ts'

/**
 * The fields of a fact that tell for which environment it is: by a label, else by what builds it, else by the folders of
 * its file.
 */
export function whereOf(file: string, settings: Settings, label = '', built?: NamedEnvironment) {
  return whereNamed(
    file,
    (label && !label.includes('{{') ? environmentOfPath(label, settings) : undefined) ??
      built ??
      environmentOfPath(file, settings),
  )
}

/** The same, of a file whose environment was told in another way; hidden where it was not. */
export function whereNamed(file: string, named: NamedEnvironment | undefined) {
  return {
    environment:
      named?.class ??
      new Hidden(`the environment that ${file} is for`, {
        kind: 'file',
        text: `keep ${file} in a folder that names its environment`,
      }),
    environmentName: named?.name ?? '',
    environmentClass: named?.class ?? '',
  }
}
