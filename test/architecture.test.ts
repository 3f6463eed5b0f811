import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** The way of the data (ARCHITECTURE.md): a folder imports only from itself and from those before it. */
const order = ['sources', 'documents', 'secrets', 'config', 'facts', 'rules', 'assessment', 'reporters', 'cli']

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|mjs|js)$/.test(file))
  .sort()

test('every folder of src stands in the order', () => {
  const folders = new Set(files.map((file) => file.split('/')[0]))
  assert.deepEqual(
    [...folders].filter((folder) => !order.includes(folder as string)),
    [],
  )
})

test('a folder imports only from those above it', () => {
  const wrong: string[] = []
  for (const file of files) {
    for (const target of imports(file)) {
      const [from, to] = [folderOf(file), folderOf(target)]
      if (order.indexOf(to) > order.indexOf(from)) wrong.push(`src/${file} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('every folder of facts has its place in ARCHITECTURE.md', () => {
  const told = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8')
  const folders = new Set(files.flatMap((file) => /^facts\/([^/]+)\//.exec(file)?.[1] ?? []))
  assert.deepEqual(
    [...folders].filter((folder) => !told.includes(`\`${folder}/`) && !told.includes(`\`src/facts/${folder}/`)),
    [],
  )
})

test('what every check loads brings no library along: those come in by `await import` where they are needed', () => {
  const roots = [
    'sources/directory.ts',
    'config/load.ts',
    'facts/open.ts',
    'facts/collect.ts',
    'assessment/assess.ts',
    ...files.filter((file) => /^cli\/(main|judge|open)\.ts$|^cli\/commands\//.test(file)),
  ]
  const seen = new Set<string>()
  const wrong = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file) || !files.includes(file)) return
    seen.add(file)
    for (const [, type, target] of text(file).matchAll(/^(?:import|export)( type)?\b[^'"]*?from '([^']+)'/gm)) {
      if (type || target === 'commander') continue
      if (!target!.startsWith('.')) {
        if (!target!.startsWith('node:')) wrong.add(`src/${file} imports ${target}`)
      } else visit(posix.normalize(posix.join(posix.dirname(file), target as string)))
    }
  }
  roots.forEach(visit)
  assert.deepEqual([...wrong], [])
})

test('no file has more than 400 lines', () => {
  const long = files.filter((file) => !file.includes('.generated.') && text(file).split('\n').length > 400)
  assert.deepEqual(long, [])
})

function text(file: string): string {
  return readFileSync(`${src}/${file}`, 'utf8')
}

/** Paths under src that a file imports, types included: a type of a later folder is knowledge of it too. */
function* imports(file: string): Generator<string> {
  for (const [, target] of text(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const path = posix.normalize(posix.join(posix.dirname(file), target as string))
    if (!path.startsWith('..')) yield path
  }
}

function folderOf(file: string): string {
  return file.split('/')[0] as string
}
