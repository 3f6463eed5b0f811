import { basename } from '../../../../documents/path.ts'
import { type Call, dropWords, emit, emitHidden, flagValue, withWords } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { kindsOfName } from '../names.ts'
import { runCall } from '../shell/command.ts'
import { pathFrom } from '../shell/paths.ts'
import { renderWords } from '../shell/render.ts'
import { type Context, type Finder, type Shell, subshell, unheeded } from '../shell/state.ts'
import { environmentName } from '../special/environment-name.ts'
import { endOfJob, endOfTask } from './awaited.ts'
import { overriddenCommands } from './ecs-task.ts'
import type { Follow } from './index.ts'
import { runText } from './script.ts'

/** Commands that change what runs on the machine they run on: over ssh they deploy. */
export const changes = new RegExp(
  [
    String.raw`\bdocker([ -]compose)?\b.*\b(up|restart|stack deploy|service update|rollout)\b`,
    // where something is run of what was fetched, that tells whether it stays
    String.raw`\b(docker|podman)([ -]compose)?\b.*\bpull\b(?![\s\S]*\b(docker|podman)([ -]compose)?\b.*\brun\b)`,
    String.raw`\bpodman auto-update\b`,
    String.raw`\bpodman([ -]compose)?\b.*\b(up|restart)\b`,
    // a container that is gone with its command leaves nothing running, unless nobody waits for it
    String.raw`\b(docker|podman) run\b(?!(?:[^\n;&|]|\\\n)*?\s--rm\b)`,
    String.raw`\b(docker|podman) run\b(?:[^\n;&|]|\\\n)*?\s(?:-[it]*d[it]*|--detach)\b`,
    String.raw`\bsystemctl (restart|reload|start|daemon-reload)`,
    String.raw`\bservice \S+ (restart|reload)`,
    String.raw`\/etc\/init\.d\/\S+ (restart|reload|start)\b`,
    String.raw`\b(rc-service|monit|svc|sv|runit|initctl|launchctl) (\S+ )?(restart|reload|-[dtk])\b`,
    String.raw`\bnixos-rebuild (switch|boot)\b`,
    // what is unpacked on a server is what it serves; in the folder for what does not stay it is on the way
    String.raw`\btar\b(?=[^\n;&|]*\s(?:-\w*x|x[\w]*\s|--extract))(?![^\n;&|]*\s\/tmp\b)`,
    String.raw`\bunzip\b(?![^\n;&|]*\s-[lt]\b)(?![^\n;&|]*\s\/tmp\b)`,
    String.raw`\bnohup\b`,
    String.raw`\bsupervisorctl (restart|update|reload)`,
    String.raw`\bpm2 (start|restart|reload|deploy|startOrReload)`,
    String.raw`\bgit (pull|checkout|fetch|reset)`,
    String.raw`\bkill -(HUP|USR2)`,
    String.raw`\btouch tmp\/restart\.txt`,
    String.raw`\b(forever|passenger-config) restart`,
    String.raw`\bln -s\w* \S+ \S*current`,
    String.raw`\brsync\b`,
    String.raw`\bnginx -s reload`,
    String.raw`\b(bundle install|npm (ci|install)|(yarn|pnpm) install|pip install)`,
    String.raw`\bphp artisan (migrate|optimize)`,
    // neither a user and their key, nor a file that is read below a folder of that name
    String.raw`(?<!\/home\/)\bdeploy(?!ments?[/:]|[-_](?:key|user)\b|\/[\w./-]*\.(?:ya?ml|json|toml|ini|conf|env|md)\b)`,
    String.raw`(?<!\b(?:os|lsb)-)\brelease`,
    String.raw`\b(New|Restart|Start)-(Service|WebAppPool|Website)\b`,
    String.raw`\b(sc(\.exe)? (create|start)|msiexec|nssm (install|restart|start))\b`,
  ].join('|'),
)

