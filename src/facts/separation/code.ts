import { basename } from '../../documents/path.ts'
import type { RepositoryFile } from '../repository.ts'

/* Which files are the code of the service itself. */

const endings =
  /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|py|rb|java|kt|scala|clj|cljs|groovy|cs|fs|vb|go|rs|php|ex|swift|dart|erl|pl)$/

/** What is at work before or beside the service: scripts, tools, tests of load, mocks, infrastructure, settings of builds. */
const beside =
  /(^|\/)(\.[\w-]+|[\w-]*scripts?|tools?|tooling|bin|hack|ci|seeds?|[\w-]*mocks?|mock-[\w-]+|__mocks__|stubs?|fakes?|local|localdev|fixtures?|wiremock|pact\w*|storybook|stories|gatling|k6[\w-]*|jmeter|locust|[\w-]*load[_-]?test\w*|perf(ormance)?[_-]?tests?|features\/(support|step_definitions)|migrations?|migrate|locales?|i18n|lang|translations?|email-?templates?|mailers?|templates|cdk|pulumi|terraform|iac|jenkins|vars|playwright|cypress|e2e\w*|(integration|acceptance|smoke)[-_]?tests?)\/|^(infra|infrastructure|deploy|deployments?|ops|devops|support)\//i
const besideName =
  /(^|[._-])(test|tests|spec|mock|mocks|stub|stubs|fake|fixture|fixtures|stories|story|seed|seeds|sample|example|e2e)(?=[._-])|(Tests?|Spec|Mocks?|Stubs?|Fakes?|Fixtures?|IT)\.\w+$|^(karma|gulpfile|gruntfile|setupProxy|setupTests|wdio|protractor|ecosystem|knexfile|noxfile|conftest|fabfile|Jenkinsfile|swagger|openapi)[\w.-]*\.\w+$|\.(config|conf)\.[cm]?[jt]s$|-stack\.[jt]s$|^setup\.py$|^(circle|circleci|travis|ci)\.\w+$|^(allowed|cors|csp)[\w-]*\.\w+$|^\.|^[\w-]+-build\.[cm]?js$/i

/** Larger files are data or were made. */
export const largest = 2 << 20

/** What bundlers made, of which the sources are elsewhere: large scripts among what is served as it is. */
const served = /(^|\/)(public|static|assets|wwwroot|www|build|dist|themes)\/.*\.[cm]?js$/
const bundle = 150_000

/** Whether a file is code that becomes part of the service. */
export function isCode({ path, area, size }: RepositoryFile): boolean {
  if (size > bundle && served.test(path)) return false
  return area === 'main' && endings.test(path) && !beside.test(path) && !besideName.test(basename(path))
}

/** Code that is the configuration of one environment by its name: `environments/environment.prod.ts`, `settings/production.py`. */
export const isSettingsOfEnvironment = (path: string) =>
  /(^|\/)(environments?|settings|config|configuration|env)\/[^/]*$|(^|[./_-])(config|settings|environments?|env|configuration)[./_-][^/]*$/i.test(
    path,
  ) &&
  /(^|[./_-])(dev|develop|development|local|test|qa|uat|staging|stage|stg|preprod|prod|production|live|sandbox)\.\w+$/i.test(
    path,
  )

/**
 * Code that asks its environment, or its settings, for values: the first such place proves that it is done. The mode of a
 * build (`NODE_ENV`, `import.meta.env.DEV`) and what frameworks write into every project (Django's `setdefault`, Rails'
 * `BUNDLE_GEMFILE`) tell nothing of where the configuration is from.
 */
export const asksEnvironment =
  /\bprocess\.env\b(?!\??\.(?:NODE_ENV|PUBLIC_URL|CI)\b|\[['"](?:NODE_ENV|PUBLIC_URL|CI)['"]\])|\bimport\.meta\.env\b(?!\.(?:DEV|PROD|MODE|SSR|BASE_URL)\b)|\bDeno\.env\b|\bos\.environ\b(?!\.setdefault\b)|\bos\.getenv\(|\benviron\.Env\(|\bBaseSettings\b|\bENV\[(?!['"](?:BUNDLE_GEMFILE|RAILS_ENV|RACK_ENV)['"])|\bENV\.fetch\b(?!\(['"](?:RAILS_ENV|RACK_ENV)['"])|\bSystem\.getenv\(|@Value\("\$\{|@ConfigurationProperties\b|\borg\.springframework\.core\.env\b|\bos\.(Getenv|LookupEnv)\(|\bviper\.\w+\(|\benvconfig\.|\bEnvironment\.GetEnvironmentVariable\(|\bIConfiguration\b|\bAddEnvironmentVariables\(|\bgetenv\(|\benv\(['"]|\bstd::env\b|\benv::var\(|\bSystem\.(get|fetch)_env\b|\bconfig\(['"]\w+\./
