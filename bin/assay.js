#!/usr/bin/env node
// The launcher: answers --version at once, and loads the bundle for everything else. A CommonJS script, because Node
// needs a tenth of its start-up time more to run an ES module.
'use strict'
const { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const words = process.argv.slice(2)

/** One sentence on stderr and exit code 2: the tool could not judge. */
function refuse(sentence) {
  process.stderr.write(`assay: ${sentence}\n`)
  process.exitCode = 2
}

/** What the scripts of dist/ export, by the name that they require each other by. */
const loaded = new Map()

/** Scripts of which no compiled code lay here, by their file, with that which it belongs into. */
const uncompiled = new Map()

/**
 * Runs a script of the bundle once, with the code that V8 compiled when it was built (scripts/build.ts) or first run on this
 * machine, where there is such a file: it saves a third of the time of a small check. V8 itself refuses what another version
 * compiled.
 */
function load(name) {
  if (!name.startsWith('./')) return require(name)
  if (loaded.has(name)) return loaded.get(name).exports
  const { wrap } = require('node:module')
  const { Script } = require('node:vm')
  const filename = join(root, 'dist', name)
  const source = wrap(readFileSync(filename, 'latin1'))
  const compiled = filename.replace(/cjs$/, `${process.version}-${process.arch}.cache`)
  const cachedData = compiledOf(filename, compiled)
  if (loaded.size === 0) tune()
  if (isHurried) budget(ours)
  const script = new Script(source, { filename, cachedData })
  if (!cachedData) uncompiled.set(filename, { compiled, script })
  if (isHurried) budget(hurried)
  const module = { exports: {} }
  loaded.set(name, module)
  script.runInThisContext()(module.exports, load, module, filename, root)
  return module.exports
}

/** What V8 compiled of a script, undefined where nothing is here: V8 compares lengths alone, so both have one time. */
function compiledOf(filename, compiled) {
  try {
    return Math.abs(statSync(compiled).mtimeMs - statSync(filename).mtimeMs) < 2 ? readFileSync(compiled) : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps what V8 compiled in a first check of an installed package, as Python does beside its modules, for the next commit.
 * Not where a machine is thrown away afterwards, and never at a price: where the folder cannot be written, nothing is kept.
 */
function keep() {
  if (words[0] !== 'check' || process.exitCode > 1 || process.env.CI) return
  if (isHurried) budget(ours)
  for (const [filename, { compiled, script }] of uncompiled) {
    const draft = `${compiled}.${process.pid}`
    try {
      writeFileSync(draft, script.createCachedData())
      const { mtime } = statSync(filename)
      utimesSync(draft, mtime, mtime)
      renameSync(draft, compiled)
    } catch {
      rmSync(draft, { force: true })
    }
  }
}

/**
 * Tells V8 what kind of program this is: one short run over much data. The room for young objects grows at once, not by
 * doubling, so that fewer are copied only because it was small. In Node 20 a function is optimised only when it has run
 * eight times as long as by default (later versions have a cheaper compiler between): most of ours never run so long, and
 * the compiler takes the time of the other core. A regular expression becomes machine code only when it has run a hundred
 * times, not at its second: there are hundreds, and most run a few times (over a long text V8 does it at once); what V8
 * makes of it until then is not polished, which takes longer than it saves. V8 refuses
 * code that was compiled under other flags: scripts/compile.cjs sets the same, and what is needed of Node's own modules is
 * loaded before, since their code came with Node (it would take three times as long). Only in versions that this was tried
 * in, for V8 complains of flags that it does not know.
 */
function tune() {
  for (const name of ['child_process', 'tty', 'zlib']) require(`node:${name}`)
  // where nothing staged is evidence, nothing is hashed
  if (!words.includes('--staged')) require('node:crypto')
  const { setFlagsFromString } = require('node:v8')
  if (major <= 24) setFlagsFromString('--semi-space-growth-factor=16')
  if (major === 20) {
    budget(ours)
    setFlagsFromString('--regexp-tier-up-ticks=100')
    setFlagsFromString('--no-regexp-peephole-optimization')
  }
}

/** How long a function runs before V8 optimises it, in bytes of its code; Node 20 itself has 67584. */
const ours = 1000000
/** The same in a run of seconds, where it pays: 1,000 pipelines take 7 % less time, and 3 % more work of both cores. */
const hurried = 300000
let isHurried = false

function budget(bytes) {
  require('node:v8').setFlagsFromString(`--interrupt-budget=${bytes}`)
}

/** Has V8 optimise earlier from here on: the bundle calls it where there is much to do (src/cli/hot.ts). */
function hurry() {
  if (major !== 20) return
  isHurried = true
  budget(hurried)
}

/** What can be answered without the bundle (src/cli/quick.ts): most commits touch nothing that is judged. */
async function look() {
  try {
    return await load('./quick.cjs').quickLook(words)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return {}
  }
}

/** What git will be asked is asked before the bundle is loaded (src/cli/ahead.ts): it answers meanwhile. */
async function ask() {
  if (words[0] !== 'check' && words[0] !== 'secrets') return {}
  try {
    return await load('./ahead.cjs').askAhead(words)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return {}
  }
}

async function run() {
  const { code, answers } = words.includes('--staged') ? await look() : await ask()
  if (code !== undefined) return leave(code)
  let bundle
  try {
    bundle = load('./cli.cjs')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return refuse('it is not built yet; run `npm ci` (or `npm run build`) in its folder')
  }
  leave(await bundle.main(words, answers, hurry))
}

/** Ends as soon as all is written: nobody waits for what git was asked in advance, and what was then not needed. */
function leave(code) {
  process.exitCode = code
  process.stdout.write('', () => process.stderr.write('', () => process.exit()))
}

/** A closed pipe (`assay check | head`) is no fault of anybody's; a full disk is none of ours. */
function watchOutput() {
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode || 0)
    refuse(`the report cannot be written: ${error.code === 'ENOSPC' ? 'the disk is full' : error.message}`)
    process.exit(2)
  })
  process.stderr.on('error', () => {})
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node 20.19 or later is needed, this is ${process.version}; install a newer one from https://nodejs.org`)
} else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n`)
} else {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  process.once('exit', keep)
  run()
}
// last, for it takes Node two milliseconds, in which git is under way; what fails is told after all of this
watchOutput()
