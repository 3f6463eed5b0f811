import type { HclExpression } from '../../documents/hcl/index.ts'
import { isEncrypted } from '../encrypted.ts'
import { Hidden } from '../hidden.ts'
import { Missing, type Value } from '../infrastructure/value.ts'
import type { Repository } from '../repository.ts'
import { evaluate } from './evaluate.ts'
import { expressionOf } from './json.ts'
import type { Names } from './scope.ts'

/** A file of variables with what it gives. */
export interface Variables {
  readonly file: string
  readonly values: ReadonlyMap<string, Value>
  /** what it gives cannot be seen, since it is encrypted */
  readonly open?: Hidden
}

/** Whether Terraform reads such a file by itself when it lies beside the configuration. */
export const isAutomatic = (name: string) =>
  /^terraform\.tfvars(\.json)?$/.test(name) || /\.auto\.tfvars(\.json)?$/.test(name)

/**
 * Reads all files of variables; those that are broken give nothing, and are claimed by the caller. What is encrypted may give
 * any variable any value.
 */
export async function readVariables(files: readonly string[], repository: Repository): Promise<readonly Variables[]> {
  return Promise.all(
    files.map(async (file) => {
      if (await isEncrypted(file, repository)) return { file, values: new Map(), open: locked(file) }
      const values = new Map<string, Value>()
      for (const [name, expression] of await expressionsOf(file, repository)) {
        const value = evaluate(expression, { names: new Map(), module: nothing })
        values.set(name, typeof value === 'string' && sealed.test(value) ? locked(file) : value)
      }
      return { file, values }
    }),
  )
}

/* One value that sops has sealed. */
const sealed = /^ENC\[AES256_GCM,/

const locked = (file: string) =>
  new Hidden(`what ${file} gives, which is encrypted`, {
    kind: 'file',
    text: `keep what is no secret in a file of variables beside ${file}`,
  })

async function expressionsOf(
  file: string,
  repository: Repository,
): Promise<readonly (readonly [string, HclExpression])[]> {
  if (!file.endsWith('.json')) {
    const attributes = (await repository.hcl(file))?.body.attributes ?? []
    return attributes.map(({ name, value }) => [name, value])
  }
  const root = await repository.json(file)
  return (root?.entries ?? []).map(({ key, value }) => [key, expressionOf(value)])
}

/** Files of variables hold values only: no name means anything in them. */
const unnamed = (name: string) => new Missing(`the name ${name} in a file of variables`)

/** Where no name means anything. */
export const nothing: Names = {
  variable: unnamed,
  local: unnamed,
  output: unnamed,
  isRepeated: () => false,
  resource: (type) => unnamed(type),
  data: (type) => unnamed(type),
  attribute: (address) => unnamed(address),
  workspace: new Hidden('the workspace', { kind: 'file', text: 'write out the name of the workspace' }),
  path: unnamed,
  enter: () => true,
  leave: () => {},
}
