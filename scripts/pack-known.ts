import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { kinds } from '../src/config/vocabulary.ts'
import type { KnownTable } from '../src/facts/pipeline/known/table.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../src/facts/pipeline/known')
const output = join(folder, 'known.generated.json')

/** All tables of `src/facts/pipeline/known/` as one, checked: kinds of the closed list, nothing said twice. */
export function packKnown(): string {
  const table: Record<string, Record<string, unknown>> = {
    commands: {},
    actions: {},
    orbs: {},
    tasks: {},
    pipes: {},
    jenkins: {},
    gitlab: {},
    tekton: {},
    travis: {},
    plugins: {},
    buildkite: {},
    resources: {},
    images: {},
    openers: {},
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const content = parse(readFileSync(join(folder, file), 'utf8')) as KnownTable
    for (const [group, entries] of Object.entries(content)) {
      const into = table[group]
      if (!into) throw new Error(`${file}: there is no group ${group}`)
      for (const [name, entry] of Object.entries(entries)) {
        if (name in into) throw new Error(`${file}: ${name} is listed twice`)
        checkKinds(entry, `${file}: ${name}`)
        into[name] = entry
      }
    }
  }
  return `${JSON.stringify(table)}\n`
}

function checkKinds(value: unknown, where: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'kinds' || key === 'couldBe' || key === 'mayAlso') {
      for (const kind of inner as string[]) {
        if (!(kinds as readonly string[]).includes(kind)) throw new Error(`${where}: ${kind} is no kind`)
      }
    } else checkKinds(inner, where)
  }
}

/** Writes the packed table. */
export default function writeKnown(): void {
  writeFileSync(output, packKnown())
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeKnown()
