import { compareText } from '../../documents/place.ts'
import { Hidden } from '../hidden.ts'
import { asked, isRequest, mostFiles, testFiles } from '../pipeline/graph/after/categories.ts'
import { choiceOf } from '../pipeline/graph/after/chosen.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { addressOf } from './address.ts'
import { requestsIn } from './requests.ts'

/** What a smoke test asks for over HTTP. */
export interface Asked {
  /** addresses whose bad answer it notices, as written */
  readonly addresses: readonly string[]
  /** why it may ask for more than these */
  readonly more: Hidden | undefined
}

/** The addresses that a smoke test asks for: of curl and its like those it names, of test runners those in their tests. */
export async function askedBy(act: Act, repository: Repository): Promise<Asked> {
  const words = isRequest(act) ? asked(act) : waits(act) ? act.words : inputsOf(act)
  if (words) return inWords(words, act)
  return inTests(act, repository)
}

const waits = ({ tool }: Act) => tool === 'wait-on'

/** Inputs of an action that name addresses; several stand in one. */
const addressInput = /^(?:health[-_]?(?:check)?[-_]?)?(?:ur[li]s?|address(?:es)?|endpoints?)$/i

function inputsOf({ inputs }: Act): readonly string[] | undefined {
  const told = Object.entries(inputs ?? {}).filter(([name]) => addressInput.test(name))
  return told.length > 0 ? told.flatMap(([, value]) => value.split(/[|\s,]+/)) : undefined
}

function inWords(words: readonly string[], act: Act): Asked {
  const addresses = new Set<string>()
  let unseen: string | undefined
  for (const word of words) {
    // options, and headers that go along
    if (word.startsWith('-') && !word.startsWith('--url=')) continue
    const bare = word.replace(/^--url=/, '')
    const address = addressOf(bare)
    if (address === 'unseen') unseen ??= bare
    // what is kept or thrown away (`-o /dev/null`) goes nowhere
    else if (address?.host) addresses.add(bare)
  }
  const what = unseen ?? (addresses.size === 0 ? act.tool : undefined)
  return { addresses: sorted(addresses), more: what === undefined ? undefined : addressUnseen(what) }
}

const addressUnseen = (what: string) =>
  new Hidden(`the address that a smoke test asks for (${what})`, {
    kind: 'file',
    text: 'write the path that the smoke test asks for behind the address',
  })

async function inTests(act: Act, repository: Repository): Promise<Asked> {
  const files = testFiles(act, repository)
  const addresses = new Set<string>()
  const choice = choiceOf(act)
  let open = files.length === 0 || files.length > mostFiles
  for (const { path } of files.slice(0, mostFiles)) {
    const text = await repository.text(path)
    const found = text && requestsIn(path, text.content, choice)
    if (!found) {
      open = true
      continue
    }
    for (const one of found.addresses) addresses.add(one)
    open ||= found.open
  }
  const what = `what the tests ask for that ${act.tool} runs`
  const settle = {
    kind: 'file',
    text: 'write the addresses of health endpoints into the smoke tests as they are',
  } as const
  return { addresses: sorted(addresses), more: open ? new Hidden(what, settle) : undefined }
}

const sorted = (found: ReadonlySet<string>) => [...found].sort(compareText)
