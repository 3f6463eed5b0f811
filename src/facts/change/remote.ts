import { isDokku } from '../pipeline/commands/follow/remote.ts'
import { commandsRunBy } from '../runbook/commands.ts'
import { adHocSession } from './ad-hoc.ts'
import type { Way } from './vocabulary.ts'
import { optionValue, plainWords } from './words.ts'

/** A way into a running machine or container, and what is run there; without `text` a session is opened. */
export interface Session {
  readonly text: string | undefined
  /** what it does there, where not the words of a shell but the name of a module tells */
  readonly does?: 'reads' | 'changes'
  /** the ways that it goes besides the shell */
  readonly also?: readonly Way[]
}

/**
 * The session that a command opens: ssh, mosh, `kubectl exec`, `docker exec`, `aws ssm send-command`, `ansible -m …`.
 * @returns undefined for what opens none: tunnels, tests of the connection, keys
 */
export function sessionOf(words: readonly string[]): Session | undefined {
  const program = words[0] ?? ''
  const plain = plainWords(words)
  switch (program) {
    case 'ssh':
    case 'mosh':
    case 'autossh':
    case 'plink':
      return overSsh(words)
    case 'kubectl':
    case 'oc':
      return /^(exec|rsh|debug|attach)$/.test(plain[0] ?? '') ? afterDashes(words, plain[1]) : undefined
    case 'docker':
    case 'podman':
    case 'docker-compose': {
      const at = words.indexOf('exec')
      if (at < 0 || !/^(exec|container|compose)$/.test(plain[0] ?? '')) return undefined
      const target = words.findIndex(
        (word, i) => i > at && !word.startsWith('-') && !dockerValued.test(words[i - 1] ?? ''),
      )
      return { text: target < 0 ? undefined : textFrom(words.slice(target + 1)) }
    }
    case 'aws': {
      const [group = '', verb = ''] = plain
      if (group === 'ssm' && verb === 'send-command')
        return { text: commandsOf(words.slice(words.indexOf('--parameters') + 1).join(' ')) }
      if (group === 'ssm' && verb === 'start-session')
        return words.some((word) => /PortForwarding/.test(word)) ? undefined : { text: undefined }
      if (group === 'ecs' && verb === 'execute-command') return { text: optionValue(words, '--command') }
      return undefined
    }
    case 'gcloud':
      return plain[0] === 'compute' && plain[1] === 'ssh'
        ? { text: optionValue(words, '--command') ?? behindDashes(words) }
        : undefined
    case 'az': {
      const text = plain.join(' ')
      if (/^(vm|vmss) run-command\b/.test(text)) return { text: optionValue(words, '--scripts') ?? 'run' }
      if (/^(webapp ssh|ssh vm|containerapp exec|container exec)\b/.test(text))
        return { text: optionValue(words, '--command', '--exec-command') ?? behindDashes(words) }
      return undefined
    }
    case 'cf':
      return plain[0] === 'ssh' ? { text: optionValue(words, '-c', '--command') } : undefined
    case 'fly':
    case 'flyctl':
      return plain[0] === 'ssh' && plain[1] === 'console' ? { text: optionValue(words, '-C', '--command') } : undefined
    case 'heroku':
      return plain[0] === 'ps:exec' ? { text: textFrom(plain.slice(1)) } : undefined
    case 'eb':
      return plain[0] === 'ssh' ? { text: optionValue(words, '-c', '--command') } : undefined
    // BOSH's machines, with the director and the deployment before the verb (bosh.io/docs/cli-v2/#ssh)
    case 'bosh': {
      const at = words.indexOf('ssh')
      if (at < 0) return undefined
      const told = words.slice(at + 1).filter((word, i, all) => !/^-/.test(word) && !/^-[den]$/.test(all[i - 1] ?? ''))
      return { text: optionValue(words, '-c', '--command') ?? textFrom(told.slice(1)) }
    }
    // aws.github.io/copilot-cli/docs/commands/svc-exec
    case 'copilot':
      return /^(svc|job|task) exec\b/.test(plain.join(' '))
        ? { text: optionValue(words, '--command', '-c') }
        : undefined
    // docs.upsun.com, docs.railway.com, clever-cloud.com/developers
    case 'platform':
    case 'upsun':
    case 'railway':
    case 'clever':
      return plain[0] === 'ssh' ? { text: behindDashes(words) ?? textFrom(plain.slice(1)) } : undefined
    case 'lxc':
    case 'incus':
      return plain[0] === 'exec' ? afterDashes(words, plain[1]) : undefined
    case 'ansible':
      return adHocSession(words)
    case 'salt':
      return { text: plain.slice(1).join(' ') }
    case 'doctl':
      return /^compute ssh\b/.test(plain.join(' ')) ? { text: optionValue(words, '--ssh-command') } : undefined
    // Teleport's, as ssh itself (goteleport.com/docs/reference/cli/tsh)
    case 'tsh':
      return words[1] === 'ssh' ? overSsh(words.slice(1)) : undefined
    case 'hcloud':
      return /^server ssh\b/.test(plain.join(' ')) ? { text: textFrom(plain.slice(3)) } : undefined
    case 'nomad':
      return /^(alloc )?exec\b/.test(plain.join(' '))
        ? { text: textFrom(plain.slice(plain.indexOf('exec') + 2)) }
        : undefined
    // the same command on many machines
    case 'pssh':
    case 'parallel-ssh':
    case 'pdsh':
    case 'winrs':
    case 'winrs.exe':
      return plain.length > 0 ? { text: textFrom(behindOptions(words)) } : undefined
    case 'knife':
      return /^(ssh|winrm)$/.test(plain[0] ?? '') ? { text: plain[2] } : undefined
    case 'bolt':
      return /^command run\b/.test(plain.join(' ')) ? { text: plain[2] } : undefined
    default:
      return undefined
  }
}

