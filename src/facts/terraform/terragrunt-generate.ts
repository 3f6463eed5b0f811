import { type HclBlock, type HclExpression, parseHcl } from '../../documents/hcl/index.ts'
import { dirname, joinPath } from '../../documents/path.ts'
import { Text } from '../../documents/text.ts'
import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { attributeOf, type Declared } from './configuration.ts'
import { placesOf } from './terragrunt-source.ts'

/** What Terragrunt writes beside a module (terragrunt.gruntwork.io/docs/reference/hcl/blocks, `generate`). */
export interface Generated {
  /** `terraform` blocks in files that it writes */
  readonly settings: readonly Declared[]
  /** a file whose text cannot be told, if there is one */
  readonly unseen: Hidden | undefined
}

/** The `terraform` blocks that one `generate` writes: from a text, or from a file that it copies. */
export async function generatedBy(
  block: HclBlock,
  at: string,
  unit: string,
  repository: Repository,
): Promise<Generated> {
  const contents = attributeOf(block.body, 'contents')?.value
  const text = contents && (await textOf(contents, at, unit, repository))
  if (text === undefined) return { settings: [], unseen: contents ? unseenIn(at, block) : undefined }
  const { document } = parseHcl(new Text(at, text))
  const settings = document.body.blocks
    .filter(({ type }) => type === 'terraform')
    .map((made) => ({ file: at, block: { ...made, head: block.head, span: block.span } }))
  return { settings, unseen: undefined }
}

/** A text as written, what stands in it for a value left open; of `file("…")` that of the file; undefined: neither. */
async function textOf(
  contents: HclExpression,
  at: string,
  unit: string,
  repository: Repository,
): Promise<string | undefined> {
  if (contents.kind === 'template') {
    return contents.parts.map((part) => (part.kind === 'text' ? part.value : 'x')).join('')
  }
  const [path] = contents.kind === 'call' && /^(file|templatefile)$/.test(contents.name) ? contents.args : []
  if (!path) return undefined
  // A path is told from the file that it stands in, a bare one too (`file("common/provider.tf")`).
  const parent = dirname(at)
  for (const folder of [parent, unit]) {
    for (const place of placesOf(path, folder, parent)) {
      const found = place.kind === 'local' ? place.folder : joinPath(folder, place.written)
      const text = found !== undefined && repository.has(found) ? await repository.text(found) : undefined
      if (text) return text.content
    }
  }
  return undefined
}

function unseenIn(at: string, { labels: [name = ''] }: HclBlock): Hidden {
  return new Hidden(`what generate "${name}" in ${at} writes beside the module`, {
    kind: 'file',
    text: `write out the contents of generate "${name}" in ${at}, or commit the lock file of each unit`,
  })
}
