import { chosenOutput } from '../dialect/chosen-output.ts'
import { known, single, unknown } from '../dialect/outcome.ts'
import type { Run } from '../model.ts'
import { expandEntries, fieldOf, remembered } from './expand.ts'
import { filledText, macrosFilled, textIn, variableIn } from './resolve.ts'
import type { Bound } from './scope.ts'
import { gap, textOf } from './values.ts'

const command = /##vso\[task\.setvariable\s+variable=([\w.-]+)((?:;[^\]]*)?)\]/gi
const anyCommand = /##vso\[task\.setvariable\b/gi

/** For other jobs, and not only for later steps of its own. */
const isOutput = (options: string) => /isoutput\s*=\s*true/i.test(options)

/** The job whose step gives something. */
interface Giver {
  /** `job`: as others name it, `origin`: which of those that are called so it is */
  readonly gives: { readonly job: string; readonly origin: string }
  readonly windows: boolean
}

/**
 * Notes what the script of a step gives to other jobs (`##vso[task.setvariable variable=env;isOutput=true]production`), by
 * the branch under which it runs: the script is walked, not run. What two jobs of one name or two scripts give is not known.
 * @param name of the step, as other jobs name it
 */
export function noteOutputs(item: Bound, name: string, { gives, windows }: Giver): void {
  const { outputs } = item.scope.reading
  for (const bound of shellScripts(item, windows)) {
    const text = bound.node.text ?? ''
    const origin = `${gives.origin} ${bound.node.file} ${bound.node.span.start}`
    for (const [, variable = '', options = ''] of text.matchAll(command)) {
      if (!isOutput(options)) continue
      const key = `${gives.job}.${name}.${variable}`.toLowerCase()
      const isOther = (outputs.get(key)?.origin ?? origin) !== origin
      outputs.set(key, isOther ? lost : { origin, ask: remembered((run) => outputIn(bound, item, variable, run)) })
    }
  }
}

const lost = { origin: '', ask: () => undefined }

/** Texts of a step that a shell runs. */
function shellScripts(item: Bound, windows: boolean): readonly Bound[] {
  const task = fieldOf(item, 'task').at(-1)?.node.text ?? ''
  const inputs = /^Bash@/i.test(task) ? fieldOf(item, 'inputs').flatMap((bound) => fieldOf(bound, 'script')) : []
  return [...fieldOf(item, 'bash'), ...(windows ? [] : fieldOf(item, 'script')), ...inputs]
}

function outputIn(bound: Bound, item: Bound, variable: string, run: Run): string | undefined {
  const { scope } = item
  const written = bound.node.text ?? ''
  // one whose name stands in a variable (`variable=$1`, in a function) may be any
  if (written.match(anyCommand)?.length !== written.match(command)?.length) return undefined
  const filled = textOf(macrosFilled(filledText(written, scope, run), scope, run))
  // what is not known stays a variable that nothing sets
  const script = filled
    .replaceAll(gap, '${ASSAY_UNKNOWN}')
    .replace(command, (whole, name: string, options: string) =>
      isOutput(options) ? `::set-output name=${name}::` : whole,
    )
  const own = new Map(fieldOf(item, 'env').flatMap((env) => expandEntries(env).map(({ key, value }) => [key, value])))
  const given = (name: string) => {
    const bounds = own.get(name)
    const text = bounds ? textIn([bounds], run) : textOf(variableIn(scope, name.replaceAll('_', '.'), run))
    return text === undefined || text.includes(gap) ? unknown : known(text)
  }
  const found = single(
    chosenOutput(script, variable, { variable: given, template: () => unknown }, 'GITHUB_OUTPUT', unknown),
  )
  return typeof found === 'string' ? found : undefined
}