/** What stands behind the options of the program itself, which end where its command begins. */
function behindOptions(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, i) => i > 0 && !/^(-|\/\w+:)/.test(word) && !(i > 1 && manyValued.test(words[i - 1] ?? '')),
  )
  return at < 0 ? [] : words.slice(at)
}

/** Options of pssh and pdsh with a value. */
const manyValued = /^(-[hHlpotexOXwgRfu]|--(hosts?|user|par|outdir|timeout|errdir|options?|extra-args?))$/

/** What stands behind `--`; undefined where nothing does, or only options do. */
function behindDashes(words: readonly string[]): string | undefined {
  const at = words.indexOf('--')
  const rest = at < 0 ? [] : words.slice(at + 1)
  return rest[0]?.startsWith('-') ? undefined : textFrom(rest)
}

/** Options of `docker exec` with a value. */
const dockerValued = /^(-[euw]|--(env|env-file|user|workdir|index|detach-keys))$/

/** `commands=["a","b"]`, `{"commands":["a"]}` → the commands, one on each line. */
function commandsOf(parameters: string): string {
  const list = parameters.replace(/^.*?commands["']?\s*[=:]\s*\[?/s, '')
  return list.replace(/["']\s*,\s*["']/g, '\n').replace(/["'\]}]/g, ' ')
}

const sshValued = /^-[bcDEeFIiJLlmOopQRSWw]$/

