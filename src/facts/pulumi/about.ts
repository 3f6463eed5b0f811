/** What is said of Pulumi in docs/infrastructure.md. */
export const about = {
  name: 'Pulumi',
  files:
    '`Pulumi.yaml` with `runtime: yaml`, `Main.yaml` or `Main.json` where the program stands there, and `Pulumi.<stack>.yaml`',
  read: [
    'resources of the providers that Pulumi has from Terraform (AWS, Google Cloud, Azure, Datadog, New Relic, Grafana, GitHub), under the names of those providers, so that both are judged alike',
    'stacks: those that have a file, and those that pipelines name with `--stack` or `stack-name`; each is the environment that its name is',
    'configuration of the stack before that of the project and its defaults; `variables`, `${…}` with properties and items, and the functions `join`, `select`, `split`, `toJSON`, `length`, `secret` and `unsecret`',
    '`options.ignoreChanges`: what it names is left as others have set it',
  ],
  hidden: [
    'programs in TypeScript, Python, Go and other languages, and those that a compiler makes (CUE, jsonnet): by their name, where their text speaks of alerts, dashboards, databases or services of ECS',
    'configuration that is encrypted, that an environment of Pulumi ESC gives, or that a pipeline sets; what `fn::invoke`, stack references and other functions give',
    'resources of other packages (`azure-native`, `awsx`) and components, by name; charts and manifests that a program makes in a cluster',
  ],
  assumed: [
    'a stack whose name is that of no environment tells of none',
    'what is left out has the default of Terraform’s provider of the same resource',
  ],
} as const
