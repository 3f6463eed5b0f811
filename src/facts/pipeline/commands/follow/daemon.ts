import type { Call } from '../call.ts'
import type { Shell } from '../shell/state.ts'

/* Which daemon of containers a command speaks to: one of this machine, one beside the job, that of another machine. */

/** A daemon that is reached over ssh is a login to its machine (docs.docker.com, "Use SSH to protect the Docker daemon socket"). */
export const wayTo = (host: string): { readonly remote?: true } => (/^ssh:/.test(host) ? { remote: true } : {})

/** This machine, or a daemon beside the job that is gone with it. */
const near = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|docker|[\w-]*\bdind)?([:/.]|$)/

/** The daemon of another machine, as `DOCKER_HOST` names it; a variable is no name. */
export const isElsewhere = (host: string) => /^ssh:/.test(host) || (/^tcp:/.test(host) && !isHere(host))

/** `-H :2375`, `-H unix:///var/run/docker.sock` */
export const isHere = (host: string) => /^(unix|fd|npipe):/.test(host) || near.test(host.replace(/^tcp:\/\//, ''))

/** The daemon that `DOCKER_HOST` names; empty where nothing does. */
export const daemonOf = (call: Call, shell: Shell) =>
  String(call.environment.DOCKER_HOST ?? shell.variables.get('DOCKER_HOST') ?? '')

/** Whether the daemon is one beside the job, which is gone with it: `DOCKER_HOST=tcp://docker:2375`. */
export const daemonIsBeside = (call: Call, shell: Shell) => !/^(unix:.*)?$/.test(daemonOf(call, shell))

/** Contexts that are of this machine (docs.docker.com, "Docker contexts"; Docker Desktop, Colima, OrbStack, rootless Docker). */
const contextHere = /^(default|rootless|desktop-\w+|colima\S*|orbstack)?$/

/** Keeps which context of Docker the commands after `docker context use production` speak to. */
export function useContext(call: Call, verbAt: number, shell: Shell): void {
  const [verb, ...rest] = call.words.slice(verbAt + 1)
  const name = rest.find((word) => !word.startsWith('-'))
  if (verb === 'use' && name !== undefined) shell.variables.set('DOCKER_CONTEXT', name)
}

/** Whether the context that was chosen before, or by `DOCKER_CONTEXT`, is of another machine; a variable is no name. */
export function contextIsElsewhere(call: Call, shell: Shell): boolean {
  const name = String(call.environment.DOCKER_CONTEXT ?? shell.variables.get('DOCKER_CONTEXT') ?? '')
  return !contextHere.test(name)
}
