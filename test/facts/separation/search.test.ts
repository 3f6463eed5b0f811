import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { knownHosts } from '../../../src/facts/separation/known-hosts.ts'
import { searchCode } from '../../../src/facts/separation/search.ts'
import { configuredWorkload } from '../../../src/facts/separation/workloads.ts'
import { repositoryOf } from '../../support/repository.ts'

const secure = 'https:/' + '/'
const ingress = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  rules:\n    - host: www.rings.org\n'

test('the hosts of environments: of routes, and those that one key has in each environment', async () => {
  const { hosts, domains } = await knownHosts(
    repositoryOf({
      'k8s/ingress.yaml': ingress,
      'deploy/values-staging.yaml': `mail:\n  server: ${secure}mail.post.eu\npayUrl: ${secure}pay.test.rings.net/v1\n`,
      'deploy/values-prod.yaml': `mail:\n  server: ${secure}mail.post.eu\npayUrl: ${secure}pay.rings.net/v1\n`,
    }),
    defaultSettings,
    [],
  )
  assert.deepEqual(Object.fromEntries(hosts), {
    'www.rings.org': '',
    'pay.rings.net': 'production',
    'pay.test.rings.net': 'staging',
  })
  assert.deepEqual([...domains], ['rings.net'])
})

test('what two environments both name, and whom a service may call, is no host of an environment', async () => {
  const application = (own: string) =>
    `kind: Application\nspec:\n  ingresses: []\n  host: shared.post.eu\n  accessPolicy:\n    outbound:\n      external:\n        - host: ${own}\n\n  url: x\n  hostname: ${own}.rings.net\n`
  const { hosts } = await knownHosts(
    repositoryOf({
      '.nais/app-dev.yaml': application('pay.dev-fss.eu'),
      '.nais/app-prod.yaml': application('pay.prod-fss.eu'),
    }),
    defaultSettings,
    [],
  )
  assert.deepEqual(Object.fromEntries(hosts), {
    'pay.dev-fss.eu.rings.net': 'development',
    'pay.prod-fss.eu.rings.net': 'production',
  })
})

/** A path, its code, then what is found: the hosts, with `?` where that is not certain. */
const files: readonly (readonly [string, string, readonly string[]])[] = [
  ['src/a.ts', `const a = '${secure}dev.rings.net'`, ['dev.rings.net']],
  ['src/a.ts', `// '${secure}dev.rings.net'\n/* "${secure}qa.rings.net" */`, []],
  ['src/é.ts', `const é = 'é'; const a = '${secure}dev.rings.net'`, ['dev.rings.net']],
  ['src/environments/environment.prod.ts', `const a = '${secure}prod.rings.net'`, ['prod.rings.net?']],
  ['src/lib.rs', `#[cfg(test)]\nmod t { const A: &str = "${secure}dev.rings.net"; }`, []],
  ['scripts/a.py', `a = '${secure}dev.rings.net'`, []],
  ['webpack.config.js', `a = '${secure}dev.rings.net'`, []],
  ['db/seeds/users.rb', `a = '${secure}dev.rings.net'`, []],
  ['src/a.mock.ts', `a = '${secure}dev.rings.net'`, []],
]

for (const [path, content, expected] of files) {
  test(`addresses in files: ${path} ${content}`, async () => {
    const known = async () => ({ hosts: new Map<string, string>(), domains: new Set(['rings.net']) })
    const { hardCodings } = await searchCode(repositoryOf({ [path]: content }), known)
    assert.deepEqual(
      hardCodings.map(({ host, sure }) => `${host}${isHidden(sure) ? '?' : ''}`),
      expected,
    )
    for (const { place } of hardCodings) assert.ok(content.slice(place.start, place.end).startsWith(secure))
  })
}

test('an address for when the environment gives nothing is told apart', async () => {
  const known = async () => ({ hosts: new Map<string, string>(), domains: new Set(['rings.net']) })
  const lines = [
    `a = os.getenv('API', '${secure}a.dev.rings.net')`,
    `b = process.env.API || '${secure}b.dev.rings.net'`,
    `c = os.environ['API'] if d else '${secure}c.dev.rings.net'`,
    `d = '${secure}d.dev.rings.net'`,
  ]
  const { hardCodings } = await searchCode(repositoryOf({ 'src/a.py': lines.join('\n') }), known)
  assert.deepEqual(
    hardCodings.map(({ fallback }) => fallback),
    [true, true, false, false],
  )
})

