import { commandsOf } from '../../../documents/shell/index.ts'
import type { Repository } from '../../repository.ts'
import { knownCommand } from '../known/command.ts'
import type { Act } from '../model.ts'
import type { Script } from '../script.ts'

/**
 * What a script really runs, in order. An interim form: every simple command by itself, scripts not followed; the real
 * one (walk.ts and its like) is being written by the helper of part 3 (/tmp/briefs/h3-claim.md).
 */
export async function findActs(script: Script, _repository: Repository): Promise<readonly Act[]> {
  return commandsOf(script.text).flatMap((command): Act[] => {
    const [program = '', ...words] = command.words
    if (!program) return []
    const found = knownCommand(program.replace(/^.*\//, ''), words)
    const ignored = /^\s*\|\|\s*(true|:)/.test(script.text.slice(command.span.end))
    return [
      {
        kinds: found?.kinds ?? [],
        tool: found?.tool ?? program,
        text: command.words.join(' '),
        place: script.placeOf(command.span.start, command.span.end),
        via: script.via,
        onFailure: ignored ? 'ignored' : found?.gates === 'reports' ? 'reports' : 'stops',
        words,
        ...(found?.environments[0] ? { environment: found.environments[0] } : {}),
      },
    ]
  })
}
