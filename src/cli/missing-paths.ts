import type { Remark } from '../assessment/assessment.ts'
import { didYouMean } from '../config/nearest.ts'
import type { DataNode } from '../documents/tree.ts'
import type { Opened } from './open.ts'

/**
 * Documents and folders of components that `assay.yaml` names and that are not here: nothing is read by these names, and
 * what else is found is judged as if nobody had named any.
 */
export function missingPaths({ configuration, repository }: Opened): readonly Remark[] {
  const { root, file } = configuration
  const paths = [...repository.files, ...repository.skipped].map(({ path }) => path)
  const isHere = (path: string) => paths.some((one) => one === path || one.startsWith(`${path}/`))
  const named = ['documents', 'components'].flatMap((key) => root?.get(key)?.entries ?? [])
  return named
    .flatMap(({ value }) => scalarsOf(value))
    .flatMap((node): readonly Remark[] => {
      const path = (node.text ?? '').replace(/^\.\//, '').replace(/\/+$/, '')
      // a policy for many repositories names what only some have
      if (node.place.file !== file || /^[a-z]+:\/\/|[*?[{]/i.test(path) || !path || path === '.' || isHere(path))
        return []
      const message = `there is no ${path} here, so nothing is said by this${didYouMean(path, paths)}`
      return [{ code: 'path-missing', severity: 'warning', message, place: node.place }]
    })
}

const scalarsOf = (node: DataNode): readonly DataNode[] => (node.kind === 'list' ? node.items : [node])
