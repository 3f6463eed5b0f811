import { dirname, join } from '../../documents/path.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { once } from '../once.ts'
import { byCodeDeploy, hookScripts } from '../pipeline/commands/special/appspec.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { Provisioned } from './provisioners.ts'
import { waysOfText, writesSettings } from './ways.ts'

/*
 * The hooks of an AppSpec run on each server, by CodeDeploy's agent: no shell is opened there, but what they write to a
 * database or set there is changed past the files as much as by any other script of the pipeline.
 */

/** A way that a hook goes, and whether it changes something there. */
export type ChangedByHook = Provisioned & { readonly changes: Seen<boolean> }

/** Of the scripts beside a hook that it calls or reads in, no more are looked at than this. */
const mostFiles = 20

/**
 * What the hooks of a deployment by CodeDeploy change on the servers.
 * @param act a command or an action of a pipeline
 */
export async function changedByHooks(act: Act, repository: Repository): Promise<readonly ChangedByHook[]> {
  return byCodeDeploy(act) ? changesOfHooks(repository) : []
}

const changesOfHooks = once(async (repository: Repository): Promise<readonly ChangedByHook[]> => {
  const found: ChangedByHook[] = []
  for (const { hook, location, path, place } of await hookScripts(repository)) {
    const text = `${location} (${hook})`
    const content = await textWithBeside(path, repository)
    if (content === undefined) {
      const what = new Hidden(`what ${location} changes, which CodeDeploy runs at ${hook}`, {
        kind: 'file',
        text: `keep ${location} in this repository`,
      })
      for (const way of ['database', 'configuration'] as const) found.push({ way, changes: what, text, place })
      continue
    }
    // what it does on its own server by a shell is what a hook is for
    const ways = waysOfText(content).filter(({ way, changes }) => way !== 'ssh' || changes === 'yes')
    for (const { way, changes } of ways) {
      const open = new Hidden(`what ${location} changes there`, {
        kind: 'file',
        text: 'let a tool that is made for it do it',
      })
      found.push({ way, changes: changes === 'yes' ? true : open, text, place })
    }
    if (writesSettings(content)) found.push({ way: 'configuration', changes: true, text, place })
  }
  return found
})

/** A script with those beside it whose names it says (`source "$DIR/common.sh"`); undefined where it is not here. */
async function textWithBeside(path: string, repository: Repository): Promise<string | undefined> {
  const own = repository.has(path) ? (await repository.text(path))?.content : undefined
  if (own === undefined) return undefined
  const folder = dirname(path)
  const named = new Set(own.match(/[\w-][\w.-]*\.(?:ba|z)?sh\b/g))
  const files = [...named].map((name) => join(folder, name)).filter((file) => file !== path && repository.has(file))
  const texts = await Promise.all(files.slice(0, mostFiles).map(async (file) => (await repository.text(file))?.content))
  return [own, ...texts.map((text) => text ?? '')].join('\n')
}
