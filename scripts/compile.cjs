/*
 * Runs the bundle over some repositories and keeps the code that V8 compiled on the way, for bin/assay.js on this machine.
 * usage: node scripts/compile.cjs <dist> <staged> <repository …>; below <staged> lie repositories in which something is
 * staged. A process of its own without any option, since V8 refuses code that was compiled under other options.
 */
'use strict'
const { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { join, resolve } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const [dist, staged, ...repositories] = process.argv.slice(2).map((path) => resolve(path))
const write = process.stdout.write.bind(process.stdout)

/** The scripts that ran, by the name that they require each other by. */
const loaded = new Map()

function load(name) {
  if (!name.startsWith('./')) return require(name)
  if (loaded.has(name)) return loaded.get(name).module.exports
  const filename = resolve(dist, name)
  const script = new Script(wrap(readFileSync(filename, 'latin1')), { filename })
  const module = { exports: {} }
  loaded.set(name, { script, module })
  script.runInThisContext()(module.exports, load, module, filename, '')
  return module.exports
}

async function compile() {
  tune()
  const { main } = load('./cli.cjs')
  process.stdout.write = (_text, done) => {
    done?.()
    return true
  }
  const unjudged = []
  for (const repository of repositories) {
    for (const format of ['terminal', 'json', 'sarif']) {
      const code = await main(['check', repository, '--format', format])
      if (code === 2) unjudged.push(`${repository} as ${format}`)
    }
  }
  for (const name of readdirSync(staged)) {
    process.chdir(join(staged, name))
    const { code } = await load('./quick.cjs').quickLook(['check', '--staged'])
    if (code === undefined) await main(['check', '--staged'])
  }
  await Promise.all((await load('./ahead.cjs').askAhead(['check', '.'])).answers.values())
  // parts that none of them needs are at least parsed
  for (const file of readdirSync(dist)) if (file.endsWith('.cjs')) load(`./${file}`)
  for (const [name, { script }] of loaded) {
    const compiled = join(dist, name.replace(/cjs$/, `${process.version}-${process.arch}.cache`))
    writeFileSync(compiled, script.createCachedData())
    // by their time the launcher tells that the two belong together
    const { mtime } = statSync(join(dist, name))
    utimesSync(compiled, mtime, mtime)
  }
  process.stdout.write = write
  if (unjudged.length) process.stderr.write(`exit code 2 for ${unjudged.join(', ')}\n`)
  process.exitCode = unjudged.length ? 1 : 0
}

/** The flags under which the launcher loads the scripts: their code counts only with them. */
function tune() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major <= 24) setFlagsFromString('--semi-space-growth-factor=16')
  if (major === 20) {
    setFlagsFromString('--interrupt-budget=1000000')
    setFlagsFromString('--regexp-tier-up-ticks=100')
    setFlagsFromString('--no-regexp-peephole-optimization')
  }
}

compile()
