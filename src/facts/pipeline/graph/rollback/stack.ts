import { Hidden, type Seen } from '../../../hidden.ts'
import type { Act } from '../../model.ts'

/** What deploys by stacks of CloudFormation; serverless.yml says itself what becomes of a failed update. */
const byStack =
  /\bcloudformation (deploy|create-stack|update-stack|execute-change-set)$|\b(sam|cdk|rain) deploy$|\bcopilot (svc |job |env )?deploy$|aws-cloudformation-github-deploy|aws-cloudformation-deploy|aws-cloudformation\/(deploy|create|update)$|^cloudformation$/

const off =
  /^(--disable-rollback|--no-rollback|--rollback=false|-R|disable[-_]rollback=(1|true|True|yes)|--on-failure=DO_NOTHING)$/
const on = /^(--no-disable-rollback|--rollback(=true)?|disable[-_]rollback=(0|false|False|no)|--on-failure=ROLLBACK)$/

/**
 * Whether a stack that an act deploys goes back when its update fails; undefined where none is deployed. verdicts.md: a
 * rollback of the platform that is not declared is unknown. That nobody switched off what CloudFormation does by itself
 * proves nothing: a stack may be told otherwise in a file of settings, and what it goes back over is the stack alone.
 */
export function stackGoesBack(act: Act): Seen<boolean> | undefined {
  if (!byStack.test(act.tool)) return undefined
  const words = joined(wordsOf(act))
  if (words.some((word) => off.test(word))) return false
  return words.some((word) => on.test(word)) || undeclared
}

/** What is said by a value of its own: `--on-failure ROLLBACK` as `--on-failure=rollback`. */
function joined(words: readonly string[]): readonly string[] {
  return words.map((word, at) => (word === '--on-failure' ? `${word}=${words[at + 1] ?? ''}` : word))
}

const undeclared = new Hidden(
  'whether the stack goes back when its update fails, which CloudFormation does by default',
  {
    kind: 'file',
    text: 'declare it (--no-disable-rollback; sam and cdk as well), or let a job of the pipeline roll back',
  },
)

/** The words of an act, and its inputs as `name=value`. */
export function wordsOf({ words, inputs }: Act): readonly string[] {
  return [...words, ...Object.entries(inputs ?? {}).map(([key, value]) => `${key}=${value}`)]
}
