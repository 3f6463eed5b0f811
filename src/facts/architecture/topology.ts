import { basename, dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'
import { isForEnvironment } from './compose.ts'

/* What the architecture consists of, by name: no version, size or setting of it. */

/** Kinds of Kubernetes that are parts of a system, by their own names. */
const manifest =
  /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|CronJob|Rollout|Ingress|Gateway|Kafka|Cluster)\b["']?\s*$/gm
/** Terraform resources that are parts of a system: what runs, stores, queues and lets in; no roles, rules and records. */
const terraform =
  /^(?:module\s+"([^"]+)"|resource\s+"((?:aws|google|azurerm|cloudfoundry|digitalocean|heroku)_[a-z0-9_]*(?:instance|cluster|service|function|lambda|queue|topic|bucket|database|db|table|cache|redis|app|container|job|broker|stream|search|domain|load_balancer|lb|alb|api)[a-z0-9_]*)"\s+"([^"]+)")\s*\{/gm

/**
 * What belongs to a part and is none: who may use it, how it is reached, sized, watched and set (by the names that the
 * providers of registry.terraform.io give such resources).
 */
const belongings =
  /_(policy|permissions?|iam_\w+|(subnet|parameter|option|security|node|log|placement)_group|node_pool|rule|listener(_\w+)?|attachment|association|mapping|public_access_block|versioning|acl|logging|notification|object|ownership_controls|\w*configuration|service_(account|plan|linked_role)(_\w+)?|app_plan|profile|certificate|alias|version|user|password|grant|role|settings?|diagnostic_\w+|target|schedule|snapshot|key|method|method_response|integration|integration_response|stage|deployment|authorizer|model|usage_plan|gateway_response|request_validator|vpc_link|project_service)$|^google_project_service$|autoscaling/

/** Modules for the same, by the words of their names: `secrets_shop`, `cloudwatch_alarms`, `label`. */
const ofBelongings =
  /(^|[_-])(secrets?|iam|roles?|polic(y|ies)|permissions?|alarms?|alerts?|alerting|monitoring|dashboards?|certificates?|certs?|acm|dns|kms|security_groups?|log_groups?|logging|oidc|budgets?)([_-]|$)|^(labels?|tags?|naming|context)$/i

/**
 * The parts of the system: services of compose files, workloads and entrances of manifests, images that are built here,
 * modules and resources of Terraform; sorted, each as `what name`. Files of tests, examples and local work are left out.
 * @param composed whether compose files without an environment in their name are deployed
 */
export async function topologyOf(repository: Repository, composed: boolean): Promise<readonly string[]> {
  const parts = new Set<string>()
  for (const { path, area, size } of repository.files) {
    if (area !== 'main' || size > 1_000_000) continue
    const name = basename(path)
    if (/^(Dockerfile|Containerfile)$/.test(name)) parts.add(`image ${dirname(path) || '.'}`)
    else if (/\.tf$/.test(name)) await fromTerraform(path, repository, parts)
    else if (/\.ya?ml$/.test(name)) await fromManifest(path, repository, parts, composed)
  }
  return [...parts].sort()
}

async function fromTerraform(path: string, repository: Repository, parts: Set<string>): Promise<void> {
  const text = await repository.text(path)
  for (const [, module, type, name] of text?.content.matchAll(terraform) ?? []) {
    if (module) {
      if (!ofBelongings.test(module)) parts.add(`module ${module}`)
    } else if (type && !belongings.test(type)) parts.add(`${type} ${name}`)
  }
}

async function fromManifest(
  path: string,
  repository: Repository,
  parts: Set<string>,
  composed: boolean,
): Promise<void> {
  if (/(^|\/)(docker-)?compose([.-][\w.-]+)?\.ya?ml$/.test(path)) {
    if (/(dev|local|test|ci|override|e2e)[^/]*$/i.test(path) || !(composed || isForEnvironment(path))) return
    for (const document of (await repository.yaml(path)) ?? []) {
      for (const { key } of document.get('services')?.entries ?? []) parts.add(`service ${key}`)
    }
    return
  }
  const text = await repository.text(path)
  for (const match of text?.content.matchAll(manifest) ?? []) {
    const rest = text?.content.slice(match.index, match.index + 600) ?? ''
    const name = /^\s{0,4}name:\s*["']?([^\s"'#]+)/m.exec(rest)?.[1]
    if (name) parts.add(`${match[1]} ${name.replace(/\{\{.*$/, '{{…}}')}`)
  }
}