/** What begins a look into the environment, and whether it tells that configuration comes from outside. */
const asking: readonly (readonly [string, string, boolean])[] = [
  ['src/a.ts', 'const a = process.env.API_URL', true],
  ['src/a.ts', "if (process.env.NODE_ENV === 'test') a()", false],
  ['src/a.ts', "if (process.env['NODE_ENV']) a(process.env)", true],
  ['src/a.ts', 'const ENV = process.env;', true],
  ['src/a.ts', 'if (import.meta.env.DEV) a()', false],
  ['src/a.ts', 'const a = import.meta.env.VITE_A', true],
  ['manage.py', "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'a.settings')", false],
  ['a/settings.py', "A = os.environ['A']", true],
  ['config/boot.rb', "ENV['BUNDLE_GEMFILE'] ||= 'a'", false],
  ['config/a.rb', "ENV['A']", true],
  ['.eslintrc.js', 'process.env.API_URL', false],
]

for (const [path, content, expected] of asking) {
  test(`code that is told its configuration: ${path} ${content}`, async () => {
    const never = async () => assert.fail('nothing had to be known')
    const { configurationSources } = await searchCode(repositoryOf({ [path]: content }), never)
    assert.equal(configurationSources.length > 0, expected)
  })
}

test('hosts of environments are looked for only where an address stands in the code', async () => {
  const never = async () => assert.fail('nothing had to be known')
  const { configurationSources } = await searchCode(
    repositoryOf({
      'src/a.go': `var a = os.Getenv("A")\nvar b = "${secure}localhost/"\nvar c = "${secure}api.github.com"`,
    }),
    never,
  )
  assert.deepEqual(
    configurationSources.map(({ by, file }) => [by, file]),
    [['code', 'src/a.go']],
  )
})

/** A file, then in which words it gives configuration. */
const workloads: readonly (readonly [string, string, string | undefined])[] = [
  [
    'a.yaml',
    'apiVersion: v1\nkind: Deployment\nspec:\n  containers:\n    - envFrom:\n        - configMapRef: {name: a}\n',
    'a Deployment by variables',
  ],
  [
    'a.yaml',
    'apiVersion: v1\nkind: Deployment\nspec:\n  containers:\n    - name: a\n  volumes:\n    - configMap: {name: a}\n',
    'a Deployment by mounted files',
  ],
  ['a.yaml', 'apiVersion: v1\nkind: Deployment\nspec:\n  containers:\n    - name: a\n', undefined],
  ['a.yaml', 'apiVersion: v1\nkind: HelmRelease\nspec:\n  values:\n    a: 1\n', 'a HelmRelease by values'],
  ['compose.yaml', 'services:\n  a:\n    environment:\n      A: 1\n', 'its services by variables'],
  ['other.yaml', 'a: 1\n', undefined],
  [
    'a/tasks.tf',
    'locals {\n  rings = {\n    environment = concat([{ name = "A", value = "1" }])\n    portMappings = [{ containerPort = 80 }]\n  }\n}\n',
    'what it makes by variables',
  ],
  [
    'a/rings.json.tpl',
    '[{"name": "rings",\n  "environment": [{"name": "A", "value": "1"}],\n  "portMappings": [{"containerPort": 80}]}]\n',
    'what it makes by variables',
  ],
  [
    'a/function.tf',
    'resource "aws_lambda_function" "rings" {\n  environment {\n    variables = { A = 1 }\n  }\n}\n',
    'what it makes by variables',
  ],
  [
    'a/main.bicep',
    "resource rings 'Microsoft.Web/sites@2022-09-01' = {\n  properties: {\n    siteConfig: {\n      appSettings: []\n    }\n  }\n}\n",
    'what it makes by variables',
  ],
  [
    'stack.yaml',
    'Resources:\n  Rings:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables: {A: 1}\n',
    'what it makes by variables',
  ],
  ['a/network.tf', 'resource "aws_vpc" "rings" {\n  tags = { environment = "production" }\n}\n', undefined],
  ['a/function.tf', 'resource "aws_lambda_function" "rings" {\n  runtime = "nodejs22.x"\n}\n', undefined],
]

for (const [path, content, expected] of workloads) {
  test(`configuration of workloads: ${path} ${content.slice(0, 60)}`, async () => {
    const [found] = await configuredWorkload(repositoryOf({ [path]: content }))
    assert.equal(found?.what, expected && `${path} gives it to ${expected}`)
  })
}
