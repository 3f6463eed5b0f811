import { saysDeploy } from '../../dialect/says-deploy.ts'
import type { Call } from '../call.ts'
import type { Context } from '../shell/state.ts'
import { environmentName } from './environment-name.ts'

/*
 * Hooks that a team runs itself: `curl https://shop.example/update/$SHA -H "authorization: $TOKEN"` has a machine take the
 * version that it is told. No platform tells by its address; who asks, with what and for what does.
 */

/** A part of a path that says that a version is taken there; what only tells how that goes is none. */
const takes = /\/(?:re)?(?:deploy|update|upgrade|rollout|release)(?:\/|\?|$)/i
const looks = /\/(?:status|state|health|info|logs?|history|latest|check)\b/i

/** What only fetches a file, or puts one into a store. */
const fetches =
  /^(?:-o|-O|-T|-[a-zA-WYZ]*[oOT]|--output|--output-document|--remote-name|--upload-file|-OutFile|-InFile)(?:=|$)/
const ofFile =
  /\.(?:tar|t?gz|tgz|bz2|xz|zip|[jwe]ar|whl|nupkg|deb|rpm|apk|ya?ml|json|xml|txt|sh|ps1|exe|msi|bin|sha\d+|asc|sig)(?:\?|$)/i

/** Who asks shows that he may. */
const credential =
  /^(?:(?:-H|--header)=?)?["']?(?:(?:proxy-)?authorization|x-[\w-]*(?:token|secret|key|signature)[\w-]*|[\w-]*token)["']?\s*[:=]|^(?:-u|--user|--oauth2-bearer|-Headers)$|[?&](?:token|secret|key)=/i

/**
 * Whether a request has a machine of the team's own take a version: by the path that it asks for, with a credential, from a
 * target, script or step that is called a deployment, and neither for the answer nor to fetch or lay down a file.
 * @param url the address that is asked
 * @returns the environment that the target or script is called after, where one is; undefined where it is no such request
 */
export function ownHook(call: Call, url: string, context: Context): { readonly environment?: string } | undefined {
  const path = url.replace(/^(?:https?:\/\/)?[^/?]*/, '')
  if (!takes.test(path) || looks.test(path) || context.assigns !== undefined || context.testsOutput) return undefined
  if (ofFile.test(path) || call.words.some((word, i) => fetches.test(word) && call.words[i + 1] !== '/dev/null'))
    return undefined
  if (!call.words.some((word) => credential.test(word))) return undefined
  const names = [...context.names, context.title ?? '']
  if (!names.some(saysDeploy)) return undefined
  const environment = environmentName(context.names.filter(saysDeploy).map((name) => name.replaceAll(':', '/')))
  return environment === undefined ? {} : { environment }
}
