import type { Atom } from '../run/atoms.ts'

/*
 * What tools are made for, by their names in lower case: a validation counts for what it can speak of. `actionlint` looks at
 * workflows, and a plan of Terraform says nothing of the chart that is rolled out behind it.
 */
const subjects: readonly (readonly [string, RegExp])[] = [
  [
    'none of infrastructure',
    /actionlint|renovate|codeowners|^composer\b|^twine\b|pyproject|prisma|doctrine|manage\.py|mima|verifyplugin|pluginverifier|^dotnet ef\b|flyway|liquibase|^atlas\b|atlas-action|^dbt\b|^buf\b|spectral|swagger|openapi|redocly|check-version|promtool|amtool|newrelic|orb-tools|statelint|^goss\b|sbom|deprecated-image|ecosystem-cert|zizmor|commitlint/,
  ],
  ['terraform', /terraform|tofu|terragrunt|tflint|tfsec|terraspace|^cdktf\b|atmos|tfc-workflows|tf-via-pr/],
  [
    'kubernetes',
    /^(kubectl|oc|kustomize|istioctl|argo|argocd|flux|kluctl|tk|kapp|werf|skaffold|ct|pluto|datree|kyverno|rx)\b|kube|k8s|helm|openshift|stackrox|\b(rh)?acs-/,
  ],
  ['cloudformation', /cloudformation|\bcfn|^(aws-)?(cdk|sam)\b|aws-sam|^sceptre\b|aws-cdk|cdk-action/],
  ['azure', /^az (deployment|bicep|stack)\b|bicep|arm-deploy|azureresourcegroup|azureresourcemanager/],
  ['pulumi', /pulumi/],
  ['nomad', /^nomad\b/],
  ['ansible', /ansible/],
  ['compose', /^docker[- ]compose\b/],
  ['packer', /packer/],
  ['puppet', /^puppet\b/],
]

const subjectOf = (tool: string): string | undefined =>
  subjects.find(([, names]) => names.test(tool.toLowerCase()))?.[0]

/**
 * Whether what an atom validates or plans can be what a tool applies. A tool that is made for many things (a policy check, a
 * schema), and one that is not known, can.
 * @param tool what applies: `terraform apply`, `helm upgrade`
 */
export function speaksOf(atom: Atom, tool: string): boolean {
  if (!atom.act || !atom.kinds.some((kind) => kind === 'validate' || kind === 'plan')) return true
  const validated = subjectOf(atom.act.tool)
  if (validated === 'none of infrastructure') return false
  const applied = subjectOf(tool)
  return validated === undefined || applied === undefined || validated === applied
}
