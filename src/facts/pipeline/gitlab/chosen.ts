import type { DataNode } from '../../../documents/tree.ts'
import type { Input } from '../model.ts'
import { comparisonsOf, parseExpression } from './expression.ts'
import { scalarsOf, textsOf } from './nodes.ts'
import type { Variables } from './variables.ts'

/** What is chosen where a version is: `IMAGE_TAG`, `RELEASE_VERSION`. */
const namesVersion = /(^|_)(version|tag|sha|image|release|commit|digest|revision|build)(_|$)/i
/** GitLab gives these itself. */
const ownOfGitlab = /^(CI|GITLAB|FF)_|^CI$/

/**
 * The versions that a person gives when a pipeline is started by hand, though no file asks for them: variables that the job
 * hands on under their own name (`IMAGE_TAG: $IMAGE_TAG`), or runs with and no file sets. The job runs only where another such
 * variable has a value, so that it is known to be started with some (docs.gitlab.com/ci/pipelines, "Run a pipeline manually").
 * @param node the job, whole
 * @param above the variables that hold for all jobs
 */
export function chosenByHand(name: string, node: DataNode, above: Variables): readonly Input[] {
  const set = node.get('variables')
  const isGiven = (variable: string) =>
    ownOfGitlab.test(variable) || above.has(variable) || set?.get(variable) !== undefined
  if (!asksFor(node.get('rules'), (variable) => !isGiven(variable))) return []
  const made = madeIn(node)
  const handed = (set?.entries ?? []).flatMap(({ key, value }) =>
    [`$${key}`, `\${${key}}`].includes(value.text ?? '') && !above.has(key) ? [key] : [],
  )
  const run = ['before_script', 'script']
    .flatMap((key) => textsOf(node.get(key)))
    .flatMap((text) => [...text.matchAll(/\$\{?([A-Z]\w*)/g)].map((match) => match[1] as string))
    .filter((variable) => !isGiven(variable))
  return [...new Set([...handed, ...run])]
    .filter((variable) => namesVersion.test(variable) && !made.has(variable))
    .map((variable) => ({ name: variable, type: 'string', reaches: [name] }))
}

/** Whether the job runs only where a variable of some kind has a value: each rule by which it runs says so. */
function asksFor(rules: DataNode | undefined, isAsked: (variable: string) => boolean): boolean {
  const running = (rules?.items ?? []).filter((rule) => rule.get('when')?.text !== 'never')
  return (
    running.length > 0 &&
    running.every((rule) =>
      scalarsOf(rule.get('if')).some(({ text }) => {
        const expression = parseExpression(text ?? '')
        return (
          expression !== undefined &&
          [...comparisonsOf(expression)].some((one) => {
            const variable = one.kind === 'set' ? one.operand : one.left
            return variable.kind === 'variable' && isAsked(variable.name)
          })
        )
      }),
    )
  )
}

/** The variables that the job's own commands give a value: `TAG=…`, `read -r TAG`. */
function madeIn(node: DataNode): ReadonlySet<string> {
  const texts = ['before_script', 'script'].flatMap((key) => textsOf(node.get(key)))
  const assigned = texts.flatMap((text) =>
    [...text.matchAll(/(?:^|[\s;&(])(\w+)=/gm)].map((match) => match[1] as string),
  )
  const read = texts.flatMap((text) =>
    [...text.matchAll(/\bread\b(.*)/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
  )
  return new Set([...assigned, ...read])
}
