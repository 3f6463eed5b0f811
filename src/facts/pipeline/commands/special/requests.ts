import type { Redirect } from '../../../../documents/shell/index.ts'
import { setsByRequest } from '../../../change/requests.ts'
import type { HiddenPart } from '../../model.ts'
import { type Call, emit, emitHidden } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { answerIsSearched } from '../tests/reported.ts'
import { whatFails } from './bad-answer.ts'
import { environmentName } from './environment-name.ts'
import { ownHook } from './own-hooks.ts'
import { buildsItself, receivers } from './receivers.ts'
import { takesNext } from './request-words.ts'
import { startsPipeline } from './starts.ts'

const builtThere = (call: Call): HiddenPart => ({
  ...hiddenPart('whether the platform whose hook is called builds what it deploys', '', call.place),
  couldBe: ['build'],
})

/** What Salt's API is told to run: `"fun": "state.apply"` (docs.saltproject.io, "rest_cherrypy"). */
const saltsStates = /\bfun(?:\\?["'])?\s*[:=]\s*(?:\\?["'])?state\.(?:apply|sls|highstate|orchestrate)\b/

/** Services that judge the manifests that they are sent. */
const judges = /\bkubesec\.io\/scan/i

/** Paths that tell of a system's health, and the start page. */
export const healthPath =
  /\/(_?_?(health|healthz|healthcheck|health[-_]check|status|statusz|ready|readyz|readiness|live|livez|liveness|(readiness|liveness|ready|live|startup)[-_](check|probe)|ping|version|heartbeat|alive|up|info|check|monitoring))(\/\w*)*(\.json)?\/?(\?.*)?$/i

/** This machine, and what runs beside the job: a host of one word is a container's (`http://docker/`, `http://web:3000`). */
export const isLocal = (url: string): boolean =>
  /^(https?:\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)\b/.test(url) ||
  /^https?:\/\/[a-z][\w-]*(:\d+)?([/?]|$)/i.test(url)

/** An address that is not on this machine. */
export const isOutside = (url: string): boolean =>
  /^https?(-get)?:\/\//.test(url) && !isLocal(url.replace(/^https?-get/, 'http'))

const isFileTransfer = (word: string): boolean => /^(s?ftps?|scp):\/\//.test(word)

function urlOf(name: string, call: Call): string | undefined {
  const words = call.words.slice(1)
  const plain = words.filter((word, i) => !word.startsWith('-') && !takesNext(name, words[i - 1] ?? ''))
  const flagged = words.find((word) => /^--url=/.test(word))?.slice(6) ?? words[words.indexOf('--url') + 1 || -1]
  return (
    plain.find((word) => /^https?:\/\//.test(word)) ??
    flagged ??
    plain.find((word) => /^\$\{|^\$\(|^\w[\w.-]*\.\w+/.test(word)) ??
    plain.find((word) => isLocal(word))
  )
}

/**
 * A request over HTTP: by the address and what is sent it deploys, starts a pipeline, tells somebody, has something judged,
 * or asks what runs whether it is well; nothing else is noted of it.
 */
export function request(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  const { words } = call
  const url = urlOf(name, call)
  // curl -T dist.zip ftp://…: files that are put onto another machine
  if (name === 'curl' && words.some((word) => /^(-T|--upload-file)/.test(word)) && words.some(isFileTransfer)) {
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: 'curl' })
    return
  }
  if (url === undefined) return
  const sends =
    words.some((word) =>
      /^(--data|--json|--form|-d$|-F$|-T$|--upload-file|--post-data|POST|PUT|PATCH|-XPOST|-XPUT|-XPATCH)/.test(word),
    ) || words.some((word) => /^-[a-zA-Z]*X(POST|PUT|PATCH)/.test(word))
  const whole = call.text
  for (const { pattern, kind, sends: only } of receivers) {
    const asked = pattern.exec(url)
    if (!asked && !(sends && kind === 'notify' && pattern.test(whole))) continue
    if (only && !sends) continue
    if (kind === 'deploy' || kind === 'status' || sends || kind === 'notify') {
      // a bad answer to a deployment is often found in its text: `| grep OK`
      const onFailure = kind === 'deploy' ? whatFails(name, call, shell, context) : undefined
      const built = kind === 'deploy' && buildsItself.test(whole) ? builtThere(call) : undefined
      const environment = environmentName(asked?.groups?.place ? [asked.groups.place] : [])
      const more = {
        ...(onFailure && { onFailure }),
        ...(built && { hidden: built }),
        ...(environment && { environment }),
      }
      emit(finder, shell, context, call, { kinds: [kind], tool: name, ...more })
      return
    }
  }
  if (saltsStates.test(whole) && !/\btest(?:\\?["'])?\s*[:=]\s*(?:\\?["'])?true\b/i.test(whole)) {
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: name })
    return
  }
  if (setsByRequest(words)) {
    emit(finder, shell, context, call, { kinds: [], tool: name })
    return
  }
  if (judges.test(url)) {
    const outcome = whatFails(name, call, shell, context) ?? 'reports'
    emit(finder, shell, context, call, { kinds: ['validate'], tool: name, onFailure: outcome })
    return
  }
  const hook = isOutside(url) || url.startsWith('$') ? ownHook(call, url, context) : undefined
  if (hook) {
    const onFailure = whatFails(name, call, shell, context)
    emit(finder, shell, context, call, {
      kinds: ['deploy'],
      tool: name,
      hidden: builtThere(call),
      ...(onFailure && { onFailure }),
      ...hook,
    })
    return
  }
  if (sends && startsPipeline(url)) {
    emitHidden(finder, shell, context, call, `what ${url} starts`, ['deploy'])
    return
  }
  const smoke = [...context.names].some((one) => kindOfTest(wordsOfName(one)) === 'smoke-test')
  if (sends && !smoke) return
  const path = url.replace(/^https?:\/\/[^/?]*/, '').replace(/^(\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\))/, '')
  const fetches = isDownload(name, call, path, context) && !answerIsSearched(call, shell, context)
  if (fetches || tellsOwnAddress.test(url) || ofWorkshop.test(url)) return
  const tellsHealth = /health|smoke|status|ready|ping/i.test(
    /\$\{(?:\{\s*[\w.-]+\.)?(\w+)\s*\}?\}$/.exec(url)?.[1] ?? '',
  )
  const start = path === '' || path === '/'
  const outcome = whatFails(name, call, shell, context)
  const written = context.source.text.slice(call.node.span.start, call.node.span.end)
  const probes = outcome === 'stops' && !isLocal(url) && ownAddress.test(written) && isThrownAway(call, context)
  if (!(smoke || healthPath.test(path) || start || tellsHealth || probes)) return
  const local = isLocal(url) && !context.onServer && !smoke && !finder.acts.some((act) => /port-forward/.test(act.text))
  // somebody's start page, whose failure nothing heeds, only shows that there is a network
  if (outcome === 'ignored' && start && !smoke && !url.includes('$')) return
  if (!outcome) return
  // whoever wants to be refused there shows that it is closed, and not that it is well
  const asked = wantsRefusal(call, context) ? words.slice(1).filter((word) => word !== url) : words.slice(1)
  if (local)
    emit(finder, shell, context, call, { kinds: [], tool: name, onFailure: outcome, here: 'smoke-test', words: asked })
  else emit(finder, shell, context, call, { kinds: ['smoke-test'], tool: name, onFailure: outcome, words: asked })
}

/** Whether the code of an answer must be one of refusal: `test "$(curl … https://…/actuator/health)" = 404`. */
const wantsRefusal = ({ node }: Call, { source }: Context): boolean =>
  /^[^\n()]{0,40}\)["']?\s*(?:==?|-eq)\s*["']?4\d\d\b/.test(source.text.slice(node.span.end, node.span.end + 80))

/** Services that tell a machine its own address, which firewalls are opened for: no answer of theirs is one of what runs. */
const tellsOwnAddress =
  /^(?:https?:\/\/)?(?:[\w-]+\.)*(?:ipify\.org|icanhazip\.com|ifconfig\.(?:me|co|io)|ipinfo\.io|ident\.me|ipecho\.net|checkip\.(?:amazonaws\.com|dyndns\.\w+))(?:[/:?]|$)/

/**
 * The forge, and what else pipelines work with: a commit's status there, or whether the vault is open, tells nothing of
 * what was deployed (docs.gitlab.com, "Predefined variables"; docs.github.com, "Default environment variables").
 */
const ofWorkshop =
  /^(?:https?:\/\/)?(?:api\.github\.com|api\.bitbucket\.org|gitlab\.com\/api|circleci\.com\/api|(?:[\w-]+\.)?dev\.azure\.com|sonarcloud\.io)(?:[/:?]|$)|^(?:https?:\/\/)?\$[{(]+(?:\s*github\.(?:api|graphql|server)_url|(?:\s*(?:env|vars|secrets)\.)?\s*(?:CI_API_|CI_SERVER_|GITHUB_(?:API|SERVER|GRAPHQL)_|SYSTEM[._](?:TEAMFOUNDATION)?COLLECTIONURI|JENKINS_URL|BUILD_URL|JOB_URL|SONAR\w*|VAULT_ADDR|NEXUS_\w+|ARTIFACTORY_\w+|JFROG_\w+))/i

/** An address that is written as a variable that is named for one: that of what the team runs, and no service of others. */
const ownAddress =
  /(?:^|[\s"'=])(?:https?:\/\/)?\$\{?\{?\s*[\w.]*(?:url|uri|host|domain|endpoint|addr|site|server|fqdn|dns)\w*/i

/** An answer that goes to /dev/null is asked for to see how it is answered: `curl -o /dev/null -w '%{http_code}'`. */
const isThrownAway = ({ words, node }: Call, { source }: Context): boolean =>
  words.some(
    (word, i) => word === '/dev/null' && /^(--output|--output-document|-[a-zA-Z]*[oO])$/.test(words[i - 1] ?? ''),
  ) ||
  node.redirects.some(
    ({ operator, descriptor = 1, target: { span } }) =>
      /^(>|&>)$/.test(operator) && descriptor === 1 && source.text.slice(span.start, span.end) === '/dev/null',
  )

/** What is asked for at these paths tells how a system is, wherever the answer goes. */
const onlyHealth = /health|ready|readiness|live(?:ness)?z?\b|ping|heartbeat/i

/** `-o file`, `-O`, `> file`, a file's ending: it fetches something. */
function isDownload(name: string, call: Call, path: string, { source }: Context): boolean {
  const { words } = call
  const at = words.findIndex((word) =>
    (name === 'curl' ? /^(--output|-[a-zA-Z]*o)$/ : /^(--output-document|-[a-z]*O)$/).test(word),
  )
  const kept = onlyHealth.test(path)
  if (at > 0 && !kept && !/^(\/dev\/null|-)$/.test(words[at + 1] ?? '')) return true
  if (name === 'curl' && words.some((word) => /^-[a-zA-Z]*O$|^--remote-name/.test(word))) return true
  if (
    words.some((word) =>
      /^https?:\/\/\S+\.(tgz|tar|gz|zip|sh|deb|rpm|exe|asc|gpg|pem|whl|jar|xz|txt|ya?ml|repo|list|key|dmg|pkg|phar)(\?.*)?$/.test(
        word,
      ),
    )
  )
    return true
  if (
    words.some((word) =>
      /^https?:\/\/([\w.-]*\.)?(github\.com|githubusercontent\.com|get\.\w+|dl\.\w+|download\w*\.|packages\.|apt\.|storage\.googleapis\.com|registry\.|repo\d?\.|index\.)/.test(
        word,
      ),
    )
  )
    return true
  const spider = words.some((word) => word === '--spider' || /^-[a-z]*O-$/.test(word))
  if (name === 'wget' && at < 0 && !spider) return true
  // an answer that is thrown away or shown (`> /dev/null 2>&1`) is not fetched
  const intoFile = ({ operator, descriptor = 1, target: { span } }: Redirect) =>
    /^(>>?|&>>?|>\|)$/.test(operator) &&
    descriptor === 1 &&
    !/^["']?\/dev\//.test(source.text.slice(span.start, span.end))
  return !kept && call.node.redirects.some(intoFile)
}
