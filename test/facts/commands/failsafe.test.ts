import { type Files, kindRows } from '../../support/kinds.ts'

const surefire = (configuration: string) =>
  `<plugin><artifactId>maven-surefire-plugin</artifactId><configuration>${configuration}</configuration></plugin>`

const goals =
  '<executions><execution><goals><goal>integration-test</goal><goal>verify</goal></goals></execution></executions>'

const failsafe = (configuration = '', executions = goals) =>
  `<plugin><artifactId>maven-failsafe-plugin</artifactId><configuration>${configuration}</configuration>${executions}</plugin>`

const build = (...plugins: readonly string[]) => `<build><plugins>${plugins.join('')}</plugins></build>`

const pom = (inside: string, files: Files = {}): Files => ({
  'pom.xml': `<project><artifactId>shop</artifactId>${inside}</project>`,
  'src/test/java/org/acme/CartTest.java': '',
  'src/test/java/org/acme/OrdersIT.java': '',
  ...files,
})

const own = (name: string, inside: string): Files => ({
  'pom.xml': `<project>${inside}</project>`,
  'src/test/java/org/acme/CartTest.java': '',
  [`src/test/java/org/acme/${name}.java`]: '',
})

const both = 'build+unit-test+integration-test'
const unit = 'build+unit-test'
const include = (pattern: string) => `<includes><include>${pattern}</include></includes>`
const boot = '<parent><artifactId>spring-boot-starter-parent</artifactId></parent>'
const foreign = '<parent><artifactId>acme-parent</artifactId></parent>'
const skips = '<skipTests>${skip.its}</skipTests>'
const profile = (id: string, inside: string, activation = '') =>
  `<profiles><profile><id>${id}</id>${activation}${inside}</profile></profiles>`
const properties = (name: string, value: string) => `<properties><${name}>${value}</${name}></properties>`

kindRows('Failsafe', [
  ['bound by the build', 'mvn -B verify', [both], pom(build(failsafe()))],
  ['in a phase that comes before', 'mvn -B package', [unit], pom(build(failsafe()))],
  ['not there at all', 'mvn -B verify', [unit], pom('')],
  ['declared and not bound', 'mvn -B verify', [unit], pom(build(failsafe('', '')))],
  ['bound by Spring Boot', 'mvn -B verify', [both], pom(boot + build(failsafe('', '')))],
  ['not declared under Spring Boot', 'mvn -B verify', [unit], pom(boot)],
  ['of a parent that is elsewhere', 'mvn -B verify', [unit], pom(foreign)],
  [
    'managed and not declared',
    'mvn verify',
    [unit],
    pom(`<build><pluginManagement><plugins>${failsafe()}</plugins></pluginManagement></build>`),
  ],
  ['its own names', 'mvn verify', [both], own('OrdersITest', build(failsafe(include('**/*ITest.java'))))],
  ['names that it is not told', 'mvn verify', [unit], own('OrdersITest', build(failsafe()))],
  ['classes of a folder', 'mvn verify', [both], own('it/Orders', build(failsafe(include('**/it/**/*.java'))))],
  ['skipped by the run', 'mvn verify -DskipITs', [unit], pom(build(failsafe()))],
  ['skipped by a property', 'mvn verify', [unit], pom(properties('skipITs', 'true') + build(failsafe()))],
  [
    'skipped by a property of its own',
    'mvn verify',
    [unit],
    pom(properties('skip.its', 'true') + build(failsafe(skips))),
  ],
  [
    'and told by the run',
    'mvn verify -Dskip.its=false',
    [both],
    pom(properties('skip.its', 'true') + build(failsafe(skips))),
  ],
  [
    'and told by a profile',
    'mvn verify -P ci',
    [both],
    pom(properties('skip.its', 'true') + build(failsafe(skips)) + profile('ci', properties('skip.its', 'false'))),
  ],
  ['in a profile that runs', 'mvn -Pits verify', [both], pom(profile('its', build(failsafe())))],
  ['in a profile that does not', 'mvn verify', [unit], pom(profile('its', build(failsafe())))],
  [
    'in a profile that is on by default',
    'mvn verify',
    [both],
    pom(profile('its', build(failsafe()), '<activation><activeByDefault>true</activeByDefault></activation>')),
  ],
  [
    'in a profile that a property turns on',
    'mvn verify -Dits',
    [both],
    pom(profile('its', build(failsafe()), '<activation><property><name>its</name></property></activation>')),
  ],
  ['with what a comment says', 'mvn verify', [unit], pom(`<!-- ${build(failsafe())} -->`)],
])

kindRows('Surefire', [
  [
    'skipped by a property of its own',
    'mvn verify -Dskip.units=true',
    ['build+integration-test'],
    pom(build(surefire('<skipTests>${skip.units}</skipTests>'), failsafe()) + properties('skip.units', 'false')),
  ],
  [
    'not skipped',
    'mvn test',
    [unit],
    pom(build(surefire('<skipTests>${skip.units}</skipTests>')) + properties('skip.units', 'false')),
  ],
  [
    'skipped by a profile',
    'mvn test -P its',
    ['build'],
    pom(build(surefire('<skipTests>${skip.units}</skipTests>')) + profile('its', properties('skip.units', 'true'))),
  ],
])
