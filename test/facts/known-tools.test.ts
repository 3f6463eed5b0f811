import assert from 'node:assert/strict'
import { test } from 'node:test'
import { couldBeByName } from '../../src/facts/pipeline/commands/hidden.ts'
import { findActs } from '../../src/facts/pipeline/commands/index.ts'
import { kindRows } from '../support/kinds.ts'
import { repositoryOf } from '../support/repository.ts'
import { scriptOf } from '../support/script.ts'

/** Tools of the long tail: what their documentation says that they do, and when they do it. */
kindRows('checks', [
  ['TSLint', 'npx tslint -p .', ['lint']],
  ['a formatter that only looks', 'yapf --diff -r .', ['lint']],
  ['a formatter that writes', 'yapf -i -r .', []],
  ['PlatformIO by its long name', 'platformio check --fail-on-defect high', ['lint']],
  ['GitGuardian', 'ggshield secret scan ci', ['security-scan']],
  ['the scanner of SonarQube for .NET begins', 'dotnet sonarscanner begin /k:shop', []],
  ['and ends', 'dotnet-sonarscanner end', ['lint']],
  [
    'actionlint by the output of the step that fetches it',
    '${{ steps.get_actionlint.outputs.executable }} -color',
    ['validate'],
  ],
])

kindRows('what only writes files', [
  ['a generator of code, by its path', '.tools/sqlc generate', []],
  ['another', 'bin/controller-gen rbac:roleName=manager paths=./...', []],
])

kindRows('ways back', [
  ['OpenShift', 'oc rollback shop --to-version=3', ['rollback']],
  ['OpenShift that only shows', 'oc rollback shop --dry-run', []],
  ['a site of Netlify', 'netlify api restoreSiteDeploy --data deploy.json', ['rollback']],
  ['what else its API is asked', 'netlify api listSites', []],
  ['CodeDeploy that goes back', 'aws deploy stop-deployment --deployment-id d-1 --auto-rollback-enabled', ['rollback']],
  ['CodeDeploy, by the settings of its group', 'aws deploy stop-deployment --deployment-id d-1', ['?rollback']],
  ['ECS', 'aws ecs stop-service-deployment --service-deployment-arn arn', ['rollback']],
  ['ECS that only stops', 'aws ecs stop-service-deployment --service-deployment-arn arn --stop-type ABORT', []],
  ['a stack', 'aws cloudformation rollback-stack --stack-name shop', ['rollback']],
  ['a stack that is being changed', 'aws cloudformation cancel-update-stack --stack-name shop', ['rollback']],
  ['CDK', 'npx cdk rollback shop', ['rollback']],
  ['Elastic Beanstalk', 'eb abort shop-production', ['rollback']],
  ['Nomad, if the job says so', 'nomad deployment fail 8990cfbc', ['?rollback']],
  ['Convox', 'convox releases rollback R123 -a shop', ['rollback']],
])

kindRows('deployments', [
  ['werf builds', 'werf build', ['build']],
  ['and pushes', 'werf build --repo reg.example.org/shop', ['build+publish']],
  ['werf judges the chart', 'werf helm lint', ['validate']],
  ['and clears up', 'werf cleanup', []],
  ['hubploy builds', 'hubploy build shop --commit-range a...b', ['build']],
  ['hubploy pushes', 'hubploy build shop --check-registry --push', ['build+publish']],
  ['hubploy deploys', 'hubploy deploy shop till-chart staging --timeout 1200s', ['deploy']],
  ['CDK for Terraform compares', 'npx cdktf diff shop', ['plan']],
  ['and writes what is to be planned, which plans nothing', 'npx cdktf synth', []],
  ['Helm that only tries', 'helm rollback shop --dry-run=server', []],
  ['kubectl that is told not to only try', 'kubectl apply -f shop.yaml --dry-run=none', ['deploy']],
  ['Capistrano', 'bundle exec cap production deploy', ['deploy']],
  ['Capistrano takes a version away', 'bundle exec cap staging undeploy BRANCH=x', []],
])

kindRows('tests', [
  ['Vue', 'vue-cli-service test:unit', ['unit-test']],
  ['Protractor', 'npx protractor e2e.conf.js', ['integration-test']],
  ['gocov runs those of Go', 'gocov test ./... > coverage.json', ['build+unit-test']],
  ['and reports on them', 'gocov report coverage.json', []],
  ['Hurl', 'hurl --test shop.hurl', ['integration-test']],
  ['Hurl that only asks', 'hurl shop.hurl', []],
  ['under the emulators of Firebase', 'firebase emulators:exec --only firestore "npx jest"', ['unit-test']],
  ['under Valgrind', 'valgrind --leak-check=full ctest', ['unit-test']],
  [
    'a command that Django is given by the project',
    'python manage.py run_tests',
    ['?unit-test+integration-test'],
    { 'manage.py': '' },
  ],
  ['Django without its project', 'django-admin test --settings=shop.test', ['unit-test']],
])

