import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Repository } from '../repository.ts'

/**
 * What the configuration of Terraform that two files of variables are given to makes in staging or in production alone:
 * `count = var.env == "prod" ? 1 : 0` (developer.hashicorp.com/terraform/language/meta-arguments/count). Equal keys do not
 * show it.
 * @param variables a file of variables; its configuration lies in its folder, or in the nearest one above it
 * @returns why the two may differ, undefined where nothing says so
 */
export async function madeInOneAlone(
  repository: Repository,
  variables: string,
  settings: Settings,
): Promise<Hidden | undefined> {
  const files = configurationOf(repository, variables)
  const texts = await Promise.all(
    files.map(async (path) => [path, (await repository.text(path))?.content ?? ''] as const),
  )
  const all = texts.map(([, text]) => text).join('\n')
  for (const [path, text] of texts) {
    for (const [, how = '', written = ''] of text.matchAll(/^[ \t]*(count|for_each)[ \t]*=[ \t]*(.+)$/gm)) {
      if (!tellsThemApart(ofLocal(written.trim(), all), settings)) continue
      return new Hidden(`what ${how} = ${written.trim()} in ${path} makes in one of the two alone`, {
        kind: 'file',
        text: `make it in both, or say in variables what ${path} makes`,
      })
    }
  }
  return undefined
}

/** The files of the nearest folder with a configuration, from that of the variables upwards. */
function configurationOf(repository: Repository, variables: string): readonly string[] {
  const all = repository.ending('.tf', '.tofu').map(({ path }) => path)
  for (let folder = dirname(variables); ; folder = dirname(folder)) {
    const here = all.filter((path) => dirname(path) === folder)
    if (here.length > 0 || folder === '') return here
  }
}

/** `local.deploy` is what it stands for, where one line says it. */
function ofLocal(written: string, all: string): string {
  const name = /^local\.(\w+)$/.exec(written)?.[1]
  return (name && new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(.+)$`, 'm').exec(all)?.[1]) ?? written
}

/** Whether a condition speaks of one of the two classes and not of the other. */
function tellsThemApart(expression: string, settings: Settings): boolean {
  const compared = [...expression.matchAll(/(?:var|local)\.\w+\s*[!=]=\s*"([\w-]+)"/g)].map(([, word]) => word ?? '')
  const listed = [...expression.matchAll(/contains\(\s*\[([^\]]*)\]\s*,\s*(?:var|local)\.\w+\s*\)/g)]
  const words = [...compared, ...listed.flatMap(([, list]) => list?.match(/[\w-]+/g) ?? [])]
  const classes = new Set(words.map((word) => classify(word, settings)).filter((one) => !isHidden(one)))
  return classes.has('production') !== classes.has('staging')
}
