import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownCommand } from '../../src/facts/pipeline/known/command.ts'
import { knownUse } from '../../src/facts/pipeline/known/use.ts'

for (const [line, kinds, gates] of [
  ['yarn audit --groups devDependencies', '', ''],
  ['yarn audit --groups dependencies', 'security-scan', 'stops'],
  ['yarn audit --groups dependencies,devDependencies', 'security-scan', 'stops'],
  ['yarn audit', 'security-scan', 'stops'],
  ['vitest bench', '', ''],
  ['vitest run', 'unit-test', 'stops'],
  ['zig test --test-no-exec src/a.zig', '', ''],
  ['zig test src/a.zig', 'unit-test', 'stops'],
  ['stack build --test --no-run-tests', 'build', 'stops'],
  ['stack build --test', 'build,unit-test', 'stops'],
  ['cabal test --only-dependencies', '', ''],
  ['cabal test all', 'build,unit-test', 'stops'],
  ['terrascan scan --config-only', '', ''],
  ['terrascan scan -i terraform', 'security-scan,validate', 'stops'],
  ['locust --headless --exit-code-on-error 0', 'integration-test', 'reports'],
  ['locust --headless --exit-code-on-error=0', 'integration-test', 'reports'],
  ['locust --headless --exit-code-on-error 2', 'integration-test', 'stops'],
  ['locust --headless', 'integration-test', 'stops'],
  ['govulncheck -mode=extract ./...', 'security-scan', 'reports'],
  ['govulncheck -mode extract ./...', 'security-scan', 'reports'],
  ['govulncheck -mode=binary app', 'security-scan', 'stops'],
  ['phpunit --check-version', '', ''],
  ['phpunit tests', 'unit-test', 'stops'],
  ['ansible-lint -L', '', ''],
  ['ansible-lint --list-tags', '', ''],
  ['ansible-lint -p site.yml', 'validate', 'stops'],
] as const)
  test(`a command that may find nothing: ${line}`, () => {
    const [program = '', ...words] = line.split(' ')
    const found = knownCommand(program, words)
    assert.equal(found?.kinds.join() ?? '', kinds)
    if (gates) assert.equal(found?.gates, gates)
  })

for (const [kind, name, inputs, gates] of [
  ['orbs', 'anchore/anchore-engine/image_scan', {}, 'reports'],
  ['orbs', 'anchore/anchore-engine/image_scan', { policy_failure: 'false' }, 'reports'],
  ['orbs', 'anchore/anchore-engine/analyze_local_image', { policy_failure: 'true' }, 'stops'],
  ['orbs', 'stackhawk/stackhawk/hawkscan-local', {}, 'elsewhere'],
  ['pipes', 'stackhawk/hawkscan', {}, 'elsewhere'],
  ['tasks', 'BuildQualityChecks', {}, 'reports'],
  ['tasks', 'BuildQualityChecks', { checkCoverage: 'true' }, 'stops'],
  ['tasks', 'BuildQualityChecks', { checkWarnings: 'true' }, 'stops'],
  ['jenkins', 'dependencyCheck', { additionalArguments: '--scan . --failOnCVSS 7' }, 'reports'],
  ['jenkins', 'dependencyCheck', { additionalArguments: '--scan . --failOnCVSS 7', stopBuild: 'true' }, 'stops'],
  ['jenkins', 'dependencyCheck', { additionalArguments: '--scan . --failOnCVSS 11', stopBuild: 'true' }, 'reports'],
  ['jenkins', 'dependencyCheckPublisher', { failedTotalHigh: '1' }, 'reports'],
  ['jenkins', 'dependencyCheckPublisher', { failedTotalCritical: '1', stopBuild: 'true' }, 'reports'],
  ['jenkins', 'dependencyCheckPublisher', { failedTotalHigh: '1', stopBuild: 'true' }, 'stops'],
  ['jenkins', 'veracode', { waitForScan: 'true' }, 'reports'],
  ['jenkins', 'veracode', { waitForScan: 'true', canFailJob: 'true' }, 'stops'],
  ['jenkins', 'checkmarx', { vulnerabilityThresholdEnabled: 'true' }, 'reports'],
  ['jenkins', 'checkmarxASTScanner', {}, 'reports'],
  ['jenkins', 'checkmarxASTScanner', { additionalOptions: '--threshold "sast-high=1"' }, 'stops'],
  ['jenkins', 'synopsys_detect', { detectProperties: '--detect.project.name=shop' }, 'reports'],
  ['jenkins', 'synopsys_detect', { detectProperties: '--detect.policy.check.fail.on.severities=BLOCKER' }, 'stops'],
  ['tekton', 'rhacs-image-scan', {}, 'reports'],
  ['tekton', 'rhacs-image-check', {}, 'stops'],
  ['tekton', 'zap-baseline', {}, 'elsewhere'],
  ['plugins', 'trivy', { severity: 'HIGH,CRITICAL' }, 'elsewhere'],
  ['buildkite', 'cultureamp/ecr-scan-results', { 'image-name': 'shop' }, 'stops'],
  ['buildkite', 'cultureamp/ecr-scan-results', { 'max-highs': '20' }, 'reports'],
  ['buildkite', 'cultureamp/ecr-scan-results', { 'max-criticals': '999' }, 'reports'],
  ['buildkite', 'equinixmetal-buildkite/trivy', { 'exit-code': '1', severity: 'HIGH,CRITICAL' }, 'stops'],
  ['buildkite', 'equinixmetal-buildkite/trivy', { 'exit-code': '1', severity: 'CRITICAL' }, 'reports'],
  ['pipes', 'anchore/anchore-scan', { FAIL_ON: 'high' }, 'elsewhere'],
] as const)
  test(`whether it fails is its own to say: ${name} ${JSON.stringify(inputs)}`, () => {
    assert.equal(knownUse(kind, name, inputs)?.gates, gates)
  })

