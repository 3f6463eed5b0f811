import { join } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'
import type { Named } from './named.ts'

/**
 * The images of an ECS task definition (docs.aws.amazon.com, "Task definition parameters": `containerDefinitions[].image`).
 * @param path as a command or action names it; one that is not in the repository has none
 */
export async function imagesOfTaskDefinition(path: string, repository: Repository): Promise<readonly Named[]> {
  const file = join('', path)
  if (!file || !repository.has(file)) return []
  const root = await repository.json(file)
  return (root?.get('containerDefinitions')?.items ?? []).flatMap((container): Named[] => {
    const image = container.get('image')
    return image?.text ? [{ reference: image.text, tagOnly: false, overrides: 'image', place: image.place }] : []
  })
}