/**
 * Whether `kubectl run` ends as what it runs does: it is attached to that, which is started once (kubernetes.io, "kubectl run";
 * for a pod that is started again it asks for no exit code).
 */
const waitsForPod = (options: readonly string[]): boolean =>
  options.some((word) => /^(?:-[it]+|--(?:stdin|tty|attach|rm)(?:=true)?)$/.test(word)) &&
  /(?:^| )--restart[= ]["']?Never\b/.test(options.join(' '))

/** `ssh host cmd`, `kubectl exec pod -- cmd`, `heroku run cmd`: what runs on another machine. */
export const remoteShells: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  const { words } = call
  const elsewhere: Context = { ...context, remote: true }
  const away = { ...subshell(shell), directory: undefined, errexit: false, pipefail: false }
  // A one-off process of the application, which is made from this repository: its scripts are there.
  const ofTheApp = { ...away, directory: '' }
  switch (program) {
    case 'ssh':
      return overSsh(call, away, shell, elsewhere, finder)
    case 'plink':
    case 'plink.exe':
      return overSsh(asSsh(call), away, shell, elsewhere, finder)
    case 'kubectl':
    case 'oc': {
      const at = words.indexOf('--')
      if (words[1] === 'create' && words[2] === 'job') return jobOfCluster(call, at, ofTheApp, shell, context, finder)
      const verb = words.find((word) => word === 'exec' || word === 'rsh')
      if (!verb && !(words.includes('run') && at > 0)) return false
      if (verb) mark(`${program} ${verb}`, call, shell, context, finder)
      // its status is that of the call, where that waits for it
      const waits = verb !== undefined || waitsForPod(words.slice(0, at))
      // a host of one word is a service beside it
      const heeded: Partial<Context> = waits ? {} : unheeded
      const inside: Context = { ...elsewhere, ...heeded, onServer: true }
      const pod = { ...away, errexit: waits && shell.errexit }
      if (at > 0 && at + 1 < words.length) await runCall(dropWords(call, at + 1), pod, inside, finder)
      else if (words.includes('exec')) {
        // the old form without `--`: the pod comes first
        const plain = words.findIndex(
          (word, i) =>
            i > words.indexOf('exec') + 1 &&
            !word.startsWith('-') &&
            !/^-[nc]$|^--(namespace|container|context)$/.test(words[i - 1] ?? ''),
        )
        if (plain > 0) await runCall(dropWords(call, plain), pod, inside, finder)
      }
      return true
    }
    case 'heroku': {
      const at = words.findIndex((word) => word === 'run' || word === 'run:detached')
      if (at < 0) return false
      let first = at + 1
      while (first < words.length && (words[first] as string).startsWith('-'))
        first += /^(-a|--app|-s|--size|-r|--remote|-e|--env)$/.test(words[first] as string) ? 2 : 1
      if ((words[first] ?? '').includes(' ')) return inText(call, first, ofTheApp, context, finder)
      await runCall(dropWords(call, words[first] === '--' ? first + 1 : first), ofTheApp, context, finder)
      return true
    }
    case 'cf': {
      const at = words.indexOf('run-task')
      if (at < 0) return false
      const flag = words.findIndex((word) => word === '--command' || word === '-c')
      return inText(call, flag > 0 ? flag + 1 : at + 2, ofTheApp, context, finder)
    }
    case 'aws': {
      const commands = overriddenCommands(words)
      // the task is started, and nobody waits for its end, unless what it ends with is asked for
      const ends = endOfTask(shell, context)
      const started: Context = { ...context, status: ends, exit: ends }
      for (const text of commands)
        await runText({ text, file: undefined, placeOf: () => call.place }, ofTheApp, ofTheApp, started, finder)
      return commands.length > 0 || taskByName(call, shell, started, finder) || taskUnseen(call, shell, started, finder)
    }
    case 'fly':
    case 'flyctl': {
      const flag = words.findIndex((word) => word === '-C' || word === '--command')
      if (words.includes('ssh')) mark(`${program} ssh`, call, shell, context, finder)
      return words.includes('ssh') && flag > 0 ? inText(call, flag + 1, away, elsewhere, finder) : false
    }
    case 'gcloud': {
      const at = words.indexOf('ssh')
      if (at < 0) return jobOfPlatform(call, ofTheApp, shell, context, finder)
      const flag = flagValue(call, ['--command'])
      const dashes = words.indexOf('--')
      // what follows the dashes goes to ssh, as it stands (cloud.google.com/sdk/gcloud/reference/compute/ssh)
      const text = flag ?? (dashes > at ? words.slice(dashes + 1).join(' ') : '')
      if (text.trim() === '' || text.startsWith('-')) return false
      const host = words.find((word, i) => i > at && !word.startsWith('-') && !valuedOfGcloud.test(words[i - 1] ?? ''))
      await remoteText(text, call, away, shell, elsewhere, finder, host)
      return true
    }
    case 'az': {
      if (words[1] === 'containerapp' && words[2] === 'job')
        return jobOfPlatform(call, ofTheApp, shell, context, finder)
      const flag = words.findIndex((word) => /^(--(command|scripts?)|-c)$/.test(word))
      // in a pod of the cluster that has kubectl and Helm (learn.microsoft.com, "az aks command invoke")
      const inCluster = words[1] === 'aks' && words[2] === 'command' && words[3] === 'invoke'
      if (inCluster && flag > 0) return inText(call, flag + 1, subshell(shell), context, finder)
      if (flag < 0 || !(words.includes('exec') || words.includes('run-command'))) return false
      const given = words[flag + 1] ?? ''
      // `--scripts @install.ps1`: a file of this repository is sent over and runs there
      const path = given.startsWith('@') ? pathFrom(given.slice(1), shell) : undefined
      const file = path === undefined ? undefined : await finder.repository.text(path)
      await remoteText(file?.content ?? given, call, away, shell, elsewhere, finder)
      return true
    }
    case 'su':
    case 'runuser':
    case 'vagrant': {
      const flag = words.findIndex((word) => /^(-c|--command)$/.test(word))
      // a shell of its own, which goes on after a failure
      const own = { ...subshell(shell), errexit: false, pipefail: false }
      return flag > 0 ? inText(call, flag + 1, own, context, finder) : false
    }
    default:
      return false
  }
}

