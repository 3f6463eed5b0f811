import { holdsEnvironment, tellsEnvironment } from '../../dialect/words.ts'
import type { Act } from '../../model.ts'
import { type Call, emit } from '../call.ts'
import { anything, couldBeByName } from '../hidden.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'

/**
 * Where services take requests that start a pipeline: GitLab's triggers and pipelines, GitHub's dispatches, CircleCI, Azure
 * Pipelines, Jenkins, Buildkite, Bitbucket, Travis.
 */
const addresses = [
  /\/projects\/[^/]+\/(trigger\/pipeline|pipeline)\b/,
  /\/repos\/.+\/dispatches\b/,
  /\/api\/v[12](\.1)?\/project\/.+\/(pipeline|pipeline\/run|build)\/?$/,
  /\/_apis\/(pipelines\/[^/]+\/runs|build\/builds)\b/,
  /\/job\/.+\/build(WithParameters)?\b/,
  /\/v2\/organizations\/[^/]+\/pipelines\/[^/]+\/builds\b/,
  /\/2\.0\/repositories\/.+\/pipelines\/?$/,
  /travis-ci\.(com|org)\/repo\/.+\/requests\b/,
]

/** A variable that holds such an address says so: `$DEPLOY_WORKFLOW_DISPATCH_URL`, `${{ secrets.DISPATCH_URL }}`. */
const namedSo =
  /^\$\{?\{?[\s\w.]*(WORKFLOW_?DISPATCH|DISPATCH_?(URL|WORKFLOW|ENDPOINT)|(PIPELINE|BUILD)_?TRIGGER_?URL)/i

/** Whether a request that sends something to an address starts a pipeline. */
export const startsPipeline = (url: string): boolean =>
  namedSo.test(url) || addresses.some((pattern) => pattern.test(url))

const starters =
  /^(curl|wget|https?|gh workflow run|az pipelines run|glab ci (run|trigger)|circleci pipeline run|peter-evans\/repository-dispatch|benc-uk\/workflow-dispatch)(@|$)/

/**
 * What starts a pipeline elsewhere deploys where it says so: in what it sends, or in the name of its job or step. What
 * that pipeline does before and after it deploys stays hidden, and may be anything.
 * @param titles what people call the step
 */
export function withStartedDeployment(act: Act, ...titles: readonly string[]): readonly Act[] {
  const { hidden, tool, words, inputs = {} } = act
  if (!hidden || act.kinds.length > 0 || !starters.test(tool) || !hidden.couldBe.includes('deploy')) return [act]
  // the name of a variable (`$DEPLOY_TOKEN`) says what is allowed, not what is done
  const sent = [...words, ...Object.values(inputs)].map((word) => word.replace(/\$\{\{.*?\}\}|\$\{?\w+\}?/g, ' '))
  const said = [...titles, ...sent].map(couldBeByName).find((kinds) => kinds[0] === 'deploy')
  if (!said || said.includes('apply')) return [act]
  const open = { ...hidden, couldBe: anything }
  const told = act.environment ?? environmentSent(sent, inputs)
  return [
    { ...act, hidden: open },
    { ...act, kinds: ['deploy'], hidden: open, ...(told && { environment: told }) },
  ]
}

/** `?ENV=production`, `-f environment=staging`, `{"environment": "qa"}`, `variables[TARGET_ENV]=uat` */
const assignment = /["'[?&\s]?([A-Za-z_][\w-]*)["'\]]*\s*[=:]\s*["']?([A-Za-z][\w-]{1,23})(?![\w-])/g

/** The environment that a pipeline elsewhere is told: of what is sent, the one value whose name holds nothing else. */
function environmentSent(sent: readonly string[], inputs: Readonly<Record<string, string>>): string | undefined {
  const pairs = sent.flatMap((word) => [...word.matchAll(assignment)].map(([, name = '', value = '']) => [name, value]))
  const told = [...pairs, ...Object.entries(inputs)].flatMap(([name = '', value = '']) =>
    holdsEnvironment(name) && tellsEnvironment(value) ? [value] : [],
  )
  return new Set(told).size === 1 ? told[0] : undefined
}

/** `gh workflow run deploy.yml` of a workflow that is here: it is read where it stands. */
export function ownWorkflow(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const [, group, verb, file = ''] = call.words
  if (group !== 'workflow' || verb !== 'run' || !finder.repository.has(`.github/workflows/${file}`)) return false
  const at = call.words.findIndex((word) => /^(-R|--repo)$/.test(word))
  const other = at > 0 && !/\$/.test(call.words[at + 1] ?? '')
  if (!other) emit(finder, shell, context, call, { kinds: [], tool: 'gh workflow run' })
  return !other
}
