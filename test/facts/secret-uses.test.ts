import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import type { History } from '../../src/sources/source.ts'
import { repositoryOf } from '../support/repository.ts'

/** `way name (by)` of all uses in a repository of one file, or of several. */
async function uses(files: Readonly<Record<string, string>>, origin?: string): Promise<string[]> {
  const extras = origin === undefined ? {} : { history: { origin } as unknown as History }
  const { facts } = await collectFacts(repositoryOf(files, extras), defaultSettings, ['secretUses'])
  return facts.secretUses.map(({ way, name, by }) => `${way} ${name} (${by})`)
}

/** Each CI system with a pipeline of one job whose script is the given lines. */
const systems: Readonly<Record<string, (lines: readonly string[]) => Record<string, string>>> = {
  GitHub: (lines) => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${indent(lines, 10)}`,
  }),
  GitLab: (lines) => ({ '.gitlab-ci.yml': `a:\n  script:\n${list(lines, 4)}` }),
  Azure: (lines) => ({ 'azure-pipelines.yml': `trigger: [main]\nsteps:\n  - bash: |\n${indent(lines, 6)}` }),
  CircleCI: (lines) => ({
    '.circleci/config.yml': `version: 2.1\njobs:\n  a:\n    docker: [{image: node}]\n    steps:\n      - run:\n          command: |\n${indent(lines, 12)}\nworkflows: {w: {jobs: [a]}}\n`,
  }),
  Bitbucket: (lines) => ({
    'bitbucket-pipelines.yml': `pipelines:\n  default:\n    - step:\n        script:\n${list(lines, 10)}`,
  }),
  Jenkins: (lines) => ({
    Jenkinsfile: `pipeline { agent any\n stages { stage('a') { steps {\n withCredentials([string(credentialsId: 'n', variable: 'NPM_TOKEN')]) {\n sh '''\n${lines.join('\n')}\n'''\n } } } } }`,
  }),
}

const indent = (lines: readonly string[], by: number) => lines.map((line) => `${' '.repeat(by)}${line}\n`).join('')
const list = (lines: readonly string[], by: number) =>
  lines.map((line) => `${' '.repeat(by)}- ${JSON.stringify(line)}\n`).join('')

const inAll: readonly (readonly [name: string, lines: readonly string[], expected: readonly string[]])[] = [
  ['a secret that is echoed', ['echo "token is $NPM_TOKEN"'], ['printed NPM_TOKEN (echo)']],
  ['a shell that traces', ['set -ex', 'curl -H "X: $NPM_TOKEN" https://a.example'], ['printed NPM_TOKEN (set -x)']],
  ['an argument', ['docker login -u ci -p $NPM_TOKEN'], ['argument NPM_TOKEN (an argument)']],
  ['the standard input', ['set +x', 'echo "$NPM_TOKEN" | docker login -u ci --password-stdin'], []],
  ['a file', ['echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc'], []],
]

for (const [system, pipeline] of Object.entries(systems)) {
  for (const [name, lines, expected] of inAll) {
    test(`${system}: ${name}`, async () => assert.deepEqual(await uses(pipeline(lines)), expected))
  }
}

const inShell: readonly (readonly [line: string, expected: readonly string[]])[] = [
  ['echo $NPM_TOKEN | base64', ['printed NPM_TOKEN (echo)']],
  ['echo $NPM_TOKEN | base64 > key', []],
  ['X=$(echo $NPM_TOKEN | base64)', []],
  ['{ echo "password $NPM_TOKEN"; } > ~/.netrc', []],
  ['if true; then echo "$NPM_TOKEN"; fi', ['printed NPM_TOKEN (echo)']],
  ['echo $NPM_TOKEN >&2', ['printed NPM_TOKEN (echo)']],
  ['echo "${NPM_TOKEN:+is set} ${#NPM_TOKEN}"', []],
  ['NPM_TOKEN=none; echo $NPM_TOKEN', []],
  ['PASS=$((PASS + 1)); echo "$PASS passed"', []],
  ['echo $SECRET_NAME', []],
  ['for secret in $(aws secretsmanager list); do echo "$secret is old"; done', []],
  ['gcloud secrets versions access latest --secret=$MY_SECRET', []],
  ['sudo mkdir -p $SECRETS_DIR', []],
  ['set -x; set +x; curl -H "X: $NPM_TOKEN" https://a.example', []],
  ['bash -x d.sh', ['printed NPM_TOKEN (set -x)']],
  ['bash d.sh', []],
  ['printenv | sort', ['environment  (printenv)']],
  ['env -i make', []],
  ['docker build --build-arg NPM_TOKEN=$NPM_TOKEN .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg NPM_TOKEN=${{ env.FEED_TOKEN }} .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg NPM_TOKEN=${{ steps.feed.outputs.token }} .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg NPM_TOKEN=${{ vars.FEED }} .', []],
  ['docker build --build-arg NPM_TOKEN=$(FeedToken) .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg NPM_TOKEN="$(feed token --plain)" .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg SECRET_KEY=$(uuidgen) .', []],
  ['docker build --build-arg FEED_URL=${{ env.FEED_URL }} .', []],
  ['docker build --build-arg NPM_TOKEN .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg=NPM_TOKEN --build-arg HTTP_PROXY .', ['build-argument NPM_TOKEN (docker build)']],
  ['docker build --build-arg TOKEN=$TOKEN .', []],
]

for (const [line, expected] of inShell) {
  test(`in a shell: ${line}`, async () => {
    const files = { ...systems.GitLab?.([line]), 'd.sh': 'curl -H "X: $NPM_TOKEN" https://a.example' }
    assert.deepEqual(await uses(files), expected)
  })
}

test('a here-document is printed where no file takes it', async () => {
  const lines = ['cat <<EOF', 'a=$NPM_TOKEN', 'EOF']
  assert.deepEqual(await uses(systems.GitHub?.(lines) ?? {}), ['printed NPM_TOKEN (cat)'])
  assert.deepEqual(await uses(systems.GitHub?.(['cat > .env <<EOF', ...lines.slice(1)]) ?? {}), [])
})

const github = (job: string) => ({ '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n${job}` })
const steps = (step: string) => github(`    runs-on: ubuntu-latest\n    steps:\n${step}`)

