import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Graph } from '../pipeline/graph/index.ts'
import type { Act, Condition } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Group } from './files.ts'
import { givenFiles } from './given.ts'

/* Tools that hold files against a schema or a policy, and what they can read. */
const general =
  /\b(check-jsonschema|ajv|cue (vet|eval)|conftest|yamale|jsonschema|jv|v8r|action-validator|schema-validator-action|pajv)\b/i
const ofManifests =
  /\b(kubeconform|kubeval|istioctl (analyze|validate)|kubectl-validate|kubectl validate|kube-linter|kube-score|datree|polaris|gator|kyverno|kubevious|k8s-lint|flux-local|flux-schema|flux schema|kubescape)\b|--dry-run=server|--dry-run=client\b.*--validate(?!=(?:false|ignore))|--validate(?!=(?:false|ignore))\S*\s.*--dry-run=client/i

/* `python -m pip install jsonschema==4.25.1`, `go install …/kubeconform@v0.6`: who brings a validator holds nothing against it. */
const installs =
  /\b(?:pip[\d.]*|pipx|npm|yarn|pnpm|bun|gem|go|cargo|brew|apt(?:-get)?|apk|dnf|yum|conda|choco|uv|poetry|asdf|mise)\s(?:(?!run\b|exec\b|dlx\b|x\b)\S+\s+)*?(?:install|add|i|get|ci|sync)(?=\s|$)/

/**
 * Steps that validate, of all pipelines; a validation whose failure changes nothing is none, nor is one that no run comes
 * to (`if: false`).
 */
export function validatingActs({ judge }: Graph): readonly Act[] {
  return judge.plans.all.flatMap(({ workflow, runs }) => {
    const isDead = (...conditions: readonly (Condition | undefined)[]) =>
      runs.runs.length > 0 && runs.runs.every(({ run }) => conditions.some((one) => one?.holds(run) === false))
    return workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step) =>
        step.acts.filter(
          (act) =>
            !isDead(job.condition, step.condition, act.condition) &&
            (act.kinds.includes('validate') || general.test(`${act.tool} ${act.text}`)) &&
            !installs.test(act.text) &&
            !isHidden(act.onFailure) &&
            act.onFailure === 'stops' &&
            step.continueOnError !== true &&
            job.allowFailure !== true,
        ),
      ),
    )
  })
}

/**
 * What the step says that validates such a group; empty where none does, hidden where those that do are given only some of
 * its files.
 */
export function validatorOf(group: Group, acts: readonly Act[], repository: Repository): Seen<string> {
  const left = new Set(group.files)
  let first: Act | undefined
  for (const act of acts) {
    if (!mayValidate(group, act)) continue
    const isGiven = givenFiles(act, repository)
    if (!isGiven) return act.text
    const given = group.files.filter(isGiven)
    for (const file of given) left.delete(file)
    if (given.length > 0) first ??= act
    if (first && left.size === 0) return first.text
  }
  const [file] = left
  return first && file !== undefined ? givenInPart(first, file) : ''
}

function mayValidate({ sort }: Group, { tool, text, words }: Act): boolean {
  const said = `${tool} ${text} ${words.join(' ')}`
  return general.test(said) || ((sort === 'manifests' || sort === 'values') && ofManifests.test(said))
}

const givenInPart = ({ text }: Act, file: string): Hidden =>
  new Hidden(`whether ${file} is validated, which \`${text}\` is not given`, {
    kind: 'file',
    text: `give ${file} to the step that validates`,
  })

/** What is hidden in the pipelines and may validate. */
export function hiddenValidation({ judge }: Graph): Hidden | undefined {
  for (const { workflow, atoms } of judge.plans.all) {
    const parts = [...workflow.hidden, ...atoms.flatMap((atom) => atom.hidden ?? [])]
    const part = parts.find(({ couldBe }) => couldBe.includes('validate'))
    if (part) return part.value
  }
  return undefined
}
