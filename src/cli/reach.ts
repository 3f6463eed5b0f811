import type { Reach } from '../config/layers.ts'
import { decode } from '../documents/decode.ts'
import { Text } from '../documents/text.ts'
import type { Source } from '../sources/source.ts'

/** No policy that people write is larger. In bytes. */
const LIMIT = 1 << 20

/**
 * How the configuration of a source reaches what it extends: its own files, revisions of its repository, packages that are
 * installed in it or above it. Nothing is fetched, and no code of a package runs. `path` is where the source lies on disk, `label` names its files.
 */
export function reachOf(source: Source, path: string, label = (file: string) => file): Reach {
  return {
    inside: async (file) => textOf(label(file), await read(source, file)),
    async revision(revision, file) {
      const { openRevision } = await import('../sources/revision.ts')
      return textOf(`${revision}:${file}`, await read(await openRevision(path, revision), file, `in ${revision}`))
    },
    package: (name, file) => fromPackage(path, name, file),
  }
}

async function read(source: Source, file: string, where = 'here'): Promise<Uint8Array> {
  const { files, skipped } = await source.list()
  if (files.some((one) => one.path === file)) return source.read(file)
  const passedOver = skipped.find(({ path }) => path === file || file.startsWith(`${path.replace(/\/$/, '')}/`))
  throw new Error(passedOver ? `${passedOver.path}: ${passedOver.detail}` : `there is no file ${file} ${where}`)
}

/** A file of an installed package, as Node finds packages: in the folder `node_modules` there or above. */
async function fromPackage(from: string, name: string, file: string): Promise<Text> {
  const { existsSync, realpathSync } = await import('node:fs')
  const { dirname, join, resolve, sep } = await import('node:path')
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name, file)
    if (existsSync(found)) {
      // a link that leaves the packages would make any file of the machine a policy
      if (!realpathSync(found).split(sep).includes('node_modules')) {
        throw new Error(`${name} is a link to a place outside of node_modules, which is not followed`)
      }
      return textOf(`node_modules/${name}/${file}`, await readDisk(found))
    }
    if (dirname(folder) === folder) break
  }
  throw new Error(`the package ${name} is not installed here, or has no ${file}; nothing is fetched`)
}

async function readDisk(path: string): Promise<Uint8Array> {
  const { bytesOnDisk } = await import('./given.ts')
  return bytesOnDisk(path, 'policy', LIMIT).catch((error: Error) => {
    throw new Error(`${path}: ${error.message}`)
  })
}

/** A policy that the caller names, anywhere on this machine; what it extends is found beside it. */
export async function callersPolicy(path: string): Promise<{ readonly text: Text; readonly reach: Reach }> {
  const { dirname, join } = await import('node:path')
  const { givenText } = await import('./given.ts')
  const text = new Text(path, await givenText(path, { called: `--policy ${path}`, what: 'policy', limit: LIMIT }))
  const folder = dirname(path)
  const reach: Reach = {
    inside: async (file) => textOf(join(folder, file), await readDisk(join(folder, file))),
    revision: async () => {
      throw new Error('a policy that is named by --policy extends files beside it, or packages')
    },
    package: (name, file) => fromPackage(folder, name, file),
  }
  return { text, reach }
}

function textOf(name: string, bytes: Uint8Array): Text {
  if (bytes.length > LIMIT) throw new Error(`${name} is larger than ${LIMIT >> 20} MiB, which no policy is`)
  const { content, binary } = decode(bytes)
  if (binary) throw new Error(`${name} holds binary data, no policy`)
  return new Text(name, content)
}
