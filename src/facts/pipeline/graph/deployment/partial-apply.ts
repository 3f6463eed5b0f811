import type { Act } from '../../model.ts'

/** Programs that apply Terraform's configurations, whole or the resources that `-target` names. */
const applying = /^(terraform|tofu|terragrunt)( run-all)? apply$/

/**
 * Types of resources that run nothing: registries and stores that a version is put into, names, keys, roles, events and
 * settings around a service.
 */
const runsNothing =
  /^(?:(?:aws|google|azurerm|azuread|github|cloudflare)_)?(?:ecr|ecrpublic|artifact_registry|container_registry|s3_(?:bucket|access)|storage_(?:bucket|account|container)|secretsmanager|secret_manager|key_vault|kms|ssm_parameter|iam|role_assignment|service_account|application|user_assigned_identity|project_(?:service|iam)|cloudwatch_(?:event|log|metric|dashboard)|monitor|monitoring|sns|budgets|route53|dns|acm|certificate|dynamodb_table|resource_group|random_\w+|tls_\w+|time_\w+|actions_\w+|repository\w*)(?:_|\.|$)/

/**
 * Whether an act applies only named resources that run nothing: the registry that an image is pushed to afterwards, a
 * key that is renewed. No version comes with it; a whole apply, a module or a service among the targets may bring one.
 */
export function appliesAside({ tool, words }: Act): boolean {
  if (!applying.test(tool)) return false
  const targets = words.flatMap((word, i) => {
    const joined = /^--?target=(.*)$/.exec(word)?.[1]
    if (joined !== undefined) return [joined]
    return /^--?target$/.test(words[i - 1] ?? '') ? [word] : []
  })
  return targets.length > 0 && targets.every((target) => runsNothing.test(target.replace(/^["']|["']$/g, '')))
}
