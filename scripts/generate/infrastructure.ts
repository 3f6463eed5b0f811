import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { linkTo } from './text.ts'

interface About {
  readonly name: string
  readonly files: string
  readonly read: readonly string[]
  readonly hidden: readonly string[]
  readonly assumed: readonly string[]
}

/** docs/infrastructure.md: of each format beside the pipelines what is read, hidden and assumed (`about.ts` of its folder). */
export async function infrastructurePage(root: string): Promise<string> {
  const folder = join(root, 'src/facts')
  const found: About[] = []
  for (const name of readdirSync(folder).sort()) {
    if (name === 'pipeline') continue
    const loaded = await import(pathToFileURL(join(folder, name, 'about.ts')).href).catch(() => undefined)
    if (loaded?.about?.assumed) found.push(loaded.about)
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1))
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')
  const parts = found.map(
    ({ name, files, read, hidden, assumed }) =>
      `## ${name}\n\nFiles: ${files}.\n\nRead:\n\n${list(read)}\n\nHidden, and said so by name:\n\n${list(hidden)}\n\nAssumed:\n\n${list(assumed)}\n`,
  )
  return `<!-- Made by npm run generate; do not edit. -->

# Infrastructure and what runs on it

What Assay reads besides pipelines ([pipelines.md](pipelines.md)): for each format the files that it is told by, what is
read of them, what cannot be seen from here, and what is taken for granted. What is *hidden* makes a verdict \`unknown\`
where the answer depends on it, never a pass and never a fail. \`assay facts\` shows what was read of a repository.

${found.map(({ name }) => `- ${linkTo(name)}`).join('\n')}

${parts.join('\n')}`
}
