import { joinPath } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import { emit, withWords } from '../call.ts'
import type { Finder } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { followFile } from './script.ts'
import { byNameAlone } from './text.ts'

/** Flags of `bazel run` that take the next word. */
const valued = /^(-c|--compilation_mode|-j|--jobs|--config|--platforms|--script_path|--run_under)$/

/** Rules whose targets, when run, publish: of rules_oci, rules_docker and rules_helm, and of packages and releases. */
const publishing =
  /^(\w+_)?(oci_push|container_push|docker_push|image_push|helm_push|py_wheel_publish|maven_publish)(_\w+)?$/

/** What formats and generates sources: with `.check` or `-mode=diff` it fails on what is not so. */
const formatting = /^(gazelle|buildifier|format|fmt|buildozer)\b/

/** Of what a target is called, what it is when run. */
const byWord: readonly (readonly [RegExp, string])[] = [
  [/(^|[-_.])push(_all|_images?|er)?($|[-_.])/, 'publish'],
  [/[.](apply|replace|create)$/, 'deploy'],
]

/**
 * `bazel run //shop:push`: the rule that makes the target tells what it does, a shell script of it is followed, and where
 * the target is not found (a macro makes it, another repository has it) its name tells what it could be.
 */
export const bazel: Follow = async (call, shell, context, finder) => {
  const at = call.words.indexOf('run')
  if (at < 1 || call.words.slice(1, at).some((word) => !word.startsWith('-'))) return false
  const target = call.words.findIndex(
    (word, i) => i > at && !word.startsWith('-') && !valued.test(call.words[i - 1] ?? ''),
  )
  const label = call.words[target]
  if (label === undefined) return false
  const name = label.replace(/^.*[:/]/, '')
  const rule = await ruleOf(label, shell.directory, finder)
  if (rule && publishing.test(rule.kind)) {
    emit(finder, shell, context, call, { kinds: ['build', 'publish'], tool: 'bazel run' })
    return true
  }
  if (rule?.script !== undefined) {
    await followFile(
      withWords(call, [rule.script], target + 1),
      0,
      { ...shell, directory: '' },
      { ...context, depth: context.depth + 1, names: [...context.names, name] },
      finder,
      {},
    )
    return true
  }
  if (formatting.test(name)) {
    const checks = /check|diff|lint/.test(call.words.slice(target).join(' '))
    emit(finder, shell, context, call, { kinds: checks ? ['lint'] : [], tool: 'bazel run' })
    return true
  }
  const told = byWord.find(([pattern]) => pattern.test(name))?.[1]
  byNameAlone(told ?? name, call, shell, context, finder)
  return true
}

/** The rule that makes a target of this repository, as its package's BUILD file writes it, and the script that it runs. */
async function ruleOf(label: string, directory: string | undefined, { repository }: Finder) {
  const [, folder = '', name = ''] = /^(?:\/\/)?([^:]*):?(.*)$/.exec(label.replace(/^@\/\//, '//')) ?? []
  const base = label.includes('//') ? '' : directory
  if (label.startsWith('@') || base === undefined) return undefined
  const target = name || folder.replace(/^.*\//, '')
  for (const file of ['BUILD.bazel', 'BUILD']) {
    const path = joinPath(base, folder ? `${folder}/${file}` : file)
    const text = path !== undefined && repository.has(path) ? await repository.text(path) : undefined
    if (!text || path === undefined) continue
    repository.claim(path)
    const rule = new RegExp(
      `^(\\w+)\\((?:(?!^\\))[\\s\\S])*?\\bname\\s*=\\s*["']${escaped(target)}["'](?:(?!^\\))[\\s\\S])*`,
      'm',
    ).exec(text.content)
    if (!rule) return undefined
    const [whole, kind = ''] = rule
    const source = /^sh_/.test(kind) ? /\bsrcs\s*=\s*\[\s*["']:?([^"'/:]+)["']/.exec(whole)?.[1] : undefined
    const script = source === undefined ? undefined : joinPath(path.replace(/[^/]*$/, ''), source)
    return { kind, ...(script !== undefined && repository.has(script) && { script: `./${script}` }) }
  }
  return undefined
}