kindRows('tests by their names', [
  ['Norwegian', 'npm run enhetstest', ['unit-test'], { 'package.json': '{"scripts":{"enhetstest":"frob"}}' }],
  ['German', 'make integrationstests', ['integration-test'], { Makefile: 'integrationstests:\n\tfrob\n' }],
  ['Spanish', 'make pruebas-unitarias', ['unit-test'], { Makefile: 'pruebas-unitarias:\n\tfrob\n' }],
  ['French', 'make tests-intégration', ['integration-test'], { Makefile: 'tests-intégration:\n\tfrob\n' }],
])

test('what people call a step tells between unit and integration tests where nothing else does', async () => {
  const told = async (name: string, text: string, files = {}) =>
    (await findActs({ ...scriptOf(text), name }, repositoryOf(files))).flatMap(({ kinds }) => kinds).join()
  assert.equal(await told('Run integration tests', 'pytest tests/'), 'integration-test')
  assert.equal(await told('Unit & integration tests', 'pytest tests/'), 'unit-test,integration-test')
  assert.equal(await told('Unit/integration tests', 'npx jest'), 'unit-test,integration-test')
  // what the command chooses, and what is said to be left out
  assert.equal(await told('Run integration tests', 'pytest tests/unit'), 'unit-test')
  assert.equal(await told('Tests without integration', 'pytest tests/'), 'unit-test')
  assert.equal(await told('Prepare integration tests', 'pytest tests/'), 'unit-test')
  assert.equal(await told('Integration', 'pytest tests/'), 'unit-test')
})

kindRows('services of compose', [
  [
    'images that are built on the way',
    'docker compose up -d --build',
    ['build'],
    { 'compose.yml': 'services: {web: {build: .}}' },
  ],
  ['none that is built', 'docker compose up -d --build', [], { 'compose.yml': 'services: {db: {image: postgres}}' }],
  [
    'the command is what the entrypoint is told',
    'docker compose -f ci.yml up --exit-code-from tests',
    ['unit-test'],
    { 'ci.yml': 'services:\n  tests:\n    image: acme/shop\n    entrypoint: jest\n    command: --coverage --ci\n' },
  ],
  [
    'a script before the command only prepares',
    'docker compose run tests',
    ['unit-test'],
    { 'compose.yml': 'services:\n  tests: {image: acme/shop, entrypoint: /wait.sh, command: jest}\n' },
  ],
  ['a collector of coverage', "dotnet-coverage collect 'dotnet test' -f xml -o coverage.xml", ['build+unit-test']],
  [
    'a collector of coverage, as a tool of dotnet',
    "dotnet coverage collect 'dotnet test' -f xml -o coverage.xml",
    ['build+unit-test'],
  ],
  ['on the browsers of others', 'npx browserstack-node-sdk playwright test', ['integration-test']],
  ['beside a comparison of pictures', 'npx percy exec -- cypress run', ['integration-test']],
])

kindRows('builds and packages', [
  ['an exporter of buildx', 'docker buildx build --output type=image,name=acme/shop,push=true .', ['build+publish']],
  ['an exporter that loads', 'docker buildx build --output type=docker .', ['build']],
  ['setuptools, though the file is there', 'python setup.py sdist bdist_wheel', ['build'], { 'setup.py': 'setup()' }],
  ['setuptools: an upload', 'python setup.py sdist upload -r pypi', ['build+publish'], { 'setup.py': 'setup()' }],
  ['setuptools: tests', 'python3 setup.py test', ['unit-test'], { 'setup.py': 'setup()' }],
  ['setuptools: an installation', 'python setup.py install', [], { 'setup.py': 'setup()' }],
  ['watched by Coverity', 'cov-build --dir cov-int ./gradlew assemble', ['build'], { 'build.gradle': '' }],
  ['watched by Sonar', 'build-wrapper-linux-x86-64 --out-dir bw cmake --build build', ['build']],
  ['Electron', 'electron-builder --mac --publish never', ['build']],
  ['Electron, published', 'electron-builder --publish always', ['build+publish']],
  [
    'packages whose program has another name',
    'npx @angular/cli build\nnpx @changesets/cli publish',
    ['build', 'publish'],
  ],
  ['a list of images', 'docker manifest push acme/shop:1.4.0', ['publish']],
  ['static files of Magento', 'php bin/magento setup:static-content:deploy', ['build'], { 'bin/magento': '<?php' }],
])

