import type { Settings } from '../../config/settings.ts'
import { Hidden } from '../hidden.ts'
import { environmentOfPath } from '../terraform/environments.ts'

/** The fields of a fact that tell for which environment it is: by a label, else by the folders of its file. */
export function whereOf(file: string, settings: Settings, label = '') {
  const named =
    (label && !label.includes('{{') ? environmentOfPath(label, settings) : undefined) ??
    environmentOfPath(file, settings)
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
