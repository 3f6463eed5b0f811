import { type Call, emit, emitHidden, flagValue } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { wordsOfName } from '../names.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { checksDownload, checksumPrograms, isCheck, pinsDownload, verifiesInput } from './checksums.ts'
import { databaseClients, runClient } from './database.ts'
import { buildsOfNothing } from './empty-context.ts'
import { environmentName } from './environment-name.ts'
import { changesImage, clonedPlatform, pushedManifests, pushedPlatform, rollsOut } from './pushes.ts'
import { isOutside, request } from './requests.ts'
import { comparesTree } from './rewritten.ts'
import { environmentOfEdits } from './set-places.ts'
import { awsSync, blobSync, storeSync } from './site-sync.ts'
import { ownWorkflow } from './starts.ts'

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

/** A copy to another machine deploys; one from there does not. */
function copy(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  const plain = call.words.slice(1).filter((word) => !word.startsWith('-'))
  const target = (plain.at(-1) ?? '').replace(/\$\{\{[^}]*\}\}/g, '${OPEN}')
  const remote =
    /^(lftp|sftp|ncftpput)$/.test(name) ||
    (/^([^/@\s]+@)?[^/:\s]+:/.test(target) && !/^[A-Za-z]:[\\/]/.test(target)) ||
    /^(rsync|sftp):\/\//.test(target) ||
    /^\$\{[^}]*(HOST|SERVER|TARGET|REMOTE|DEST)[^}]*\}/i.test(target)
  const aside =
    /:\/(var\/)?tmp(\/|$)/.test(target) && areTools(call.words.slice(1, call.words.lastIndexOf(plain.at(-1) ?? '')))
  if (remote && !aside && !call.words.includes('--dry-run') && !call.words.includes('-n')) {
    emit(finder, shell, context, call, {
      kinds: ['deploy'],
      tool: name,
      environment: environmentName([target.replace(/:.*$/, '')]),
    })
  } else emit(finder, shell, context, call, { kinds: [], tool: name })
}

/**
 * Whether what is copied is only to be run once (`scp tools/audit.py web:/tmp/`): it deploys nothing, and what it does is
 * told by who runs it.
 */
function areTools(words: readonly string[]): boolean {
  const sources = words.filter((word, i) => !word.startsWith('-') && !/^-[cDeFiJloPSX]$/.test(words[i - 1] ?? ''))
  return sources.length > 0 && sources.every((word) => /\.(sh|bash|py|rb|pl|sql|ps1)$/.test(word))
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
  const platform =
    pushedPlatform(remote, context.source.text, shell) ?? clonedPlatform(remote, call, shell, context, finder)
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
    const setsImage = changesImage(context)
    emitHidden(finder, shell, context, call, `what the push to ${manifests} deploys`, ['deploy'], {
      settle,
      byController: true,
      environment: environmentOfEdits(context.source.text, shell.variables),
      ...(setsImage && { deploys: true }),
      ...(setsImage && rollsOut(manifests, context) && { setsImage: true }),
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
