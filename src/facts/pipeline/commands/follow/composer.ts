import { joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Call } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { missingTarget, runTarget, sourceOfNode } from './text.ts'

const own = new Set(
  'install update require remove validate audit dump-autoload dumpautoload self-update show config global exec create-project init outdated check-platform-reqs diagnose licenses fund clear-cache archive bump status search browse about suggests why depends prohibits'.split(
    ' ',
  ),
)

/** `composer test`, `composer run-script test`: the scripts of composer.json. */
export const composer: Follow = async (call, shell, context, finder) => {
  const words = call.words.slice(1).filter((word) => !word.startsWith('-'))
  const [verb, second] = words
  const runs = verb === 'run' || verb === 'run-script'
  const name = runs ? second : verb
  if (name === undefined || (!runs && own.has(name))) return false
  const file = shell.directory === undefined ? undefined : joinPath(shell.directory, 'composer.json')
  const scripts =
    file !== undefined && finder.repository.has(file) ? (await finder.repository.json(file))?.get('scripts') : undefined
  if (!scripts?.get(name)) {
    missingTarget(`script ${name}`, 'composer.json', call, shell, context, finder)
    return true
  }
  finder.repository.claim(file as string)
  await run(name, scripts, call, shell, context, finder)
  return true
}

async function run(
  name: string,
  scripts: DataNode,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  for (const part of scripts.get(name)?.asList ?? []) {
    const text = part.text ?? ''
    const other = /^@([\w:-]+)(?:\s|$)/.exec(text)?.[1]
    if (other && scripts.get(other) && other !== name && context.depth < 16) {
      await run(other, scripts, call, shell, { ...context, depth: context.depth + 1 }, finder)
      continue
    }
    // `Vendor\\Class::method` is PHP; `@php artisan` is PHP's own program.
    if (/^[\w\\]+::\w+$/.test(text)) continue
    const source = sourceOfNode(part)
    const at = /^@(php|composer)\b/.test(text) ? 1 : 0
    await runTarget(
      {
        key: `composer ${part.file} ${name} ${part.span.start}`,
        name,
        source: at ? { ...source, text: ` ${source.text.slice(1)}` } : source,
        directory: shell.directory,
      },
      call,
      shell,
      context,
      finder,
    )
  }
}
