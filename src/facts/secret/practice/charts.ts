import { dirname } from '../../../documents/path.ts'
import type { Repository } from '../../repository.ts'
import type { Evidence } from './index.ts'

/** Values with which the chart around them is tried out: https://github.com/helm/chart-testing/blob/main/doc/ct_install.md */
export const inChartTests =
  (repository: Repository): Evidence =>
  ({ file }) => {
    const folder = dirname(file)
    return /(?:^|\/)ci\/[^/]*values\.ya?ml$/.test(file) && repository.has(`${dirname(folder)}/Chart.yaml`)
      ? 'the chart is tried out with these values'
      : undefined
  }

/** In a chart that another needs, as `helm dependency build` packs it beside the Chart.yaml: https://helm.sh/docs/helm/helm_dependency */
export const inPackedDependency =
  (repository: Repository): Evidence =>
  ({ file, member }) => {
    const [, chart] = /^((?:.*\/)?)charts\/[^/]+-\d+\.\d+[^/]*\.tgz$/.exec(file) ?? []
    return member !== '' && chart !== undefined && repository.has(`${chart}Chart.yaml`)
      ? 'it is in a chart of others, which this one needs'
      : undefined
  }
