/** What is said of Terraform in docs/infrastructure.md. */
export const about = {
  name: 'Terraform, OpenTofu and Terragrunt',
  files:
    '`*.tf`, `*.tofu`, their JSON form, `*.tfvars`, `.terraform.lock.hcl`, `terragrunt.hcl` and the files that it includes',
  read: [
    'modules of this repository with their inputs and outputs; locals, references, variables with their types, defaults and `optional()`',
    'each environment: by files of variables (`prod.tfvars`, `environments/prod/…`, shared ones too), the folder, the key of the state, keys of a map that is looked up by `terraform.workspace` or by a variable such as `environment`, and how a module is called',
    '`count`, `for_each`, `dynamic`, conditions, `for`, templates, and the functions of texts, lists, maps and numbers that hang on nothing else',
    'units of Terragrunt with their inputs, those of what they include, and what `generate` writes',
  ],
  hidden: [
    'modules from elsewhere, by name; what they are given is read',
    'data sources, attributes that are known when something is made (whose they are stays known), other state',
    'variables that nothing gives; functions that read files or the clock, patterns, ciphers and addresses',
    'how often something is made whose `count` or `for_each` is hidden: it may be there or not',
  ],
  assumed: [
    'a default holds where no file of variables that belongs to the configuration gives another value',
    'a folder that nothing calls is applied from here, but for those below `modules/` that keep no state',
    'what is left out has the default that the provider documents: CloudWatch keeps logs for ever, RDS no backups',
  ],
} as const
