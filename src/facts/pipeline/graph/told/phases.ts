import { once } from '../../../once.ts'
import type { Workflow } from '../../model.ts'

/* What a phase of a pipeline is called that is no environment: `build-stage`, `Commit stage`. */
const phase =
  /(^|[-_ ])(build|builds|commit|(?<!\bsmoke[-_ ]|\be2e[-_ ]|\bacceptance[-_ ])tests?|lint|check|checks|verify|scan|package|publish|quality|analysis|analyse|unit|validate|prepare|setup|init)[-_ ]?stage$/i
const word = /[-_ ]?stage(?=$|[-_ ]?\d*$| \/ )/gi

const callsThemSo = once(({ jobs }: Workflow) =>
  jobs.some(({ id }) => id.split(' / ').some((part) => phase.test(part))),
)

/**
 * The name of a job without the word "stage", where the workflow calls its phases so (`build-stage` beside
 * `deploy-stage`): there it tells no environment.
 */
export function withoutPhase(name: string, workflow: Workflow): string {
  return callsThemSo(workflow) ? name.replace(word, '') : name
}
