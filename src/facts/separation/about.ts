/** What is said of configuration in code in docs/infrastructure.md. */
export const about = {
  name: 'Configuration in code and images',
  files:
    'the code of the service (TypeScript, JavaScript, Python, Ruby, Java, Kotlin, Scala, C#, Go, Rust, PHP, Elixir, Swift, Dart and others), Dockerfiles with `.dockerignore`, and the settings that they copy (`.env*`, `appsettings.*.json`, `application-*.yml`, `config/*`)',
  read: [
    'literals that begin with a URL or are a host, and hosts that regular expressions begin with; what is put together of parts (`https://${host}`) is none',
    'addresses in the settings that a program begins with in every environment (`application.yml`, `appsettings.json`, `config/default.json`), and in the variables of images (`ENV`)',
    'hosts of environments: of ingresses, routes and gateways, those that one key has in the files of several environments, and `environment: url:` of pipelines; and the domains of these',
    'words in hosts that mean an environment (`api.staging.…`), addresses of databases, queues, caches and vaults',
    'what `COPY` and `ADD` take from the context into the stages that an image is made of, and settings that a build stage packs or writes into pages',
    'where code asks its environment, and what manifests, releases, infrastructure code and compose files give to workloads',
  ],
  hidden: [
    'whose a host is that has a word of an environment and lies under a domain that no environment here has',
    'whether an address in settings that hold for all is given another value where the program runs',
    'whether an address of production that stands alone is a link for people',
    'code that is the configuration of one environment by its name (`environment.prod.ts`), files of code larger than 2 MiB',
  ],
  assumed: [
    'tests, scripts, tools, mocks, seeds, migrations, templates, infrastructure code and settings of builds are no code of the service',
    'lists of who may call, what a page may load, links, comments and descriptions of an API configure nothing',
    'settings that hold no host of an environment are those of a mode (`.env.production` of Vite), and may be in an image',
  ],
} as const
