import assert from 'node:assert/strict'
import { test } from 'node:test'
import { declarative, job, kinds, readOne } from './support.ts'

const files = {
  'ci/lib.groovy': 'def lint(dir) { sh "eslint ${dir}" }\ndef call() { sh \'jest\' }\nreturn this\n',
  'ci/all.groovy': "sh 'trivy image --exit-code 1 shop'\n",
}

for (const [name, script, expected] of [
  ['a variable', "def lib = load 'ci/lib.groovy'; lib.lint('src')", 'lint'],
  ['the checkout of the script', "def lib = load '../shop@script/ci/lib.groovy'; lib.lint('src')", 'lint'],
  ['that of the workspace', 'def lib = load "${env.WORKSPACE}@script/ci/lib.groovy"; lib.lint("src")', 'lint'],
  ['a key of a map', "mods.lib = load 'ci/lib.groovy'; mods.lib.lint('src')", 'lint'],
  ['the workspace by its path', "def lib = load(pwd() + '/ci/lib.groovy'); lib.lint('src')", 'lint'],
  ['a variable that is called', "def lib = load 'ci/lib.groovy'; lib()", 'unit-test'],
  ['a text that is evaluated', "evaluate(readFile('ci/all.groovy'))", 'image-scan'],
  // the graph tells of it as hidden
  ['a text that is not here', "evaluate(readFile('ci/none.groovy'))", ''],
] as const) {
  test(`what is loaded into ${name} is followed`, async () => {
    const text = `def mods = [:]\n${declarative(`stage('Do') { steps { script { ${script} } } }`)}`
    assert.equal(kinds(job(await readOne(text, files), 'Do')), expected)
  })
}
