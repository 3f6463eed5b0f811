import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import { emit } from '../call.ts'
import type { Follow } from './index.ts'
import { byNameAlone, runShellOuts } from './text.ts'

/** What fastlane's own actions do (docs.fastlane.tools, "Actions"). */
const actions: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^\s*(run_tests|scan|swift_test)\b/m, ['build', 'unit-test']],
  [/^\s*(build_app|build_ios_app|build_mac_app|build_android_app|gym|xcodebuild)\b/m, ['build']],
  [/^\s*(swiftlint|rubocop|ktlint)\b/m, ['lint']],
  [
    /^\s*(upload_to_testflight|testflight|pilot|upload_to_app_store|appstore|deliver|upload_to_play_store|supply|firebase_app_distribution|appcenter_upload)\b/m,
    ['publish'],
  ],
]

/** `fastlane ios beta`: the lane of fastlane/Fastfile, with the lanes that it calls. */
export const fastlane: Follow = async (call, shell, context, finder) => {
  const words = call.words.slice(1).filter((word) => !word.startsWith('-') && !/^\w+:/.test(word))
  const name = /^(ios|android|mac)$/.test(words[0] ?? '') ? words[1] : words[0]
  if (name === undefined || /^(install_plugins|match|action|lanes|list|init|update_fastlane|env)$/.test(name))
    return true
  const file = (shell.directory === undefined ? [] : ['fastlane/Fastfile', 'Fastfile', '.fastlane/Fastfile'])
    .map((path) => joinPath(shell.directory ?? '', path))
    .find((path) => path !== undefined && finder.repository.has(path))
  const text = file === undefined ? undefined : await finder.repository.text(file)
  const before = finder.acts.length
  const done = new Set<string>()
  const run = async (lane: string): Promise<boolean> => {
    const match = new RegExp(`^([ \\t]*)(?:private_)?lane\\s+:${escaped(lane)}\\b`, 'm').exec(text?.content ?? '')
    if (!text || !match || done.has(lane)) return false
    done.add(lane)
    finder.repository.claim(text.file)
    const rest = text.content.slice(match.index)
    const body = rest
      .slice(0, new RegExp(`\\n${match[1]}end\\b`).exec(rest)?.index ?? rest.length)
      .replace(/^\s*#.*$/gm, '')
    const inside = body.replace(/^.*\n?/, '')
    for (const [, other = ''] of inside.matchAll(/^\s*(\w+)\b/gm)) if (other !== lane) await run(other)
    for (const [pattern, kinds] of actions)
      if (pattern.test(inside)) emit(finder, shell, context, call, { kinds, tool: `fastlane ${lane}` })
    for (const [, task = ''] of inside.matchAll(/\bgradle\(\s*task:\s*["']([^"']+)["']/g)) {
      const gradle = { file: text.file, text: `sh "./gradlew ${task}"`, start: match.index }
      await runShellOuts(gradle, 'fastlane', lane, call, shell, context, finder)
    }
    await runShellOuts(
      { file: text.file, text: body, start: match.index },
      'fastlane',
      lane,
      call,
      shell,
      context,
      finder,
    )
    return true
  }
  if (!(await run(name)) || finder.acts.length === before) byNameAlone(name, call, shell, context, finder)
  return true
}
