import { basename } from '../../../../documents/path.ts'
import { onlyWrites } from '../../acts.ts'
import { known } from '../../known/table.ts'
import type { Act } from '../../model.ts'
import { type Call, emit } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { isBareTest, isBuild, kindsOfFolder, kindsOfName, takesAway } from '../names.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { databaseClients } from '../special/database.ts'
import { asksHost, eitherTest, kindsOfTestText, remoteTest } from '../tests/hosts.ts'

/**
 * Lets the name of a script or target speak where what it runs does not tell: no act since `before` has a kind or is
 * hidden. Names of deployments and the like count only where something unknown runs; of tests the text of a script in
 * another language (`content`) decides.
 */
export function tellByName(
  name: string,
  before: number,
  foreign: boolean,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  content?: string,
): void {
  const inside = finder.acts.slice(before)
  if (kindsOfName(name)[0] === 'deploy' && takesAway(call.words.slice(1))) return
  const own = kindsOfName(name).length || !isBuild(name) ? kindsOfName(name) : (['build'] as const)
  const named = own.length || !foreign ? own : kindsOfFolder(name)
  const bare = named.length === 0 && isBareTest(name)
  const asked = foreign && content !== undefined && named[0] === 'smoke-test' ? asksHost(content) : 'yes'
  const kinds =
    foreign && content !== undefined && (bare || asked === 'no')
      ? kindsOfTestText(content)
      : asked === 'yes'
        ? named
        : []
  const isRemote = () => foreign && content !== undefined && asksHost(content) === 'yes'
  // what waits for the answer of a system elsewhere asks it
  const waits = !bare && named.length === 0 && isBareTest(name.replace(/(^|[/_-])wait(?=[_-])/g, '$1')) && isRemote()
  const ofTest = waits || (bare && isRemote()) ? remoteTest : bare ? eitherTest : []
  const open = ofTest.length && !kinds.length ? ofTest : asked === 'open' ? named : []
  if (kinds.length === 0 && open.length === 0) return
  const tells = inside.some(
    (act) =>
      act.hidden !== undefined ||
      act.kinds.some((kind) => kind !== 'set-up' && (kind !== 'build' || kinds[0] === 'build')),
  )
  if (tells) return
  const unknown =
    foreign ||
    inside.some((act) => act.kinds.length === 0 && !act.remote && !databaseClients.has(act.tool) && !isHarmless(act))
  const test = kinds[0] === 'smoke-test'
  if (!unknown && !test) return
  const hidden = open.length ? { ...hiddenPart(`what ${name} tests`, '', call.place), couldBe: open } : undefined
  emit(finder, shell, context, call, { kinds, tool: basename(name), hidden })
}

/** Words of commands that run what they are given. */
const runsOther = /\b(run|exec|call|invoke|start|execute|promote|test)\b/

/**
 * Of which it is known that it tests nothing: what only writes a file that is looked for, a sub-command that the table lists
 * without kinds (`manage.py makemigrations`), and a task runner that only lists its tasks (`fab -l`).
 */
function isHarmless(act: Act): boolean {
  const { tool, words } = act
  if (onlyWrites(act)) return true
  if (/^(fab|inv|invoke|just|task)$/.test(tool)) return words.some((word) => word === '-l' || word === '--list')
  return tool.includes(' ') && known.commands[tool]?.kinds?.length === 0 && !runsOther.test(tool)
}
