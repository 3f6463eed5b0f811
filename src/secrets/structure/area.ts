import { basename } from '../../documents/path.ts'
import { isProgramName } from './form.ts'
import type { Setting } from './pair.ts'

/**
 * What a file is for, as far as it matters to the passwords in it. Nearer to the single file than the areas of the
 * repository (facts/areas.ts): `.env.example` is a sample wherever it lies, `appsettings.Development.json` is for
 * one's own machine, and the texts of an interface speak of passwords all day.
 */
export function settingOf(file: string): Setting {
  const path = `/${file.toLowerCase()}`
  const name = basename(path)
  if (languagePath.test(path) || bundleName.test(name)) return 'language'
  // what is built into the service is no test, whatever it is called
  if (!shipped.test(path) && (testPath.test(path) || testName.test(basename(file)) || testClass.test(basename(file))))
    return 'test'
  if (samplePath.test(path) || sampleName.test(name)) return 'sample'
  if (prosePath.test(path) || proseName.test(name) || (proseTitle.test(name) && !isProgramName(name))) return 'prose'
  if (pipelinePath.test(path)) return 'pipeline'
  if (requestName.test(name)) return 'request'
  return developmentName.test(path) ? 'development' : 'main'
}

/** Whether a file is a test by its own name, whatever its folders are called. */
export const isTestName = (name: string): boolean =>
  testName.test(name.toLowerCase()) ||
  testClass.test(name) ||
  /^(?:tests?|specs?|mocks?|stubs?|fixtures?)[-_.]/i.test(name)

/** Whether a file is a text that people read, by its path. */
export const isProse = (file: string): boolean => settingOf(file) === 'prose'

/** Whether a file is by its own name what people copy before they fill it in. */
export const isSampleName = (name: string): boolean => sampleName.test(name.toLowerCase())

const languagePath =
  /\/(?:locales?|i18n|l10n|lang|langs|languages?|translations?|intl|messages|strings|nls)\/|\.(?:po|pot|xlf|xliff|resx|arb|strings|ftl)$|\/(?:messages|strings|translations?|labels?|i18n|lang|locale)[._-]?[a-z]{0,5}(?:[_-][a-z]{2,4})?\.(?:properties|xml|json|ya?ml|php|ts|js)$|\/(?:en|de|fr|es|pt|it|nl|pl|ru|ja|zh|ko|tr|sv|da|fi|nb|cs)(?:[_-][a-z]{2,4})?\.(?:json|ya?ml|properties|php|ts|js)$/

/** `login_sv_SE.properties`: a bundle of resources (java.util.ResourceBundle) in one of the languages that programs are put into. */
const bundleName =
  /_(?:af|ar|be|bg|bn|bs|ca|cs|cy|da|de|el|en|eo|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|hy|id|is|it|ja|ka|kk|kn|ko|lt|lv|mk|ml|mr|ms|nb|ne|nl|nn|no|pl|pt|ro|ru|sk|sl|sq|sr|sv|ta|te|th|tr|uk|ur|vi|zh)(?:_[a-z]{2,4})?\.properties$/

/** But for what tests build: `src/sbt-test/shop/src/main/resources`. */
const shipped = /^(?!.*\/src\/(?:\w+-)?tests?\/).*\/src\/main\/resources\//

/** Folders of what tests are made of, and are run with; each is a part of a pattern. */
const testFolders = String.raw`
  tests? __tests?__ testing spec specs e2e it cypress playwright fixtures? __fixtures__ test-?_?data __mocks?__ mocks?
  stubs? test-?_?support test-?_?(?:utils?|cases?|suites?|apps?|libs?|kits?|bench|harness) testservers? conformance
  itests? fuzz(?:ing|ers?)? benches test-?_?fixtures androidtest testresources factories __snapshots__ \.snapshots
  acceptance (?:(?:micro|jmh)-?_?)?benchmarks? (?:micro|jmh)-?_?bench vcr_cassettes cassettes wiremock features acctest
  smoke regression qa/(?:integration|acceptance) expected(?:[-_]?(?:outputs?|results?))? goldens?
`
  .trim()
  .split(/\s+/)

const testPath = new RegExp(
  [
    `/_?(?:${testFolders.join('|')})/`,
    '[-_.](?:tests?|specs?|e2e|unittests?|integrationtests?|testing)/',
    '/(?:tests?|specs?|e2e|mocks?|stubs?|fixtures?)[-_.]',
    String.raw`\.tests?/`,
    // sources that a build takes for those of tests: `src/integrationTest/`, `src/sbt-test/`
    String.raw`/src/(?:\w*tests?\w*|(?:[\w-]+-)?tests?(?:-[\w-]+)?)/`,
  ].join('|'),
)

const testName =
  /[._-](?:tests?|specs?|mocks?|stubs?|fixtures?|stories|e2e|bench|steps)\.[a-z.]{1,12}$|^(?:test|tests|mock|spec|conftest|fake|stub)[_.-]|_(?:test|spec)\.\w{1,5}$|\.(?:feature|snap)$|^phpunit|^(?:vitest|jest)\.|^(?:tox|pytest)\.ini$|^noxfile\.py$|^\.env\.test|^application-(?:test|it|junit)\b|^appsettings\.(?:\w*tests?)\b/i

/** Classes by their case: `UserIT.java` is a test, `mongo-init.js` and `Latest.java` are none. */
const testClass =
  /(?:^|[a-z\d_])(?:Tests?|TestCase|TestBase|Specs?|Mocks?|Fixtures?|Stubs?|Fakes?|IT|Steps|TestUtils?|TestHelpers?|TestData|TestConstants)\.(?:java|kt|cs|scala|groovy|swift|ts|js|php|fs|vb)$/

const samplePath =
  /\/(?:_?examples?|samples?|demos?|tutorials?|templates?-?examples?|quick-?starts?|playground|boilerplate|snippets?)\/|[._-](?:example|sample)s?\//

const sampleName =
  /[._-](?:examples?|samples?|dist|template|demo|defaults|dummy|skeleton)(?:[._-]|$)|^(?:example|sample|demo|dummy)[._-]/

const prosePath =
  /\/(?:(?:docs?|documentation)(?:[_-](?:src|site|website|examples?|snippets?))?|wiki|website|blog|changelogs?|adr|rfcs?|man)\//

const proseName =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|org|tex|textile|wiki)(?:\.erb)?$|(?:^|[_-])help\.|^(?:manual|news)(?:\.(?:txt|html?))?$|^[a-z][\w-]*\.[1-8]$/

const proseTitle = /^(?:readme|changelog|changes|history|license|contributing)/

const pipelinePath =
  /\/\.(?:github|gitlab|circleci|azure-pipelines|azuredevops|buildkite|tekton|woodpecker|drone|travis)|\/(?:bitbucket-pipelines|azure-pipelines[^/]*|cloudbuild[^/]*|appveyor)\.ya?ml$|\/jenkinsfile/

/** Requests that somebody sends by hand, mostly with users that are made up. */
const requestName = /postman|insomnia|\.(?:http|rest)$/

const developmentName =
  /(?:^|[./_-])(?:dev|devel|development|local|localhost|devcontainer|vagrant|sandbox|test|testing|ci|e2e)(?:[./_-]|$)|vagrantfile|\/seeds?(?:[./_-]|$)/
