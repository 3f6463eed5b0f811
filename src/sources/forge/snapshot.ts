import { ForgeError } from './error.ts'
import type { ForgeSettings } from './settings.ts'

/** The form of a snapshot: settings written by another version in another form are not taken for these. */
const form = 'https://assay.dev/schemas/forge/1'

/** What a forge told as a file: the same settings always give the same bytes. No token is in it. */
export function writeSnapshot(settings: ForgeSettings): string {
  return `${JSON.stringify({ form, ...settings }, null, 2)}\n`
}

const parts = ['defaultBranch', 'environments', 'branches', 'tags', 'codeScanning', 'releases', 'deployments'] as const

/**
 * Reads such a file. Throws a ForgeError that names the file where it is another form.
 * @param name how the file is called in messages
 */
export function readSnapshot(text: string, name: string): ForgeSettings {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw new ForgeError(`${name} is no JSON; make it with assay check --forge --forge-snapshot ${name}`)
  }
  const json = data as Record<string, unknown>
  if (typeof data !== 'object' || data === null || json.form !== form) {
    throw new ForgeError(`${name} is no snapshot of this form (${form}); make it anew with --forge --forge-snapshot`)
  }
  const { form: _, ...settings } = json
  for (const key of ['kind', 'host', 'repository', 'readAt', ...parts]) {
    if (settings[key] === undefined) throw new ForgeError(`${name} is not whole: it has no ${key}`)
  }
  for (const key of ['environments', 'branches', 'tags', 'releases', 'deployments']) {
    const part = settings[key] as object
    if (!Array.isArray(part) && !(typeof part === 'object' && 'untold' in part)) {
      throw new ForgeError(`${name}: ${key} is neither a list nor said to be untold`)
    }
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(settings.readAt))) {
    throw new ForgeError(`${name}: readAt is no time (2026-11-28T06:00:00Z)`)
  }
  return settings as unknown as ForgeSettings
}

/** The parts that could not be read, each with its reason, for people: "environments: needs Actions: read". */
export function untoldParts(settings: ForgeSettings): readonly string[] {
  const found: string[] = []
  const add = (name: string, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('untold' in part)) return
    const { untold, needs } = part as { untold: string; needs?: string }
    found.push(`${name}: ${untold}${needs ? `; needs ${needs}` : ''}`)
  }
  for (const name of parts) add(words[name], settings[name])
  for (const { name, rules } of settings.branches) {
    add(`rules of ${name}`, rules)
    if (!('untold' in rules)) add(`reviews of ${name}`, rules.reviews)
  }
  return found
}

const words: Readonly<Record<(typeof parts)[number], string>> = {
  defaultBranch: 'default branch',
  environments: 'environments',
  branches: 'branches',
  tags: 'rules for tags',
  codeScanning: 'code scanning',
  releases: 'releases',
  deployments: 'deployments',
}