const inGitHub: readonly (readonly [name: string, files: Record<string, string>, expected: readonly string[]])[] = [
  ['an expression', steps('      - run: echo ${{ secrets.WHATEVER }}\n'), ['printed WHATEVER (echo)']],
  [
    'a variable by any name',
    steps('      - run: echo $ANY\n        env: {ANY: "${{ secrets.WHATEVER }}"}\n'),
    ['printed WHATEVER (echo)'],
  ],
  ['a name that is kept as a secret', steps('      - run: echo "to ${{ secrets.BACKUP_BUCKET }}"\n'), []],
  ['a mask', steps('      - run: echo "::add-mask::${{ secrets.WHATEVER }}"\n'), []],
  [
    'what a program answers that was given one',
    steps(
      '      - run: |\n          R=$(curl -sf -H "K: ${{ secrets.WHATEVER }}" "https://a.example?$(date +%s)" | jq .r)\n          echo "rate: $R"\n',
    ),
    [],
  ],
  [
    'what a program makes of one',
    steps('      - run: |\n          R="x $(echo ${{ secrets.WHATEVER }} | base64)"\n          echo "$R"\n'),
    ['printed WHATEVER (echo)'],
  ],
  [
    'a build argument that is kept as a secret, though its name says little',
    steps(
      '      - run: docker build --build-arg TOKEN=${{ secrets.TOKEN }} --build-arg T=${{ secrets.NPM_TOKEN }} .\n      - run: docker build --build-arg API=${{ secrets.API_URL }} .\n',
    ),
    ['build-argument T (docker build)', 'build-argument TOKEN (docker build)'],
  ],
  [
    'a trace of what is kept as a secret, though its name says little',
    steps('      - run: |\n          set -x\n          ./deploy --to=$T\n        env: {T: "${{ secrets.TOKEN }}"}\n'),
    ['printed TOKEN (set -x)'],
  ],
  [
    'one secret by two names, that of the variable and that of its value: told once',
    steps(
      '      - run: |\n          echo "$PASSWORD"\n          env\n        env: {PASSWORD: "${{ secrets.DB_PASS }}"}\n',
    ),
    ['printed DB_PASS (echo)', 'environment DB_PASS (env)'],
  ],
  ['an environment without secrets', steps('      - run: env\n'), []],
  [
    'an environment with one',
    steps('      - run: env\n        env: {ANY: "${{ secrets.WHATEVER }}"}\n'),
    ['environment WHATEVER (env)'],
  ],
  [
    'all secrets',
    steps('      - run: ./deploy.sh\n        env: {ALL: "${{ toJSON(secrets) }}"}\n'),
    ['all  (toJSON(secrets))'],
  ],
  ['a condition', steps("      - run: ls\n        if: secrets.WHATEVER != ''\n"), ['condition WHATEVER (if)']],
  [
    'another repository, where git knows no remote',
    github('    uses: other/shared/.github/workflows/d.yml@v1\n    secrets: inherit\n'),
    ['perhaps-inherited other/shared/.github/workflows/d.yml (secrets: inherit)'],
  ],
  ['the own repository', github('    uses: ./.github/workflows/d.yml\n    secrets: inherit\n'), []],
]

for (const [name, files, expected] of inGitHub) {
  test(`in GitHub: ${name}`, async () => assert.deepEqual(await uses(files), expected))
}

test('in GitHub: a workflow of the same owner is nobody else', async () => {
  const files = github('    uses: shop/shared/.github/workflows/d.yml@v1\n    secrets: inherit\n')
  assert.deepEqual(await uses(files, 'git@github.com:Shop/ledger.git'), [])
  assert.deepEqual(await uses(files, 'https://github.com/shopping/ledger'), [
    'inherited shop/shared/.github/workflows/d.yml (secrets: inherit)',
  ])
})

test('PowerShell: what is written to the host, and what is assigned or piped', async () => {
  const pipeline = (line: string) => ({ 'azure-pipelines.yml': `steps:\n  - pwsh: ${JSON.stringify(line)}\n` })
  assert.deepEqual(await uses(pipeline('Write-Host "t: $env:NPM_TOKEN"')), ['printed NPM_TOKEN (echo)'])
  assert.deepEqual(await uses(pipeline('Write-Output $env:NPM_TOKEN | Out-File x')), [])
  assert.deepEqual(await uses(pipeline('$x = Write-Output $env:NPM_TOKEN')), [])
})

test('Azure: a macro is the variable', async () => {
  assert.deepEqual(await uses({ 'azure-pipelines.yml': 'steps:\n  - script: echo $(NPM_TOKEN)\n' }), [
    'printed NPM_TOKEN (echo)',
  ])
})

test('Jenkins: a secret that Groovy puts into the script', async () => {
  const text = `node { withCredentials([string(credentialsId: 'n', variable: 'NPM_TOKEN')]) { sh "echo \${NPM_TOKEN}" } }`
  assert.deepEqual(await uses({ Jenkinsfile: text }), ['printed NPM_TOKEN (echo)'])
})
