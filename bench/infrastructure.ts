import { workload, write } from './inputs.ts'

const environments = ['development', 'staging', 'production'] as const
const services = 40

/**
 * Writes a git repository with so many manifests of Kubernetes: 40 services, each with a base and an overlay for each of
 * three environments, as kustomizations. A third of a base are workloads, the rest what stands beside them.
 */
export function overlays(folder: string, count: number): string {
  const files: Record<string, string> = { 'README.md': '# Manifests\n' }
  const each = Math.round(count / services) - 2 * environments.length
  for (let i = 0; i < services; i++) {
    const names = Array.from({ length: each }, (_, n) => `part-${n}.yaml`)
    for (const [n, name] of names.entries()) files[`apps/app${i}/base/${name}`] = manifest(`app${i}-part${n}`, n)
    files[`apps/app${i}/base/kustomization.yaml`] = `resources:\n${names.map((name) => `  - ${name}\n`).join('')}`
    for (const environment of environments) {
      const at = `apps/app${i}/overlays/${environment}`
      files[`${at}/kustomization.yaml`] =
        `namespace: ${environment}\nresources:\n  - ../../base\npatches:\n  - path: replicas.yaml\nimages:\n  - name: ghcr.io/acme/app${i}-part0\n    newTag: v1.4.0-abc1234\n`
      files[`${at}/replicas.yaml`] =
        `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app${i}-part0\nspec:\n  replicas: ${environment === 'development' ? 1 : 3}\n`
    }
  }
  return write(folder, files)
}

function manifest(name: string, n: number): string {
  const head = (version: string, kind: string) =>
    `apiVersion: ${version}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  labels: {app: ${name}}\n`
  if (n % 3 === 1) return `${head('v1', 'Service')}spec:\n  selector: {app: ${name}}\n  ports: [{port: 80}]\n`
  if (n % 3 === 2) return `${head('v1', 'ConfigMap')}data:\n  LOG_LEVEL: info\n  REGION: eu-central-1\n`
  return workload(`  name: ${name}\n`, name, `envFrom: [{configMapRef: {name: ${name}}}]`)
}

/** Writes a git repository with so many modules of Terraform, each called by the root of each of three environments. */
export function terraformModules(folder: string, count: number): string {
  const files: Record<string, string> = {}
  for (let i = 0; i < count; i++) {
    files[`modules/m${i}/main.tf`] = service(i)
    files[`modules/m${i}/variables.tf`] =
      'variable "environment" { type = string }\nvariable "size" {\n  type    = number\n  default = 1\n}\n'
  }
  for (const environment of environments) {
    const calls = Array.from(
      { length: count },
      (_, i) =>
        `module "m${i}" {\n  source      = "../../modules/m${i}"\n  environment = "${environment}"\n  size        = var.size\n}\n`,
    )
    files[`environments/${environment}/main.tf`] =
      `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "5.31.0"\n    }\n  }\n  backend "s3" {\n    bucket = "state"\n    key    = "${environment}"\n  }\n}\nvariable "size" { type = number }\n${calls.join('')}`
    files[`environments/${environment}/terraform.tfvars`] = `size = ${environment === 'production' ? 3 : 1}\n`
  }
  return write(folder, files)
}

const service = (i: number) => `locals {
  name = "service${i}-\${var.environment}"
}

resource "aws_db_instance" "main" {
  identifier              = local.name
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  multi_az                = var.environment == "production"
  backup_retention_period = 7
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "\${local.name}-errors"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5 * var.size
  evaluation_periods  = 2
  period              = 60
  statistic           = "Sum"
}
`
