import { ownerOf } from '../address.ts'
import { collector } from '../collector.ts'
import { inPackages } from '../configuration/packed-secrets.ts'
import { inBuildArguments, inCommands } from '../configuration/secret-uses.ts'
import { partyOf } from '../pipeline/dialect/taken.ts'
import { inWorkflowText } from '../pipeline/github/secret-text.ts'
import type { SecretUse } from '../schema/configuration.ts'

/** Secrets in pipelines that get where they should not: into an image, into a log, to who needs none. */
export default collector({
  yields: ['secretUses'],
  needs: ['workflows'],
  reads: 'the commands of all pipelines, and the text of the workflows of GitHub, Gitea and Forgejo',
  async collect({ repository, observed }) {
    const { senseOf } = await import('../../secrets/index.ts')
    const isSecret = (name: string) => senseOf(name).strength >= 2
    const isKept = (name: string) => senseOf(name).strength >= 1
    const uses = [
      ...inBuildArguments(observed.workflows, isSecret, isKept),
      ...inCommands(observed.workflows, isSecret, isKept),
      ...inPackages(observed.workflows),
    ]
    for (const file of new Set(observed.workflows.map((workflow) => workflow.file))) {
      if (!/^\.(?:github|gitea|forgejo)\/workflows\//.test(file)) continue
      const text = await repository.text(file)
      if (!text) continue
      // what goes to a workflow of the same owner goes to nobody else
      for (const use of inWorkflowText(text)) {
        if (use.way !== 'inherited') uses.push(use)
        else if (ownerOf(repository) === undefined) uses.push({ ...use, way: 'perhaps-inherited' })
        else if (partyOf(use.name, repository) === 'third') uses.push(use)
      }
    }
    const found = new Map<string, SecretUse>()
    for (const use of uses) {
      const id = `${use.file} ${use.way} ${use.name} ${use.place.start ?? 0}`
      if (!found.has(id)) found.set(id, { id, ...use } as SecretUse)
    }
    return { secretUses: [...found.values()] }
  },
})
