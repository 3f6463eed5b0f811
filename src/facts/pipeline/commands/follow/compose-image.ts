import type { Finder } from '../shell/state.ts'
import { contextOf, dockerfileOf, type Service, saidOf } from './compose-folder.ts'

/**
 * What an image that is built for a service runs by itself: ENTRYPOINT and CMD of the stage of its Dockerfile that is
 * built, the last one where none is named. Its folder is taken for that of the context, which images of tests copy as a
 * whole into their working directory.
 */
export async function commandOfBuild(service: Service, finder: Finder) {
  const found = await ownCommand(service, finder, ['ENTRYPOINT', 'CMD'])
  if (!found) return undefined
  const { words, directory, place } = found
  return { source: { text: words.join(' '), file: undefined, placeOf: () => place }, directory }
}

/** The words of the ENTRYPOINT of an image that is built for a service: what it is told stands behind them. */
export const entrypointOfBuild = async (service: Service, finder: Finder): Promise<readonly string[] | undefined> =>
  (await ownCommand(service, finder, ['ENTRYPOINT']))?.words

async function ownCommand(service: Service, finder: Finder, instructions: readonly string[]) {
  const directory = contextOf(service)
  const path = dockerfileOf(service)
  const text = path === undefined ? undefined : await finder.repository.text(path)
  if (path === undefined || directory === undefined || !text) return undefined
  const stages = [...text.content.matchAll(/^FROM\b[^\n]*/gim)]
  const target = saidOf(service, 'build', 'target')?.text?.toLowerCase()
  const at = stages.findIndex(
    ([line]) => target !== undefined && /\bas\s+(\S+)/i.exec(line)?.[1]?.toLowerCase() === target,
  )
  if (target !== undefined && at < 0) return undefined
  const first = stages[target === undefined ? stages.length - 1 : at]?.index ?? 0
  const stage = text.content.slice(first, target === undefined ? undefined : stages[at + 1]?.index)
  const home = /^WORKDIR[^\S\n]+["']?([^\s"']+)/im.exec(stage)?.[1]?.replace(/\/?$/, '/')
  const words = instructions.flatMap((name) => {
    const written = [...stage.matchAll(new RegExp(`^${name}[^\\S\\n]+(.*)$`, 'gim'))].at(-1)?.[1]?.trim()
    if (written === undefined) return []
    const list = /^\[(.*)\]$/.exec(written)?.[1]
    return list === undefined ? [written] : [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1] as string)
  })
  if (words.length === 0) return undefined
  const place = { file: path, start: first, end: first + Math.min(stage.length, 1) }
  const own = words.map((word) => (home && word.startsWith(home) ? `./${word.slice(home.length)}` : word))
  return { words: own, directory, place }
}
