import type { HclExpression } from '../../documents/hcl/index.ts'

/** A place that the source of a unit may name: one for each branch of a condition. */
export type Written =
  | { readonly kind: 'local'; readonly folder: string }
  | { readonly kind: 'remote'; readonly written: string }

/** What only the run knows stands for this in a source. */
export const unknownPart = '…'

/**
 * The places that a source may name. Functions for folders are known: `get_terragrunt_dir()`, `get_repo_root()` and the like.
 * @param folder of the unit
 * @param parent the folder of the file that it includes
 */
export function placesOf(source: HclExpression, folder: string, parent: string): readonly Written[] {
  return textsOf(source, folder, parent).flatMap((text): readonly Written[] => {
    if (/^(\.\.?(\/|$)|\/)/.test(text)) {
      const found = resolved(text, folder)
      return found === undefined ? [] : [{ kind: 'local', folder: found }]
    }
    return text === '' || text === unknownPart ? [] : [{ kind: 'remote', written: registry(text) }]
  })
}

/** `tfr:///terraform-aws-modules/vpc/aws?version=5.8.1` is a module of the registry. */
const registry = (text: string) => text.replace(/^tfr:\/\/[^/]*\//, '')

function textsOf(expression: HclExpression, folder: string, parent: string): readonly string[] {
  if (expression.kind === 'conditional') {
    return [expression.then, expression.else].flatMap((branch) => textsOf(branch, folder, parent))
  }
  if (expression.kind !== 'template') return [unknownPart]
  let texts: readonly string[] = ['']
  for (const part of expression.parts) {
    const next =
      part.kind === 'text'
        ? [part.value]
        : part.kind === 'interpolation'
          ? valuesOf(part.expression, folder, parent)
          : [unknownPart]
    // branches of branches: more than a few name nothing in particular
    texts = texts.flatMap((text) => next.map((one) => text + one)).slice(0, 8)
  }
  return texts
}

function valuesOf(expression: HclExpression, folder: string, parent: string): readonly string[] {
  if (expression.kind === 'conditional') return textsOf(expression, folder, parent)
  if (expression.kind !== 'call') return [unknownPart]
  switch (expression.name) {
    case 'get_terragrunt_dir':
    case 'get_original_terragrunt_dir':
      return [`/${folder}`]
    case 'get_parent_terragrunt_dir':
      return [`/${parent}`]
    case 'get_repo_root':
    case 'get_path_to_repo_root':
      return ['/']
    case 'path_relative_to_include':
      return [folder.startsWith(`${parent}/`) ? folder.slice(parent.length + 1) : folder]
    case 'dirname':
      return [`/${parent}`]
    default:
      return [unknownPart]
  }
}

/** A path from the unit, or from the root of the repository behind a slash; undefined outside of it. */
function resolved(path: string, folder: string): string | undefined {
  const bare = path.split('?')[0] as string
  const segments = bare.startsWith('/') || !folder ? [] : folder.split('/')
  for (const segment of bare.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined
    if (segment && segment !== '.' && segment !== '..') segments.push(segment)
  }
  return segments.join('/')
}