test('a scanner of the catalog is what its arguments say', () => {
  for (const [name, program] of [
    ['trivy-scanner', 'trivy'],
    ['grype', 'grype'],
  ] as const) {
    const found = knownUse('tekton', name, { ARGS: 'fs .' })
    assert.deepEqual(found?.kinds, [])
    assert.deepEqual(found?.scripts, [{ input: 'ARGS', program }])
  }
})

test('an orb that hands its arguments to a scanner is what these say', () => {
  assert.deepEqual(knownUse('orbs', 'fifteen5/trivy-orb/scan', { args: 'image app:1' })?.scripts, [
    { input: 'args', program: 'trivy' },
  ])
})

for (const [kind, name, inputs, kinds] of [
  ['tasks', 'Xcode', { actions: 'clean build-for-testing' }, 'build'],
  ['tasks', 'Xcode', { actions: 'build-for-testing test-without-building' }, 'build,unit-test'],
  ['tasks', 'Xcode', { actions: 'test' }, 'build,unit-test'],
  ['tasks', 'SnykSecurityScan', { additionalArguments: '--severity-threshold=critical' }, ''],
  ['tasks', 'SnykSecurityScan', { additionalArguments: '--all-projects' }, 'security-scan'],
  ['pipes', 'snyk/snyk-scan', { EXTRA_ARGS: '--all-projects --severity-threshold=critical' }, ''],
  ['pipes', 'snyk/snyk-scan', { EXTRA_ARGS: '--severity-threshold=high', LANGUAGE: 'docker' }, 'image-scan'],
  ['orbs', 'snyk/snyk/scan', { 'additional-arguments': '--severity-threshold=critical' }, ''],
  ['orbs', 'snyk/snyk/scan', { 'additional-arguments': '--severity-threshold=high' }, 'security-scan'],
  ['orbs', 'cypress-io/cypress/run', {}, 'integration-test'],
  ['orbs', 'cypress-io/cypress/run', { 'cypress-command': 'npx cypress verify' }, ''],
] as const)
  test(`what arguments leave of it: ${name} ${JSON.stringify(inputs)}`, () => {
    assert.equal(knownUse(kind, name, inputs)?.kinds.join(), kinds)
  })

for (const [kind, name, inputs, scripts] of [
  ['actions', 'actions-rs/cargo', { command: 'test', args: '--no-run' }, [['cargo', 'command', 'args']]],
  ['actions', 'actions-rs/cargo', { command: 'test' }, [['cargo', 'command']]],
  ['jenkins', 'rtGradleRun', { tasks: 'build', switches: '-x test' }, [['gradle', 'tasks', 'switches']]],
] as const)
  test(`inputs that are one command stand in one: ${name} ${JSON.stringify(inputs)}`, () => {
    const found = knownUse(kind, name, inputs)?.scripts.map(({ program, input, more = [] }) => [
      program,
      input,
      ...more,
    ])
    assert.deepEqual(found, scripts)
  })

test('an orb that runs another command is what this says', () => {
  const found = knownUse('orbs', 'cypress-io/cypress/run', { 'cypress-command': 'npx cypress run --browser chrome' })
  assert.deepEqual(found?.scripts, [{ input: 'cypress-command', program: '' }])
})