function overSsh(words: readonly string[]): Session | undefined {
  if (
    words.some((word) => /^-[a-zA-Z]*[NTQV]/.test(word) && !/^-(o|i)/.test(word)) &&
    !words.some((word) => /\n|;/.test(word))
  ) {
    // `-T` alone asks the forge who one is; with a command it only spares the terminal
    if (!words.some((word) => /^-T$/.test(word)) || words.some((word) => /^git@|@(github|gitlab|bitbucket)/.test(word)))
      return undefined
  }
  let at = 1
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (!word.startsWith('-')) break
    if (sshValued.test(word)) at++
  }
  const host = (words[at] ?? '').replace(/^[^@]*@/, '')
  if (host === '' || /^(localhost|127\.0\.0\.1|(ssh\.)?(github|gitlab|bitbucket)\.(com|org))$/.test(host))
    return undefined
  const rest = words.slice(at + 1).filter((word) => word !== '<<<' && word !== '--')
  if (isDokku(words[at] ?? '') && rest.length > 0) return { text: textFrom(['dokku', ...rest]) }
  return { text: textFrom(rest.filter((word, i) => !(i === 0 && /^-[tTn]+$/.test(word)))) }
}

/** What follows the dashes; without them, what follows the target, its own options left out. */
function afterDashes(words: readonly string[], target: string | undefined): Session {
  const at = words.indexOf('--')
  if (at > 0) return { text: textFrom(words.slice(at + 1)) }
  if (target === undefined) return { text: undefined }
  let from = words.indexOf(target) + 1
  while (words[from]?.startsWith('-')) from += kubernetesValued.test(words[from] as string) ? 2 : 1
  return { text: textFrom(words.slice(from)) }
}

const kubernetesValued = /^(-[cn]|--(container|namespace|context|kubeconfig))$/

/** A shell without a command is a session; `sh -c text` is the text. */
function textFrom(words: readonly string[]): string | undefined {
  const [first = '', second = ''] = words
  if (/^((\/usr)?\/bin\/)?(ba|z|da|a)?sh$/.test(first)) {
    if (/^-\w*c$/.test(second)) return words.slice(2).join(' ') || undefined
    const rest = words.slice(1).filter((word) => !word.startsWith('-'))
    return rest.length ? rest.join(' ') : undefined
  }
  // what was one word stays one
  const text = words.length === 1 ? first : words.map(quoted).join(' ')
  return text.trim() === '' ? undefined : text
}

const quoted = (word: string): string => (/[\s<>;|&]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word)

/** Programs that only look, wait or print. */
const looking = new Set(
  'ls ll cat less more head tail grep egrep zgrep find ps top htop df du free uptime who whoami id hostname uname date env printenv pwd cd echo printf true false exit set export sleep wait test [ [[ ] ]] ss netstat lsof ping dig nslookup host traceroute journalctl dmesg stat file wc sort uniq cut awk jq yq md5sum sha256sum diff which type history vmstat iostat nproc lscpu pg_dump pg_isready mysqldump mongodump pgrep curl wget openssl nc tee-dry if then else elif fi for do done while case esac in function local return shift source . read let time timeout until'.split(
    ' ',
  ),
)
const changing = new Set(
  'rm mv cp mkdir touch chmod chown ln tee apt apt-get yum dnf apk systemctl service supervisorctl pm2 kill pkill killall crontab tar unzip useradd usermod passwd reboot shutdown sysctl iptables ufw mount dd truncate rsync scp nginx apachectl update-rc.d install patch alembic flyway liquibase artisan'.split(
    ' ',
  ),
)
const readingVerb: Readonly<Record<string, RegExp>> = {
  docker:
    /^(ps|logs|inspect|images|stats|info|version|compose (ps|logs|config)|service (ls|ps|logs|inspect)|stack (ps|services|ls)|node ls|network ls|system df)\b/,
  kubectl: /^(get|describe|logs|top|explain|version|config|rollout (status|history)|diff|wait|auth)\b/,
  systemctl: /^(status|is-active|is-enabled|list-\S+|show|cat)\b/,
  service: /^\S+ status\b/,
  supervisorctl: /^status\b/,
  pm2: /^(list|ls|status|logs|show|info|monit)\b/,
  git: /^(status|log|show|diff|rev-parse|branch|describe|remote)\b/,
  crontab: /^-?l\b/,
  nginx: /^$/,
  tar: /^-?\w*[tc]/,
}

