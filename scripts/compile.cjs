/*
 * Runs the bundle over some repositories and keeps the code that V8 compiled on the way, for bin/assay.js on this machine.
 * usage: node scripts/compile.cjs <bundle> <file to write> <repository …>. A process of its own without any option, since
 * V8 refuses code that was compiled under other options.
 */
'use strict'
const { readFileSync, writeFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { Script } = require('node:vm')

const [filename, file, ...repositories] = process.argv.slice(2)
const write = process.stdout.write.bind(process.stdout)

async function compile() {
  const script = new Script(wrap(readFileSync(filename, 'latin1')), { filename })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, filename, '')
  process.stdout.write = (_text, done) => {
    done?.()
    return true
  }
  const unjudged = []
  for (const repository of repositories) {
    for (const format of ['terminal', 'json', 'sarif']) {
      const code = await module.exports.main(['check', repository, '--format', format])
      if (code === 2) unjudged.push(`${repository} as ${format}`)
    }
  }
  writeFileSync(file, script.createCachedData())
  process.stdout.write = write
  if (unjudged.length) process.stderr.write(`exit code 2 for ${unjudged.join(', ')}\n`)
  process.exitCode = unjudged.length ? 1 : 0
}

compile()
