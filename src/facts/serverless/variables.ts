import { join } from '../../documents/path.ts'
import { DataNode, type Entry } from '../../documents/tree.ts'

/** What a service is deployed with: the stage first of all, and what else the command line gives. */
export type Options = Readonly<Record<string, string>>

/** The files of a service by their path, as far as they were asked for. */
export type Files = ReadonlyMap<string, DataNode>

/** Innermost `${…}`: nothing in braces is left in it. Names of CloudFormation (`${AWS::Region}`) are not Serverless's own. */
const innermost = /\$\{((?:self|opt|sls|param|file|env|ssm|cf|s3|aws|strToBool|git|output|state|terraform)\b[^${}]*)\}/

/** Expansions that are still made, over all stages of a service. */
export interface Allowance {
  left: number
}

/**
 * The variables of a service in one stage (serverless.com/framework/docs/guides/variables): puts values in wherever they are
 * known. What is not known becomes a reference to a parameter of its name, which CloudFormation's reader then calls hidden.
 */
export class Variables {
  readonly unknown = new Map<string, DataNode>()
  readonly circles: string[][] = []
  readonly #expanded = new Map<DataNode, DataNode>()

  constructor(
    private readonly root: DataNode,
    private readonly folder: string,
    private readonly options: Options,
    private readonly files: Files,
    private readonly allowance: Allowance,
  ) {}

  /** A part of the configuration with its variables filled in. */
  expand(node: DataNode, way: readonly string[] = []): DataNode {
    const known = this.#expanded.get(node)
    if (known) return known
    if (this.allowance.left-- <= 0 || way.length > 40) return this.#hidden('too much to fill in', node)
    const made = this.#expand(node, way)
    this.#expanded.set(node, made)
    return made
  }

  #expand(node: DataNode, way: readonly string[]): DataNode {
    if (node.kind === 'list') {
      const items = node.items.map((item) => this.expand(item, way))
      return new DataNode('list', node.file, node.span, null, items, [], node.tag, node.source)
    }
    if (node.kind === 'map') {
      const entries = node.entries.map((entry): Entry => ({ ...entry, value: this.expand(entry.value, way) }))
      return new DataNode('map', node.file, node.span, null, [], entries, node.tag, node.source)
    }
    return node.text?.includes('${') ? this.#filled(node.text, node, way) : node
  }

  /** A text: a variable alone is whatever it stands for, several are put together. */
  #filled(written: string, node: DataNode, way: readonly string[]): DataNode {
    let text = written
    const open = new Map<string, string>()
    for (let turns = 0; turns < 60; turns++) {
      const match = innermost.exec(text)
      if (!match) break
      const expression = match[1] as string
      const value = this.#value(expression, way)
      if (value && match[0] === text) return this.expand(value, way)
      // what is unknown waits under a name of its own until all is put together
      const key = `\u0001${open.size}\u0002`
      if (value?.text === undefined) open.set(key, expression)
      text = text.replace(match[0], () => value?.text ?? key)
      if (text.length > 100_000) return this.#hidden('a text without end', node)
    }
    if (open.size === 0) return scalar(text, node)
    if (node.tag === '!Sub')
      return scalar(
        text.replace(/\u0001\d+\u0002/g, (key) => `\${${open.get(key)}}`),
        node,
      )
    const parts = text.split(/(\u0001\d+\u0002)/).filter(Boolean)
    const nodes = parts.map((part) => {
      const name = open.get(part)
      return name === undefined ? scalar(part, node) : this.#hidden(name, node)
    })
    return nodes.length === 1 ? (nodes[0] as DataNode) : joined(nodes, node)
  }

  /** The first of the alternatives that is there; undefined where that cannot be told. */
  #value(expression: string, way: readonly string[]): DataNode | undefined {
    if (way.includes(expression)) {
      this.circles.push([...way.slice(way.indexOf(expression)), expression])
      return undefined
    }
    for (const alternative of expression.split(/,(?=(?:[^']*'[^']*')*[^']*$)/).map((one) => one.trim())) {
      // something unknown in it may be there, and would win
      if (alternative.includes('\u0001')) return undefined
      const found = this.#one(alternative, [...way, expression])
      if (found !== 'nothing') return found
    }
    return undefined
  }

  #one(alternative: string, way: readonly string[]): DataNode | 'nothing' | undefined {
    const quoted = /^(['"])(.*)\1$/s.exec(alternative)
    if (quoted) return plain(quoted[2] as string, this.root)
    if (/^(true|false|-?[\d.]+)$/.test(alternative)) return plain(alternative, this.root)
    const file = /^file\(([^)]+)\)(?::(.+))?$/.exec(alternative)
    if (file) {
      const root = this.files.get(join(this.folder, file[1] as string))
      return root && this.#at(root, file[2] ?? '', way)
    }
    const [, source = '', path = ''] = /^(\w+):(.*)$/s.exec(alternative) ?? []
    if (source === 'self') return this.#at(this.root, path, way)
    if (source === 'opt') return this.options[path] === undefined ? 'nothing' : plain(this.options[path], this.root)
    if (source === 'sls' && path === 'stage') return this.#stage(way)
    if (source === 'param') return this.#parameter(path, way)
    return undefined
  }

  #stage(way: readonly string[]): DataNode | 'nothing' {
    const { stage } = this.options
    return stage === undefined ? this.#at(this.root, 'provider.stage', way) : plain(stage, this.root)
  }

  /** `params` of the stage, then those that hold for all. */
  #parameter(name: string, way: readonly string[]): DataNode | 'nothing' {
    for (const stage of [this.options.stage ?? '', 'default']) {
      const found = this.root.at('params', stage, name) ?? this.root.at('stages', stage, 'params', name)
      if (found) return this.expand(found, way)
    }
    return 'nothing'
  }

  #at(from: DataNode, path: string, way: readonly string[]): DataNode | 'nothing' {
    let node: DataNode | undefined = from
    for (const key of path.split('.').filter(Boolean)) {
      // what stands on the way may be a variable itself
      if (node?.kind === 'scalar') node = this.expand(node, way)
      node = node?.kind === 'list' ? node.items[Number(key)] : node?.get(key)
      if (!node) return 'nothing'
    }
    return node === this.root || !node ? 'nothing' : this.expand(node, way)
  }

  #hidden(name: string, at: DataNode): DataNode {
    if (!this.unknown.has(name)) this.unknown.set(name, new DataNode('map', at.file, at.span, null, [], [], '', ''))
    return new DataNode('scalar', at.file, at.span, name, [], [], '!Ref', name)
  }
}

const scalar = (text: string, at: DataNode) => new DataNode('scalar', at.file, at.span, text, [], [], at.tag, text)
const plain = (text: string, at: DataNode) => new DataNode('scalar', at.file, at.span, text, [], [], '', text)

/** `!Join ['', […]]` */
function joined(parts: readonly DataNode[], at: DataNode): DataNode {
  const list = (items: readonly DataNode[]) => new DataNode('list', at.file, at.span, null, items, [], '', '')
  const call = list([plain('', at), list(parts)])
  return new DataNode('map', at.file, at.span, null, [], [{ key: 'Fn::Join', keySpan: at.span, value: call }], '', '')
}