const backups =
  /^(pg_dump(all)?|pg_basebackup|mysqldump|mariadb-dump|mongodump|etcdctl snapshot save|pgbackrest \S.*backup|barman backup|wal-g backup-push|(\S*\/)?[\w-]*backup[\w-]*\.(sh|py)|(python3? )?(\S*\/)?manage\.py dumpdata|influxd? backup|neo4j-admin (database )?dump)\b/
const aroundBackups = new Set('mkdir gzip zstd bzip2 xz cd set echo date ls test'.split(' '))

/** Whether a line makes a backup and does nothing else. */
function isBackup(line: string): boolean {
  const parts = commandsRunBy(line).map((words) => words.filter((word) => !/^(sudo|[A-Za-z_]\w*=.*)$/.test(word)))
  if (/\brestore\b|\s(-r|--clean)\b/.test(line)) return false
  const texts = parts.filter((words) => words.length > 0).map((words) => words.join(' '))
  return (
    texts.some((text) => backups.test(text)) &&
    texts.every((text) => backups.test(text) || aroundBackups.has(text.split(' ')[0] ?? ''))
  )
}

/**
 * What a text that runs on a running system does to it: `changes` where one command surely does, `reads` where all only
 * look, `open` where it cannot be told.
 */
export function effectOf(text: string): 'reads' | 'changes' | 'open' {
  if (/\n/.test(text)) {
    const effects = text.split('\n').map((line) => (/^\s*(#|$)/.test(line) ? 'reads' : effectOfLine(line)))
    return effects.includes('changes') ? 'changes' : effects.includes('open') ? 'open' : 'reads'
  }
  return effectOfLine(text)
}

function effectOfLine(line: string): 'reads' | 'changes' | 'open' {
  // a backup has to be written somewhere
  if (isBackup(line)) return 'reads'
  if (/(?<![0-9&-])>>?\s*(?!\/dev\/null|&|\/tmp)[\w./~$]/.test(line.replace(/"[^"]*"|'[^']*'/g, ''))) return 'changes'
  let worst: 'reads' | 'open' = 'reads'
  for (const part of commandsRunBy(line)) {
    const first = part.findIndex((word) => !/^(sudo|-\w|nohup|exec|then|do|else|if|!|[A-Za-z_]\w*=.*)$/.test(word))
    if (first < 0) continue
    const effect = effectOfWords(part.slice(first))
    if (effect === 'changes') return 'changes'
    if (effect === 'open') worst = 'open'
  }
  return worst
}

function effectOfWords(words: readonly string[]): 'reads' | 'changes' | 'open' {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  const rest = plainWords(words).join(' ')
  if (readingVerb[program]?.test(program === 'tar' || program === 'crontab' ? words.slice(1).join(' ') : rest))
    return 'reads'
  // a list of tasks
  if (program === 'rake' && words.slice(1).every((word) => /^(-[TAPD]|--tasks|--all)/.test(word)) && words.length > 1)
    return 'reads'
  if (program === 'sed' || program === 'perl')
    return words.some((word) => /^-[a-zA-Z]*i/.test(word)) ? 'changes' : 'reads'
  if (looking.has(program)) return 'reads'
  if (changing.has(program)) return 'changes'
  if (program === 'make' && /\b(up|pull|start|stop|prune|build|clean|create\w*)\b/.test(rest)) return 'changes'
  if (program === 'docker' || program === 'git' || program === 'docker-compose') return 'changes'
  if (
    /\b(migrate|db:(migrate|rollback|seed|reset|drop|create|setup|schema:load|truncate)|deploy|release|restart|reload|rollback|install|uninstall|upgrade|update|collectstatic|clear|purge|cache:clear|optimize|flush|reset|seed|loaddata|createsuperuser)\b/.test(
      words.join(' '),
    )
  )
    return 'changes'
  return 'open'
}
