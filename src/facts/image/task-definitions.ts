import { join, joinPath } from '../../documents/path.ts'
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

/**
 * The images that Elastic Beanstalk runs by the file of a folder (docs.aws.amazon.com, "Dockerrun.aws.json": `Image.Name`, or
 * containers as a task definition has them).
 * @param folder undefined where it is not known in which folder the command runs
 */
export async function imagesOfDockerrun(folder: string | undefined, repository: Repository): Promise<readonly Named[]> {
  const file = folder === undefined ? undefined : joinPath(folder, 'Dockerrun.aws.json')
  if (file === undefined || !repository.has(file)) return []
  const image = (await repository.json(file))?.at('Image', 'Name')
  const own: Named[] = image?.text
    ? [{ reference: image.text, tagOnly: false, overrides: 'image', place: image.place }]
    : []
  return [...own, ...(await imagesOfTaskDefinition(file, repository))].filter(
    ({ reference }) => !filledIn.test(reference),
  )
}

/** Marks that a script puts a value in the place of before the file is sent. */
const filledIn = /[<>]|__|@(?!sha256:)|\bTAG\b/
