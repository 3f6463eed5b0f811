import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { letsHighPass } from '../../src/facts/pipeline/known/bounds.ts'
import { knownCommand } from '../../src/facts/pipeline/known/command.ts'
import { knownUse } from '../../src/facts/pipeline/known/use.ts'
import { repositoryOf } from '../support/repository.ts'

test('a bound lets high findings pass where it names critical ones alone, none, or a score above 7', () => {
  for (const bound of ['critical', 'CRITICAL', '"critical"', 'none', '9', '7.5', '8f', 'UNKNOWN,CRITICAL'])
    assert.ok(letsHighPass(bound), bound)
  for (const bound of [
    'high',
    'HIGH,CRITICAL',
    'CRITICAL HIGH',
    'UNKNOWN,HIGH,CRITICAL',
    'unknown',
    'low',
    '7',
    '7.0',
    '0',
    '',
    '${LEVEL}',
    '${{ inputs.level }}',
  ])
    assert.ok(!letsHighPass(bound), bound)
})

for (const [command, gates] of [
  ['npm audit --audit-level=high', 'stops'],
  ['npm audit --audit-level=critical', 'reports'],
  ['npm audit --audit-level none', 'reports'],
  ['yarn npm audit --severity critical', 'reports'],
  ['audit-ci --high', 'stops'],
  ['audit-ci --critical', 'reports'],
  ['audit-ci', 'reports'],
  ['audit-ci -l', 'stops'],
  ['audit-ci --config audit-ci.json', 'stops'],
  ['mix sobelow', 'reports'],
  ['mix sobelow --exit', 'stops'],
  ['mix sobelow --exit Low', 'stops'],
  ['robot --nostatusrc tests', 'reports'],
  ['pabot --processes 2 tests', 'stops'],
  ['lhci collect', 'reports'],
  ['mvn failsafe:integration-test', 'reports'],
  ['mvn failsafe:integration-test failsafe:verify', 'stops'],
  ['k6 run --no-thresholds load.js', 'reports'],
  ['tflint --force', 'reports'],
  ['tflint --recursive', 'stops'],
  ['conftest test --no-fail k8s', 'reports'],
  ['cfn-lint --non-zero-exit-code none stack.yaml', 'reports'],
  ['cfn-lint --non-zero-exit-code error stack.yaml', 'stops'],
  ['trivy image --exit-code 1 --severity HIGH,CRITICAL shop', 'stops'],
  ['trivy image --exit-code 1 --severity CRITICAL shop', 'reports'],
  ['trivy fs --exit-code 1 -s CRITICAL .', 'reports'],
  ['trivy image --exit-code 1 --severity MEDIUM shop', 'reports'],
  ['trivy image --exit-code 1 --severity LOW,MEDIUM,CRITICAL shop', 'reports'],
  ['trivy image --exit-code 1 --severity $LEVELS shop', 'stops'],
  ['kics scan -p . --fail-on medium', 'reports'],
  ['kics scan -p . --fail-on high,medium', 'stops'],
  ['bearer scan . --fail-on-severity medium,low', 'reports'],
  ['grype shop --fail-on high', 'stops'],
  ['grype shop --fail-on critical', 'reports'],
  ['snyk test --severity-threshold=high', 'stops'],
  ['snyk container test shop --severity-threshold=critical', 'reports'],
  ['docker scout cves shop --exit-code --only-severity critical,high', 'stops'],
  ['docker scout cves shop --exit-code --only-severity critical', 'reports'],
  ['govulncheck ./...', 'stops'],
  ['govulncheck -format text ./...', 'stops'],
  ['govulncheck -format sarif ./...', 'reports'],
  ['govulncheck -json ./...', 'reports'],
  ['gitleaks detect --exit-code 0', 'reports'],
  ['gitleaks detect --exit-code 2', 'stops'],
  ['safety check --continue-on-error', 'reports'],
  ['checkov -d . --soft-fail-on HIGH', 'reports'],
  ['checkov -d . --soft-fail-on MEDIUM,HIGH', 'reports'],
  ['checkov -d . --soft-fail-on MEDIUM', 'stops'],
  ['checkov -d . --hard-fail-on CRITICAL', 'reports'],
  ['tfsec . --minimum-severity CRITICAL', 'reports'],
  ['kics scan -p . --ignore-on-exit results', 'reports'],
  ['horusec start -p .', 'reports'],
  ['horusec start -p . --return-error', 'stops'],
  ['dependency-check.sh --scan . --failOnCVSS 7', 'stops'],
  ['dependency-check.sh --scan . --failOnCVSS 9', 'reports'],
] as const) {
  test(`${command}: it ${gates}`, () => {
    const [program = '', ...args] = command.split(' ')
    assert.equal(knownCommand(program, args)?.gates, gates)
  })
}

