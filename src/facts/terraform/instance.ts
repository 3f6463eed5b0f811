import type { HclExpression } from '../../documents/hcl/index.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { isList, isMap, keysOf, Made, Missing, textOf, type Value } from '../infrastructure/value.ts'
import { attributeOf, type Configuration, type Declared, headOf } from './configuration.ts'
import { evaluate } from './evaluate.ts'
import { repeats } from './repeat.ts'
import { type Run, report, take } from './run.ts'
import type { Names, Scope } from './scope.ts'
import { source } from './source.ts'
import { withType } from './types.ts'

/** `""`, `[]`, `{}` and null say nothing. */
const isBlank = (value: Value): boolean =>
  value === null ||
  value === '' ||
  (isList(value) && value.length === 0) ||
  (isMap(value) && keysOf(value)?.length === 0)

/** Whether a configuration runs in HCP Terraform or the like: `cloud {}`, `backend "remote"`. */
const hasWorkspaceElsewhere = ({ settings }: Configuration): boolean =>
  settings.some(({ block }) =>
    block.body.blocks.some(({ type, labels }) => type === 'cloud' || (type === 'backend' && labels[0] === 'remote')),
  )

const none: ReadonlyMap<string, Value> = new Map()

/** `module.app["web"].` at the beginning of an address */
const called = /^module\.([\w-]+)(\["[^"]*"\]|\[\d+\])?\./

/** A use of a module, or a root configuration: one set of variables, in which its expressions have a value. */
export class Instance implements Names {
  readonly scope: Scope
  readonly #values = new Map<string, Value>()
  readonly #under: string[] = []
  readonly #uses = new Map<string, readonly Use[] | Hidden>()

  constructor(
    readonly run: Run,
    readonly configuration: Configuration,
    /** `module.app["web"]`; empty for the root */
    readonly address: string,
    readonly parent: Instance | undefined,
    /** where it is called, and what `each` and `count` are there */
    private readonly call: { readonly declared: Declared; readonly scope: Scope } | undefined,
    /** it is made at all */
    readonly exists: Seen<boolean>,
  ) {
    this.scope = { names: none, module: this }
  }

  /** the name by which its module is called; empty for the root */
  get calledAs(): string {
    return this.call?.declared.block.labels[0] ?? ''
  }

  /** its folder, below that of its root where it lies there; a folder of modules for all names no environment */
  get ownFolder(): string {
    const { folder } = this.configuration
    const below = folder.startsWith(`${this.run.folder}/`) ? folder.slice(this.run.folder.length + 1) : folder
    return /(^|\/)modules?\//.test(folder) ? '' : below
  }

  get workspace(): Value {
    return this.run.workspace
  }

  path(name: string): Value {
    if (name === 'module') return this.configuration.folder || '.'
    return name === 'root' ? this.run.folder || '.' : new Hidden('where Terraform is started', someFile)
  }

  enter(): boolean {
    const { left } = this.run.reading
    if (left.steps <= 0 || left.depth <= 0) return false
    left.steps--
    left.depth--
    return true
  }

  leave(): void {
    this.run.reading.left.depth++
  }

  variable(name: string): Value {
    return this.#once(`var.${name}`, undefined, () => {
      const declared = this.configuration.variables.get(name)
      if (!declared) return new Missing(`the variable ${name}`)
      const given = this.#given(name)
      const { body } = declared.block
      const nullable = attributeOf(body, 'nullable')?.value
      const isNull = given === null && nullable?.kind === 'literal' && nullable.value === false
      const fallback = attributeOf(body, 'default')
      const value =
        given === undefined || isNull
          ? fallback
            ? this.#unlessGivenElsewhere(name, evaluate(fallback.value, this.scope))
            : new Hidden(`the variable ${name} of ${this.configuration.folder || 'the root configuration'}`, {
                kind: 'file',
                text: `give ${name} a value in a .tfvars file of each environment`,
              })
          : given
      const type = attributeOf(body, 'type')
      return type ? withType(value, type.value, this.scope) : value
    })
  }

  /**
   * An empty default, where the runs are of a workspace elsewhere that has variables of its own, asks to be given there
   * (developer.hashicorp.com/terraform/cloud-docs/workspaces/variables). One that says something holds.
   */
  #unlessGivenElsewhere(name: string, value: Value): Value {
    if (this.call || !isBlank(value) || !hasWorkspaceElsewhere(this.configuration)) return value
    return new Hidden(
      `the variable ${name}, which the workspace of ${this.run.folder || 'the root configuration'} may give`,
      {
        kind: 'file',
        text: `give ${name} a value in a .tfvars file of each environment`,
      },
    )
  }

  /** What the caller, or the files of variables, give; undefined where they leave it out. */
  #given(name: string): Value | undefined {
    const { given, open } = this.run
    if (!this.call) return given.has(name) ? given.get(name) : open
    const argument = attributeOf(this.call.declared.block.body, name)
    return argument && evaluate(argument.value, this.call.scope)
  }

  local(name: string): Value {
    const local = this.configuration.locals.get(name)
    if (!local) return new Missing(`local.${name}`)
    const { file, attribute } = local
    const place = { file, ...attribute.nameSpan }
    return this.#once(`local.${name}`, place, () => evaluate(attribute.value, this.scope))
  }

  output(call: string, key: string | number | undefined, output: string): Value {
    const uses = this.uses(call)
    if (isHidden(uses)) return new Hidden(`the output ${output} of module.${call}`, uses.settle)
    const use = key === undefined ? uses[0] : uses.find((one) => one.key === undefined || one.key === String(key))
    if (!use) return new Missing(`module.${call}`)
    const declared = use.instance.configuration.outputs.get(output)
    const value = declared && attributeOf(declared.block.body, 'value')
    if (!value) return new Missing(`the output ${output} of module.${call}`)
    return use.instance.#once(`output.${output}`, headOf(declared), () => evaluate(value.value, use.instance.scope))
  }

  isRepeated(call: string): boolean {
    const body = this.configuration.calls.get(call)?.block.body
    return body !== undefined && (attributeOf(body, 'count') ?? attributeOf(body, 'for_each')) !== undefined
  }

  resource(type: string, name: string): Value {
    if (!this.configuration.resources.has(`${type}.${name}`)) return new Missing(`${type}.${name}`)
    return new Made(this.within(`${type}.${name}`), '')
  }

  data(type: string, name: string): Value {
    const address = this.within(`data.${type}.${name}`)
    return new Hidden(`what ${address} finds`, { kind: 'file', text: `write out what ${address} finds` })
  }

  /** What is written in the resource, so far as it is known; else whose attribute it is. */
  attribute(address: string, key: string | undefined, name: string): Value {
    const made = new Made(address, name)
    const owner = this.#ownerOf(address)
    const declared = owner?.instance.configuration.resources.get(owner.own)
    const written = declared && attributeOf(declared.block.body, name)
    if (!owner || !declared || !written) return made
    const { instance, own } = owner
    const each = key === undefined ? undefined : repeats(declared, instance.scope).find((one) => one.key === key)
    return instance.#once(`${own}[${key}].${name}`, { file: declared.file, ...written.nameSpan }, () => {
      const value = evaluate(written.value, each?.scope ?? instance.scope)
      return isHidden(value) && !(value instanceof Made) ? made : value
    })
  }

  /** The module that makes a resource, which may be given to another one whole, and the resource's name in it. */
  #ownerOf(address: string): { readonly instance: Instance; readonly own: string } | undefined {
    let instance: Instance = this
    while (instance.parent) instance = instance.parent
    let own = address
    for (let call = called.exec(own); call; call = called.exec(own)) {
      const uses = instance.uses(call[1] ?? '')
      const use = isHidden(uses) ? undefined : uses.find(({ key }) => indexOf(key) === (call?.[2] ?? ''))
      if (!use) return undefined
      instance = use.instance
      own = own.slice(call[0].length)
    }
    return { instance, own }
  }

  /** The address of something in this module. */
  within(name: string): string {
    return this.address ? `${this.address}.${name}` : name
  }

  /** The uses of a module that is called here; hidden where its code is elsewhere. */
  uses(call: string): readonly Use[] | Hidden {
    const known = this.#uses.get(call)
    if (known) return known
    const declared = this.configuration.calls.get(call)
    const found = declared ? this.#use(call, declared) : new Missing(`module.${call}`)
    this.#uses.set(call, found)
    return found
  }

  #use(call: string, declared: Declared): readonly Use[] | Hidden {
    const from = source(declared, this.configuration.folder)
    if (from.kind !== 'local') return from.hidden
    const configuration = this.run.reading.configurations.get(from.folder)
    if (!configuration) {
      return new Hidden(`the module ${from.written}, which is not in this repository`, {
        kind: 'clone',
        text: `check out the module ${from.written} too`,
      })
    }
    if (this.#isBelow(from.folder)) return new Missing('what modules make that call one another in a circle')
    return repeats(declared, this.scope).flatMap(({ key, exists, scope }) => {
      if (!take(this.run.reading, 'modules', headOf(declared))) return []
      const address = this.within(`module.${call}${indexOf(key)}`)
      const instance = new Instance(this.run, configuration, address, this, { declared, scope }, exists)
      return [{ key, instance }]
    })
  }

  /** Whether this is a use of a folder, or inside of one: calling it again would close a circle. */
  #isBelow(folder: string): boolean {
    for (let at: Instance | undefined = this; at; at = at.parent) if (at.configuration.folder === folder) return true
    return false
  }

  /** Computes a value when it is first asked for. One that needs itself is a problem, and hidden. */
  #once(name: string, place: Parameters<typeof report>[1] | undefined, compute: () => Value): Value {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    const at = this.#under.indexOf(name)
    if (at >= 0) {
      const circle = [...this.#under.slice(at), name].join(' → ')
      if (place) report(this.run.reading, place, `values need one another in a circle: ${circle}`)
      return new Missing(`a value that needs itself (${circle})`)
    }
    this.#under.push(name)
    const value = compute()
    this.#under.pop()
    this.#values.set(name, value)
    return value
  }
}

const someFile = { kind: 'file', text: 'write the path out' } as const

/** One use of a module, with its key where it is made for each of something. */
export interface Use {
  readonly key: string | undefined
  readonly instance: Instance
}

/** `["web"]`, `[0]`; nothing where there is one, `[?]` where the keys are hidden. */
export function indexOf(key: string | undefined): string {
  if (key === undefined) return ''
  return /^\d+$/.test(key) ? `[${key}]` : `["${key}"]`
}

/** The text that an expression comes to, undefined where it is hidden or none. */
export function textIn(expression: HclExpression | undefined, scope: Scope): string | undefined {
  return expression && textOf(evaluate(expression, scope))
}
