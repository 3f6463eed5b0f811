import type { Settings } from '../../config/settings.ts'
import { basename } from '../../documents/path.ts'
import { escaped } from '../../documents/pattern.ts'
import { environmentFiles } from '../inventory/files.ts'
import type { Repository } from '../repository.ts'

/** Formats of settings that an application or what deploys it reads. */
const formats = /\.(ya?ml|json|jsonc|json5|toml|ini|cfg|conf|properties)$/i

/** That settings stand there, by a word of the name or the folder itself, or by a format that holds nothing else. */
export const namedSettings =
  /(^|[/._-])(configs?|conf|cfg|configuration|settings|envs?|vars|variables|properties|application)([._-][\w.-]*)?\.\w+$|(^|\/)\.?([\w-]+[-_])?(configs?|conf|cfg|configuration|settings|vars|variables)\/[^/]+$|\.(ini|properties)$/i

/** What is held against types of its own when it is given, is of tests, or is of a server or log that ships with the image. */
const others =
  /(^|[._/-])(docker-compose|compose|parameters?|params|samconfig|postman\w*|cypress|playwright|newman|karma|jest|nginx|apache|httpd|supervisord?|php|fpm|logging|logback|log4j2?|buildspec|values)([._/-]|\d|$)|\.tfvars/i

/** The first keys of what defines what is deployed, and of pipelines, whatever these are called: their own formats are known. */
const defining =
  'apiVersion kind applications phases AWSTemplateFormatVersion Resources containerDefinitions runtime services jobs stages steps pipelines groups receivers rules $schema'.split(
    ' ',
  )
const definition = new RegExp(`^["']?(${defining.map(escaped).join('|')})["']?\\s*:`, 'm')

/** Whether a file defines something by its first keys; settings may speak of services further down. */
async function isDefinition(file: string, content: string, repository: Repository): Promise<boolean> {
  const root = /\.json[c5]?$/i.test(file) ? await repository.json(file) : undefined
  return root ? defining.some((key) => root.get(key) !== undefined) : definition.test(content)
}

/**
 * The files of settings that are called after an environment: `conf/application.prod.conf`, `vars-prod.yaml`. What is of an
 * environment by the name of its folder alone may be anything.
 */
export async function settingsOfEnvironments(repository: Repository, settings: Settings): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const { file, name } of environmentFiles(repository, settings)) {
    if (!formats.test(file) || !namedSettings.test(file) || others.test(file)) continue
    if (!basename(file).toLowerCase().includes(name.toLowerCase())) continue
    const content = (await repository.text(file))?.content
    if (content?.trim() && !(await isDefinition(file, content, repository))) found.add(file)
  }
  return [...found]
}
