import type { Redirect } from '../../../../documents/shell/index.ts'
import { setsByRequest } from '../../../change/requests.ts'
import type { HiddenPart } from '../../model.ts'
import { type Call, emit, emitHidden, flagValue } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { kindOfTest, wordsOfName } from '../names.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { whatFails } from './bad-answer.ts'
import { checksDownload, checksumPrograms, isCheck, pinsDownload, verifiesInput } from './checksums.ts'
import { databaseClients, runClient } from './database.ts'
import { buildsOfNothing } from './empty-context.ts'
import { environmentName } from './environment-name.ts'
import { changesImage, pushedManifests, pushedPlatform } from './pushes.ts'
import { buildsItself, receivers } from './receivers.ts'
import { takesNext } from './request-words.ts'
import { comparesTree } from './rewritten.ts'
import { awsSync, blobSync, storeSync } from './site-sync.ts'
import { ownWorkflow, startsPipeline } from './starts.ts'

/** Programs whose arguments need more than the table: requests, copies to other machines, pushes that deploy. */
export async function special(
  name: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  if (databaseClients.has(name)) {
    runClient(name, call, shell, context, finder)
    return true
  }
  if (checksumPrograms.has(name) && pinsDownload(call, context)) {
    emit(finder, shell, context, call, { kinds: [], tool: name })
    return true
  }
  if (verifiesInput(call, context)) {
    emit(finder, shell, context, call, { kinds: [], tool: name })
    return true
  }
  if ((checksumPrograms.has(name) || name === 'gpg') && isCheck(call) && checksDownload(call, context)) {
    const what = `whether what ${name} checks is what is deployed, or a tool`
    emit(finder, shell, context, call, {
      kinds: [],
      tool: name,
      hidden: { ...hiddenPart(what, '', call.place), couldBe: ['verify'] },
    })
    return true
  }
  switch (name) {
    case 'curl':
    case 'wget':
    case 'http':
    case 'https':
      request(name, call, shell, context, finder)
      return true
    case 'wait-on':
      if (call.words.some((word) => isOutside(word)))
        emit(finder, shell, context, call, { kinds: ['smoke-test'], tool: 'wait-on' })
      return true
    case 'scp':
    case 'rsync':
    case 'sftp':
    case 'lftp':
    case 'pscp':
    case 'pscp.exe':
    case 'ncftpput':
      copy(name, call, shell, context, finder)
      return true
    case 'winscp':
    case 'winscp.com':
      winscp(call, shell, context, finder)
      return true
    case 'gh':
      return ownWorkflow(call, shell, context, finder)
    case 'git':
      return comparesTree(call, shell, context, finder) || push(call, shell, context, finder)
    case 'aws':
      return awsSync(call, shell, context, finder)
    case 'az':
      return blobSync(call, shell, context, finder)
    case 'gsutil':
    case 's5cmd':
    case 's3cmd':
    case 'azcopy':
    case 'mc':
      return storeSync(name, call, shell, context, finder)
    case 'gcloud':
      return copyToMachine(call, shell, context, finder) || storeSync(name, call, shell, context, finder)
    case 'docker':
    case 'podman':
    case 'buildah':
    case 'nerdctl':
      return buildsOfNothing(call, shell, context, finder)
    case 'argo':
      return argoWorkflow(call, shell, context, finder)
    case 'zip':
      return archive(call, shell, context, finder)
    case 'java':
      return startsProgram(call, shell, context, finder)
    default:
      return false
  }
}

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

const isOutside = (url: string): boolean =>
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

