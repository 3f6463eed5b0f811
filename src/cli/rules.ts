import { ConfigurationError, configurationFiles } from '../config/load.ts'
import type { Text } from '../documents/text.ts'
import type { LoadedRule } from '../rules/load.ts'
import { ruleSet } from '../rules/rule-set.ts'
import { authorityOf, type Opened } from './open.ts'

/**
 * The built-in rules and those of the folders that assay.yaml names. An own rule with a mistake is left out and told in
 * `problems`, with its place; a folder without rules is a {@link ConfigurationError}.
 */
export async function loadAllRules(
  opened: Opened,
): Promise<{ readonly rules: readonly LoadedRule[]; readonly problems: readonly string[] }> {
  const { configuration } = opened
  const { repository } = authorityOf(opened)
  const texts: Text[] = []
  const unread: string[] = []
  for (const folder of configuration.settings.rules) {
    const files = repository.under(folder).filter(({ path }) => isRuleFile(path.slice(folder.length)))
    if (files.length === 0) {
      throw new ConfigurationError([
        `${configuration.at('rules')}: the folder ${folder} holds no rules (*.yaml); add one, or leave the folder out`,
      ])
    }
    for (const { path } of files) {
      const text = await repository.text(path)
      if (text) texts.push(text)
      else unread.push(`${path}: ${await whyUnread(path, repository)}`)
    }
  }
  const { rules, problems } = await ruleSet(texts)
  return { rules, problems: [...unread, ...problems] }
}

async function whyUnread(path: string, repository: Opened['repository']): Promise<string> {
  repository.claim(path)
  const why = repository.broken().find(({ file }) => file === path)?.message
  return `this rule cannot be read: ${why ?? 'it holds no text'}`
}

/** Whether a path below a folder of rules is that of a rule: all YAML but that of the fixtures beside them. */
export function isRuleFile(path: string): boolean {
  return /\.ya?ml$/.test(path) && !/(^|[/\\])fixtures[/\\]/.test(path)
}

/** The rules that hold at a path: ours, and where it has an assay.yaml, those that it names. Nothing else is opened. */
export async function rulesAt(path: string): ReturnType<typeof loadAllRules> {
  const { existsSync } = await import('node:fs')
  const { join } = await import('node:path')
  if (configurationFiles.some((file) => existsSync(join(path, file)))) {
    const { open } = await import('./open.ts')
    return loadAllRules(await open(path, undefined))
  }
  return ruleSet([])
}
