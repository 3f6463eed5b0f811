import { ForgeError } from './error.ts'
import { Secret } from './secret.ts'
import type { ForgeKind } from './settings.ts'

/** Whom to ask for what. */
export interface ForgeTarget {
  readonly kind: ForgeKind
  readonly host: string
  /** the address of its API, without a closing slash */
  readonly api: string
  readonly repository: string
  /** undefined: only what everybody may see is read */
  readonly token: Secret | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The repository to ask for, and where. A token goes only to a host that the user or the pipeline's own variables name:
 * the remote `origin` alone says no more than github.com and gitlab.com, since what is judged may have written it.
 * @param wanted what stands after `--forge`: `owner/name`, a URL, or undefined for the remote `origin`
 * @throws ForgeError with what to do
 */
export function forgeTarget(wanted: string | undefined, origin: string | undefined, env: Environment): ForgeTarget {
  const named = wanted === undefined ? undefined : parse(wanted)
  if (wanted !== undefined && !named) {
    throw new ForgeError(`--forge "${wanted}" is no repository; write owner/name or https://<host>/<owner>/<name>`)
  }
  const remote = origin === undefined ? undefined : parse(origin)
  const repository = named?.path ?? remote?.path
  if (repository === undefined) {
    throw new ForgeError('there is no remote "origin" that names a repository; say which: --forge <owner>/<name>')
  }
  const host = named?.host ?? remote?.host ?? serverOf(env) ?? 'github.com'
  const known = knownForge(host, env) ?? (named?.host === undefined ? undefined : guessedForge(host, env, named.port))
  if (!known) throw new ForgeError(strangeHost(host, repository, named?.host !== undefined, remote?.port ?? ''))
  if (known.kind === 'github' && repository.split('/').length !== 2) {
    throw new ForgeError(`"${repository}" is no repository of GitHub; write owner/name`)
  }
  return { ...known, host, api: checked(known.api, env), repository, token: tokenFor(known.kind, env) }
}

interface Named {
  readonly host: string | undefined
  /** of a web address, as `:8443`; that of ssh is none of the API's */
  readonly port: string
  readonly path: string
}

/** Reads `owner/name`, a URL, or what git writes for ssh. Undefined for anything else (a path of this machine). */
function parse(text: string): Named | undefined {
  const short = /^[\w.-]+(?:\/[\w.-]+)+$/.exec(text)
  const url = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/i.exec(text)
  const [, port = ''] = /^https?:\/\/[^/]*?(:\d+)\//i.exec(text) ?? []
  const scp = /^(?:[^@/\s:]+@)([\w.-]+):(?!\d+\/)(.+)$/.exec(text)
  const found = url ?? scp
  const path = (short?.[0] ?? found?.[2] ?? '').replace(/\/+$/, '').replace(/\.git$/, '')
  if (!/^[\w.-]+(\/[\w.-]+)+$/.test(path) || /(^|\/)\.{1,2}(\/|$)/.test(path)) return undefined
  return { host: found?.[1]?.toLowerCase().replace(/^(ssh|altssh)\.(?=git(hub|lab)\.com$)/, ''), port, path }
}

/** A forge that stands fast, or that the variables of a pipeline name. */
function knownForge(host: string, env: Environment): Pick<ForgeTarget, 'kind' | 'api'> | undefined {
  const githubHost = hostOf(env.GITHUB_SERVER_URL) ?? 'github.com'
  if (host === githubHost && env.GITHUB_API_URL) return { kind: 'github', api: env.GITHUB_API_URL }
  if (host === 'github.com') return { kind: 'github', api: 'https://api.github.com' }
  const gitlabHost = env.CI_SERVER_HOST ?? hostOf(env.CI_SERVER_URL) ?? hostOf(env.CI_API_V4_URL)
  if (host === gitlabHost && (env.CI_API_V4_URL || env.CI_SERVER_URL)) {
    return { kind: 'gitlab', api: env.CI_API_V4_URL ?? `${env.CI_SERVER_URL}/api/v4` }
  }
  return host === 'gitlab.com' ? { kind: 'gitlab', api: 'https://gitlab.com/api/v4' } : undefined
}

/** The kind of a host that the user named in full: by its name, else by the token at hand. */
function guessedForge(host: string, env: Environment, port: string): Pick<ForgeTarget, 'kind' | 'api'> | undefined {
  if (host.endsWith('.ghe.com')) return { kind: 'github', api: `https://api.${host}` }
  const github = { kind: 'github', api: `https://${host}${port}/api/v3` } as const
  const gitlab = { kind: 'gitlab', api: `https://${host}${port}/api/v4` } as const
  if (/(^|\.)github\b/.test(host)) return github
  if (/(^|\.)gitlab\b/.test(host)) return gitlab
  const [ours, theirs] = [tokenFor('github', env), tokenFor('gitlab', env)]
  if (Boolean(ours) === Boolean(theirs)) return undefined
  return ours ? github : gitlab
}

function strangeHost(host: string, repository: string, named: boolean, port: string): string {
  if (named) {
    return `whether ${host} is GitHub or GitLab is not known; set GITHUB_SERVER_URL and GITHUB_API_URL, or CI_SERVER_URL`
  }
  return `the remote "origin" is on ${host}, which nobody but the repository names; to ask it: --forge https://${host}${port}/${repository}`
}

/** The forge in whose pipeline this runs. */
const serverOf = (env: Environment) => hostOf(env.GITHUB_SERVER_URL) ?? hostOf(env.CI_SERVER_URL)

function hostOf(url: string | undefined): string | undefined {
  try {
    return url ? new URL(url).hostname.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

/** An address that a token may be sent to: encrypted, or on this machine. */
function checked(api: string, env: Environment): string {
  let url: URL
  try {
    url = new URL(api)
  } catch {
    const variable = env.GITHUB_API_URL === api ? 'GITHUB_API_URL' : 'CI_API_V4_URL'
    throw new ForgeError(`${variable} is no URL; write it as https://<host>/…`)
  }
  const here = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) {
    throw new ForgeError(`${url.origin} is not encrypted; a token is sent only to https://`)
  }
  if (url.username || url.password) {
    throw new ForgeError(`the URL of the API on ${url.hostname} holds a password; give the token in a variable instead`)
  }
  return url.href.replace(/\/+$/, '')
}

/** The token that GitLab gives to each job. */
export const jobToken = 'CI_JOB_TOKEN'

const variables: Readonly<Record<ForgeKind, readonly string[]>> = {
  github: ['GITHUB_TOKEN', 'GH_TOKEN'],
  gitlab: ['GITLAB_TOKEN', jobToken],
}

function tokenFor(kind: ForgeKind, env: Environment): Secret | undefined {
  const variable = variables[kind].find((name) => env[name]?.trim())
  return variable === undefined ? undefined : new Secret((env[variable] as string).trim(), variable)
}

/** The variables that a token is looked for in: "GITHUB_TOKEN or GH_TOKEN". */
export const tokenVariables = (kind: ForgeKind): string => variables[kind].join(' or ')
