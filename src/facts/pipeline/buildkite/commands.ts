import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { piecesOf } from '../dialect/fill.ts'
import { openName } from '../dialect/open-text.ts'
import { toSay } from '../dialect/question.ts'
import type { Reading } from '../dialect/reading.ts'
import { joinScripts, scriptOfNode } from '../dialect/script.ts'
import { saysItServes } from '../dialect/words.ts'
import { knownUse } from '../known/use.ts'
import type { Act } from '../model.ts'
import { composeCommands } from './compose.ts'

/** What stands around the commands of a step. */
export interface CommandPlace {
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
  /** the values of the leg of a matrix, by `matrix` or `matrix.<name>` */
  readonly leg: Readonly<Record<string, string>>
  readonly reading: Reading
}

/** `{{matrix.os}}`, and `$$`, which is a dollar that the upload leaves alone. */
const filled = /\{\{\s*(matrix[\w.-]*)\s*\}\}|\$\$/g

/** The commands of a step as one script of bash, which stops at the first that fails; then its plugins. */
export async function actsOfStep(step: DataNode, where: CommandPlace): Promise<readonly Act[]> {
  const { finders, repository } = where.reading
  const lines = ['command', 'commands'].flatMap((key) => step.get(key)?.asList ?? [])
  const script = joinScripts(lines.filter(({ text }) => text !== undefined).map((line) => scriptFrom(line, where)))
  const acts = script ? [...(await finders.findActs(script, repository))] : []
  for (const plugin of step.get('plugins')?.asList ?? []) {
    const entries = plugin.kind === 'map' ? plugin.entries : [{ key: plugin.text ?? '', value: undefined }]
    for (const { key, value } of entries)
      acts.push(...(await actsOfPlugin(key, value, plugin, where, lines.length > 0)))
  }
  return acts
}

function scriptFrom(node: DataNode, { name, variables, leg }: CommandPlace) {
  const shell = { program: 'bash', errexit: true, pipefail: false }
  const parts = piecesOf(node.text ?? '', filled)
  const resolve = (expression: string) => (expression === '' ? '$' : (leg[expression] ?? openName(expression)))
  return scriptOfNode(node, { shell, directory: '', variables, via: [], name }, parts, resolve)
}

/** Plugins that only prepare, or carry files about. */
const harmless =
  /assume-role|aws-sso|ecr|docker-login|artifacts?|cache|secrets?|vault|aws-sm|ssm|junit|annotate|test-collector|metadata|metrics|hook|checkout|ssh|env|shadow|gcp-workload|library-example|mise|asdf|volumes?/

/**
 * `github.com/acme/deploy-buildkite-plugin.git#v1` → `acme/deploy`; Buildkite's own, which stand without an owner, by the name
 * alone (buildkite.com/docs/plugins/using, "Plugin sources").
 */
const nameOfPlugin = (reference: string): string =>
  (reference.split('#')[0] ?? '')
    .replace(/\.git$/, '')
    .replace(/-buildkite-plugin$/, '')
    .replace(/^.*[/:]([^/]+\/[^/]+)$/, '$1')
    .replace(/^buildkite-plugins\//, '')

/** The settings of a plugin as texts, a list by its lines. */
function textsOf(settings: DataNode | undefined): Readonly<Record<string, string>> {
  const texts = (settings?.kind === 'map' ? settings.entries : []).flatMap(({ key, value }) => {
    const lines = (value?.asList ?? []).flatMap(({ text }) => text ?? [])
    return lines.length > 0 ? [[key, lines.join('\n')] as const] : []
  })
  return Object.fromEntries(texts)
}

/** What a plugin does beside the command of its step, which it may run in a container. */
async function actsOfPlugin(
  reference: string,
  settings: DataNode | undefined,
  at: DataNode,
  where: CommandPlace,
  hasCommand: boolean,
): Promise<readonly Act[]> {
  const { finders, repository } = where.reading
  const full = nameOfPlugin(reference)
  const name = full.replace(/^.*\//, '')
  const run = (text: string) =>
    finders.findActs({ ...scriptFrom(at, where), text, placeOf: () => at.place }, repository)
  const words = (settings?.get('command')?.asList ?? []).map(({ text }) => text ?? '').join(' ')
  if (name === 'docker-compose') {
    const lines = await composeCommands(settings, words, hasCommand, where.reading)
    return lines.length > 0 ? run(lines.join('\n')) : []
  }
  if (name === 'docker') {
    const image = settings?.get('image')?.text
    return image && !hasCommand ? finders.actsOfImage(image, words, at.place, [], where.name, repository) : []
  }
  const inputs = textsOf(settings)
  if (knownUse('buildkite', full, inputs)) {
    const use = { table: 'buildkite', name: full, narrowBy: name, what: 'the plugin', text: reference } as const
    return finders.actsOfUse({ ...use, inputs, place: at.place, via: [], title: where.name }, repository)
  }
  if (harmless.test(name)) return []
  const couldBe = saysItServes(name)
  if (couldBe.length === 0) return []
  const value = new Hidden(
    `what the plugin ${name} does`,
    toSay(`what the step ${where.name} does`, { job: where.name }, couldBe.slice(0, 1)),
  )
  const hidden = { place: at.place, value, couldBe }
  return [{ kinds: [], tool: name, text: reference, place: at.place, via: [], onFailure: 'stops', words: [], hidden }]
}
