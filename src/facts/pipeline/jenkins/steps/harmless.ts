/** Verbs that only ask, tell or move files about: whatever stands behind them, they decide nothing. */
const asks =
  /^(get|is|has|read|find|parse|list|print|colou?r|log|echo|debug|info|warn|abort|cancel|skip|should|calculate|compute|determine|checkout|clone|archive|stash|unstash|clean|cleanup|format|extract|resolve|sleep)([A-Z_]\w*)?$/

/** Verbs that do what stands behind them: harmless only with a thing that is certainly part of the build itself. */
const readies =
  /^(set|load|init|initiali[sz]e|prepare|setup|configure|with|use|using|inside|add|increment|bump|current|define|generate)_?([A-Z]\w*)$/

/** Things of the build itself: its name, its variables, its tools, its log-ins. */
const things =
  /^(Build|Job|Pipeline|Commit|Git|GitHub|Git[Ll]ab|Docker|Release|Next|Project|App|Current)?(Name|DisplayName|Description|Version|Versions|Number|Tag|TagName|Id|Status|Result|Properties|Property|Parameters?|Params|Variables?|Vars|Env|EnvVars|EnvVariables|EnvironmentVariables?|Credentials|Credential|Secrets?|Auth|Login|Badge|Label|Labels|Workspace|Tools?|Node|NodeJs|Java|Jdk|Maven|Npm|Yarn|Python|Go|Config|Configuration|Settings|User|Author|Timestamps|Timeout|Retry|Lock|Cache|SshKeys?|Kubeconfig|KubeConfig|Vault|Aws|AWS)$/

/** A deed that the name tells beside its verb: then it is no wrapper and no reader, but may do that deed. */
const deed =
  /(deploy|rollout|promot|publish|migrat|rollback|approv)(?!\w*(Status|Version|Name|Id|Tag|Env|Url|Vars|Config))/i

/**
 * Whether a step that no table knows certainly does nothing that a standard asks about, by its name. Anything else must
 * hide what its words leave open: a pass by a step that was taken for harmless would be wrong.
 */
export function isHarmless(name: string): boolean {
  const last = name.replace(/^.*\./, '')
  if (/^update\w*Status$/.test(last)) return true
  if (asks.test(last)) return !/And[A-Z]/.test(last)
  const [, , thing = ''] = readies.exec(last) ?? []
  return things.test(thing) && !deed.test(last)
}