function request(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
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
  if (sends && startsPipeline(url)) {
    emitHidden(finder, shell, context, call, `what ${url} starts`, ['deploy'])
    return
  }
  const smoke = [...context.names].some((one) => kindOfTest(wordsOfName(one)) === 'smoke-test')
  if (sends && !smoke) return
  const path = url.replace(/^https?:\/\/[^/?]*/, '').replace(/^(\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\))/, '')
  if (isDownload(name, call, path, context) || tellsOwnAddress.test(url) || ofWorkshop.test(url)) return
  const tellsHealth = /health|smoke|status|ready|ping/i.test(
    /\$\{(?:\{\s*[\w.-]+\.)?(\w+)\s*\}?\}$/.exec(url)?.[1] ?? '',
  )
  const start = path === '' || path === '/'
  if (!(smoke || healthPath.test(path) || start || tellsHealth)) return
  const local = isLocal(url) && !context.onServer && !smoke && !finder.acts.some((act) => /port-forward/.test(act.text))
  const outcome = whatFails(name, call, shell, context)
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
  /^(?:https?:\/\/)?(?:api\.github\.com|api\.bitbucket\.org|gitlab\.com\/api|circleci\.com\/api|(?:[\w-]+\.)?dev\.azure\.com|sonarcloud\.io)(?:[/:?]|$)|^(?:https?:\/\/)?\$[{(]+(?:\s*(?:env|vars|secrets|github)\.)?\s*(?:CI_API_|CI_SERVER_|GITHUB_(?:API|SERVER|GRAPHQL)_|api_url|SYSTEM[._](?:TEAMFOUNDATION)?COLLECTIONURI|JENKINS_URL|BUILD_URL|JOB_URL|SONAR\w*|VAULT_ADDR|NEXUS_\w+|ARTIFACTORY_\w+|JFROG_\w+)/i

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

/** A copy to another machine deploys; one from there does not. */
function copy(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  const plain = call.words.slice(1).filter((word) => !word.startsWith('-'))
  const target = (plain.at(-1) ?? '').replace(/\$\{\{[^}]*\}\}/g, '${OPEN}')
  const remote =
    /^(lftp|sftp|ncftpput)$/.test(name) ||
    (/^([^/@\s]+@)?[^/:\s]+:/.test(target) && !/^[A-Za-z]:[\\/]/.test(target)) ||
    /^(rsync|sftp):\/\//.test(target) ||
    /^\$\{[^}]*(HOST|SERVER|TARGET|REMOTE|DEST)[^}]*\}/i.test(target)
  if (remote && !call.words.includes('--dry-run') && !call.words.includes('-n')) {
    emit(finder, shell, context, call, {
      kinds: ['deploy'],
      tool: name,
      environment: environmentName([target.replace(/:.*$/, '')]),
    })
  } else emit(finder, shell, context, call, { kinds: [], tool: name })
}

