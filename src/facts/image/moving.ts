import { isFullOfTwo } from './two-numbers.ts'

/** Pieces of a shape that name one state for good. */
const fixed = /\{(semver|git-sha|git-sha-short|run-number|date|hash|tag|tag-without-v)\}/

/** `latest-{semver}`: the newest for a version of something (as in pinning.ts); a commit or a day beside it is one image. */
const newestOfVersion =
  /^(?!.*\{(git-sha|git-sha-short|run-number|date|hash)\})(.*[-._])?latest[-._].*\{(semver|tag|tag-without-v)\}/

/** A day, as images are dated: `v20230907`. */
const dated = /^v?20\d{6}([-._]|$)/

/**
 * Whether a tag means another image tomorrow: none at all, `latest`, a branch, an environment, a word, a version that is
 * not whole (`1`, `1.2`). What else stands there with digits of its own is taken to be a version of somebody's making.
 *
 * @param shape as {@link import('./shape.ts').shapeOf} gives it
 * @param name the image, since a whole version has two numbers for some
 */
export function isMoving(shape: string, name: string): boolean {
  if (newestOfVersion.test(shape)) return true
  if (fixed.test(shape)) return false
  if (/\{(branch|number)\}/.test(shape)) return true
  if (dated.test(shape) || isFullOfTwo(name, shape)) return false
  return !/\d/.test(shape) || /^v?\d+(\.\d+)?$/.test(shape)
}
