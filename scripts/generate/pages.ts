import type { Command } from 'commander'
import { build } from '../../src/cli/program.ts'
import { groupBy } from '../../src/documents/group.ts'
import { catalogue } from '../../src/rules/catalogue.ts'
import type { LoadedRule } from '../../src/rules/load.ts'
import { linkTo } from './text.ts'

const note = '<!-- Made by npm run generate; do not edit. -->\n'

/** docs/rules.md: the 121 requirements, each with what its rule says; those without a rule say so. */
export function rulesPage(rules: readonly LoadedRule[]): string {
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]))
  const judged = catalogue.filter(({ id }) => byId.has(id)).length
  const parts = [
    `${note}\n# Requirements and rules\n\nThe standard has ${catalogue.length} requirements; this version judges ${judged} of them. The others are \`unknown: not judged by\nthis version\`, and counted so. Each has the level from which on it is asked for: bronze is the floor that nobody may ship\nbelow, then silver, then gold; \`--profile\` chooses. \`assay explain <id>\` shows the same, the cases by which it is judged, and\nexamples for the CI systems of a repository.\n\n${contents()}\n`,
  ]
  let section = ''
  for (const requirement of catalogue) {
    if (requirement.section !== section) {
      section = requirement.section
      parts.push(`## ${section}\n`)
    }
    const rule = byId.get(requirement.id)
    parts.push(
      `### ${requirement.id}\n\n*${requirement.row}* · ${requirement.level}${rule ? '' : ' · not judged by this version'}\n`,
    )
    if (!rule) continue
    parts.push(`**${rule.title}.**\n\n${rule.why.trim()}\n\n${rule.fix.trim()}\n`)
    for (const [name, parameter] of Object.entries(rule.parameters ?? {})) {
      parts.push(
        `- parameter \`${name}\` (${parameter.type}, default \`${JSON.stringify(parameter.default)}\`): ${parameter.description}\n`,
      )
    }
    if (rule.references?.length) parts.push(`${rule.references.map((reference) => `- <${reference}>`).join('\n')}\n`)
  }
  return parts.join('\n')
}

/** The requirements by section, as links. */
function contents(): string {
  const sections = groupBy(catalogue, ({ section }) => section)
  const row = ([section, members]: readonly [string, readonly { readonly id: string }[]]) =>
    `| ${linkTo(section)} | ${members.map(({ id }) => linkTo(id, id.slice(section.length + 1))).join(', ')} |`
  return ['| section | requirements |', '|---|---|', ...[...sections].map(row)].join('\n')
}

/** docs/cli.md: the help of every command, as the command line prints it. */
export function cliPage(): string {
  const commands: Command[] = []
  const program = build((command) => commands.push(command))
  const block = (command: Command) => {
    let text = ''
    command.configureOutput({
      writeOut: (part) => (text += part),
      getOutHelpWidth: () => 100,
      getOutHasColors: () => false,
    })
    command.outputHelp()
    return `\`\`\`text\n${text.replace(/[ \t]+$/gm, '').trim()}\n\`\`\`\n`
  }
  const parts = [`${note}\n# Commands\n\n${block(program)}`]
  for (const command of commands) parts.push(`## assay ${command.name()}\n\n${block(command)}`)
  return parts.join('\n')
}
