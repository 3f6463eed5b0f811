import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mask } from '../../src/documents/mask.ts'

/** Put together when the test runs, so that nobody's scanner takes them for real. */
const token = (...parts: readonly string[]) => parts.join('')
const canary = token('Ca', 'nary', '7yellow')

const leaks: readonly string[] = [
  `DB_PASSWORD=${canary}`,
  `password: "${canary}"`,
  `"clientSecret": "${canary}",`,
  `postgres://shop:${canary}@db.example/shop`,
  `curl -u deploy:${canary} https://x.example`,
  `curl --user "deploy:${canary}" https://x.example`,
  `curl -H "Authorization: Bearer ${canary}" https://x.example`,
  `mysql -h db -u root -p${canary} -e "select 1"`,
  `sshpass -p '${canary}' ssh prod`,
  `helm upgrade shop --set db.password=${canary}`,
  `az login --password ${canary}`,
  `docker login -u x --password=${canary}`,
  `ENV API_KEY ${canary}`.replace(' Ca', '=Ca'),
  `deploy/secrets.yaml:DB_PASSWORD=${canary}`,
  `deploy/secrets.yaml: ${canary}`,
  `AccountKey=${canary}==;EndpointSuffix=core.windows.net`,
]
for (const leak of leaks) {
  test(`${leak.replaceAll(canary, '…')} shows no secret`, () => {
    const masked = mask(leak)
    assert.ok(!masked.includes(canary), masked)
    assert.ok(masked.includes('***'), masked)
  })
}

const shapes: readonly string[] = [
  token('AK', 'IA', 'ABCDEFGHIJKLMNOP'),
  token('gh', 'p_', 'a'.repeat(36)),
  token('github', '_pat_', 'a'.repeat(40)),
  token('gl', 'pat-', 'a'.repeat(20)),
  token('xo', 'xb-', '1234567890-abcdef'),
  token('sk', '_live_', 'a'.repeat(24)),
  token('npm', '_', 'a'.repeat(36)),
  token('ey', 'JhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxIn0', '.abcdefgh'),
  token('https://hooks.slack', '.com/services/', 'T000/B000/abcdef'),
]
for (const shape of shapes) {
  test(`a token that begins with ${shape.slice(0, 4)} is covered wherever it stands`, () => {
    const tail = shape.slice(-6)
    assert.ok(!mask(`echo ${shape} | tool`).includes(tail))
  })
}

const harmless: readonly string[] = [
  'password: ${{ secrets.DB_PASSWORD }}',
  'DB_PASSWORD=$DB_PASSWORD ./deploy.sh',
  'id-token: write',
  'postgres://shop:$PASSWORD@db.example/shop',
  'curl -u "$USER:$TOKEN" https://x.example',
  'the job production deploys to production and nothing holds it',
  'kubectl --namespace production set image deployment/shop shop="$IMAGE:$GITHUB_SHA"',
  'ssh://git@github.example:22/owner/shop.git',
  'token: {{ .Values.token }}',
  'secret: <the one of the vault>',
  'cache-key: v1',
  'environments: {secret-scan: development | integration}',
  '.github/workflows/rotate-secrets.yml:deploy@production',
  'deploy-apitoken.yaml:12',
  'SECRET_KEY = os.getenv("SECRET_KEY")',
  'password: vault.read("shop/db")',
  'docker build --secret id=TOKEN,env=TOKEN .',
  'docker build --secret id=npmrc .',
]
for (const text of harmless) {
  test(`${text} stays as it is`, () => assert.equal(mask(text), text))
}

test('a long line takes no long time', () => {
  const long = `password ${'a:/'.repeat(50_000)} token=${'x'.repeat(100_000)}`
  const start = process.cpuUsage()
  mask(long)
  mask(`mysql ${'-p '.repeat(50_000)}`)
  // not a measure of speed: a quadratic pattern would take minutes
  assert.ok(process.cpuUsage(start).user < 20_000_000)
})
