import { basename, dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/** A request as a description of an interface shows it: its folder lies beside that of the answers. */
export const besideAnswers =
  (repository: Repository): Evidence =>
  ({ file }) => {
    const folder = dirname(file)
    const answers = answersOf(basename(folder))
    if (answers === undefined || !/\.(?:json|xml|ya?ml|txt|http)$/i.test(file)) return undefined
    return repository.under(`${dirname(folder)}/${answers}`.replace(/^\//, '')).length > 0
      ? `${folder} holds examples of requests, beside those of answers`
      : undefined
  }

const answersOf = (name: string) => (/^requests?$/i.test(name) ? name.replace(/quest/i, 'sponse') : undefined)