for (const [name, inputs, gates] of [
  ['aquasecurity/trivy-action', { 'exit-code': '1', severity: 'CRITICAL,HIGH' }, 'stops'],
  ['aquasecurity/trivy-action', { 'exit-code': '1', severity: 'CRITICAL' }, 'reports'],
  ['aquasecurity/trivy-action', { 'exit-code': '1', severity: 'MEDIUM' }, 'reports'],
  ['checkmarx/kics-github-action', { path: '.', fail_on: 'medium' }, 'reports'],
  ['checkmarx/kics-github-action', { path: '.', fail_on: 'high,medium' }, 'stops'],
  ['anchore/scan-action', { path: '.' }, 'stops'],
  ['anchore/scan-action', { path: '.', 'severity-cutoff': 'critical' }, 'reports'],
  ['snyk/actions/node', {}, 'stops'],
  ['snyk/actions/node', { args: '--all-projects --severity-threshold=critical' }, 'reports'],
  ['securego/gosec', { args: './...' }, 'stops'],
  ['securego/gosec', { args: '-no-fail ./...' }, 'reports'],
  ['golang/govulncheck-action', {}, 'stops'],
  ['golang/govulncheck-action', { 'output-format': 'sarif' }, 'reports'],
  ['actions/dependency-review-action', {}, 'stops'],
  ['actions/dependency-review-action', { 'fail-on-severity': 'critical' }, 'reports'],
  ['actions/dependency-review-action', { 'warn-only': 'true' }, 'reports'],
  ['dependency-check/Dependency-Check_Action', { args: '--failOnCVSS 7' }, 'stops'],
  ['dependency-check/Dependency-Check_Action', { args: '--enableRetired' }, 'reports'],
  ['treosh/lighthouse-ci-action', { urls: 'https://shop.example' }, 'reports'],
  ['treosh/lighthouse-ci-action', { budgetPath: 'budget.json' }, 'stops'],
  ['grafana/k6-action', { flags: '--no-thresholds' }, 'reports'],
  ['grafana/k6-action', { filename: 'load.js' }, 'stops'],
  ['matt-ball/newman-action', { suppressExitCode: 'true' }, 'reports'],
  ['azure/container-scan', { 'severity-threshold': 'CRITICAL' }, 'reports'],
] as const) {
  test(`${name} ${JSON.stringify(inputs)}: it ${gates}`, () => {
    assert.equal(knownUse('actions', name, inputs)?.gates, gates)
  })
}

test('licences and sources of crates are no vulnerabilities', () => {
  assert.deepEqual(knownCommand('cargo', ['deny', 'check', 'licenses'])?.kinds, ['lint'])
  assert.deepEqual(knownCommand('cargo', ['deny', 'check', 'advisories', 'licenses'])?.kinds, ['security-scan'])
  assert.deepEqual(knownCommand('cargo', ['deny', 'check'])?.kinds, ['security-scan'])
})

const plugin = '<plugin><artifactId>dependency-check-maven</artifactId></plugin>'
for (const [name, files, command, expected] of [
  ['a pom without a score', { 'pom.xml': plugin }, 'mvn org.owasp:dependency-check-maven:check', false],
  ['a score of 7', { 'pom.xml': `${plugin}<failBuildOnCVSS>7</failBuildOnCVSS>` }, 'mvn dependency-check:check', true],
  ['a score of 9', { 'pom.xml': `${plugin}<failBuildOnCVSS>9</failBuildOnCVSS>` }, 'mvn dependency-check:check', false],
  ['a score of the command', { 'pom.xml': plugin }, 'mvn dependency-check:check -DfailBuildOnCVSS=7', true],
  ['no plugin in the pom', { 'pom.xml': '<project/>' }, 'mvn dependency-check:check', 'hidden'],
  [
    'a score of Gradle',
    { 'build.gradle': 'id "org.owasp.dependencycheck"\nfailBuildOnCVSS = 5f' },
    './gradlew dependencyCheckAnalyze',
    true,
  ],
  [
    'none of Gradle',
    { 'build.gradle.kts': 'id("org.owasp.dependencycheck")' },
    './gradlew dependencyCheckAnalyze',
    false,
  ],
] as const) {
  test(`OWASP's scanner fails a build by the score that the build says: ${name}`, async () => {
    const workflow = `on: {push: {branches: [main]}}\njobs:\n  x:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: mvn package\n      - run: ${command}\n      - run: helm upgrade shop ./chart\n`
    const repository = repositoryOf({ '.github/workflows/x.yml': workflow, ...files })
    const { facts } = await collectFacts(repository, defaultSettings, ['deployments'])
    const answer = facts.deployments[0]?.guarded.security_scan
    assert.equal(isHidden(answer) ? 'hidden' : answer, expected)
  })
}

for (const [name, inputs, kinds] of [
  ['cypress-io/github-action', { runTests: 'false' }, ['set-up']],
  ['cypress-io/github-action', { start: 'npm start' }, ['integration-test']],
  ['docker/scout-action', { command: 'quickview', 'exit-code': 'true' }, []],
  ['docker/scout-action', { command: 'cves', 'exit-code': 'true' }, ['image-scan']],
  ['EmbarkStudios/cargo-deny-action', { command: 'list' }, []],
  ['bridgecrewio/checkov-action', { soft_fail_on: 'LOW,HIGH' }, ['validate']],
  ['bridgecrewio/checkov-action', { soft_fail_on: 'CKV_AWS_1' }, ['security-scan', 'validate']],
] as const)
  test(`${name} ${JSON.stringify(inputs)} is ${kinds.join(' and ') || 'nothing'}`, () =>
    assert.deepEqual(knownUse('actions', name, inputs)?.kinds, kinds))
