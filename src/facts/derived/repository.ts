import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { mayBuildImages } from '../image/materials.ts'
import { holdsManifests, isRunByItsOwners } from '../manifests/held.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import type { Pipeline } from '../schema/pipeline.ts'
import { hiddenTags } from '../versions/read.ts'

/** The one fact on the repository as a whole. */
export default collector({
  yields: ['repository'],
  needs: ['workflows', 'deployments', 'pipelines', 'steps', 'versionTags'],
  reads: 'the pipelines, the tags and assay.yaml',
  async collect(context) {
    const { repository, observed, settings } = context
    const published = observed.steps.some(
      ({ kinds, byName }) => kinds.includes('publish') && !byName.includes('publish'),
    )
    const publishes = published || (hiddenPublishing(context) ?? false)
    const found = observed.deployments.length > 0 || handsOver(context)
    // what is published has manifests for those who run it elsewhere
    const held = () => (publishes === false ? holdsManifests(repository) : isRunByItsOwners(repository))
    const unseen = () => hiddenDeployment(observed.pipelines) ?? nothingFound
    return {
      repository: [
        {
          git: repository.history !== undefined,
          deploys: settings.deploys ?? (found || (await held()) || unseen()),
          publishes,
          tagged: await tagged(context),
          mayBuildImages: (await mayBuildImages(repository, observed.workflows)).answer,
          pipelines: observed.pipelines.length,
          place: { file: '' },
        },
      ],
    }
  },
})

/** A pipeline that may deploy, though what it does cannot be seen. */
function hiddenDeployment(pipelines: readonly Pipeline[]): Hidden | undefined {
  return pipelines.map((pipeline) => pipeline.deploys).find(isHidden)
}

/** verdicts.md: it is never guessed that a repository does not deploy. */
const nothingFound = new Hidden('whether anything is deployed from here (no deployment was found)', {
  kind: 'answer',
  text: 'say in assay.yaml: deploys: false, if nothing is deployed from here',
})

/** A step hands to somebody else what is then deployed, or something taken in deploys: it alone cannot be seen. */
const handsOver = (context: Parameters<typeof graphOf>[0]): boolean =>
  graphOf(context).judge.plans.all.some(({ workflow, atoms }) =>
    [...workflow.hidden, ...atoms.map(({ hidden }) => hidden)].some((part) => part?.deploys === true),
  )

function hiddenPublishing(context: Parameters<typeof graphOf>[0]): Hidden | undefined {
  for (const { workflow, atoms } of graphOf(context).judge.plans.all) {
    const parts = [...workflow.hidden, ...atoms.flatMap((atom) => atom.hidden ?? [])]
    const hidden = parts.find((part) => part.couldBe.includes('publish'))
    if (hidden) return hidden.value
  }
  return undefined
}

async function tagged({ repository, observed }: Parameters<typeof graphOf>[0]): Promise<Seen<boolean>> {
  const tags = await repository.history?.tags()
  if (tags) return observed.versionTags.length > 0
  return hiddenTags(repository, 'the version tags')
}