kindRows('deployments', [
  ['a track of release of gcloud', 'gcloud beta run deploy shop --image acme/shop', ['deploy']],
  ['Azure Functions', 'az functionapp deploy -n shop-prod --src-path app.zip', ['deploy']],
  ['Salesforce', 'sf project deploy start --target-org prod', ['deploy']],
  ['Salesforce, a check alone', 'sfdx force:source:deploy -c -p force-app', ['validate']],
  ['helm by its old name', 'helm3 upgrade shop chart', ['deploy']],
  ['Capistrano', 'bundle exec cap production deploy', ['deploy']],
  ['Capacitor has a program of the same name', 'npx cap sync ios', []],
  ['PM2', 'pm2 deploy production', ['deploy']],
  [
    'what is deployed is not known',
    'copilot $WHAT deploy --env prod',
    ['?deploy+migrate+smoke-test+rollback+notify+record'],
  ],
  [
    'what stands in the account',
    'aws codepipeline start-pipeline-execution --name shop',
    ['?build+publish+apply+migrate+deploy'],
  ],
])

test('a request to an address that a variable says starts a workflow, from a step that deploys, deploys', async () => {
  const script = { ...scriptOf('curl -X POST $DEPLOY_WORKFLOW_DISPATCH_URL -d "{}"'), name: 'Call the deployment' }
  const acts = await findActs(script, repositoryOf({}))
  assert.deepEqual(
    acts.map(({ kinds, hidden }) => [kinds.join(), hidden !== undefined]),
    [
      ['', true],
      ['deploy', true],
    ],
  )
})

test('what is elsewhere is a linter or a message where its name says so', () => {
  const told = (name: string) => couldBeByName(name).join()
  assert.equal(told('ktlint.yaml'), 'lint')
  assert.equal(told('golangci-lint'), 'lint')
  assert.equal(told('notify-audited-deploy.yaml'), 'notify')
  assert.equal(told('acme/ci/.github/actions/slack_deployment_message@main tell of the deployment'), 'notify')
  assert.equal(told('acme/ci/deployment-notification@v1'), 'notify')
  assert.equal(told('deploy-and-notify').split(',')[0], 'deploy')
  assert.equal(told('deploy-message-service').split(',')[0], 'deploy')
  assert.equal(told('deploy-and-notify').startsWith('deploy'), true)
  assert.equal(told('acme/devsecops-actions/sca/slsa'), 'security-scan,image-scan,verify,sign')
  assert.equal(told('behat'), 'integration-test,smoke-test')
  assert.equal(told('acme/action-zip'), 'package')
  assert.equal(told('acme/wait-for-workflows-action'), 'build,lint,unit-test,integration-test,security-scan,image-scan')
  assert.equal(told('await-check-suites'), 'build,lint,unit-test,integration-test,security-scan,image-scan')
  assert.equal(told('wait-for-it'), '')
  assert.equal(told('create-archive-folder'), 'package')
  assert.equal(told('publish-zip').split(',')[0], 'publish')
  assert.equal(told('unzip-and-deploy-archive').split(',')[0], 'deploy')
})

kindRows('sites', [
  ['an option with a value stands first', 'aws s3 sync --delete --sse AES256 build s3://shop', ['deploy']],
  [
    'several of them',
    'aws s3 sync --acl public-read --cache-control max-age=60 dist/ s3://www.acme.test --delete',
    ['deploy'],
  ],
  ['inward', 'aws s3 sync --profile ci s3://www.acme.test dist/', []],
])

kindRows('sites in folders of a build, and buckets named as their host', [
  ['both', 'aws s3 sync ./build/production s3://shop.acme.test/ --acl private', ['deploy']],
  ['neither', 'aws s3 sync ./backup s3://acme-backups', []],
  ['reports', 'aws s3 sync ./test-results/html s3://www.acme.test --delete', []],
])

kindRows('scripts of the project that are called as a command of the shell', [
  ['Poetry', 'poetry run test', ['?unit-test+integration-test']],
  ['uv', 'uv run test', ['?unit-test+integration-test']],
  ['a service started for a command', 'pifpaf run rabbitmq --port 5682 -- jest', ['unit-test']],
])

kindRows('lists of names in Make', [
  [
    'a target for each folder',
    'make validate',
    ['validate', 'validate'],
    {
      Makefile:
        'MODULES := $(notdir $(wildcard infra/*))\nvalidate: $(patsubst %, validate-%, $(MODULES))\nvalidate-%:\n\tterraform -chdir=infra/$* validate\n',
      'infra/network/main.tf': '',
      'infra/web/modules/main.tf': '',
    },
  ],
  [
    'with what stands before each',
    'make all',
    ['unit-test', 'lint'],
    { Makefile: 'all: $(addprefix run-,test lint)\nrun-test:\n\tjest\nrun-lint:\n\teslint .\n' },
  ],
])

