/** What is said of CloudFormation in docs/infrastructure.md. */
export const about = {
  name: 'CloudFormation and SAM',
  files:
    '`*.yaml`, `*.yml`, `*.json` and `*.template` with resources of CloudFormation (what CDK synthesises too, where it is committed), files of parameters beside them, `samconfig.toml`',
  read: [
    'parameters with their defaults, mappings, conditions, and the functions `Ref`, `GetAtt`, `Sub`, `If`, `FindInMap`, `Join`, `Select`, `Split`, `Equals`, `And`, `Or`, `Not` in both their forms',
    'each environment: by files of parameters, by what pipelines give when they deploy a template, by the values that a parameter such as `Environment` allows or is compared with, by the name or folder of the template',
    'nested stacks whose template is in this repository, with the parameters that they are given',
    'alarms, topics with their subscriptions, groups of logs and what writes to them, trails, buckets of logs, load balancers, databases, services and task definitions of ECS with their scaling, deployment groups of CodeDeploy and the deployment preferences of SAM, under the names of Terraform’s provider, so that both are judged alike',
  ],
  hidden: [
    'parameters that nothing gives, secret ones, those of Parameter Store; what other stacks export; attributes that are known when something is made (whose they are stays known)',
    'macros, `Fn::Transform` and `Fn::ForEach`, modules and nested stacks from elsewhere, by name',
    'what a pipeline gives in a variable or a file that is not here: then no default is certain',
    'access by IAM: this is read of Terraform alone',
  ],
  assumed: [
    'a default holds where no file of parameters and no pipeline gives another value',
    'what is left out has the default that AWS documents: a group of logs keeps them for ever, an RDS instance is backed up for a day, a new service of ECS runs one task',
  ],
} as const
