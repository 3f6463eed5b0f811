import { setsByRequest } from './requests.ts'
import { settingCommands } from './setting-commands.ts'
import { plainWords } from './words.ts'

/** Whether a command changes nothing there: it is tried, or only works on the manifest that it is given (`kubectl set --local`). */
const dry = (words: readonly string[]) =>
  words.some((word) => /^--(dry-?run|local$|local=)/.test(word) && !/=(none|false)$/.test(word))

const aliases: Readonly<Record<string, string>> = { flyctl: 'fly' }

/**
 * Whether a command sets the configuration of a running system past the files that declare it. What applies files
 * (`kubectl apply -f`, `helm upgrade`) does not.
 */
export function setsConfiguration(words: readonly string[]): boolean {
  const program = words[0] ?? ''
  if (dry(words)) return false
  if (/^(kubectl|oc)$/.test(program)) return setsObject(words)
  if (/^(curl|wget|https?)$/.test(program)) return setsByRequest(words)
  const name = aliases[program] ?? program
  const pattern = Object.hasOwn(settingCommands, name) ? settingCommands[name] : undefined
  if (!pattern) return false
  if (name === 'aws' && /^ecs update-service/.test(plainWords(words).join(' ')))
    return (
      words.includes('--desired-count') &&
      !words.some((word) => /^--(task-definition|force-new-deployment)(=|$)/.test(word))
    )
  if (name === 'az' && /^containerapp( job)? update|^containerapp revision copy/.test(plainWords(words).join(' ')))
    return setsContainerApp(words)
  if (name === 'gcloud' && /^((alpha|beta) )?run (services|jobs) update /.test(plainWords(words).join(' ')))
    return setsCloudRun(words)
  if (name === 'docker' && /^service update\b/.test(plainWords(words).join(' '))) return setsService(words)
  return pattern.test(plainWords(words).join(' ')) || pattern.test(words.slice(1).join(' '))
}

/**
 * A container app that is given another number of replicas, other variables or another size, and no other image
 * (learn.microsoft.com/cli/azure/containerapp).
 */
const setsContainerApp = (words: readonly string[]): boolean =>
  words.some((word) =>
    /^--((min|max)-replicas|scale-rule-\w+|(set|replace|remove|remove-all)-env-vars|cpu|memory)(=|$)/.test(word),
  ) && !words.some((word) => /^(-i|--(image|source|artifact|yaml))(=|$)/.test(word))

/**
 * A service or job of Cloud Run that is given other variables, secrets or another size, and no other image
 * (cloud.google.com/sdk/gcloud/reference/run/services/update).
 */
const setsCloudRun = (words: readonly string[]): boolean =>
  words.some((word) =>
    /^--((set|update|remove|clear)-(env-vars|secrets)|env-vars-file|(min|max)(-instances)?|scaling|memory|cpu|concurrency|timeout)(=|$)/.test(
      word,
    ),
  ) && !words.some((word) => /^--(image|source)(=|$)/.test(word))

/**
 * A service of a swarm that is given other variables, secrets, networks, replicas or another size, and no other image
 * (docs.docker.com/reference/cli/docker/service/update).
 */
const setsService = (words: readonly string[]): boolean =>
  words.some((word) =>
    /^--((env|secret|config|network|mount|publish|host|constraint|label)-(add|rm)|replicas|(limit|reserve)-(cpu|memory))(=|$)/.test(
      word,
    ),
  ) && !words.some((word) => /^--(image|force|rollback)(=|$)/.test(word))

function setsObject(words: readonly string[]): boolean {
  const plain = plainWords(words)
  // the plugin of Argo Rollouts
  const [verb = '', object = ''] = plain[0] === 'argo' ? plain.slice(2) : plain
  if (/^(edit|patch|scale|autoscale|set)$/.test(verb)) return true
  if (verb !== 'create' || words.some((word) => /^(-f|--filename|-k|--kustomize)(=|$)/.test(word))) return false
  return /^(configmap|cm|secrets?)$/.test(object)
}
