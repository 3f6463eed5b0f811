import { joinPath } from '../../../documents/path.ts'
import type { KnownUse } from '../known/use.ts'
import type { Act } from '../model.ts'
import { isSettingsFile, namesOfSecrets, settingsWritten } from './settings-file.ts'

/** The folder of the checkout, as services call it. */
const checkout =
  /^(?:\$\((?:System\.DefaultWorkingDirectory|Build\.SourcesDirectory|Pipeline\.Workspace\/s)\)|\$\{\{\s*github\.workspace\s*\}\}|\$\{?(?:GITHUB_WORKSPACE|WORKSPACE|env\.WORKSPACE)\}?|\*\*)\/+/i

/**
 * The settings that an action, task or step writes into the checkout before an image is built: secrets of the service among its
 * inputs, or what shows nowhere (a file that the service keeps, values put in the place of tokens).
 */
export function settingsOfUse(
  writes: KnownUse['writes'],
  inputs: Readonly<Record<string, string>>,
): Pick<Act, 'settings'> {
  const path = writes && joinPath('', writes.path.replace(/^\.\//, '').replace(checkout, ''))
  if (path === undefined || /[$*]/.test(path)) return {}
  if (writes?.isUnseen) return isSettingsFile(path) ? { settings: { path, secrets: [], isOfRunner: true } } : {}
  const text = Object.entries(inputs)
    .map(([name, value]) => `${name.replace(/^envkey_/i, '')}=${value}`)
    .join('\n')
  const variables = [...text.matchAll(/\$\{?(?:env\.)?(\w+)\}?|\$\((\w+)\)/g)].map(([, a, b]) => a ?? (b as string))
  const settings = settingsWritten(path, text, namesOfSecrets(variables))
  return settings ? { settings } : {}
}
