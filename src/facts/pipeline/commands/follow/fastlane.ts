import type { Kind } from '../../../../config/vocabulary.ts'
import { joinPath } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import type { Text } from '../../../../documents/text.ts'
import type { Repository } from '../../../repository.ts'
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
  const text = await fastfile(shell.directory, finder.repository)
  const before = finder.acts.length
  const done = new Set<string>()
  const run = async (name: string): Promise<boolean> => {
    const lane = text && laneOf(name, text)
    if (!lane || done.has(name)) return false
    done.add(name)
    finder.repository.claim(lane.file)
    const inside = lane.text.replace(/^.*\n?/, '')
    for (const [, other = ''] of inside.matchAll(/^\s*(\w+)\b/gm)) if (other !== name) await run(other)
    for (const [pattern, kinds] of actions)
      if (pattern.test(inside)) emit(finder, shell, context, call, { kinds, tool: `fastlane ${name}` })
    const tasks = [...inside.matchAll(/\bgradle\(\s*task:\s*["']([^"']+)["']/g)].map(([, task]) => task)
    for (const part of [...tasks.map((task) => ({ ...lane, text: `sh "./gradlew ${task}"` })), lane])
      await runShellOuts(part, 'fastlane', name, call, shell, context, finder)
    return true
  }
  if (!(await run(name)) || finder.acts.length === before) byNameAlone(name, call, shell, context, finder)
  return true
}

async function fastfile(folder: string | undefined, repository: Repository): Promise<Text | undefined> {
  if (folder === undefined) return undefined
  const file = ['fastlane/Fastfile', 'Fastfile', '.fastlane/Fastfile']
    .map((path) => joinPath(folder, path))
    .find((path) => path !== undefined && repository.has(path))
  return file === undefined ? undefined : repository.text(file)
}

/** A lane from its head to before its `end`, without comments. */
function laneOf(name: string, { file, content }: Text) {
  const head = new RegExp(`^([ \\t]*)(?:private_)?lane\\s+:${escaped(name)}\\b`, 'm').exec(content)
  if (!head) return undefined
  const rest = content.slice(head.index)
  const end = new RegExp(`\\n${head[1]}end\\b`).exec(rest)?.index ?? rest.length
  return { file, text: rest.slice(0, end).replace(/^\s*#.*$/gm, ''), start: head.index }
}
