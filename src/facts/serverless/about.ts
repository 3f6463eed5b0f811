/** What is said of the Serverless Framework in docs/infrastructure.md. */
export const about = {
  name: 'Serverless Framework',
  files: '`serverless.yml`, `serverless.yaml` and `serverless.json` for AWS, with the files that they take in',
  read: [
    'stages: those that pipelines deploy with `--stage`, those that `params`, `stages` and maps below `custom` have something for, else what `provider.stage` says',
    'variables `self`, `opt`, `sls`, `param` and `file` with their fallbacks, nested in one another, for each stage; options that pipelines give',
    '`resources` as CloudFormation reads them; the groups of logs of functions with `logRetentionInDays`; deployments of `deploymentSettings` with their alarms',
    'whether a failed update of a stack is taken back, where `disableRollback` says so',
  ],
  hidden: [
    'variables of the environment, of Parameter Store, of other stacks and of scripts; configuration in TypeScript and JavaScript',
    'what plugins make: those that are called after alerts or alarms by their name',
  ],
  assumed: [
    'a function without `logRetentionInDays` keeps its logs for ever, as CloudWatch does',
    'a stage whose name is that of no environment tells of none',
  ],
} as const