/** Options of `gcloud compute ssh` with a value. */
const valuedOfGcloud =
  /^--(zone|project|account|command|configuration|ssh-flag|ssh-key-file|impersonate-service-account)$/

/** `kubectl create job x --image=y -- cmd`, and `--from=cronjob/x`: nobody waits for its end, unless a later command does. */
async function jobOfCluster(
  call: Call,
  at: number,
  ofTheApp: Shell,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const ends = endOfJob(
    call.words.slice(3).find((word) => !word.startsWith('-')),
    shell,
    context,
  )
  const started: Context = { ...context, status: ends, exit: ends }
  if (at > 0 && at + 1 < call.words.length) {
    await runCall(dropWords(call, at + 1), ofTheApp, started, finder)
    return true
  }
  const from = flagValue(call, ['--from'])?.replace(/^.*\//, '')
  return from !== undefined && byName(`what the job made from ${from} does`, from, call, shell, started, finder)
}

/**
 * `gcloud run jobs execute shop-migrate --wait`, `az containerapp job start -n shop-migrate`: what such a job runs is told
 * by its name, and by the command that it is given here (cloud.google.com/sdk/gcloud/reference/run/jobs/execute,
 * learn.microsoft.com, "az containerapp job start"). Only gcloud waits for its end, and only if it is told to.
 */
async function jobOfPlatform(
  call: Call,
  ofTheApp: Shell,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const { words } = call
  const at = words.findIndex((word, i) => /^(execute|start)$/.test(word) && /^jobs?$/.test(words[i - 1] ?? ''))
  if (at < 0) return false
  const started: Context = words.includes('--wait') ? context : { ...context, status: 'ignored', exit: 'ignored' }
  const text = [...listAfter('--command', words), ...listAfter('--args', words)].join(' ')
  if (text) {
    const from = finder.acts.length
    await runText({ text, file: undefined, placeOf: () => call.place }, ofTheApp, ofTheApp, started, finder)
    if (finder.acts.slice(from).some(({ kinds, hidden }) => kinds.length || hidden)) return true
  }
  const name = flagValue(call, ['--name', '-n']) ?? words[at + 1]
  if (name === undefined || name.startsWith('-')) return false
  return byName(`what the job ${name} does`, name, call, shell, started, finder)
}

/** What follows a flag: `--args=npx,prisma`, `--args npx prisma`. */
function listAfter(flag: string, words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`))
  if (at < 0) return []
  const rest = words.slice(at + 1)
  const end = rest.findIndex((word) => word.startsWith('--'))
  const written = words[at]?.slice(flag.length + 1)
  return written ? written.split(',') : rest.slice(0, end < 0 ? rest.length : end).flatMap((word) => word.split(','))
}

/** `aws ecs run-task --task-definition shop-migrate`: what the task runs is told by the name of its family alone. */
function taskByName(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const family = call.words.includes('run-task') ? flagValue(call, ['--task-definition']) : undefined
  return family !== undefined && byName(`what the task ${family} does`, family, call, shell, context, finder)
}

/** `aws ecs run-task --overrides "$TASK"`: the command that the task is given is known when it runs. */
function taskUnseen(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const given = call.words.includes('run-task') ? flagValue(call, ['--overrides']) : undefined
  if (given === undefined || !given.includes('${')) return false
  const what = 'what the task is told to run'
  const hidden = { ...hiddenPart(what, '', call.place), couldBe: ['migrate', 'integration-test', 'refresh'] as const }
  emit(finder, shell, context, call, { kinds: [], tool: 'aws ecs run-task', hidden })
  return true
}

/** Something that is not here, and that its name tells of: no evidence, but it may be that. */
function byName(what: string, name: string, call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const kinds = kindsOfName(name.replace(/:.*$/, ''))
  if (kinds.length === 0) return false
  const settle = `say in assay.yaml ${what}: kinds: [{job: <job>, step: <name>, kinds: [${kinds.join(', ')}]}]`
  const hidden = { ...hiddenPart(what, name, call.place, settle), couldBe: kinds }
  emit(finder, shell, context, call, { kinds: [], tool: call.words.slice(0, 3).join(' '), hidden })
  return true
}

/** The way to the other machine, as an act: what goes over it stands in its words, and files of this repository mean nothing there. */
function mark(tool: string, call: Call, shell: Shell, context: Context, finder: Finder, more: readonly string[] = []) {
  if (context.remote) return
  emit(finder, shell, context, call, { kinds: [], tool, words: [...call.words.slice(1), ...more], remote: true })
}

async function inText(call: Call, at: number, away: Shell, context: Context, finder: Finder): Promise<boolean> {
  const text = call.words[at]
  if (text !== undefined)
    await runText({ text, file: undefined, placeOf: () => call.place }, away, away, context, finder)
  return true
}

/** The user whose shell is Dokku: what is sent there is one of its commands (dokku.com, "Remote commands"). */
export const isDokku = (host: string) => /^dokku@/.test(host)

const sshValued = /^-[bcDEeFIiJLlmOopQRSWw]$/

/** A variable that is called after the options it holds, and may be empty: `$SSH_ARGS`, `${{ vars.SSH_OPTIONS }}`. */
const openOptions = /^(\$\{\{\s*[\w.-]*|\$\{?\w*)(args?|opts?|options?|flags?)(\s*\}\}|(:?-)?\}|)$/i

/** The index of the first word from `start` on that is no option of ssh. */
function afterOptions(words: readonly string[], start: number): number {
  let at = start
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (!word.startsWith('-') && !openOptions.test(word)) break
    if (sshValued.test(word)) at++
  }
  return at
}

/** A call of PuTTY's plink as one of ssh: its own options are left out (the.earth.li/~sgtatham/putty, "Using Plink"). */
function asSsh(call: Call): Call {
  const kept = call.words.slice(1).filter((word, i, all) => {
    const before = all[i - 1] ?? ''
    return (
      !/^-(ssh|batch|pw|pwfile|hostkey|load|agent|noagent|P|v|t|T)$/.test(word) &&
      !/^-(pw|pwfile|hostkey|load|P)$/.test(before)
    )
  })
  return { ...withWords(call, ['ssh', ...kept], call.words.length) }
}

async function overSsh(call: Call, away: Shell, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const { words } = call
  const at = afterOptions(words, 1)
  if (words.some((word) => /^-[a-zA-Z]*N/.test(word))) return true
  // options may stand behind the host too
  const from = afterOptions(words, at + 1)
  const command = words.slice(from).join(' ')
  const host = words[at] ?? ''
  const readsInput = /^((\S*\/)?(ba|z|da|a)?sh( -\w+)*)?$/.test(command)
  const fed = readsInput ? await fedText(call, shell, context, finder) : undefined
  const text = fed ?? command
  if (text.trim() === '') return true
  const bare = fed === undefined ? call : { ...call, words: words.slice(0, from) }
  await remoteText(isDokku(host) ? `dokku ${text}` : text, bare, away, shell, context, finder, host)
  return true
}

/**
 * What a shell at the other end reads: a here-document, a script of this repository that is fed to it (`< deploy.sh`,
 * `cat deploy.sh |`), or only the name of one that is not here, which then tells what it can.
 */
async function fedText(call: Call, shell: Shell, context: Context, finder: Finder): Promise<string | undefined> {
  const written = ({ start, end }: { readonly start: number; readonly end: number }) =>
    context.source.text.slice(start, end)
  const document = call.node.redirects.find((one) => one.document)?.document
  if (document) return written(document.span)
  const input = call.node.redirects.find((one) => one.operator === '<')
  const before = context.pipe?.before.at(-1)
  const word = input
    ? renderWords([input.target], shell, context.source)[0]
    : before && /^cat\s+([^\s-]\S*)$/.exec(written(before.span).trim())?.[1]
  if (word === undefined || word === '/dev/null') return undefined
  const path = pathFrom(word, shell)
  const file = path === undefined ? undefined : await finder.repository.text(path)
  return file?.content ?? word
}

/** Runs text on another machine. It deploys where it changes what runs there; what cannot be told stays hidden. */
async function remoteText(
  text: string,
  call: Call,
  away: Shell,
  shell: Shell,
  context: Context,
  finder: Finder,
  host = '',
): Promise<void> {
  const deploys = changes.test(text)
  emit(finder, shell, { ...context, remote: false }, call, {
    kinds: deploys ? ['deploy'] : [],
    tool: basename(call.words[0] ?? 'ssh'),
    words: call.words.join(' ').includes(text) ? call.words.slice(1) : [...call.words.slice(1), text],
    environment: environmentName([host]),
    remote: true,
  })
  const before = finder.acts.length - (deploys ? 1 : 0)
  const onServer = { ...context, onServer: true }
  await runText({ text, file: undefined, placeOf: () => call.place }, away, shell, onServer, finder)
  const inside = finder.acts.slice(before)
  const isKnown = isDokku(host)
  if (!isKnown && inside.length && inside.every((act) => act.kinds.length === 0 && !act.hidden)) {
    emitHidden(finder, shell, context, call, `what ${inside[0]?.tool} does on the other machine`, [text.slice(0, 200)])
  }
}
