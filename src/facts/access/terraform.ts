import type { Settings } from '../../config/settings.ts'
import { Hidden, isHidden } from '../hidden.ts'
import type { Node } from '../infrastructure/node.ts'
import {
  attribute,
  type InfrastructureResource,
  listIn,
  madeOf,
  nested,
  resourcesOf,
  textIn,
  together,
} from '../infrastructure/resource.ts'
import { classify } from '../pipeline/environment.ts'
import type { Grant } from './grant.ts'

/*
 * Who has access, in what Terraform makes. Attributes by the providers' documentation (registry.terraform.io): github
 * github_repository_environment, google google_project_iam, azurerm role_assignment, aws ssoadmin_account_assignment,
 * kubernetes role_binding.
 */

const azure = 'role assignments of Azure'

/** Resources that give one principal, or a list of them, access to what an environment is in. */
const given: readonly (readonly [system: string, types: readonly string[], attribute: string])[] = [
  [
    'IAM of Google Cloud',
    [
      'google_project_iam_member',
      'google_project_iam_binding',
      'google_folder_iam_member',
      'google_folder_iam_binding',
    ],
    'member',
  ],
  [azure, ['azurerm_role_assignment'], 'principal_id'],
  ['IAM Identity Center of AWS', ['aws_ssoadmin_account_assignment'], 'principal_id'],
]

/** The grants in what Terraform makes, for the environments that it is made for. */
export function terraformGrants(all: readonly InfrastructureResource[], settings: Settings): readonly Grant[] {
  const found: Grant[] = []
  for (const [system, types, name] of given) {
    for (const resource of resourcesOf(all, types)) {
      if (isHidden(resource.environment) || resource.exists === false) continue
      const written = types.length > 1 && resource.type.endsWith('_binding') ? 'members' : name
      found.push(...peopleIn(resource, resource.node, written, system, resource.environment, all))
    }
  }
  for (const resource of resourcesOf(all, ['kubernetes_role_binding*', 'kubernetes_cluster_role_binding*'])) {
    if (isHidden(resource.environment) || resource.exists === false) continue
    const subjects = nested(resource, 'subject')
    if (isHidden(subjects)) continue
    for (const subject of subjects) {
      const kind = textIn(subject, 'kind')
      if (kind === 'ServiceAccount' || isHidden(kind)) continue
      found.push(...peopleIn(resource, subject, 'name', 'role bindings', resource.environment, all))
    }
  }
  return [...found, ...reviewers(all, settings)]
}

/** Reviewers of environments of GitHub, by the environment that the resource names. */
function reviewers(all: readonly InfrastructureResource[], settings: Settings): readonly Grant[] {
  return resourcesOf(all, ['github_repository_environment']).flatMap((resource) => {
    const name = textIn(resource, 'environment')
    if (name === undefined || isHidden(name) || resource.exists === false) return []
    const kind = classify(name, settings)
    const blocks = nested(resource, 'reviewers')
    if (isHidden(kind) || isHidden(blocks)) return []
    return blocks.flatMap((block) =>
      ['teams', 'users'].flatMap((attribute) =>
        peopleIn({ ...resource, environmentName: name }, block, attribute, 'reviewers on GitHub', kind, all),
      ),
    )
  })
}

function peopleIn(
  resource: InfrastructureResource,
  of: Node,
  name: string,
  system: string,
  environment: Grant['environment'],
  all: readonly InfrastructureResource[],
): readonly Grant[] {
  const values = listIn(of, name)
  if (values === undefined) return []
  const { place } = attribute(of, name)
  const common = { system, about: '', environment, name: resource.environmentName || environment, place }
  // what is known only when it is made is hidden, but whose it is is not
  const written = isHidden(values) ? [values] : values
  return written.flatMap((value): readonly Grant[] => {
    const [made] = madeOf(value)
    if (made !== undefined) {
      const source = all.find((one) => one.address === made && together(one, resource))
      return isProgram(source?.type ?? made) ? [] : [{ ...common, who: made }]
    }
    if (isHidden(value)) return [{ ...common, who: value }]
    if (typeof value !== 'string' && typeof value !== 'number') return []
    if (system === azure && textIn(of, 'principal_type') === 'ServicePrincipal') return []
    if (isProgram(String(value))) return []
    return [{ ...common, who: system === azure ? ofAzure(String(value), of) : String(value) }]
  })
}

/** An object's identifier says nothing of what it is of: the registration that a pipeline deploys by, or a group of people. */
function ofAzure(id: string, assignment: Node): string | Hidden {
  const kind = textIn(assignment, 'principal_type')
  if (kind === 'Group' || kind === 'User') return id
  return new Hidden(`whether ${id}, to whom a role of Azure is assigned, is a group of people`, {
    kind: 'file',
    text: 'say it in the assignment: principal_type = "Group"',
  })
}

/** Accounts of programs have their own access in each environment. */
const isProgram = (who: string) =>
  /serviceaccount|service_account|identity|service_principal|_web_app|function_app|kubernetes_cluster|principalset:|\.gserviceaccount\.com$/i.test(
    who,
  )
