#!/usr/bin/env node
// The launcher: answers --version at once, and loads the bundle for everything else.
import { readFileSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
const words = process.argv.slice(2)

/** One sentence on stderr and exit code 2: the tool could not judge. */
function refuse(sentence) {
  process.stderr.write(`assay: ${sentence}\n`)
  process.exitCode = 2
}

// A closed pipe (`assay check | head`) is no fault of anybody's.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node 20.19 or later is needed, this is ${process.version}; install a newer one from https://nodejs.org`)
} else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  process.stdout.write(`${JSON.parse(manifest).version}\n`)
} else {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  try {
    const { main } = await import('../dist/cli.js')
    process.exitCode = await main(words)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/dist[\\/]cli\.js/.test(error.message)) throw error
    refuse('it is not built yet; run `npm ci` (or `npm run build`) in its folder')
  }
}
