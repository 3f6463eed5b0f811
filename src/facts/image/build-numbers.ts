import { basename } from '../../documents/path.ts'
import { isHidden, type Seen } from '../hidden.ts'
import type { Image } from '../schema/artifact.ts'

/** `shop:18` names one build for good where a pipeline pushes that image by the number of its run. */
export function asBuildNumbers(images: readonly Image[]): Image[] {
  const byRun = new Set(
    images.flatMap((image) => (image.role !== 'deployed' && isRunNumber(image.shape) ? nameOf(image) : [])),
  )
  byRun.delete('')
  return images.map((image) => {
    const isNumber = image.role === 'deployed' && !isHidden(image.tag) && /^v?\d+$/.test(image.tag)
    return isNumber && byRun.has(nameOf(image)) ? { ...image, moving: false } : image
  })
}

const nameOf = ({ name }: Image): string => (isHidden(name) ? '' : basename(name).toLowerCase())

const isRunNumber = (shape: Seen<string>): boolean => !isHidden(shape) && /^v?\{run-number\}$/.test(shape)
