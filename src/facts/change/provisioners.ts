import type { HclBlock } from '../../documents/hcl/ast.ts'
import { dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Way } from './vocabulary.ts'

/** What an apply does on a machine through a connection, past what its resources declare. */
export interface Provisioned {
  readonly way: Way
  /** as a finding shows it: `provisioner "remote-exec" of terraform_data.up` */
  readonly text: string
  readonly place: Place
}

/* Resources that stand for nothing but what is run when they are made anew: the machine is there already. What a server
 * gets as it is created makes a new one (developer.hashicorp.com/terraform/language/provisioners). */
const runsOnWhatIsThere = /^(null_resource|terraform_data)$/
const ways: Readonly<Record<string, Way>> = { 'remote-exec': 'ssh', file: 'file-copy' }

/**
 * The provisioners by which an apply logs in to machines that are there, and copies to them: the first of each way.
 * @param act a command of a pipeline
 */
export async function provisionedBy(act: Act, repository: Repository): Promise<readonly Provisioned[]> {
  if (!/^(terraform|tofu) apply$/.test(act.tool) || act.directory === undefined) return []
  const found = new Map<Way, Provisioned>()
  for (const { path } of repository.under(act.directory)) {
    if (dirname(path) !== act.directory || !/\.(tf|tofu)$/.test(path)) continue
    for (const one of await inFile(path, repository)) if (!found.has(one.way)) found.set(one.way, one)
  }
  return [...found.values()]
}

async function inFile(path: string, repository: Repository): Promise<readonly Provisioned[]> {
  const blocks = (await repository.hcl(path))?.body.blocks ?? []
  return blocks.filter(isRun).flatMap(({ labels, body }) =>
    body.blocks.flatMap(({ type, labels: [kind = ''], head, body: own }) => {
      const way = type === 'provisioner' && Object.hasOwn(ways, kind) ? ways[kind] : undefined
      const isRemoval = own.attributes.some(({ name }) => name === 'when')
      if (way === undefined || isRemoval) return []
      const place = { file: path, start: head.start, end: head.end }
      return [{ way, text: `provisioner "${kind}" of ${labels.join('.')}`, place }]
    }),
  )
}

const isRun = ({ type, labels }: HclBlock) => type === 'resource' && runsOnWhatIsThere.test(labels[0] ?? '')
