import { basename } from '../../../documents/path.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { isHidden } from '../../hidden.ts'
import { bare, type Dict, GivenUp, hiddenBecause, Method, type Val } from './value.ts'
import { fromTree } from './values.ts'
import { toYaml } from './yaml-text.ts'

/** The metadata of a chart, under the names that Go's structures have: `.Chart.AppVersion`. */
export function chartObject(metadata: DataNode): Dict {
  const made: Dict = new Map()
  for (const { key, value } of metadata.entries) {
    const name = key === 'apiVersion' ? 'APIVersion' : `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`
    // what is a text there stays as it is written
    const isText = value.kind === 'scalar' && value.value !== null && typeof value.value !== 'boolean'
    made.set(name, isText ? (value.text ?? '') : fromTree(value, false))
  }
  for (const name of ['AppVersion', 'Version', 'Description', 'Home', 'Icon', 'KubeVersion', 'Type']) {
    if (!made.has(name)) made.set(name, '')
  }
  return made
}

/** The files of a chart: a map of them that has methods too. */
export class FileSet extends Map<string, Val> {
  readonly methods: ReadonlyMap<string, Method>

  constructor(files: ReadonlyMap<string, Val>) {
    super(files)
    const path = (args: readonly Val[]) => String(bare(args[0] ?? null))
    const lines = (file: Val) =>
      isHidden(file)
        ? file
        : String(bare(file) ?? '')
            .replace(/\n$/, '')
            .split('\n')
    const config = (encode: (file: Val) => Val) => new Method(() => asConfig(files, encode))
    this.methods = new Map([
      ['Get', new Method((args) => files.get(path(args)) ?? '')],
      ['GetBytes', new Method((args) => files.get(path(args)) ?? '')],
      ['Lines', new Method((args) => lines(files.get(path(args)) ?? ''))],
      ['Glob', new Method((args) => globbed(files, path(args)))],
      ['AsConfig', config((file) => file)],
      ['AsSecrets', config((file) => Buffer.from(String(bare(file))).toString('base64'))],
    ])
  }
}

function asConfig(files: ReadonlyMap<string, Val>, encode: (file: Val) => Val): Val {
  if (files.size === 0) return ''
  const config: Dict = new Map()
  for (const [path, file] of files) {
    if (isHidden(file)) return file
    config.set(basename(path), encode(file))
  }
  return toYaml(config, () => '')
}

function globbed(files: ReadonlyMap<string, Val>, glob: string): Val {
  // many stars match slowly, and nobody writes them
  if (glob.length > 200 || glob.split('*').length > 8 || /[[\]\\!]/.test(glob))
    return hiddenBecause(`the files ${glob.slice(0, 60)}`)
  const pattern = glob
    .replace(/[.+^$()|]/g, '\\$&')
    .replace(/\*\*|\*|\?/g, (sign) => (sign === '**' ? '.*' : sign === '*' ? '[^/]*' : '[^/]'))
    .replace(/\{([^{}]*)\}/g, (_, inner: string) => `(?:${inner.replaceAll(',', '|')})`)
  try {
    const matches = new RegExp(`^${pattern}$`)
    return new FileSet(new Map([...files].filter(([path]) => matches.test(path))))
  } catch {
    throw new GivenUp(`the files ${glob.slice(0, 60)}`)
  }
}
