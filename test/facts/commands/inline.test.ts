import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/** `kinds tool: what its failure does`, of all that a script does. */
async function acts(text: string): Promise<string[]> {
  const found = await findActs(scriptOf(text), repositoryOf({}))
  return found.map(({ kinds, tool, onFailure, here }) => `${kinds.join('+') || here || '-'} ${tool}: ${onFailure}`)
}

function rows(group: string, table: readonly (readonly [name: string, text: string, expected: readonly string[]])[]) {
  for (const [name, text, expected] of table)
    test(`${group}: ${name}`, async () => assert.deepEqual(await acts(text), expected))
}

const python = (...lines: readonly string[]) => ["python3 - <<'PY'", ...lines, 'PY'].join('\n')

rows('a health check by a program in the script', [
  [
    'whose library raises',
    python('import urllib.request as r', 'r.urlopen("https://gold.acme.test/health")'),
    ['smoke-test inline python: stops'],
  ],
  [
    'that catches what is raised',
    python('try:', '  urlopen("https://gold.acme.test/health")', 'except Exception as e:', '  print(e)'),
    [],
  ],
  [
    'that leaves with a failure at last',
    python('try:', '  urlopen("https://gold.acme.test/health")', 'except Exception:', '  sys.exit(1)'),
    ['smoke-test inline python: stops'],
  ],
  [
    'by requests',
    'python -c "import requests; requests.get(\'https://gold.acme.test/health\').raise_for_status()"',
    ['smoke-test inline python: stops'],
  ],
  [
    'by requests that nobody asks',
    'python -c "import requests; print(requests.get(\'https://gold.acme.test/health\'))"',
    [],
  ],
  [
    'of an address put together',
    python('r = requests.get(os.environ["URL"] + "/healthz")', 'assert r.ok'),
    ['smoke-test inline python: stops'],
  ],
  [
    'by Node',
    'node -e "fetch(\'https://gold.acme.test/health\').then(r => process.exit(r.ok ? 0 : 1))"',
    ['smoke-test inline node: stops'],
  ],
  [
    'of what runs on this machine',
    python('urlopen("http://localhost:8080/health")'),
    ['smoke-test inline python: stops'],
  ],
  [
    'whose failure nothing heeds',
    `${python('urlopen("https://gold.acme.test/health")').replace("'PY'", "'PY' || true")}`,
    ['smoke-test inline python: ignored'],
  ],
  ['of another page', python('assert requests.get("https://gold.acme.test/catalogue").ok'), ['- inline python: stops']],
  [
    'that is a comment',
    python('# urlopen("https://gold.acme.test/health")', 'assert True'),
    ['- inline python: stops'],
  ],
])

const scan = 'trivy image --format json -o out.json gold:1\n'

rows('a report that a program in the script judges', [
  [
    'and fails by',
    scan + python('import json, sys', 'if json.load(open("out.json"))["Results"]:', '  sys.exit(1)'),
    ['image-scan trivy image: stops', '- inline python: stops'],
  ],
  [
    'and prints',
    scan + python('import json', 'print(len(json.load(open("out.json"))["Results"]))'),
    ['image-scan trivy image: reports', '- inline python: stops'],
  ],
  [
    'and ends well whatever it holds',
    scan + python('import json, sys', 'print(json.load(open("out.json"))["Results"])', 'sys.exit(0)'),
    ['image-scan trivy image: reports', '- inline python: stops'],
  ],
  [
    'of another name',
    scan + python('import json, sys', 'if json.load(open("other.json"))["Results"]:', '  sys.exit(1)'),
    ['image-scan trivy image: reports', '- inline python: stops', '- shell: stops'],
  ],
  [
    'by jq',
    `${scan}jq -e '[.Results[] | select(.Severity == "HIGH" or .Severity == "CRITICAL")] | length == 0' out.json`,
    ['image-scan trivy image: stops'],
  ],
  [
    'by jq for critical ones alone',
    `${scan}jq -e '[.Results[] | select(.Severity == "CRITICAL")] | length == 0' out.json`,
    ['image-scan trivy image: reports'],
  ],
  ['by jq that only takes something out', `${scan}jq -e .Results out.json`, ['image-scan trivy image: reports']],
  ['by jq that prints', `${scan}jq '.Results | length == 0' out.json`, ['image-scan trivy image: reports']],
])

rows('a work tree that must be as it is kept', [
  ['after a generator', 'make api\ngit diff --exit-code', ['- make: stops', 'lint git diff: stops']],
  ['in a chain', 'addlicense . && git diff --quiet -- docs/', ['- addlicense: stops', 'lint git diff: stops']],
  ['by a test', 'test -z "$(git status --porcelain)"', ['lint git status: stops']],
  ['by a branch', 'if [[ -n $(git status -s) ]]; then\n  exit 1\nfi', ['lint git status: stops']],
  [
    'by a variable',
    'CHANGED=$(git status --porcelain)\nif [ -n "$CHANGED" ]; then echo run make; exit 1; fi',
    ['lint git status: stops'],
  ],
  ['that is kept by a commit', 'git diff --quiet || git commit -am regenerated', []],
  ['that is only asked', 'if [ -n "$(git status --porcelain)" ]; then git commit -am x; fi', []],
  ['beside another commit', 'git diff --quiet HEAD~1 -- api', []],
  ['beside another branch', 'git diff --exit-code origin/main -- api', []],
  ['that is printed', 'git status\ngit diff', []],
])

const answer = '"$(curl -s https://gold.acme.test/health)"'

rows('an answer that a test looks at', [
  ['in a branch that leaves', `if [ ${answer} != ok ]; then exit 1; fi`, ['smoke-test curl: stops']],
  ['in double brackets', `if [[ ${answer} != ok ]]; then exit 1; fi`, ['smoke-test curl: stops']],
  ['by itself', `test ${answer} = ok`, ['smoke-test curl: stops']],
  [
    'until it is good',
    `for i in 1 2; do if [ ${answer} = ok ]; then exit 0; fi; done\nexit 1`,
    ['smoke-test curl: stops'],
  ],
  [
    'in a branch that goes on',
    `if [ ${answer} = ok ]; then echo good; else echo bad; fi`,
    ['smoke-test curl: ignored'],
  ],
  ['whose failure is caught', `[ ${answer} = ok ] || echo bad\necho done`, ['smoke-test curl: ignored']],
  [
    'that a function gives to it',
    `status() {\n  code=$(curl -s -o /dev/null -w '%{http_code}' https://gold.acme.test/health)\n  echo "$code"\n}\nuntil [[ "$(status)" == 200 ]]; do\n  n=$((n + 1))\n  if ((n > 30)); then exit 1; fi\n  sleep 5\ndone`,
    ['smoke-test curl: stops'],
  ],
  [
    'that a function keeps to itself',
    `status() {\n  code=$(curl -s -o /dev/null -w '%{http_code}' https://gold.acme.test/health)\n  echo up\n}\n[[ "$(status)" == up ]]`,
    [],
  ],
  ['without -e', `set +e\n[ ${answer} = ok ]\necho done`, ['smoke-test curl: ignored']],
])

test('what a later step is asked stands where the script asks it', async () => {
  const asks = python('import json, sys', 'if json.load(open("out.json"))["Results"]:', '  sys.exit(1)').replace(
    "'PY'",
    "'PY' # none may be there",
  )
  for (const text of [`make report\n${asks}`, `echo ready\njq -e 'length == 0' out.json\n`]) {
    const found = (await findActs(scriptOf(text), repositoryOf({}))).find(({ judges }) => judges !== undefined)
    assert.equal(found?.place.start, text.indexOf('\n') + 1)
  }
})
