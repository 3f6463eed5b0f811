/*
 * Makes dist/: cli.cjs and the parts that it loads where they are needed (scripts/bundle/), with everything in them, so that
 * start-up reads one file and an installation has no dependencies; what the sources load by `await import` is not run before
 * it is needed. Beside each stands the code that V8 compiled from it, which is good for this machine alone and no part of
 * the package. Run by `npm run build`, and by `npm ci` through `prepare`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Metafile } from 'esbuild'
import { bundle } from './bundle/index.ts'
import { forgetRepository } from './own-repository.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
forgetRepository()

if (existsSync(join(root, 'scripts/generate.ts')) && !process.argv.includes('--no-generate')) {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts'], { cwd: root, stdio: 'inherit' })
}
const { metafile, files } = await bundle(root, !process.env.ASSAY_READABLE).catch((error) => {
  console.error((error as Error).message)
  process.exit(1)
})
// only now, so that a build that fails leaves the last one
rmSync(join(root, 'dist'), { recursive: true, force: true })
mkdirSync(join(root, 'dist'))
for (const [name, text] of files) writeFileSync(join(root, 'dist', `${name}.cjs`), ascii(text))
writeFileSync(join(root, 'dist/THIRD_PARTY.txt'), licences(metafile))
compile()
for (const [name, text] of files) console.log(`dist/${name}.cjs: ${text.length >> 10} KiB`)

/**
 * The launcher reads the bundle as Latin-1, which takes V8 half the memory and no decoding. esbuild escapes everything but
 * regular expressions; in them too `\uXXXX` means the character itself.
 */
function ascii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Runs a few checks and keeps what V8 compiled for them. Assay works without that file as well, only slower. */
function compile(): void {
  // the second: one small pipeline for each system, so that the code of all dialects is there
  const repositories = ['fixtures/repositories', 'fixtures/pipelines/good'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  )
  const { NODE_OPTIONS, ...env } = process.env
  const staged = stagedRepositories()
  const words = ['scripts/compile.cjs', 'dist', staged, ...repositories]
  const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: 'inherit' })
  rmSync(staged, { recursive: true, force: true })
  if (status !== 0) {
    console.error('the bundle does not judge our own fixtures; what the sources do, it must do too')
    process.exitCode = 1
  }
}

/** A folder with two repositories: in one of them code is staged, in the other a pipeline. Empty where git is not here. */
function stagedRepositories(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-build-'))
  const pipeline =
    'on: {push: {branches: [main]}}\njobs:\n  production:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - run: kubectl apply -f k8s\n'
  for (const file of ['main.ts', '.github/workflows/ci.yml']) {
    const repository = join(folder, basename(file))
    const git = (...words: string[]) => spawnSync('git', ['-C', repository, ...words], { stdio: 'ignore' }).status === 0
    mkdirSync(dirname(join(repository, file)), { recursive: true })
    const commit = [
      '-c',
      'user.name=build',
      '-c',
      'user.email=build@example.org',
      'commit',
      '--allow-empty',
      '-qm',
      '-',
    ]
    const made = git('init', '-q') && git(...commit)
    writeFileSync(join(repository, file), file.endsWith('.ts') ? 'export const one = 1\n' : pipeline)
    if (!made || !git('add', file)) rmSync(repository, { recursive: true })
  }
  return folder
}

/** The licence of every package that went into the bundle, sorted by name. */
function licences(metafile: Metafile): string {
  const folders = new Set<string>()
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
      if (folder && bytesInOutput > 0) folders.add(folder)
    }
  }
  const parts = ['Assay contains the following packages, each under its own licence.\n']
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const files = readdirSync(join(root, folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
    const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    parts.push(
      `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n') || 'No licence file is part of the package.'}\n`,
    )
  }
  return parts.join('\n')
}
