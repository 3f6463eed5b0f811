import type { Kind } from '../../../../config/vocabulary.ts'
import { basename } from '../../../../documents/path.ts'
import { knowsProgram } from '../../known/command.ts'
import { type Call, emit, withWords } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { builtins } from '../shell/builtins.ts'
import { runCall } from '../shell/command.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { environmentGiven } from '../special/environment-name.ts'

/**
 * Runs what a container is given to run. In an image of elsewhere, a word that is no program anybody knows is told to the
 * program of that image, which is not here.
 */
export async function runGiven(
  inner: Call,
  image: string | undefined,
  verb: string,
  name: string,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const couldBe = verb === 'run' && image !== undefined ? kindsOfVerb(inner.words[0] ?? '') : undefined
  if (!couldBe) {
    await runCall(inner, shell, context, finder)
    return
  }
  const hidden = { ...hiddenPart(`what the container ${image} runs`, '', inner.place), couldBe }
  const environment = couldBe.includes('deploy') ? environmentGiven(inner.words, inner, shell) : undefined
  emit(finder, shell, context, inner, { kinds: [], tool: name, environment, ...(couldBe.length && { hidden }) })
}

/** What a word may stand for that tells a program what to do, and is none itself; undefined for any other. */
function kindsOfVerb(word: string): readonly Kind[] | undefined {
  if (/^(plan|diff|preview|validate)$/.test(word)) return ['plan', 'validate']
  if (/^(apply|deploy|promote|rollout|up|update|upgrade)$/.test(word)) return ['apply', 'deploy', 'migrate']
  if (/^(rollback|destroy)$/.test(word)) return word === 'rollback' ? ['rollback'] : []
  return undefined
}

/** An image that is called after the program it runs. */
export const isProgram = (name: string) => knowsProgram(name) || /^(curl|wget)$/.test(name)

/** `docker run hadolint/hadolint file`, `docker run ghcr.io/anchore/syft packages …`: the image is the program. */
export function inContainer(image: string, verb: string, inner: Call): Call {
  const name = basename(image)
  const first = basename(inner.words[0] ?? '')
  if (verb !== 'run' || knowsProgram(first) || builtins.has(first) || /[/$]/.test(inner.words[0] ?? '')) return inner
  return knowsProgram(name) && !/^(node|python|ruby|php|golang|bash|alpine|docker)$/.test(name)
    ? withWords(inner, [name], 0)
    : inner
}
