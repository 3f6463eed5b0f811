import type { InfrastructureResource } from './infrastructure/resource.ts'
import type { Workflow } from './pipeline/model.ts'
import type { Static } from './schema/form.ts'
import type { collections, singletons } from './schema/index.ts'

type Collections = typeof collections
type Singletons = typeof singletons

/** What rules see: the collections of `schema/index.ts` and the one fact on the repository. */
export type Facts = { readonly [Name in keyof Collections]: readonly Static<Collections[Name]>[] } & {
  readonly [Name in keyof Singletons]: Static<Singletons[Name]>
}

/**
 * Everything that collectors hand on: the facts, and what only derived collectors read: `workflows`, the pipelines in the
 * one form, `terraform`, what Terraform makes, computed when it is asked for, and `templateResources`, the same of the
 * templates of CloudFormation, serverless.yml, ARM and Bicep.
 */
export interface Observations extends Omit<Facts, 'repository'> {
  readonly workflows: readonly Workflow[]
  readonly terraform: readonly InfrastructureResource[]
  readonly templateResources: readonly InfrastructureResource[]
  readonly repository: readonly Facts['repository'][]
}

export type ObservationName = keyof Observations
