import { plainWords } from './words.ts'

/** How the packages that Pulumi has from Terraform are called there (pulumi.com/registry). */
const providers: Readonly<Record<string, string>> = {
  aws: 'aws',
  gcp: 'google',
  azure: 'azurerm',
  datadog: 'datadog',
  newrelic: 'newrelic',
  grafana: 'grafana',
  pulumiverse_grafana: 'grafana',
  github: 'github',
  digitalocean: 'digitalocean',
  kubernetes: 'kubernetes',
}

/** Modules of a package that Terraform's provider calls otherwise; an empty name is left out. */
const modules: Readonly<Record<string, string>> = {
  'aws:alb': 'lb',
  'aws:apigateway': 'api_gateway',
  'aws:elasticbeanstalk': 'elastic_beanstalk',
  'gcp:appengine': 'app_engine',
  'gcp:cloudrun': 'cloud_run',
  'gcp:cloudrunv2': 'cloud_run_v2',
  'gcp:folder': 'folder',
  'gcp:projects': 'project',
  'azure:appservice': '',
  'azure:authorization': '',
  'azure:containerapp': 'container',
  'azure:monitoring': 'monitor',
  'azure:portal': '',
  'azure:containerservice': 'container',
}

/** Packages whose resources are called without their module. */
const flat = new Set(['datadog', 'newrelic', 'grafana', 'pulumiverse_grafana', 'github', 'digitalocean'])

/** Resources whose names follow no rule. */
const own: Readonly<Record<string, string>> = {
  'aws:lb:LoadBalancer': 'aws_lb',
  'aws:alb:LoadBalancer': 'aws_lb',
  'aws:elb:LoadBalancer': 'aws_elb',
  'aws:rds:Instance': 'aws_db_instance',
  'aws:cloudtrail:Trail': 'aws_cloudtrail',
  'aws:codepipeline:Pipeline': 'aws_codepipeline',
  'aws:ec2:FlowLog': 'aws_flow_log',
  'azure:operationalinsights:AnalyticsWorkspace': 'azurerm_log_analytics_workspace',
  'azure:appinsights:Insights': 'azurerm_application_insights',
  'azure:appinsights:Workbook': 'azurerm_application_insights_workbook',
  'azure:authorization:Assignment': 'azurerm_role_assignment',
  'kubernetes:apps/v1:DaemonSet': 'kubernetes_daemonset',
}

/** What a token of a resource is to Terraform: its type, or what is made elsewhere; undefined where it makes nothing. */
export function typeOf(token: string): { readonly type: string; readonly isElsewhere: boolean } | undefined {
  const parts = token.split(':')
  const [pkg = '', written = ''] = parts
  const name = (parts.at(-1) ?? '').replace(/V2$/, '')
  if (pkg === 'pulumi' || parts.length < 2) return undefined
  const provider = Object.hasOwn(providers, pkg) ? providers[pkg] : undefined
  const elsewhere = { type: token.replaceAll(':', '/'), isElsewhere: true }
  if (!provider) return elsewhere
  if (pkg === 'kubernetes') {
    if (/^(helm\.sh|yaml|kustomize|apiextensions)/.test(written)) return elsewhere
    return { type: own[token] ?? `kubernetes_${plainWords(name)}`, isElsewhere: false }
  }
  const module = parts.length === 2 ? '' : (written.split('/')[0] as string)
  const found = own[`${pkg}:${module}:${name}`]
  if (found) return { type: found, isElsewhere: false }
  const called = flat.has(pkg) || module === 'index' ? '' : (modules[`${pkg}:${module}`] ?? module)
  return { type: [provider, called, plainWords(name)].filter(Boolean).join('_'), isElsewhere: false }
}
