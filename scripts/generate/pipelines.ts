import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { About } from '../../src/facts/pipeline/dialect/about.ts'
import { foreignSystems } from '../../src/facts/pipeline/foreign.ts'

/** What every folder of a dialect says of itself (`about.ts`), sorted by the systems' names. */
export async function abouts(root: string): Promise<readonly About[]> {
  const folder = join(root, 'src/facts/pipeline')
  const found: About[] = []
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name, 'about.ts')
    if (name === 'dialect') continue
    const loaded = await import(pathToFileURL(file).href).catch(() => undefined)
    if (loaded?.about) found.push(loaded.about)
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** docs/pipelines.md: for each CI system what is read, what is hidden, and how to tell Assay. */
export async function pipelinesPage(root: string): Promise<string> {
  const all = await abouts(root)
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')
  const parts = all.map(
    ({ name, system, files, read, hidden, tell }) =>
      `## ${name}\n\nSystem \`${system}\`. Files: ${files}.\n\nRead:\n\n${list(read)}\n\nHidden, and said so by name:\n\n${list(hidden)}\n${
        tell.length ? `\nTo tell Assay:\n\n${list(tell)}\n` : ''
      }`,
  )
  const others = [...new Set(foreignSystems.map(({ name }) => name))].sort()
  return `<!-- Made by npm run generate; do not edit. -->

# Pipelines

Every CI system is brought to one graph of jobs and steps; a rule never knows which one it was. The same pipeline gets the
same verdict in each (\`fixtures/pipelines/\` holds ${''}the same pipelines in every dialect, and a test compares).

What is \`hidden\` could be anything that its name leaves open: it makes a verdict \`unknown\` where the answer depends on it,
never a pass and never a fail. \`assay graph\` draws what was understood. Where that is wrong or incomplete, say in
\`assay.yaml\` what a job or step does, and what an environment is:

\`\`\`yaml
kinds:
  - {job: ship, kinds: [deploy]}
  - {file: .gitlab-ci.yml, step: checks, kinds: [unit-test, security-scan]}
environments: {blue: production}
\`\`\`

An answer on a step takes the place of all that was found in it. One on a job as a whole takes the place of what is hidden in
it, and leaves what was found: name all that the hidden part does.

${parts.join('\n')}
## Known by name only

These are reported as pipelines that are not read, and what they could do is \`unknown\`: ${others.join(', ')}.
`
}
