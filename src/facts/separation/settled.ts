import type { Instruction } from '../../documents/dockerfile.ts'
import { dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { ownInstructions } from '../image/dockerfiles.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { HardCoding } from '../schema/separation.ts'
import { hostLines } from './host-lines.ts'
import { domainOf, environmentWord, kindOfHost } from './hosts.ts'
import { judge, type Verdict } from './judge.ts'
import type { KnownHosts } from './known-hosts.ts'
import { profileDocuments } from './profiles.ts'
import { settledAddress } from './settled-address.ts'

/*
 * Addresses that a program finds in every environment alike though they stand in no code: in the settings that it begins with,
 * and in the variables of its image.
 */

/**
 * What a program reads in each environment, before that of the environment (docs.spring.io, "Externalized Configuration";
 * learn.microsoft.com/aspnet/core/fundamentals/configuration; github.com/node-config, "Configuration Files"; github.com/rubyconfig).
 */
const base =
  /(^|\/)src\/main\/resources\/(application|bootstrap|reference)\.(ya?ml|properties|conf)$|(^|\/)appsettings\.json$|(^|\/)config\/(default|base|common|settings)\.(json5?|ya?ml|toml)$/

/** Addresses of an environment in settings that hold for all: another may be given where the program runs, or not. */
export async function settledInBase(
  repository: Repository,
  knowing: () => Promise<KnownHosts>,
): Promise<readonly HardCoding[]> {
  const { touched } = repository
  const found: HardCoding[] = []
  for (const { path, area } of repository.files) {
    if (area !== 'main' || !base.test(path) || (touched && !touched.has(path))) continue
    const content = (await repository.text(path))?.content ?? ''
    const own = profileDocuments(content).filter(({ profiles }) => profiles.length === 0)
    for (const { key, host, verdict } of await judged(own.map((one) => one.content).join('\n'), knowing)) {
      // the host of somebody else may have a word of an environment, too
      if (verdict.sure !== true && (!hasSister(host, content) || (await isAsked(key, path, repository)))) continue
      const sure = new Hidden(`whether ${key} of ${path}, which is ${host}, is given another value where it runs`, {
        kind: 'file',
        text: `take ${key} from the environment: a variable, a ConfigMap or a mounted file`,
      })
      found.push(settledAddress({ path, key, host, fallback: true }, verdict, sure, placeOf(path, content, host)))
    }
  }
  return found
}

/** Addresses of an environment that are variables of an image which is shipped, or may be: `ENV API_URL=https://api.staging.…`. */
export async function settledInImages(
  repository: Repository,
  workflows: readonly Workflow[],
  knowing: () => Promise<KnownHosts>,
): Promise<readonly HardCoding[]> {
  const { touched } = repository
  if (touched && ![...touched].some((path) => /dockerfile|containerfile/i.test(path))) return []
  const found = new Map<string, HardCoding>()
  for (const { file, shipped, target } of await shippedDockerfiles(repository, workflows)) {
    const { path } = file
    if (shipped === false || !(await repository.text(path))?.content.includes('ENV')) continue
    const document = await repository.dockerfile(path)
    if (!document) continue
    for (const instruction of ownInstructions(document.stages, target)) {
      if (instruction.keyword !== 'ENV') continue
      for (const { key, host, verdict } of await judged(variablesOf(instruction), knowing)) {
        const sure = isHidden(verdict.sure) ? verdict.sure : shipped
        const one = settledAddress({ path, key, host, fallback: false }, verdict, sure, instruction.place)
        if (!found.has(one.id)) found.set(one.id, one)
      }
    }
  }
  return [...found.values()]
}

/** `ENV A=b C="d"`, `ENV A b` (docs.docker.com/reference/dockerfile, "ENV"), one on each line. */
const variablesOf = ({ arguments: written }: Instruction): string =>
  written.replace(/^(\w+)[ \t]+(?!=)/, '$1=').replace(/\s+(?=\w+=)/g, '\n')

/**
 * Whether the environment is asked for a key before settings that hold for all (github.com/node-config, "Custom Environment
 * Variables").
 */
async function isAsked(key: string, path: string, repository: Repository): Promise<boolean> {
  for (const ending of ['json', 'yaml', 'yml', 'json5']) {
    const asking = await repository.text(join(dirname(path), `custom-environment-variables.${ending}`))
    if (asking && new RegExp(`(^|[\\s"'{,])${key.replace(/\W/g, '\\$&')}["']?\\s*:`, 'm').test(asking.content))
      return true
  }
  return false
}

/** Whether another host of the same domain stands beside it for another environment, or for none: they are of one service. */
const hasSister = (host: string, content: string): boolean =>
  [...hostLines(content)].some(
    (other) =>
      other.host !== host &&
      domainOf(other.host) === domainOf(host) &&
      environmentWord(other.host) !== environmentWord(host),
  )

interface Judged {
  readonly key: string
  readonly host: string
  readonly verdict: Verdict
}

/** The lines of settings that hold an address of one environment, as its name tells. */
async function judged(content: string, knowing: () => Promise<KnownHosts>): Promise<readonly Judged[]> {
  const found = new Map<string, Judged>()
  for (const { key, host, isDatabase } of hostLines(content)) {
    const kind = kindOfHost(host)
    if (!isDatabase && kind !== 'named' && kind !== 'resource') continue
    const id = `${key} ${host}`
    if (found.has(id)) continue
    const scheme = isDatabase ? 'postgresql' : 'https'
    const literal = { scheme, host, rest: '', name: key, before: `${key}: "`, start: 0, end: 0 }
    const verdict = judge(literal, await knowing())
    if (verdict) found.set(id, { key, host, verdict })
  }
  return [...found.values()]
}

function placeOf(file: string, content: string, host: string): Place {
  const start = content.toLowerCase().indexOf(host)
  return start < 0 ? { file } : { file, start, end: start + host.length }
}
