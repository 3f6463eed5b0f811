#!/usr/bin/env node
// The GitHub action (action.yml): reads its inputs, runs Assay once for all reports, hands on what it says. It uses nothing
// but Node, so that a tag with dist/ is all that a runner has to fetch.
'use strict'
const { spawnSync } = require('node:child_process')
const { randomUUID } = require('node:crypto')
const { appendFileSync, mkdtempSync, readFileSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const environment = process.env

/** An input as the runner hands it over; undefined where it is empty. */
const input = (name) => environment[`INPUT_${name.toUpperCase()}`]?.trim() || undefined

class InputError extends Error {}

/** One of some words; an input with another one is told, not guessed. */
function oneOf(name, words) {
  const value = input(name)
  if (value === undefined || words.includes(value)) return value
  throw new InputError(`the input ${name} is "${value}"; write one of ${words.join(', ')}`)
}

const isOn = (name) => oneOf(name, ['true', 'false']) === 'true'

/** The revision that is trusted: what a pull request brings along must not decide about itself. */
function trustedRevision() {
  const value = input('policy-from') ?? 'auto'
  if (value === 'none') return undefined
  if (value !== 'auto') return value
  const base = environment.GITHUB_BASE_REF
  return base ? `origin/${base}` : undefined
}

/** The words after `assay`, for reports in a folder of this run. */
function wordsFor(folder) {
  const words = ['check', input('path') ?? '.', '--format', 'terminal']
  const option = (name, value) => {
    if (value !== undefined) words.push(`--${name}=${value}`)
  }
  const report = (format, file) => option('format', file && `${format}=${file}`)
  option('profile', oneOf('profile', ['bronze', 'silver', 'gold']))
  option('fail-on', oneOf('fail-on', ['error', 'warning', 'note', 'never']))
  for (const id of (input('only') ?? '').split(/[\n,]/)) option('only', id.trim() || undefined)
  for (const flag of ['strict', 'exit-zero', 'forge']) if (isOn(flag)) words.push(`--${flag}`)
  const baseline = input('baseline')
  if (baseline === 'true') words.push('--baseline')
  else if (baseline !== 'false') option('baseline', baseline)
  option('policy-from', trustedRevision())
  report('json', join(folder, 'assay.json'))
  for (const format of ['json', 'sarif', 'html']) report(format, input(format))
  if (isOn('annotations')) report('github', join(folder, 'annotations.txt'))
  if (isOn('summary') && environment.GITHUB_STEP_SUMMARY) report('github-summary', join(folder, 'summary.md'))
  return words
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function output(name, value) {
  if (environment.GITHUB_OUTPUT) appendFileSync(environment.GITHUB_OUTPUT, `${name}=${value}\n`)
}

function run() {
  const folder = mkdtempSync(join(environment.RUNNER_TEMP || tmpdir(), 'assay-'))
  try {
    const words = wordsFor(folder)
    // the report quotes the repository, whose text must not give commands to the runner
    const token = randomUUID()
    process.stdout.write(`::stop-commands::${token}\n`)
    const { status, error } = spawnSync(process.execPath, [join(__dirname, 'assay.js'), ...words], { stdio: 'inherit' })
    process.stdout.write(`::${token}::\n`)
    if (error) throw error
    const code = status ?? 2
    process.stdout.write(read(join(folder, 'annotations.txt')))
    if (code === 2) process.stdout.write('::error title=Assay::exit code 2, which is no verdict; the log says why\n')
    const summary = read(join(folder, 'summary.md'))
    if (summary) appendFileSync(environment.GITHUB_STEP_SUMMARY, summary)
    const json = read(join(folder, 'assay.json'))
    const { level = '', share } = json ? JSON.parse(json) : {}
    output('exit-code', code)
    output('level', level)
    output('share', share?.denominator ? (share.numerator / share.denominator).toFixed(4) : '')
    output('sarif', input('sarif') ?? '')
    return code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  process.exitCode = run()
} catch (error) {
  const message = String(error.message).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
  process.stdout.write(`::error title=Assay::${message}\n`)
  if (!(error instanceof InputError)) output('exit-code', 2)
  process.exitCode = 2
}
