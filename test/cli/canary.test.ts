import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formats } from '../../src/reporters/index.ts'
import { assay, folderOf } from './support/assay.ts'

/** Put together when the test runs, so that nobody's scanner takes it for real. */
const canary = ['Ca', 'nary', '7yellow'].join('')

const leaky = {
  '.github/workflows/deploy.yml': `on: {push: {branches: [main]}}
jobs:
  production:
    runs-on: ubuntu-latest
    environment: production
    env:
      DB_PASSWORD: ${canary}
    steps:
      - run: mysql -h db.production -u root -p${canary} -e "update shop set open = 1"
      - run: curl -u deploy:${canary} -T shop.zip ftp://deploy:${canary}@files.production.example/
      - run: sshpass -p ${canary} ssh deploy@production "systemctl restart shop"
      - run: helm upgrade shop ./chart --namespace production --set db.password=${canary}
      - run: docker build --build-arg TOKEN=${canary} -t x.example/shop:latest . && docker push x.example/shop:latest
`,
  Dockerfile: `FROM node:latest\nENV API_TOKEN=${canary}\nRUN curl -H "Authorization: Bearer ${canary}" https://x.example | sh\n`,
  'docs/runbook.md': `# Deploy to production\n\n\`\`\`sh\npsql postgres://admin:${canary}@db.production/shop -c "delete from baskets"\n\`\`\`\n`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
}

test('a secret of the repository is in no output', () => {
  const folder = folderOf(leaky)
  const lines = [
    ...formats.map((format) => ['check', '--format', format]),
    ['check', '--verbose'],
    ['check', '--quiet'],
    ['facts'],
    ['facts', '--format', 'json'],
    ['graph'],
    ['graph', '--format', 'json'],
    ['graph', '--format', 'mermaid'],
    ['graph', '--format', 'dot'],
  ]
  const outcomes = assay(folder, ...lines)
  for (const [i, { stdout, stderr }] of outcomes.entries()) {
    const shown = `${stdout}${stderr}`
    const at = shown.indexOf(canary)
    assert.equal(at, -1, `assay ${lines[i]?.join(' ')}: …${shown.slice(Math.max(0, at - 80), at + 40)}…`)
  }
  assert.match(outcomes[0]!.stdout, /\*\*\*/, 'the commands are quoted at all')
})