/** `winscp.com /command "open sftp://…" "put dist /www"`; what a script of its own does is not seen (winscp.net, "Scripting"). */
function winscp(call: Call, shell: Shell, context: Context, finder: Finder): void {
  const puts = call.words.some((word) => /^["']?(put|mput|synchronize remote)\b/i.test(word))
  const script = call.words.some((word) => /^[/-]script=?/i.test(word))
  if (script && !puts) emitHidden(finder, shell, context, call, 'what the script of WinSCP does', ['deploy'])
  else
    emit(finder, shell, context, call, { kinds: puts ? ['deploy'] : [], tool: 'winscp', ...(puts && { remote: true }) })
}

/** `gcloud compute scp --recurse dist web-1:/srv`: as scp, between this machine and those of a project. */
function copyToMachine(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const at = call.words.indexOf('scp')
  if (at < 0 || !call.words.includes('compute')) return false
  const rest = call.words.slice(at + 1)
  const plain = rest.filter((word, i) => !word.startsWith('-') && !valuedOfGcloud.test(rest[i - 1] ?? ''))
  const target = plain.at(-1) ?? ''
  const outward = /^[^/:]+:/.test(target) && !rest.includes('--dry-run')
  emit(finder, shell, context, call, {
    kinds: outward ? ['deploy'] : [],
    tool: 'gcloud compute scp',
    ...(outward && { remote: true, environment: environmentName([target.replace(/:.*$/, '')]) }),
  })
  return true
}

/** Options of `gcloud compute scp` with a value. */
const valuedOfGcloud = /^--(zone|project|account|configuration|port|scp-flag|ssh-key-file|impersonate-service-account)$/

/** `git push heroku main`: platforms that deploy what is pushed to them. */
function push(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  if (!call.words.includes('push') || call.words[1] === 'ftp') return false
  const rest = call.words.slice(call.words.indexOf('push') + 1)
  const [remote = '', branch = ''] = rest.filter((word) => !word.startsWith('-'))
  const platform = pushedPlatform(remote, context.source.text, shell)
  if (platform !== undefined) {
    emit(finder, shell, context, call, { kinds: ['build', 'deploy'], tool: 'git push', environment: platform })
    return true
  }
  if (/(^|:)gh-pages$/.test(branch)) {
    if (addsOnlyReports(context.source.text)) return true
    emit(finder, shell, context, call, { kinds: ['deploy'], tool: 'git push' })
    return true
  }
  const manifests = pushedManifests(call, shell, context, finder)
  if (manifests === undefined) emit(finder, shell, context, call, { kinds: [], tool: 'git push' })
  else {
    const settle =
      'say in assay.yaml what the push deploys: kinds: [{job: <job>, step: <name>, kinds: [deploy]}], and environments: {<job>: <environment>}'
    emitHidden(finder, shell, context, call, `what the push to ${manifests} deploys`, ['deploy'], {
      settle,
      byController: true,
      ...(changesImage(context) && { deploys: true }),
    })
  }
  return true
}

/** What a branch of pages keeps beside a site: numbers for badges and for the next run. */
const reports =
  /(^|[/_.-])(coverage|badges?|bench(mark)?s?|baselines?|metrics|reports?|results?|stats|sizes?|readme)([/_.-]|$)/i

/** Whether a script adds files by name, and all of them are such. */
function addsOnlyReports(script: string): boolean {
  const added = [...script.matchAll(/^\s*git (?:-C \S+ )?add ([^\n;&|]+)/gm)].flatMap(([, words = '']) =>
    words.trim().split(/\s+/),
  )
  return added.length > 0 && added.every((word) => !word.startsWith('-') && reports.test(word))
}

/** Words of a name that say that a thing is made to be shipped. */
const shipped =
  /^(app|build|bundle|deploy|deployment|dist|function|functions|lambda|lambdas|layer|layers|package|packages|release)$/
const aside = /^(coverage|data|dump|export|report|reports|results?|logs?|test|tests|screenshots?|backup|docs?|cache)$/

/** `zip -r function.zip .`: packs what is deployed, where the archive or the script around it is named so. */
function archive(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const words = call.words.slice(1)
  if (words.some((word) => /^-(T|d|sf|h|v)$|^--(test|delete|show-files|help|version)$/.test(word))) return false
  const target = words.find((word) => !word.startsWith('-')) ?? ''
  const own = wordsOfName(target.replace(/\.zip$/, ''))
  const around = context.names.flatMap(wordsOfName)
  if (own.some((word) => aside.test(word)) || ![...own, ...around].some((word) => shipped.test(word))) return false
  emit(finder, shell, context, call, { kinds: ['package'], tool: 'zip' })
  return true
}

/** `argo submit --from=wftmpl/smoke-test`: what a workflow in the cluster does, its name or that of the step tells. */
function argoWorkflow(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const at = call.words.findIndex((word) => /^(submit|resubmit|retry|resume)$/.test(word))
  if (at < 0 || call.words.includes('--dry-run') || call.words.includes('--server-dry-run')) return false
  const from = flagValue(call, ['--from']) ?? call.words.slice(at + 1).find((word) => !word.startsWith('-')) ?? ''
  const names = [from.replace(/^.*\//, '').replace(/\.ya?ml$/, ''), ...context.names.slice(-1)]
  emitHidden(finder, shell, context, call, `what the workflow ${names[0]} does`, names)
  return true
}

/** `java -jar shop.jar &`: on a machine that stays it goes on there when the job has ended. */
function startsProgram(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  if (!context.background || !call.words.includes('-jar')) return false
  emit(finder, shell, context, call, { kinds: [], tool: 'java -jar', here: 'deploy' })
  return true
}
