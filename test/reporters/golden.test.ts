import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
// the sources are loaded by their paths
import 'tsx'
import { fixtureNames, freshReadme, goldenReports, reportsFolder } from '../../scripts/golden.ts'

const remedy = 'npm run golden rewrites it; look at what changed'

for (const name of fixtureNames) {
  test(`the reports of ${name} are those in reports/`, async () => {
    for (const [file, content] of await goldenReports(name)) {
      const golden = read(file)
      assert.notEqual(golden, undefined, `reports/${file} is missing: npm run golden writes it`)
      if (golden === content) continue
      const [line, was, is] = firstDifference(golden as string, content)
      assert.fail(`reports/${file}:${line} is ${JSON.stringify(was)} and would be ${JSON.stringify(is)}; ${remedy}`)
    }
  })
}

test('the README shows the report as it is, and how far this version reaches', async () => {
  const readme = readFileSync('README.md', 'utf8')
  assert.equal(readme, await freshReadme(readme), remedy)
})

test('reports/ holds nothing that no fixture repository makes', () => {
  const strays = readdirSync(reportsFolder).filter((file) => !fixtureNames.some((name) => file.startsWith(`${name}.`)))
  assert.deepEqual(strays, [])
})

test('the same input gives the same bytes', async () => {
  const [name] = fixtureNames as [string]
  assert.deepEqual(await goldenReports(name), await goldenReports(name))
})

test('no path of this machine is in a report', async () => {
  for (const name of fixtureNames) {
    for (const [file, content] of await goldenReports(name)) assert.ok(!content.includes(process.cwd()), file)
  }
})

function read(file: string): string | undefined {
  try {
    return readFileSync(join(reportsFolder, file), 'utf8')
  } catch {
    return undefined
  }
}

function firstDifference(a: string, b: string): [line: number, was: string | undefined, is: string | undefined] {
  const [was, is] = [a.split('\n'), b.split('\n')]
  const at = was.findIndex((line, i) => line !== is[i])
  const index = at < 0 ? was.length : at
  return [index + 1, was[index], is[index]]
}