kindRows('recipes of just', [
  [
    'a variable that is a text',
    'just test',
    ['build+unit-test'],
    { justfile: 'toolchain := ""\n\ntest:\n    cargo {{ toolchain }} test --lib\n' },
  ],
  [
    'one that is computed',
    'just test',
    ['build+unit-test'],
    { justfile: 'toolchain := "+" + msrv\n\ntest:\n    cargo {{ toolchain }} test --lib\n' },
  ],
  [
    'one that is set on the way',
    'just runner=jest test',
    ['unit-test'],
    { justfile: 'runner := "echo"\n\ntest:\n    npx {{ runner }}\n' },
  ],
])

kindRows('databases', [
  ['Magento', 'php bin/magento setup:upgrade', ['migrate'], { 'bin/magento': '<?php' }],
  ['Yii', 'php yii migrate --interactive=0', ['migrate'], { yii: '<?php' }],
  ['Supabase', 'supabase db push', ['migrate']],
  ['Supabase, on the machine of the run', 'supabase migration up --local', []],
  ['Ridgepole that only looks', 'ridgepole -c config/database.yml --apply --dry-run', []],
])

kindRows('what vercel is told before its command', [
  ['a build for production', 'vercel --token=x -S acme build --prod', ['build']],
  ['a deployment of what was built', 'npx vercel -t x --scope acme deploy --prebuilt --prod', ['deploy']],
  ['a promotion', 'vercel -S acme promote https://shop-1.vercel.app', ['deploy']],
])

kindRows('what runs in the container of the checkout, and by other names', [
  ['a shell', "devcontainer exec --workspace-folder ../shop bash -c 'cd . && npx jest'", ['unit-test']],
  ['a program', 'devcontainer exec --workspace-folder . npx eslint .', ['lint']],
  ['Babel', 'babel-node ./build.js', ['build'], { 'build.js': "require('child_process').execSync('npx tsc')" }],
  ['keys for tests are no tests', './e2e-keygen.sh', [], { 'e2e-keygen.sh': 'frob keys\n' }],
])

kindRows('Apple', [
  ['an app goes to the store', 'xcrun altool --upload-app -f shop.ipa -t ios --apiKey k', ['publish']],
  ['and is looked at before', 'xcrun altool --validate-app -f shop.ipa -t ios --apiKey k', ['validate']],
  ['a keychain is no security scan', 'security create-keychain -p "$P" build.keychain', []],
])

kindRows('lists of what an image holds', [
  ['are no scan', 'trivy image --format cyclonedx --output bom.json shop:1\ntrivy fs -f spdx-json .', []],
  ['with a scan', 'trivy image --format cyclonedx --scanners vuln --exit-code 1 shop:1', ['image-scan']],
  ['a report is one', 'trivy image --format json shop:1', ['image-scan']],
  ["GitLab's container scanner, called by hand", 'gtcs scan', ['image-scan']],
])

kindRows('Fly', [
  ['builds', 'flyctl deploy --remote-only', ['build+deploy']],
  ['takes what is built', 'fly deploy --image registry.fly.io/shop:1', ['deploy']],
  ['builds alone', 'fly deploy --build-only --push', ['build']],
])

kindRows('storage of Azure', [
  ['of a site', "az storage blob upload-batch -d '$web' -s dist --account-name shop", ['deploy']],
  ['of reports', 'az storage blob upload-batch --destination test-reports --source . --pattern "*.xml"', []],
  ['of coverage', "az storage blob upload-batch -d '$web' --source coverage-report", []],
  ['of packages', 'az storage blob upload-batch --account-name acme -d "apt-repo" -s out --pattern "*"', ['publish']],
  ['of releases', 'az storage blob upload --container-name releases --file shop.zip --name shop.zip', ['publish']],
])

const scripts = (all: Readonly<Record<string, string>>) => ({ 'package.json': JSON.stringify({ scripts: all }) })

kindRows('what npm runs before it packs and publishes', [
  ['packing', 'npm pack', ['build', 'package'], scripts({ prepack: 'vite build', prepublishOnly: 'jest' })],
  ['publishing', 'npm publish', ['unit-test', 'build', 'publish'], scripts({ prepare: 'tsc', prepublishOnly: 'jest' })],
  ['told not to', 'npm publish --ignore-scripts', ['publish'], scripts({ prepublishOnly: 'jest' })],
  ['of another folder', 'npm publish ./dist', ['publish'], scripts({ prepublishOnly: 'jest' })],
  ['by pnpm', 'pnpm publish --no-git-checks', ['lint', 'publish'], scripts({ prepublishOnly: 'eslint .' })],
])

kindRows('tasks of Grunt and Gulp', [
  ['by their names', 'grunt test-unit-local --headless --browser=chrome', ['unit-test']],
  ['several', 'npx gulp lint buildStyles', ['lint', 'build']],
  ['the default one', 'gulp', ['build']],
  ['a test of some kind', 'grunt test', ['?unit-test+integration-test']],
  ['behind a flag with a value', 'gulp --gulpfile ci.js sass', ['build']],
])
