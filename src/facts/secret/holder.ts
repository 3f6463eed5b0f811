import type { Secret } from '../schema/secret.ts'

type Holder = Secret['holder']

const holders: readonly (readonly [Holder, RegExp])[] = [
  [
    'pipeline',
    /^\.(github|gitlab|circleci|azure-pipelines|azuredevops|buildkite|tekton|woodpecker|drone|harness|forgejo|gitea|teamcity)\/|(^|\/)(\.gitlab-ci[^/]*\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.yml|cloudbuild[^/]*\.ya?ml|Jenkinsfile[^/]*|[^/]*\.jenkinsfile|\.travis\.yml|\.drone\.yml|appveyor\.yml|buildspec[^/]*\.ya?ml)$/i,
  ],
  ['image', /(^|\/)((Docker|Container)file[^/]*|[^/]*\.(docker|container)file)$/i],
  ['state', /\.tfstate(\.backup|\.\d+)?$|(^|\/)(pulumi\.[^/]*\.json|\.pulumi\/)/i],
  ['variables', /\.(auto\.)?tfvars(\.json)?$|(^|\/)(group_vars|host_vars)\//i],
  ['environment-file', /(^|\/)\.env(rc|\.[^/]*)?$|\.env$/i],
  [
    'credentials-file',
    /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pypirc|\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.dockercfg|\.docker\/config\.json|\.aws\/credentials|credentials(\.json|\.xml|\.sbt)?|\.m2\/[^/]*\.xml|((maven|mvn|ci|jenkins|docker|build)[-_]?)?settings(-security)?\.xml|nuget\.config|\.?pip\.(conf|ini)|\.bundle\/config|\.terraformrc|terraform\.rc|kubeconfig[^/]*|\.kube\/config|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|[^/]*\.(pem|key|ppk|p12|pfx|jks|keystore|kdbx))$/i,
  ],
  ['notebook', /\.ipynb$/i],
  ['document', /\.(md|markdown|mdx|rst|adoc|asciidoc|txt|html?|org)$/i],
  [
    'manifest',
    /(^|\/)(docker-)?compose[^/]*\.ya?ml$|(^|\/)(k8s|kubernetes|manifests|helm|charts?|overlays|base|kustomize|deploy|argocd|flux)\/.*\.ya?ml$|(^|\/)values[^/]*\.ya?ml$/i,
  ],
  [
    'code',
    /\.(c|h|cc|cpp|hpp|cs|fs|vb|go|rs|java|kt|kts|scala|groovy|gradle|py|rb|php|pl|lua|js|mjs|cjs|jsx|ts|mts|tsx|vue|svelte|swift|m|mm|dart|ex|exs|erl|clj|r|jl|sh|bash|zsh|fish|ps1|psm1|bat|cmd|sql|sol|tf|bicep)$/i,
  ],
]

/** In what kind of file a secret stands, by its path; configuration where nothing else fits. */
export function holderOf(path: string): Holder {
  return holders.find(([, pattern]) => pattern.test(path))?.[0] ?? 'configuration'
}
