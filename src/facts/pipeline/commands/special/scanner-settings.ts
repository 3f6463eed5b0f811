import { joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Call } from '../call.ts'
import { exportedBy, type Finder, type Shell } from '../shell/state.ts'

/*
 * What scanners take from variables and from a file of their own where no option says it (trivy.dev, "Configuration";
 * github.com/anchore/grype, "Configuration"; checkov.io, "CLI Command Reference"; docs.npmjs.com, "config").
 */

interface Settings {
  /** options that say it, the first by which it is told here */
  readonly options: readonly [string, ...string[]]
  readonly variables: readonly string[]
  /** the key of the file, its parts joined by dots */
  readonly key: string
  /** the option takes no value: it is given where the setting is true */
  readonly isSwitch?: true
}

interface Scanner {
  /** options and variables that name the file, and where it is looked for */
  readonly named: readonly string[]
  readonly files: readonly string[]
  readonly settings: readonly Settings[]
}

const trivy: Scanner = {
  named: ['--config', '-c', 'TRIVY_CONFIG'],
  files: ['trivy.yaml'],
  settings: [
    { options: ['--exit-code'], variables: ['TRIVY_EXIT_CODE'], key: 'exit-code' },
    { options: ['--severity', '-s'], variables: ['TRIVY_SEVERITY'], key: 'severity' },
    { options: ['--scanners', '--security-checks'], variables: ['TRIVY_SCANNERS'], key: 'scan.scanners' },
    { options: ['--format', '-f'], variables: ['TRIVY_FORMAT'], key: 'format' },
  ],
}

const ofNpm: Scanner = {
  named: [],
  files: ['.npmrc'],
  settings: [
    {
      options: ['--audit-level'],
      variables: ['npm_config_audit_level', 'NPM_CONFIG_AUDIT_LEVEL'],
      key: 'audit-level',
    },
  ],
}

const scanners: Readonly<Record<string, Scanner>> = {
  trivy,
  grype: {
    named: ['--config', '-c', 'GRYPE_CONFIG'],
    files: ['.grype.yaml', '.grype/config.yaml'],
    settings: [{ options: ['--fail-on', '-f'], variables: ['GRYPE_FAIL_ON_SEVERITY'], key: 'fail-on-severity' }],
  },
  checkov: {
    named: ['--config-file', 'CKV_CONFIG_FILE'],
    files: ['.checkov.yaml', '.checkov.yml'],
    settings: [
      { options: ['--soft-fail', '-s'], variables: ['CKV_SOFT_FAIL'], key: 'soft-fail', isSwitch: true },
      { options: ['--soft-fail-on'], variables: ['CKV_SOFT_FAIL_ON'], key: 'soft-fail-on' },
      { options: ['--hard-fail-on'], variables: ['CKV_HARD_FAIL_ON'], key: 'hard-fail-on' },
    ],
  },
  npm: ofNpm,
  pnpm: ofNpm,
}

/**
 * The words behind a scanner, with the options that variables and its file of settings stand for.
 * @param args the words as they are written; what they say wins
 */
export async function withScannerSettings(
  program: string,
  args: readonly string[],
  call: Call,
  shell: Shell,
  finder: Finder,
): Promise<readonly string[]> {
  const scanner = scanners[program]
  if (!scanner || (scanner === ofNpm && args[0] !== 'audit')) return args
  const variable = (name: string) => call.environment[name] ?? exportedBy(shell, name)
  const given = (option: string) => args.some((word) => word === option || word.startsWith(`${option}=`))
  const open = scanner.settings.filter(({ options }) => !options.some(given))
  if (!open.length) return args
  const ofFile = await settingsOf(scanner, args, variable, shell, finder)
  return [
    ...args,
    ...open.flatMap(({ options: [option], variables, key, isSwitch }) => {
      const value = variables.map(variable).find((text) => text !== undefined && text !== '') ?? ofFile(key)
      if (value === undefined || value === '') return []
      if (isSwitch) return /^(true|1)$/i.test(value) ? [option] : []
      return [`${option}=${value}`]
    }),
  ]
}

async function settingsOf(
  { named, files }: Scanner,
  args: readonly string[],
  variable: (name: string) => string | undefined,
  { directory, apart }: Shell,
  { repository }: Finder,
): Promise<(key: string) => string | undefined> {
  const chosen = named.flatMap((name) => variable(name) ?? givenBy(args, name) ?? [])
  for (const name of chosen.length ? chosen.slice(0, 1) : files) {
    const path = directory === undefined || apart ? undefined : joinPath(directory, name)
    if (path === undefined || !repository.has(path)) continue
    repository.claim(path)
    if (path.endsWith('.npmrc')) {
      const text = (await repository.text(path))?.content ?? ''
      return (key) => new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1]
    }
    const root = (await repository.yaml(path))?.[0]
    return (key) => textOf(key.split('.').reduce<DataNode | undefined>((node, part) => node?.get(part), root))
  }
  return () => undefined
}

const textOf = (node: DataNode | undefined): string | undefined =>
  node?.kind === 'list' ? node.items.map((item) => item.text ?? '').join(',') : node?.text

function givenBy(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option)
  return at < 0 ? args.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1) : args[at + 1]
}
