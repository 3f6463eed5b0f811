import { basename } from '../../../../documents/path.ts'
import { type Call, emit } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { healthPath, isLocal } from './requests.ts'

/*
 * Programs of another language that stand in the script itself (`python -c "…"`, `node - <<EOF`): what they ask, and
 * whether they fail by what they find.
 */

/** It leaves with a failure. */
const exits =
  /\b(?:sys\.exit|exit|quit|_exit)\s*\(\s*(?!0\s*\)|\))|\bSystemExit\s*\(\s*(?!0\s*\)|\))|\bprocess\.exitCode\s*=\s*(?!0\b)|\bassert\b/

/** What fails where nothing catches it. */
const raises = /\braise\b|\bthrow\b|\braise_for_status\s*\(|\burlopen\s*\(/
const catches = /\bexcept\b|\bcatch\b/

/** Readers of formats, which fail by what is not written well. */
const reads =
  /\b(?:safe_load(?:_all)?|tomllib\.loads?|json\.loads?|ET\.parse|JSON\.parse|YAML\.(?:load|parse)\w*|jsonschema\.\w+)\s*\(/

/** Whether an inline program can fail by what it finds. */
export function canFail(text: string): boolean {
  const code = withoutComments(text)
  return exits.test(code) || (raises.test(code) && !catches.test(code))
}

const withoutComments = (text: string): string => text.replace(/^\s*(?:#|\/\/).*$/gm, '')

const asks =
  /\burlopen\s*\(|\b(?:requests|httpx|session|client)\.(?:get|head|request)\s*\(|\bfetch\s*\(|\baxios\b|\bhttps?\.get\s*\(|\bgot\s*\(/

/** A path alone, to which the address of a host is put. */
const healthAlone =
  /^\/(?:[\w/-]*\/)?(?:health\w*|ready|readyz|live|livez|(?:readiness|liveness|ready|live|startup)[-_](?:check|probe)|ping|status)\/?$/i

/** The addresses of health endpoints that a program asks. */
function healthAddresses(text: string): readonly string[] {
  const code = withoutComments(text)
  if (!asks.test(code)) return []
  return [...code.matchAll(/(["'`])([^"'`\n]+)\1/g)]
    .map(([, , value]) => value as string)
    .filter((value) =>
      /^https?:\/\/|^\$?\{/.test(value)
        ? healthPath.test(value.replace(/^https?:\/\/[^/]*/, ''))
        : healthAlone.test(value),
    )
}

/** Says what an inline program does that it hands to no shell: a health check, or something that its step's name may tell. */
export function runInlineProgram(text: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  if (!canFail(text) && !(reads.test(text) && !catches.test(text))) return
  const tool = `inline ${basename(call.words[0] ?? '')}`
  const addresses = healthAddresses(text)
  if (!addresses.length) {
    emit(finder, shell, context, call, { kinds: [], tool })
    return
  }
  const local = addresses.every((address) =>
    /^https?:/.test(address) ? isLocal(address) : /localhost|127\.0\.0\.1/.test(text),
  )
  emit(finder, shell, context, call, local ? { kinds: [], tool, here: 'smoke-test' } : { kinds: ['smoke-test'], tool })
}
