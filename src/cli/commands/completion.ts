import { catalogue } from '../../rules/catalogue.ts'
import { completionScript, shells } from '../completion.ts'
import { UsageError } from '../errors.ts'
import { print } from '../output.ts'
import { build } from '../program.ts'

/** `assay completion <shell>`: prints the script. */
export async function completion(name = ''): Promise<number> {
  const shell = shells.find((one) => one === name)
  if (!shell) throw new UsageError(`no completion for "${name}"; known are ${shells.join(', ')}`)
  const ids = catalogue.map(({ id }) => id)
  await print(
    completionScript(
      shell,
      build(() => {}),
      ids,
    ),
  )
  return 0
}
