import { type HclBlock, plainTextOf } from '../../documents/hcl/index.ts'
import type { Repository } from '../repository.ts'
import { type Configuration, readConfiguration } from './configuration.ts'

/* Providers that ask no cloud: what they make stays where Terraform runs. */
const makesNothing = /^(docker|null|random|local|time|tls|archive|http|external|template)$/

/* The machine that Terraform runs on, and a container beside it. */
const ownMachine =
  /^(https?:\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|172\.17\.0\.1|([\w-]*[-_])?localstack([-_][\w-]*)?|s3\.localhost\.localstack\.cloud)(:\d+)?\/?$/i

/**
 * Whether all that a configuration makes is made in an emulator on the machine that runs it: each of its providers of a
 * cloud is told so by `endpoints` (docs.localstack.cloud/aws/integrations/infrastructure-as-code/terraform). Where one
 * endpoint is elsewhere, or is told by a variable, it is none.
 */
export function isEmulated({ providers }: Pick<Configuration, 'providers'>): boolean {
  const clouds = providers.filter(({ block }) => !makesNothing.test(block.labels[0] ?? ''))
  return clouds.length > 0 && clouds.every(({ block }) => asksOwnMachine(block))
}

function asksOwnMachine({ body }: HclBlock): boolean {
  const endpoints = body.blocks
    .filter(({ type }) => type === 'endpoints')
    .flatMap(({ body: { attributes } }) => attributes.map(({ value }) => plainTextOf(value)))
  return endpoints.length > 0 && endpoints.every((address) => address !== undefined && ownMachine.test(address))
}

/** As {@link isEmulated}, of the files of a folder. */
export async function runsInEmulator(folder: string, repository: Repository): Promise<boolean> {
  const paths = repository
    .in(folder)
    .map(({ path }) => path)
    .filter((path) => /\.(tf|tofu)(\.json)?$/.test(path))
  for (const path of paths) {
    const text = await repository.text(path)
    if (text?.content.includes('endpoints')) return isEmulated(await readConfiguration(folder, paths, repository))
  }
  return false
}
