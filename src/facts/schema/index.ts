import * as artifact from './artifact.ts'
import * as document from './document.ts'
import * as pipeline from './pipeline.ts'
import * as service from './service.ts'

/**
 * The collections that rules can name in `each`, with the form of their members. A new kind of fact is a new line here;
 * its TypeScript type, its CEL type and its reference entry follow from it.
 */
export const collections = {
  pipelines: pipeline.pipeline,
  steps: pipeline.step,
  deployments: pipeline.deployment,
  smokeTests: pipeline.smokeTest,
  images: artifact.image,
  baseImages: artifact.baseImage,
  pins: artifact.pin,
  packageVersions: artifact.packageVersion,
  versionTags: artifact.versionTag,
  admissionPolicies: artifact.admissionPolicy,
  releases: document.release,
  notes: document.notes,
  runbooks: document.runbook,
  manualChanges: document.manualChange,
  brokenFiles: document.brokenFile,
  capabilities: service.capability,
} as const

/** Facts of which there is exactly one. */
export const singletons = { repository: document.repository } as const

export type CollectionName = keyof typeof collections
