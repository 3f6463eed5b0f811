import type { GroupedDetector } from './pack-detectors.ts'
import { linkTo } from './text.ts'

const groups: Readonly<Record<string, string>> = {
  ai: 'AI',
  certificate: 'Keys and certificates',
  chat: 'Chat',
  ci: 'Pipelines',
  cloud: 'Cloud providers',
  database: 'Databases',
  file: 'Files of credentials',
  forge: 'Forges',
  mail: 'Mail and messages',
  monitoring: 'Monitoring',
  network: 'Networks',
  payment: 'Payment',
  registry: 'Registries of packages and images',
  saas: 'Other services',
}

/** `docs/detectors.md`: every kind of secret that has a form of its own, by group. */
export function detectorsPage(detectors: readonly GroupedDetector[]): string {
  const names = [...new Set(detectors.map(({ group }) => group))].sort((a, b) => (title(a) < title(b) ? -1 : 1))
  const proven = detectors.filter(({ check }) => check !== undefined).length
  return `<!-- Made by npm run generate from src/secrets/detectors/; do not edit. -->
# Detectors

${detectors.length} kinds of secrets that Assay knows by their form, of ${new Set(detectors.map(({ vendor }) => vendor)).size} vendors. ${proven} of them have a structure that is checked
besides (a checksum, a part that decodes, a key that parses). What has no form of its own is found by the
name beside it, in every format of configuration: [secrets.md](secrets.md).

An error opens something; a warning opens little by itself; a note may be no secret. Each kind is one file of
\`src/secrets/detectors/\`, with examples that are its tests and the vendor's page on the format.

${names.map((name) => linkTo(title(name))).join(' · ')}

${names.map((name) => section(name, detectors)).join('\n')}`
}

const title = (group: string) => groups[group] ?? group

function section(group: string, detectors: readonly GroupedDetector[]): string {
  const rows = detectors
    .filter((one) => one.group === group)
    .map(({ id, title, severity, check, files, references: [reference = ''] }) => {
      const notes = [
        check ? 'structure checked' : '',
        files ? `in ${files.map((glob) => `\`${glob}\``).join(', ')}` : '',
      ]
      return `| [\`${id}\`](${reference}) | ${cell(title)} | ${severity} | ${notes.filter(Boolean).join('; ')} |`
    })
  return `## ${title(group)}

| kind | what it is | severity | remarks |
|---|---|---|---|
${rows.join('\n')}
`
}

const cell = (text: string) => text.replaceAll('|', '\\|')
