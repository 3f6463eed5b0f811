import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pythonPrograms } from './python.ts'

const python = join(pythonPrograms('compliance-trestle==5.2.0', 'junitparser==5.0.3'), 'python')

/** Runs a few lines of Python with the files as its arguments; whatever they complain about fails the test. */
function read(lines: string, ending: string): string {
  const files = readdirSync('reports').filter((name) => name.endsWith(ending))
  assert.ok(files.length > 0, `reports/ holds no ${ending}`)
  const words = ['-c', lines, ...files.map((name) => join('reports', name))]
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.equal(stdout.trim().split('\n').length, files.length)
  return stdout
}

test('the golden OSCAL is read by compliance-trestle, whose models are made from the schemas of NIST', () => {
  const lines = `
import sys
from pathlib import Path
from trestle.oscal.assessment_results import AssessmentResults
for name in sys.argv[1:]:
    results = AssessmentResults.oscal_read(Path(name)).results
    print(name, len(results[0].findings), len(results[0].observations))
`
  assert.doesNotMatch(read(lines, '.oscal.json'), / 0( |$)/m)
})

test('the golden JUnit is read by junitparser, and its sums are right', () => {
  const lines = `
import sys
from junitparser import JUnitXml
for name in sys.argv[1:]:
    xml = JUnitXml.fromfile(name)
    said = (xml.tests, xml.failures, xml.errors, xml.skipped)
    xml.update_statistics()
    assert said == (xml.tests, xml.failures, xml.errors, xml.skipped), (name, said)
    print(name)
`
  read(lines, '.junit.xml')
})
