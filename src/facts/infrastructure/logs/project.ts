import type { LogKind } from '../../schema/operation.ts'
import { type InfrastructureResource, nameIn } from '../resource.ts'

/** A project of CodeBuild that is called after a test alone: `shop-lint`. */
const onlyTests = /(?:^|[-_])(?:lint\w*|(?:unit[-_])?tests?|sonar\w*|scan\w*|security|docs)$/i
const deploys = /deploy|release|deliver|apply|migrat|publish/i

/** What the logs of a project of CodeBuild are: most belong to what is deployed; those of a test do not. */
export function kindOfProject(project: InfrastructureResource): LogKind {
  const names = [nameIn(project, 'name'), project.name]
  return names.some((name) => onlyTests.test(name)) && !names.some((name) => deploys.test(name))
    ? 'other'
    : 'deployment'
}
